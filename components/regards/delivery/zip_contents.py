"""What an order's ZIP holds: which file of the order each entry is, and what its notice says of the others."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from itertools import islice
from typing import TYPE_CHECKING, Final

from components.regards.delivery.checksums import Measured, algorithm_of, checksum_of
from components.regards.delivery.order_state import with_words
from components.regards.records import FileState

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterable, Iterator, Sequence

    from components.regards.records import OrderFile

_NUMBERED: Final = re.compile(r"(.*) \([0-9]+\)((?:\.[^.]*)?)", re.DOTALL)
_NOTICE: Final = re.compile(r"NOTICE(?: \([0-9]+\))?\.txt")
_LONGEST_NOTICE: Final = 1 << 20  # bytes
_LONGEST_LINE: Final = 1_000  # characters
_MOST_LINES: Final = 10_000
_NAME_START: Final = re.compile(r"(?<![\w.-])\S")
_NAME_END: Final = re.compile(r"(?![\w-]|\.\w)")


class ZipContents:
    """The files of an order, as its ZIP brings them.

    An entry is a file of its name, where REGARDS numbers the second file of a name: ``data (1).csv`` (contract C.7).
    The numbers say nothing of the order of the files, so its bytes tell which of them it is:

    * the file whose checksum they have; files of one checksum are the same, and available ones come first;
    * without a checksum, the file whose size they have, if no other file of these names can have it;
    * without a size, the only file of these names.

    Files of one name with neither checksum nor size, or without a checksum and of one size, cannot be told apart:
    an entry is none of them.

    Args:
        files: all files of the order.
        here: those that are no longer waited for, by ``file_id``.

    Attributes:
        reasons: why files did not come that should have, as sentences for the user by ``file_id``.
    """

    def __init__(self, files: Iterable[OrderFile], here: Container[int] = ()) -> None:
        self.reasons: dict[int, str] = {}
        self._by_name: defaultdict[str, _Namesakes] = defaultdict(_Namesakes)
        for file in sorted(files, key=lambda each: each.state == FileState.AVAILABLE):  # taken from the end
            self._by_name[file.name].add(file, waiting=file.file_id not in here)

    def begin(self, name: str) -> ArrivingEntry:
        """An entry of this name, which takes its bytes as they arrive and is then given to `settle`."""
        found = _NUMBERED.fullmatch(name)
        names = [name, "".join(found.groups())] if found else [name]
        return ArrivingEntry(name, [self._by_name[each] for each in names if each in self._by_name])

    def settle(self, entry: ArrivingEntry) -> OrderFile | None:
        """The file that an entry is, now that all its bytes have arrived; it is waited for no longer.

        If it is none, it may be the notice, which is read, or it may show that a file is not what was announced.
        """
        alike = list(entry.alike())
        for files in filter(None, alike):
            file = files.pop()
            del self._by_name[file.name].waiting[file.file_id]
            self.reasons.pop(file.file_id, None)
            return file
        meant = list(islice(filter(_has_begun, entry.candidates()), 2))
        if not alike and len(meant) == 1 and (difference := entry.difference(meant[0])):
            self.reasons[meant[0].file_id] = (
                f"{difference} What the ZIP held under this name is not what the archive announced."
            )
        self._read_notice(entry.notice.decode(errors="replace"))
        return None

    def waiting(self) -> Iterator[OrderFile]:
        """The files that have not come."""
        for namesakes in self._by_name.values():
            yield from namesakes.waiting.values()

    def _read_notice(self, text: str) -> None:
        """Note the reasons of a notice: it has a line for each file that failed (contract C.7)."""
        lengths = sorted({len(name) for name in self._by_name}, reverse=True)
        unexplained: dict[str, list[OrderFile]] = {"": []}
        for line in (each[:_LONGEST_LINE].strip() for each in text.splitlines()[:_MOST_LINES]):
            name = _name_in(line, self._by_name, lengths)
            if name not in unexplained:
                unexplained[name] = list(filter(_has_begun, self._by_name[name].waiting.values()))
            if unexplained[name]:
                file = unexplained[name].pop()
                self.reasons[file.file_id] = with_words("The archive could not put this file into its ZIP.", line)


class ArrivingEntry(Measured):
    """The bytes of an entry as they arrive, until `ZipContents.settle` tells which file they are.

    Attributes:
        notice: the beginning of its text, if its name is that of the archive's notice.
    """

    def __init__(self, name: str, namesakes: Sequence[_Namesakes]) -> None:
        self._namesakes = namesakes if any(each.waiting for each in namesakes) else ()
        super().__init__({algorithm for each in self._namesakes for algorithm in each.algorithms})
        self.notice = bytearray()
        self._may_be_notice = _NOTICE.fullmatch(name) is not None

    def take(self, chunk: bytes) -> None:
        """Count the next bytes in."""
        super().take(chunk)
        if self._may_be_notice:
            self.notice += chunk[: _LONGEST_NOTICE - len(self.notice)]

    def candidates(self) -> Iterator[OrderFile]:
        """The files that are waited for and that it may be by its name."""
        for each in self._namesakes:
            yield from each.waiting.values()

    def too_long(self) -> bool:
        """Whether more bytes have arrived than any file has that it may be."""
        return all(self.received > each.largest for each in self._namesakes)

    def alike(self) -> Iterator[list[OrderFile]]:
        """The files that are waited for and that have these bytes; a list is empty once all its files have come."""
        sizes = self.received, None
        for each in self._namesakes:
            for algorithm in each.algorithms:
                for size in sizes:
                    yield from each.alike(algorithm, self.checksum(algorithm), size)
        if sum(each.sizes[size] for each in self._namesakes for size in sizes) == 1:
            alone = sum(each.count for each in self._namesakes) == 1
            for each in self._namesakes:
                for size in sizes if alone else sizes[:1]:
                    yield from each.alike("", "", size)


class _Namesakes:
    """The files of one name: all of them by size, and those that are waited for by all that can be compared."""

    def __init__(self) -> None:
        self.waiting: dict[int, OrderFile] = {}
        self.algorithms: set[str] = set()
        self.sizes: Counter[int | None] = Counter()
        self.count = 0
        self.largest: float = 0
        self._alike: dict[tuple[str, str, int | None], list[OrderFile]] = {}

    def add(self, file: OrderFile, *, waiting: bool) -> None:
        algorithm = algorithm_of(file)
        alike = self._alike.setdefault((algorithm, checksum_of(file) if algorithm else "", file.size), [])
        if waiting:
            self.waiting[file.file_id] = file
            alike.append(file)
        if algorithm:
            self.algorithms.add(algorithm)
        self.sizes[file.size] += 1
        self.count += 1
        self.largest = max(self.largest, float("inf") if file.size is None else file.size)

    def alike(self, algorithm: str, checksum: str, size: int | None) -> Iterator[list[OrderFile]]:
        found = self._alike.get((algorithm, checksum, size))
        if found is not None:
            yield found


def _has_begun(file: OrderFile) -> bool:
    """Whether a file may be in a ZIP; its state may have changed since the ZIP began."""
    return file.state != FileState.PENDING


def _name_in(line: str, names: Collection[str], lengths: Sequence[int]) -> str:
    """The name of a file in a line of the notice: in brackets as REGARDS writes it, else the longest; "" if none.

    ``lengths`` are those of the names, the longest first.
    """
    start = line.find("(") + 1
    for name in (line[start : start + length] for length in lengths) if start else ():
        if name in names and line.startswith(")", start + len(name)):
            return name
    longest = ""
    for start in (found.start() for found in _NAME_START.finditer(line)):
        for name in (line[start : start + length] for length in lengths if length > len(longest)):
            if name in names and _NAME_END.match(line, start + len(name)):
                longest = name
                break
    return longest
