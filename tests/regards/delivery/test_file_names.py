"""Names on disk: they stay in their folder, work everywhere, and no two are the same."""

import string
import unicodedata
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from components.regards.delivery.file_names import Names, safe_name

MOST = 200  # bytes
MARKS_OF_DIRECTION = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"

any_name = st.one_of(
    st.text(max_size=300),
    st.text(alphabet="aA.. /\\:*\u0301\u00e9\u202e\x00\ud800Kſ", max_size=12),
    st.builds(
        "{}{}{}".format,
        st.sampled_from(["con", "NUL", "COM1", "com¹", "Lpt9", "..", ".order-desk", "a" * 300, "é" * 150, "."]),
        st.sampled_from(["", " ", ".", "..", " .", " " * 250]),
        st.sampled_from(["", "nc", ".txt", ".tar.gz", "." + "x" * 40, "é", ".nc "]),
    ),
)


@pytest.mark.parametrize(
    "name",
    [
        "S1A_IW_SLC__1SDV_20240102T030405.SAFE.zip",
        "file with spaces.nc",
        "données été.csv",
        "donne\u0301es.csv",
        "東京.tif",
        "a, b; c=d & e (1) [2] {3} #4 %20 'q' `r` $s ~t !u @v +w ^x.nc",
        ".hidden",
        "no_extension",
        "-rf",
        "CONTENTS.txt",
        "COM10.txt",
        "nulls.csv",
        "my.CON",
        "a..b",
        "NOTICE.txt",
        "x" * 197 + ".nc",
    ],
)
def test_a_harmless_name_stays_as_it_is(name: str) -> None:
    assert safe_name(name) == name


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../above.csv", ".._above.csv"),
        ("..\\above.csv", ".._above.csv"),
        ("/etc/passwd", "_etc_passwd"),
        ("C:\\Windows\\x", "C__Windows_x"),
        ("file.nc:stream", "file.nc_stream"),
        ("..", "__"),
        (".", "_"),
        ("...", "___"),
        ("", "unnamed"),
        ("   ", "___"),
        ("name.", "name_"),
        ("name.nc ", "name.nc_"),
        ("name. .", "name___"),
        ("a\nb\x00c\x7fd", "a_b_c_d"),
        ("a\u2028b\u2029c\x85d", "a_b_c_d"),
        ("evil\u202ecn.exe", "evil_cn.exe"),
        ("zero\u200bwidth\ufeff", "zero_width_"),
        ("half \ud800 pair", "half _ pair"),
        ('<a>:"b"|?*', "_a___b____"),
        ("CON", "_CON"),
        ("con.csv", "_con.csv"),
        ("NUL.tar.gz", "_NUL.tar.gz"),
        ("nul .txt", "_nul .txt"),
        ("COM1", "_COM1"),
        ("com¹.txt", "_com¹.txt"),
        ("LPT9.nc", "_LPT9.nc"),
        ("CONIN$", "_CONIN$"),
        (".order-desk", "_.order-desk"),
        (".Order-Desk", "_.Order-Desk"),
        (".order-desk.txt", "_.order-desk.txt"),
    ],
)
def test_what_cannot_be_used_is_replaced(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("long_" * 60 + ".csv", ("long_" * 60)[:196] + ".csv"),
        ("é" * 150 + ".nc", "é" * 98 + ".nc"),
        ("東" * 150 + ".nc", "東" * 65 + ".nc"),
        ("x" * 300, "x" * 200),
        ("a." + "x" * 300, "a." + "x" * 198),
        ("." * 300 + "nc", "_" * 200),
        ("CON" + " " * 300 + "x.nc", "CON" + "_" * 194 + ".nc"),
    ],
    ids=["ascii", "two bytes", "three bytes", "no extension", "long extension", "dots", "spaces"],
)
def test_a_long_name_is_shortened_and_keeps_its_extension(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@given(any_name)
def test_a_name_never_leaves_its_folder(name: str) -> None:
    safe = safe_name(name)
    for kind in (PurePosixPath, PureWindowsPath):
        path = kind("folder") / safe
        assert path.parent == kind("folder")
        assert path.name == safe
    assert safe not in {"", ".", ".."}


@given(any_name)
@example("CON" + " " * 300 + "x.nc")
@example("." * 300 + "nc")
def test_a_name_works_on_every_system(name: str) -> None:
    safe = safe_name(name)
    assert 1 <= len(safe.encode()) <= MOST
    assert not set(safe) & set('<>:"/\\|?*' + MARKS_OF_DIRECTION)
    assert all(unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Zl", "Zp"} for character in safe)
    assert not safe.endswith((" ", "."))
    stem = safe.split(".")[0].rstrip().upper()
    assert stem not in {"CON", "PRN", "AUX", "NUL"}
    assert not (len(stem) == 4 and stem[:3] in {"COM", "LPT"} and stem[3] in "0123456789¹²³")
    assert not safe.lower().startswith(".order-desk")


@given(any_name)
def test_a_safe_name_is_safe(name: str) -> None:
    assert safe_name(safe_name(name)) == safe_name(name)


@given(st.text(string.ascii_letters + string.digits + "_-+()é東", min_size=5, max_size=60))
def test_letters_and_digits_stay_as_they_are(stem: str) -> None:
    assert safe_name(f"{stem}.nc") == f"{stem}.nc"


# Several names in one folder


def assigned(*names: str) -> list[str]:
    """The names on disk of files numbered from 1 on."""
    given = Names()
    return [given.assign(file_id, name) for file_id, name in enumerate(names, 1)]


@pytest.mark.parametrize(
    ("names", "on_disk"),
    [
        (["a.nc", "b.nc"], ["a.nc", "b.nc"]),
        (["a.nc", "a.nc", "a.nc"], ["a.nc", "a (2).nc", "a (3).nc"]),
        (["a.nc", "A.NC"], ["a.nc", "A (2).NC"]),
        (["é.nc", "e\u0301.nc"], ["é.nc", "e\u0301 (2).nc"]),
        (["straße.nc", "STRASSE.nc"], ["straße.nc", "STRASSE (2).nc"]),
        (["\u0131.nc", "I.nc"], ["\u0131.nc", "I (2).nc"]),  # the small letter without a dot has this capital
        (["a/b", "a_b"], ["a_b", "a_b (2)"]),
        (["a (2).nc", "a.nc", "a.nc"], ["a (2).nc", "a.nc", "a (3).nc"]),
        (["a (3).nc", "a.nc", "a.nc"], ["a (3).nc", "a.nc", "a (3-2).nc"]),
        (["a.tar.gz", "a.tar.gz"], ["a.tar.gz", "a.tar (2).gz"]),
        (["x" * 300 + ".nc", "x" * 250 + ".nc"], ["x" * 197 + ".nc", "x" * 193 + " (2).nc"]),
        (["", ""], ["unnamed", "unnamed (2)"]),
    ],
)
def test_a_name_that_is_taken_gets_the_number_of_its_file(names: list[str], on_disk: list[str]) -> None:
    assert assigned(*names) == on_disk


def same_to_some_file_system(name: str) -> str:
    """What canonical caseless matching compares (Unicode 15, section 3.13, D145)."""
    return unicodedata.normalize("NFD", unicodedata.normalize("NFD", name).casefold())


@given(st.lists(any_name, max_size=12))
@example(["a", "a", "a (2)", "a (2)", "a (2-2)", "A"])
@example(["x" * 200, "x" * 201, "x" * 196 + " (3)"])
def test_no_two_names_are_the_same_to_any_file_system(names: list[str]) -> None:
    given = assigned(*names)
    assert len({same_to_some_file_system(name) for name in given}) == len(given)
    assert all(safe_name(name) == name for name in given)


@given(st.lists(any_name, max_size=8))
def test_the_same_files_get_the_same_names(names: list[str]) -> None:
    assert assigned(*names) == assigned(*names)


@given(st.lists(any_name, max_size=8))
def test_a_file_that_asks_again_gets_the_same_name(names: list[str]) -> None:
    given = Names()
    first = [given.assign(file_id, name) for file_id, name in enumerate(names)]
    assert [given.assign(file_id, name) for file_id, name in enumerate(names)] == first


def test_names_of_an_earlier_run_are_not_given_to_others() -> None:
    names = Names()
    names.taken(7, "a (7).nc")
    names.taken(2, "a.nc")
    assert names.assign(1, "A.nc") == "A (1).nc"
    assert names.assign(2, "a.nc") == "a.nc"
    assert names.assign(7, "a.nc") == "a (7).nc"


def test_thousands_of_files_of_one_name_are_named_at_once() -> None:
    assert len(set(assigned(*["data.nc"] * 20_000))) == 20_000
