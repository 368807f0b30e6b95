"""Reading the file that a user dropped."""

import codecs
import gzip
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.order.identifiers.text_file import LARGEST, TextFile, UnreadableFile, read

TEXT = "scène_1\r\n月_2\n"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(TEXT.encode(), id="UTF-8"),
        pytest.param(codecs.BOM_UTF8 + TEXT.encode(), id="UTF-8 with mark"),
        pytest.param(codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), id="UTF-16 little-endian with mark"),
        pytest.param(codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), id="UTF-16 big-endian with mark"),
    ],
)
def test_unicode_text_is_read_without_its_mark(content: bytes) -> None:
    assert read("list.txt", content) == TextFile("list.txt", TEXT)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        pytest.param(b"sc\xe8ne_1\n", "scène_1\n", id="the same in both"),
        pytest.param(b"\x93A\x94 \x80", "“A” €", id="Windows-1252 where Latin-1 has control characters"),
        pytest.param(b"\xe8\x81", "è\x81", id="Latin-1 where Windows-1252 has nothing"),
    ],
)
def test_text_that_is_no_utf_8_is_read_as_windows_1252_or_latin_1(content: bytes, text: str) -> None:
    assert read("list.txt", content).text == text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_mark_is_read_when_it_is_plain(encoding: str) -> None:
    assert read("list.txt", TEXT.encode(encoding)).text == TEXT


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"A\x00BC", id="few zeros"),
        pytest.param(b"A\x00\x00B", id="zeros on both sides"),
        pytest.param(b"A\x00B\x00C", id="half a character at the end"),
        pytest.param(b"A\x00B\x00\x00\xd8", id="half a pair"),
    ],
)
def test_zeros_elsewhere_are_no_text(content: bytes) -> None:
    with pytest.raises(UnreadableFile, match="not plain text"):
        read("list.txt", content)


@pytest.mark.parametrize("text", ['["A", "B"]', '{"identifiers": ["A"]}', ' \n["A"]\n', "A\nB", '"A"'], ids=ascii)
def test_json_and_a_plain_list_called_json_are_kept_as_they_are(text: str) -> None:
    assert read("list.JSON", text.encode()).text == text


def test_json_that_breaks_off_is_refused_with_the_place() -> None:
    with pytest.raises(UnreadableFile, match="not valid JSON: line 2, character 4 is wrong"):
        read("list.json", b'["A",\n"B"')


@pytest.mark.parametrize("text", ["[" * 100_000, f"[{'1' * 5_000}]"], ids=["too deep", "a number too long"])
def test_json_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(UnreadableFile, match="JSON that cannot be read"):
        read("list.json", text.encode())


def test_what_looks_like_json_under_another_name_is_text() -> None:
    assert read("list.txt", b"[A").text == "[A"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\x00", id="old spreadsheet"),
        pytest.param(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\nstream\n\x01\x02", id="PDF"),
        pytest.param(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", id="picture"),
        pytest.param(b"CDF\x01\x00\x00", id="NetCDF"),
        pytest.param(b"A\nB\x7f", id="text with a delete character"),
        pytest.param(codecs.BOM_UTF8 + b"sc\xe8ne", id="UTF-8 mark before what is no UTF-8"),
        pytest.param(codecs.BOM_UTF8 + b"A\x00", id="UTF-8 mark before control characters"),
        pytest.param("A\nB".encode("utf-32"), id="UTF-32"),
        pytest.param(b"A\x1aB", id="end-of-file mark in the middle"),
        pytest.param(codecs.BOM_UTF16_LE + b"A", id="UTF-16 mark before half a character"),
    ],
)
def test_what_is_no_text_is_refused_with_advice(content: bytes) -> None:
    with pytest.raises(UnreadableFile, match=r"not plain text\. Save the list as text or CSV"):
        read("list.xlsx", content)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("list.xlsx", "This file is a spreadsheet. Open it"),
        ("list.ods", "a spreadsheet"),
        ("list.zip", "is a ZIP file. Unpack"),
    ],
)
def test_what_is_packed_is_refused_with_the_way_to_text(name: str, sentence: str) -> None:
    with pytest.raises(UnreadableFile, match=re.escape(sentence)):
        read(name, b"PK\x03\x04\x14\x00\x06\x00")


def test_a_gzip_file_is_unpacked() -> None:
    assert read("names.csv.gz", gzip.compress(b"id\nA")) == TextFile("names.csv", "id\nA")


def test_a_gzip_file_that_holds_too_much_is_refused_before_it_fills_the_memory() -> None:
    with pytest.raises(UnreadableFile, match="a list of identifiers may hold up to 16 MB"):
        read("names.gz", gzip.compress(bytes(LARGEST + 1)))


@pytest.mark.parametrize(
    "content", [b"\x1f\x8b\x08\x08\x00", b"\x1f\x8b rest", gzip.compress(b"A" * 100, mtime=0)[:20]]
)
def test_a_gzip_file_that_is_cut_or_damaged_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableFile, match="cannot be unpacked"):
        read("names.gz", content)


@pytest.mark.parametrize("white", [b"\t", b"\v", b"\f", b"\r"], ids=ascii)
def test_white_space_is_text(white: bytes) -> None:
    assert read("list.txt", b"A" + white).text == "A" + white.decode()


@pytest.mark.parametrize(
    "content", [b"", b" ", b"\r\n\r\n", b"\t\v\f", b"\x1a", codecs.BOM_UTF8, codecs.BOM_UTF16_LE], ids=ascii
)
def test_an_empty_or_blank_file_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableFile, match="is empty"):
        read("list.txt", content)


def test_the_end_of_file_mark_of_old_editors_is_left_out() -> None:
    assert read("list.txt", b"A\r\n\x1a").text == "A\r\n"


def test_a_file_of_one_character_is_not_empty() -> None:
    assert read("list.txt", b"A").text == "A"


def test_a_file_of_the_largest_size_is_read() -> None:
    assert len(read("list.txt", b"x" * LARGEST).text) == LARGEST


def test_a_larger_file_is_refused_with_both_sizes() -> None:
    with pytest.raises(UnreadableFile, match=r"holds 20 MB; .* up to 16 MB\. Split it"):
        read("list.txt", b"x" * 20_000_000)


def test_one_byte_over_the_largest_size_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="holds 17 MB"):
        read("list.txt", b"x" * (LARGEST + 1))


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1).map(lambda text: f"<{text}>"))
def test_any_text_in_utf_8_is_read_as_it_was_written(text: str) -> None:
    assert read("list.txt", text.encode()).text == text


@given(st.binary())
def test_any_bytes_are_text_or_refused_in_a_sentence(content: bytes) -> None:
    try:
        assert isinstance(read("list.txt", content).text, str)
    except UnreadableFile as refusal:
        assert str(refusal).startswith("This file ")  # noqa: PT017 - most bytes are no text, some are
        assert str(refusal).endswith(".")  # noqa: PT017 - as above
