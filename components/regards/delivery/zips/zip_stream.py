"""The files of a ZIP, read while it arrives: complete files are given even if the ZIP breaks off.

A ZIP ends with a list of its contents, which most programs read first. But an archive sends a ZIP while it makes it,
and the ZIP may break off (contract C.7). So this module reads the headers before and after each file instead. Facts of
the format: PKWARE's APPNOTE.TXT 6.3.10, by section.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from components.regards.errors import RegardsError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_PIECE: Final = 1 << 18  # bytes; the most that is processed at once

_LOCAL: Final = b"PK\x03\x04"  # before a file (4.3.7)
_DESCRIPTOR: Final = b"PK\x07\x08"  # after a file whose sizes were not known at its beginning (4.3.9)
_LISTED: Final = b"PK\x01\x02"  # a line of the list of contents (4.3.12)
_LONG_END: Final = b"PK\x06\x06"  # ends of ZIPs beyond 4 GiB or 65,535 files (4.3.14)
_LOCATOR: Final = b"PK\x06\x07"  # the place of that end (4.3.15)
_END: Final = b"PK\x05\x06"  # the end of every ZIP (4.3.16)

_LOCAL_REST: Final = struct.Struct("<2xHH4xLLLHH")  # flags, method, CRC, packed size, size, lengths of name and extra
_LISTED_REST: Final = struct.Struct("<24xHHH12x")  # lengths of name, extra and comment
_END_REST: Final = struct.Struct("<16xH")  # length of the comment
_SHORT_SUMS: Final = struct.Struct("<LLL")  # a descriptor: CRC, packed size, size
_LONG_SUMS: Final = struct.Struct("<LQQ")
_AHEAD: Final = len(_DESCRIPTOR) + _LONG_SUMS.size + len(_LOCAL)  # bytes needed to recognise a descriptor

_ENCRYPTED: Final = 1 << 0  # flags (4.4.4)
_SIZES_FOLLOW: Final = 1 << 3
_UTF_8: Final = 1 << 11
_STORED: Final = 0  # methods (4.4.5)
_DEFLATED: Final = 8
_LONG_SIZES: Final = 1  # the extra field with sizes beyond 4 GiB (4.5.3)
_SEE_EXTRA: Final = 0xFFFFFFFF


class BrokenZip(RegardsError):
    """The ZIP is incomplete, damaged, or not a ZIP. Files that were complete before are not affected."""

    advice = "The complete files are kept. Download the others one by one."


class ZipEntry:
    """A file in a ZIP. Its name is text of the archive and must not be used as a path."""

    def __init__(self, header: _Header, stream: _Stream) -> None:
        self.name = header.name
        self._whole = False
        self._pieces = self._read(header, stream)

    def chunks(self) -> Iterator[bytes]:
        """The bytes of the file that are still unread, in chunks; without an error at the end the file is complete.

        Raises:
            BrokenZip: the file is incomplete or damaged.
        """
        for piece in self._pieces:  # noqa: UP028 - a caller that stops early must not close `_pieces`
            yield piece
        if not self._whole:
            raise BrokenZip(f"The file “{self.name}” in the ZIP is damaged.")

    def _read(self, header: _Header, stream: _Stream) -> Iterator[bytes]:
        if header.method == _STORED and header.sizes_follow:
            yield from _stored_until_descriptor(stream, header)
            self._whole = True
        else:
            began, crc, size = stream.taken, 0, 0
            for piece in _inflated(stream) if header.method == _DEFLATED else _stored(stream, header.sums.packed):
                crc, size = zlib.crc32(piece, crc), size + len(piece)
                yield piece
            found = _Sums(crc, stream.taken - began, size)
            if header.sizes_follow:
                length = _descriptor_length(stream.peek(_AHEAD), found, header)
                if not length and stream.hold(_AHEAD) < _AHEAD:
                    raise _cut()
                stream.take(length)
                self._whole = length > 0
            else:
                self._whole = found == header.sums


def entries(chunks: Iterable[bytes]) -> Iterator[ZipEntry]:
    """The files of a ZIP as they arrive, without its folders; each must be read before the next, or is skipped.

    Memory does not grow with the ZIP. Chunks may have any size.

    Raises:
        BrokenZip: the data is not a ZIP, cannot be unpacked here, is damaged or incomplete. Every complete file has
            been given before.
    """
    stream = _Stream(chunks)
    if not any(each.startswith(stream.peek(len(_LOCAL))) for each in (_LOCAL, _END, _LONG_END)):
        raise BrokenZip("What the archive sent is not a ZIP.")
    count = 0
    while stream.peek(len(_LOCAL)) == _LOCAL:
        entry = ZipEntry(_header(stream), stream)
        count += 1
        if not entry.name.endswith("/"):
            yield entry
        for _ in entry.chunks():
            pass
    _read_end(stream, count)


@dataclass(frozen=True)
class _Sums:
    """The checksum and the sizes of a file, as a ZIP names them or as they were measured; sizes in bytes."""

    crc: int
    packed: int
    size: int


@dataclass(frozen=True)
class _Header:
    """The header before a file; ``sums`` are 0 if ``sizes_follow`` the file."""

    name: str
    method: int
    sizes_follow: bool
    long_sizes: bool
    sums: _Sums


class _Stream:
    """Chunks of any size as one stream that can be read ahead; ``taken`` counts the bytes taken.

    The bytes read ahead are in ``held`` from ``at`` on, so that little is copied.
    """

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = (piece[start : start + _PIECE] for piece in pieces for start in range(0, len(piece), _PIECE))
        self.held = b""
        self.at = 0
        self.taken = 0

    def hold(self, least: int) -> int:
        """Read ahead until ``least`` bytes are held or the stream ends; return the number of bytes held."""
        while len(self.held) - self.at < least:
            piece = next(self._pieces, b"")
            if not piece:
                break
            self.held, self.at = self.held[self.at :] + piece, 0
        return len(self.held) - self.at

    def peek(self, most: int) -> bytes:
        """The next bytes, without taking them; fewer than ``most`` only at the end of the stream."""
        self.hold(most)
        return self.held[self.at : self.at + most]

    def some(self, most: int) -> bytes:
        """Take the next bytes that are held, at most ``most``; none only at the end of the stream."""
        self.hold(1)
        found = self.held[self.at : self.at + most]
        self.at += len(found)
        self.taken += len(found)
        return found

    def take(self, size: int) -> bytes:
        """Take exactly ``size`` bytes."""
        if self.hold(size) < size:
            raise _cut()
        return self.some(size)

    def put_back(self, rest: bytes) -> None:
        """Put the last taken bytes back."""
        self.held, self.at = rest + self.held[self.at :], 0
        self.taken -= len(rest)


def _header(stream: _Stream) -> _Header:
    stream.take(len(_LOCAL))
    flags, method, crc, packed, size, name_length, extra_length = _LOCAL_REST.unpack(stream.take(_LOCAL_REST.size))
    # Python and Java set the flag of UTF-8 if a name is not ASCII; else it is in code page 437 (appendix D).
    name = stream.take(name_length).decode("utf-8" if flags & _UTF_8 else "cp437", errors="replace")
    long_sizes = _long_sizes(stream.take(extra_length))
    if flags & _ENCRYPTED:
        raise BrokenZip(f"The file “{name}” in the ZIP is encrypted.")
    if method not in {_STORED, _DEFLATED}:
        raise BrokenZip(f"The file “{name}” in the ZIP is packed by method {method}, which cannot be unpacked here.")
    if long_sizes is not None:
        following = iter(long_sizes)
        size = next(following, 0) if size == _SEE_EXTRA else size
        packed = next(following, 0) if packed == _SEE_EXTRA else packed
    return _Header(name, method, bool(flags & _SIZES_FOLLOW), long_sizes is not None, _Sums(crc, packed, size))


def _long_sizes(extra: bytes) -> tuple[int, ...] | None:
    """The sizes of 8 bytes in the extra fields of a file, or None if there are none (4.5.3)."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        if kind == _LONG_SIZES:
            content = extra[at + 4 : at + 4 + length]
            return struct.unpack(f"<{len(content) // 8}Q", content[: len(content) // 8 * 8])
        at += 4 + length
    return None


def _stored(stream: _Stream, size: int) -> Iterator[bytes]:
    while size:
        piece = stream.some(min(size, _PIECE))
        if not piece:
            raise _cut()
        size -= len(piece)
        yield piece


def _inflated(stream: _Stream) -> Iterator[bytes]:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    while not inflater.eof:
        packed = inflater.unconsumed_tail or stream.some(_PIECE)
        try:
            piece = inflater.decompress(packed, _PIECE)
        except zlib.error as error:
            raise BrokenZip("The ZIP is damaged: a file in it cannot be unpacked.") from error
        if piece:
            yield piece
        elif not packed:
            raise _cut()
    stream.put_back(inflater.unused_data)


def _stored_until_descriptor(stream: _Stream, header: _Header) -> Iterator[bytes]:
    """The bytes of a file whose end only the descriptor after it shows, by their length and checksum.

    The bytes may hold the signature of a descriptor, for example if the file is a ZIP. It counts only if the checksum
    and the sizes of the bytes read so far follow, and then the next part of the ZIP. A file that holds even these is
    cut there; it then fails its check.
    """
    crc = size = 0
    while stream.hold(_AHEAD):
        if stream.held.startswith(_DESCRIPTOR, stream.at):
            length = _descriptor_length(stream.peek(_AHEAD), _Sums(crc, size, size), header)
            if length:
                stream.take(length)
                return
        mark = stream.held.rfind(_DESCRIPTOR, stream.at + 1)  # mostly there is none, which this finds out sooner
        mark = mark if mark < 0 else stream.held.find(_DESCRIPTOR, stream.at + 1)
        if mark < 0:
            mark = max(len(stream.held) - _begun(stream.held), stream.at + 1)
        piece = stream.some(mark - stream.at)
        crc, size = zlib.crc32(piece, crc), size + len(piece)
        yield piece
    raise _cut()


def _begun(held: bytes) -> int:
    """The number of bytes of a descriptor's signature that begins at the end of some bytes, mostly none.

    Bytes that are taken whole are not copied.
    """
    return next((length for length in (3, 2, 1) if held.endswith(_DESCRIPTOR[:length])), 0)


def _descriptor_length(ahead: bytes, sums: _Sums, header: _Header) -> int:
    """The length of the descriptor that begins here with these sums; 0 if none begins here.

    Its signature may be missing. Its sizes have 8 bytes if those of the extra field have (4.3.9); Java writes 8 bytes
    also without that field, if 4 are too few.
    """
    short = max(sums.packed, sums.size) <= _SEE_EXTRA and not header.long_sizes
    packed = (_SHORT_SUMS if short else _LONG_SUMS).pack(sums.crc, sums.packed, sums.size)
    for form in (_DESCRIPTOR + packed, packed):
        following = ahead[len(form) : len(form) + len(_LOCAL)]
        if ahead.startswith(form) and any(each.startswith(following) for each in (_LOCAL, _LISTED)):
            return len(form)
    return 0


def _read_end(stream: _Stream, count: int) -> None:
    """Read the list of contents to the end of the ZIP; anything after it is ignored."""
    listed = 0
    while (mark := stream.take(len(_END))) != _END:
        if mark == _LISTED:
            stream.take(sum(_LISTED_REST.unpack(stream.take(_LISTED_REST.size))))
            listed += 1
        elif mark == _LONG_END:
            for _ in _stored(stream, *struct.unpack("<Q", stream.take(8))):
                pass
        elif mark == _LOCATOR:
            stream.take(16)
        else:
            raise BrokenZip("The ZIP is damaged between its files.")
    stream.take(*_END_REST.unpack(stream.take(_END_REST.size)))
    if listed != count:
        raise BrokenZip(f"The ZIP is damaged: it lists {listed} files, but {count} came.")
    while stream.some(_PIECE):
        pass


def _cut() -> BrokenZip:
    return BrokenZip("The ZIP broke off before its end.")
