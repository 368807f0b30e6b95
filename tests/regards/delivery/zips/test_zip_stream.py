"""Forward reading of a ZIP: all complete files, then the cause of an early end."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.regards.delivery.zips.zip_stream import BrokenZip, ZipEntry, entries

TEXT = b"".join(b"%d: a line of a file that packs well\n" % number for number in range(40))
WILD = bytes(zlib.crc32(bytes([number % 256, number // 256])) % 256 for number in range(900))
INNER = io.BytesIO()
with zipfile.ZipFile(INNER, "w") as nested:
    nested.writestr("inner.txt", TEXT)
MARKS = b"PK\x07\x08".join([WILD[:100], bytes(28), INNER.getvalue(), b"PK\x07", b"", b"PK\x03\x04", b"PK"])
CONTENTS = {
    "first.nc": TEXT,
    "empty.nc": b"",
    "deep/wild.nc": WILD,
    "marks.zip": MARKS,
    "é.nc": b"P",
    "last.nc": b"PK\x07\x08",
}


class Pipe(io.RawIOBase):
    """A target that cannot seek, like a socket."""

    def __init__(self) -> None:
        super().__init__()
        self.written = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: bytes, /) -> int:  # type: ignore[override]  # zipfile writes bytes, nothing else
        self.written += data
        return len(data)


@dataclass(frozen=True)
class Manner:
    """The format of a ZIP: method, target, and sizes of 4 or 8 bytes."""

    method: int
    piped: bool
    long_sizes: bool

    def __str__(self) -> str:
        words = "stored" if self.method == zipfile.ZIP_STORED else "deflated"
        return f"{words}, {'piped' if self.piped else 'seekable'}, {'long' if self.long_sizes else 'short'} sizes"


MANNERS = [
    Manner(method, piped, long_sizes)
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
    for piped in (False, True)
    for long_sizes in (False, True)
]


@dataclass(frozen=True)
class Made:
    """A ZIP, with the offset at which each entry, descriptor included, is complete."""

    body: bytes
    ends: tuple[int, ...]


def made(manner: Manner, contents: dict[str, bytes]) -> Made:
    """A ZIP by the standard library."""
    sink: Pipe | io.BytesIO = Pipe() if manner.piped else io.BytesIO()
    with zipfile.ZipFile(sink, "w", manner.method) as archive:
        for name, content in contents.items():
            with archive.open(name, "w", force_zip64=manner.long_sizes) as entry:
                entry.write(content)
        starts = [info.header_offset for info in archive.infolist()]
        end = archive.start_dir
    body = bytes(sink.written) if isinstance(sink, Pipe) else sink.getvalue()
    return Made(body, (*starts[1:], end))


@cache
def sample(manner: Manner) -> Made:
    return made(manner, CONTENTS)


def cut(body: bytes, size: int) -> list[bytes]:
    return [body[start : start + size] for start in range(0, len(body), size)]


def whole_ones(pieces: Iterable[bytes]) -> tuple[dict[str, bytes], str]:
    """The complete files, and the message for the user, if any."""
    kept = {}
    try:
        for entry in entries(pieces):
            kept[entry.name] = b"".join(entry.chunks())
    except BrokenZip as error:
        return kept, error.what
    return kept, ""


def read(walk: Iterable[ZipEntry]) -> None:
    for entry in walk:
        for _ in entry.chunks():
            pass


def told(body: bytes) -> str:
    """The message for the user about a ZIP that is refused."""
    with pytest.raises(BrokenZip) as error:
        read(entries([body]))
    return error.value.what


# Whole ZIPs


@pytest.mark.parametrize("manner", MANNERS, ids=str)
@pytest.mark.parametrize("size", [1, 3, 27, 28, 29, 1000, 1 << 20])
def test_every_file_is_given_for_any_size_of_the_pieces(manner: Manner, size: int) -> None:
    assert whole_ones(cut(sample(manner).body, size)) == (CONTENTS, "")


@given(st.lists(st.integers(0, 60), min_size=1, max_size=30), st.sampled_from(MANNERS))
def test_pieces_of_changing_sizes_and_empty_ones_do_not_matter(sizes: list[int], manner: Manner) -> None:
    body, pieces, at = sample(manner).body, [], 0
    for size in sizes:
        pieces.append(body[at : at + size])
        at += size
    assert whole_ones([*pieces, body[at:], b""]) == (CONTENTS, "")


contents_with_marks = st.lists(
    st.one_of(
        st.binary(max_size=40),
        st.sampled_from([b"PK\x07\x08", b"PK\x03\x04", b"PK\x01\x02", bytes(12), bytes(20), b"PK", b"P"]),
    ),
    max_size=8,
).map(b"".join)


def holds_its_own_descriptor(content: bytes) -> bool:
    """Whether the beginning of a content is followed by its own descriptor and the next part of a ZIP.

    Stored without sizes in front, such a file cannot be told from one that ends there (APPNOTE.TXT 4.3.9).
    """
    ends = [at for at in range(len(content)) if content.startswith(b"PK\x07\x08", at)]
    for at in ends:
        crc, sizes = zlib.crc32(content[:at]), (at, at)
        for sums in (struct.pack("<LLL", crc, *sizes), struct.pack("<LQQ", crc, *sizes)):
            after = at + 4 + len(sums)
            if content.startswith(sums, at + 4) and content[after : after + 4] in {b"PK\x03\x04", b"PK\x01\x02"}:
                return True
    return False


clear_contents = contents_with_marks.filter(lambda content: not holds_its_own_descriptor(content))


@given(st.lists(clear_contents, max_size=4), st.sampled_from(MANNERS), st.integers(1, 70))
def test_contents_come_out_as_they_went_in(contents: list[bytes], manner: Manner, size: int) -> None:
    named = {f"{number}.nc": content for number, content in enumerate(contents)}
    assert whole_ones(cut(made(manner, named).body, size)) == (named, "")


def test_a_file_that_holds_its_own_descriptor_is_cut_there_and_the_zip_is_called_broken() -> None:
    own = TEXT + b"PK\x07\x08" + struct.pack("<LLL", zlib.crc32(TEXT), len(TEXT), len(TEXT)) + b"PK\x03\x04"
    assert holds_its_own_descriptor(own)
    files, why = whole_ones([made(Manner(zipfile.ZIP_STORED, piped=True, long_sizes=False), {"own.nc": own}).body])
    assert files == {"own.nc": TEXT}  # which is not what the archive announced: the checksum differs
    assert why


def test_bytes_like_a_descriptor_do_not_end_a_file() -> None:
    # With the length so far behind the mark, but another checksum; and with both, but no further part behind it.
    wrong = TEXT + b"PK\x07\x08" + struct.pack("<LLL", 1, len(TEXT), len(TEXT)) + b"PK\x03\x04"
    alone = TEXT + b"PK\x07\x08" + struct.pack("<LLL", zlib.crc32(TEXT), len(TEXT), len(TEXT)) + b"and more"
    named = {"wrong.nc": wrong, "alone.nc": alone}
    assert whole_ones([made(Manner(zipfile.ZIP_STORED, piped=True, long_sizes=False), named).body]) == (named, "")


def test_folders_are_passed_over() -> None:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        archive.mkdir("deep")
        archive.writestr("deep/a.nc", TEXT)
    assert whole_ones([sink.getvalue()]) == ({"deep/a.nc": TEXT}, "")


def test_a_zip_without_files_is_whole() -> None:
    assert whole_ones([made(MANNERS[0], {}).body]) == ({}, "")


def test_a_zip_with_a_comment_is_whole() -> None:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        archive.writestr("a.nc", TEXT)
        archive.comment = b"made by an archive"
    assert whole_ones([sink.getvalue()]) == ({"a.nc": TEXT}, "")
    assert whole_ones([sink.getvalue()[:-1]]) == ({"a.nc": TEXT}, "The ZIP broke off before its end.")


def test_a_zip_of_very_many_files_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", 3)
    body = made(MANNERS[0], CONTENTS).body
    assert body.count(b"PK\x06\x06") == body.count(b"PK\x06\x07") == 1
    assert whole_ones([body]) == (CONTENTS, "")


def test_a_zip_is_read_to_the_end_of_the_stream() -> None:
    # Else the archive sees a reader who hung up, and may not count the files as downloaded (contract C.7).
    pieces = iter([sample(MANNERS[0]).body, b"something", b"more"])
    assert whole_ones(pieces) == (CONTENTS, "")
    assert next(pieces, None) is None


def test_names_without_the_mark_of_utf_8_are_in_the_old_code_page() -> None:
    old = made(MANNERS[0], {"a.nc": TEXT}).body.replace(b"a.nc", b"\x82.nc")
    assert list(whole_ones([old])[0]) == ["é.nc"]
    assert list(whole_ones([made(MANNERS[0], {"é.nc": TEXT}).body])[0]) == ["é.nc"]


def test_a_name_that_is_no_utf_8_is_shown_as_far_as_it_can_be() -> None:
    broken = made(MANNERS[0], {"é.nc": TEXT}).body.replace("é".encode(), b"\xff\xff")
    assert list(whole_ones([broken])[0]) == ["\ufffd\ufffd.nc"]


# As other programs write them (APPNOTE.TXT 4.3)


def entry_of(content: bytes, descriptor: str, *, mark: bytes = b"PK\x07\x08", extra: bytes = b"") -> bytes:
    """Write a deflated entry of which the sizes follow, as Java does."""
    packer = zlib.compressobj(wbits=-15)
    packed = packer.compress(content) + packer.flush()
    head = b"PK\x03\x04" + struct.pack("<HHHHHLLLHH", 20, 8, 8, 0, 33, 0, 0, 0, 4, len(extra)) + b"a.nc" + extra
    return head + packed + mark + struct.pack(descriptor, zlib.crc32(content), len(packed), len(content))


def ended(*parts: bytes) -> bytes:
    """Add a list of contents to entries."""
    line = b"PK\x01\x02" + struct.pack("<HHHHHHLLLHHHHHLL", 20, 20, 8, 8, 0, 33, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0) + b"a.nc"
    lines = line * len(parts)
    end = struct.pack("<HHHHLLH", 0, 0, len(parts), len(parts), len(lines), 0, 0)
    return b"".join(parts) + lines + b"PK\x05\x06" + end


@pytest.mark.parametrize("mark", [b"PK\x07\x08", b""], ids=["with mark", "without mark"])
@pytest.mark.parametrize(
    ("descriptor", "extra"), [("<LLL", b""), ("<LQQ", struct.pack("<HHQQ", 1, 16, 0, 0))], ids=["short", "long"]
)
@pytest.mark.parametrize("content", [TEXT, b""], ids=["some", "empty"])
def test_a_descriptor_may_lack_its_mark(mark: bytes, descriptor: str, extra: bytes, content: bytes) -> None:
    entry = entry_of(content, descriptor, mark=mark, extra=extra)
    assert whole_ones([ended(entry, entry.replace(b"a.nc", b"b.nc"))]) == ({"a.nc": content, "b.nc": content}, "")


@pytest.mark.parametrize("mark", [b"PK\x07\x08", b""], ids=["with mark", "without mark"])
def test_a_wrong_descriptor_is_damage(mark: bytes) -> None:
    right = entry_of(TEXT, "<LLL", mark=mark)
    for wrong_byte in range(1, 13):
        wrong = bytearray(right)
        wrong[-wrong_byte] ^= 1
        assert whole_ones([ended(bytes(wrong))]) == ({}, "The file “a.nc” in the ZIP is damaged.")


def test_other_extra_fields_stand_before_the_sizes() -> None:
    extra = struct.pack("<HHQ", 0x5455, 8, 7) + struct.pack("<HHQQ", 1, 16, 0, 0)
    assert whole_ones([ended(entry_of(TEXT, "<LQQ", extra=extra))]) == ({"a.nc": TEXT}, "")


# Cut off, at every byte


@pytest.mark.parametrize("manner", MANNERS, ids=str)
def test_a_zip_cut_anywhere_gives_what_came_whole_and_says_that_it_broke_off(manner: Manner) -> None:
    zipped = sample(manner)
    for size in range(len(zipped.body)):
        whole = sum(end <= size for end in zipped.ends)
        expected = dict(list(CONTENTS.items())[:whole])
        assert whole_ones([zipped.body[:size]]) == (expected, "The ZIP broke off before its end."), size


@pytest.mark.parametrize("pieces", [1, 2])
@pytest.mark.parametrize("more", [-1, 0, 1])
def test_a_packed_file_of_just_some_pieces_is_whole_when_the_zip_is_cut_behind_it(pieces: int, more: int) -> None:
    content = bytes((pieces << 18) + more)
    zipped = made(Manner(zipfile.ZIP_DEFLATED, piped=False, long_sizes=False), {"a.nc": content})
    body = zipped.body[: zipped.ends[0]]
    for size in (1, len(body)):
        assert whole_ones(cut(body, size)) == ({"a.nc": content}, "The ZIP broke off before its end.")


@settings(max_examples=60)
@given(st.sampled_from(MANNERS), st.data())
def test_a_cut_is_the_same_in_pieces_of_any_size(manner: Manner, data: st.DataObject) -> None:
    body = sample(manner).body
    body = body[: data.draw(st.integers(0, len(body) - 1))]
    assert whole_ones(cut(body, data.draw(st.integers(1, 50)))) == whole_ones([body])


def test_what_breaks_the_stream_is_handed_on_after_what_came_whole() -> None:
    zipped = sample(MANNERS[0])

    def breaking() -> Iterator[bytes]:
        yield zipped.body[: zipped.ends[0] + 40]
        raise ConnectionResetError

    walk = entries(breaking())
    assert b"".join(next(walk).chunks()) == TEXT
    with pytest.raises(ConnectionResetError):
        read(walk)


# Damaged


@pytest.mark.parametrize("manner", MANNERS, ids=str)
@pytest.mark.parametrize("flip", [0x01, 0x80])
def test_a_flipped_bit_never_passes_for_a_whole_file(manner: Manner, flip: int) -> None:
    zipped = sample(manner)
    for at in range(zipped.ends[-1]):
        damaged = bytearray(zipped.body)
        damaged[at] ^= flip
        kept, _ = whole_ones([bytes(damaged)])
        # A name is protected by nothing; what was flipped there may be under another one, but whole.
        assert set(kept.values()) <= set(CONTENTS.values()), at
        # The mark of the next part belongs to the end of a file whose length nobody announced.
        before = sum(end + 4 <= at for end in zipped.ends)
        assert list(kept.items())[:before] == list(CONTENTS.items())[:before], at


@pytest.mark.parametrize("manner", MANNERS, ids=str)
def test_flipped_contents_are_damage(manner: Manner) -> None:
    damaged = bytearray(sample(manner).body)
    damaged[sample(manner).ends[0] - 40] ^= 4
    kept, words = whole_ones([bytes(damaged)])
    assert kept == {}
    assert words


def test_a_damaged_file_stays_damaged_when_asked_again() -> None:
    damaged = bytearray(made(MANNERS[0], {"a.nc": TEXT}).body)
    damaged[100] ^= 1
    walk = entries([bytes(damaged)])
    entry = next(walk)
    for _ in range(2):
        with pytest.raises(BrokenZip, match="in the ZIP is damaged"):
            list(entry.chunks())
    with pytest.raises(BrokenZip):
        next(walk)


def test_a_zip_that_lost_a_file_on_the_way_is_damaged() -> None:
    zipped = sample(MANNERS[0])
    without_second = zipped.body[: zipped.ends[0]] + zipped.body[zipped.ends[1] :]
    assert told(without_second) == "The ZIP is damaged: it lists 6 files, but 5 came."


def test_rubbish_between_files_is_damage() -> None:
    zipped = sample(MANNERS[0])
    assert told(zipped.body[: zipped.ends[0]] + b"rubbish") == "The ZIP is damaged between its files."


@pytest.mark.parametrize("body", [b"<html>Proxy error</html>", b"PX", b"\x00" * 50, b"PK\x01\x02" + bytes(60)])
def test_what_is_no_zip_is_said_at_once(body: bytes) -> None:
    def endless() -> Iterator[bytes]:
        yield body
        raise AssertionError("read on")

    with pytest.raises(BrokenZip, match="What the archive sent is not a ZIP"):
        next(entries(endless() if len(body) > 3 else [body]))


@pytest.mark.parametrize("body", [b"", b"P", b"PK\x03"])
def test_too_little_to_tell_is_a_zip_that_broke_off(body: bytes) -> None:
    assert told(body) == "The ZIP broke off before its end."


def test_an_encrypted_file_is_named() -> None:
    body = bytearray(made(MANNERS[0], {"a.nc": TEXT}).body)
    body[6] |= 1
    assert told(bytes(body)) == "The file “a.nc” in the ZIP is encrypted."


def test_another_method_is_named() -> None:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("a.nc", TEXT)
    assert "“a.nc”" in told(sink.getvalue())
    assert "method 12" in told(sink.getvalue())


# How it is read


@pytest.mark.parametrize("manner", MANNERS, ids=str)
def test_files_may_be_passed_over_or_left_halfway(manner: Manner) -> None:
    names = []
    for entry in entries(cut(sample(manner).body, 20)):
        names.append(entry.name)
        if len(names) % 2:
            next(entry.chunks(), None)
    assert names == list(CONTENTS)


def test_no_more_of_a_file_is_held_than_some_pieces() -> None:
    read = given = 0

    def watched() -> Iterator[bytes]:
        nonlocal read
        for piece in _piped(bytes(1 << 18), 64):
            read += len(piece)
            yield piece

    for entry in entries(watched()):
        for chunk in entry.chunks():
            given += len(chunk)
            assert read - given < 1 << 20
    assert given == 64 << 18


def test_no_more_is_unpacked_at_once_than_a_piece() -> None:
    body = entry_of(bytes(64 << 20), "<LLL")
    assert len(body) < 1 << 17
    [sizes] = [[len(chunk) for chunk in entry.chunks()] for entry in entries([ended(body)])]
    assert max(sizes) < 1 << 20
    assert sum(sizes) == 64 << 20


def test_a_large_piece_with_many_files_is_not_copied_for_each() -> None:
    named = {f"{number}.nc": b"x" for number in range(20_000)}
    body = made(Manner(zipfile.ZIP_STORED, piped=True, long_sizes=False), named).body
    assert whole_ones([body])[0] == named


def _piped(block: bytes, repeats: int) -> Iterator[bytes]:
    """A stored ZIP of one large file as it is made."""
    sink = Pipe()
    with zipfile.ZipFile(sink, "w") as archive, archive.open("large.nc", "w", force_zip64=True) as entry:
        for _ in range(repeats):
            entry.write(block)
            yield bytes(sink.written)
            sink.written.clear()
    yield bytes(sink.written)
