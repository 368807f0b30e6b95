"""The contents of an order's ZIP: which file of the order each entry is, and the reasons in its notice."""

from __future__ import annotations

import re
from collections import Counter, OrderedDict, defaultdict
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Final

from components.regards.delivery.checksums import Measured, algorithm_of, checksum_of
from components.regards.delivery.order_state import with_server_message
from components.regards.delivery.snapshot import WrongContent
from components.regards.orders.statuses import FileState

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence

    from components.regards.orders.records import OrderFile

_NUMBERED: Final = re.compile(r"(.*) \([0-9]+\)((?:\.[^.]*)?)", re.DOTALL)
_NOTICE: Final = re.compile(r"NOTICE(?: \([0-9]+\))?\.txt")
_LONGEST_NOTICE: Final = 1 << 20  # bytes
_LONGEST_LINE: Final = 1_000  # characters
_MOST_LINES: Final = 10_000
_MOST_LOOKS: Final = 1_000_000  # for names in a notice: names of all lengths would take the square of its lines
_MOST_ALIKE: Final = 100  # files of one name, of which one may be meant
_NAME_START: Final = re.compile(r"(?<![\w.-])\S")
_NAME_END: Final = re.compile(r"(?![\w-]|\.\w)")


class ZipContents:
    """The files of an order, matched with the entries of its ZIP.

    An entry has the name of its file. REGARDS numbers further files of the same name: ``data (1).csv`` (contract C.7).
    The numbers do not follow the list of files, so the bytes decide which file an entry is:

    * the file with their checksum; files with the same checksum are equal, and available ones come first;
    * without a checksum, the file with their size, if no other file of these names can have it;
    * without a size, the only file of these names.

    Files of one name with neither checksum nor size, or of one size without a checksum, cannot be distinguished. Then
    the entry is not matched: a guess could verify the wrong file.

    Args:
        files: all files of the order.
        here: the files that are not expected any more, by ``file_id``.

    Attributes:
        reasons: why expected files are missing, as sentences for the user by ``file_id``.
    """

    def __init__(self, files: Iterable[OrderFile], here: Container[int] = ()) -> None:
        self.reasons: dict[int, str] = {}
        self._waiting: dict[int, OrderFile] = {}
        self._by_name: defaultdict[str, list[OrderFile]] = defaultdict(list)
        self._namesakes: dict[str, _Namesakes] = {}
        for file in sorted(files, key=lambda each: each.state == FileState.AVAILABLE):  # taken from the end
            self._by_name[file.name].append(file)
            if file.file_id not in here:
                self._waiting[file.file_id] = file

    def begin(self, name: str) -> ArrivingEntry:
        """An entry of this name, which gets its bytes as they arrive and is then passed to `settle`."""
        found = _NUMBERED.fullmatch(name)
        names = [name, "".join(found.groups())] if found else [name]
        return ArrivingEntry(name, [self._of_name(each) for each in names if each in self._by_name])

    def settle(self, entry: ArrivingEntry) -> OrderFile | None:
        """Match a complete entry with a file, which is then no longer expected; return it, or None if there is none.

        An entry that is the notice is read. An entry that can only be one file, but differs from it, is a reason for
        that file.
        """
        alike = list(entry.alike())
        for files in filter(None, alike):
            file = files.pop()
            del self._waiting[file.file_id]
            self._of_name(file.name).waiting.pop(file.file_id, None)
            self.reasons.pop(file.file_id, None)
            return file
        candidates = list(islice(entry.candidates(), _MOST_ALIKE + 1))
        meant = list(filter(_has_begun, candidates)) if len(candidates) <= _MOST_ALIKE else []
        if not alike and len(meant) == 1 and (difference := entry.difference(meant[0])):
            reason = f"{difference} The file in the ZIP is not as the archive announced it."
            # The archive's own notice may take the place of a file of its name, which is then missing, not wrong.
            self.reasons[meant[0].file_id] = reason if entry.notice else WrongContent(reason)
        if entry.notice:
            self._read_notice(entry.notice.decode(errors="replace"))
        return None

    def waiting(self) -> Iterable[OrderFile]:
        """The files that are still expected."""
        return self._waiting.values()

    @cached_property
    def _known_names(self) -> _KnownNames:
        return _KnownNames(self._by_name)

    def _of_name(self, name: str) -> _Namesakes:
        found = self._namesakes.get(name) or _Namesakes(self._by_name[name], self._waiting)
        if found.count > 1:  # a single file is indexed again quickly, which saves memory
            self._namesakes[name] = found
        return found

    def _read_notice(self, text: str) -> None:
        """Record the reasons in a notice, which has a line for each file that failed (contract C.7)."""
        unexplained: dict[str, list[OrderFile]] = {"": []}
        for line in (each[:_LONGEST_LINE].strip() for each in text.splitlines()[:_MOST_LINES]):
            name = self._known_names.find(line)
            if name not in unexplained:
                unexplained[name] = [
                    each for each in self._by_name[name] if each.file_id in self._waiting and _has_begun(each)
                ]
            if unexplained[name]:
                file = unexplained[name].pop()
                self.reasons[file.file_id] = with_server_message(
                    "The archive could not put this file into its ZIP.", line
                )


class ArrivingEntry(Measured):
    """An entry of a ZIP while it arrives, until `ZipContents.settle` matches it with a file.

    Attributes:
        notice: the beginning of its text, if it has the name of the archive's notice.
    """

    def __init__(self, name: str, namesakes: Sequence[_Namesakes]) -> None:
        self._namesakes = namesakes if any(each.waiting for each in namesakes) else ()
        super().__init__(algorithm for each in self._namesakes for algorithm in each.algorithms)
        self.notice = bytearray()
        self._may_be_notice = _NOTICE.fullmatch(name) is not None

    def take(self, chunk: bytes) -> None:
        """Add the next bytes."""
        super().take(chunk)
        if self._may_be_notice:
            self.notice += chunk[: _LONGEST_NOTICE - len(self.notice)]

    def candidates(self) -> Iterator[OrderFile]:
        """The expected files that the entry may be, by its name."""
        for each in self._namesakes:
            yield from each.waiting.values()

    def too_long(self) -> bool:
        """Whether more bytes have arrived than any candidate has."""
        return all(self.received > each.largest for each in self._namesakes)

    def may_be_of_any_size(self) -> bool:
        """Whether no size was announced of a file that it may be."""
        return any(each.largest == float("inf") for each in self._namesakes)

    def alike(self) -> Iterator[list[OrderFile]]:
        """The expected files with these bytes; a list is empty once all its files have arrived."""
        sizes = self.received, None
        for each in self._namesakes:
            for algorithm in each.algorithms:
                for size in sizes:
                    yield from each.announced_as(algorithm, self.checksum(algorithm), size)
        if sum(each.sizes[size] for each in self._namesakes for size in sizes) == 1:
            alone = sum(each.count for each in self._namesakes) == 1
            for each in self._namesakes:
                for size in sizes if alone else sizes[:1]:
                    yield from each.announced_as("", "", size)


class _Namesakes:
    """The files of one name: the number of each size, and the expected ones by what can be compared."""

    def __init__(self, files: Iterable[OrderFile], waiting: Container[int]) -> None:
        self.waiting: OrderedDict[int, OrderFile] = OrderedDict()  # its first item is found quickly after deletions
        self.algorithms: dict[str, None] = {}  # a set that keeps its order
        self.sizes: Counter[int | None] = Counter()
        self._alike: defaultdict[tuple[str, str, int | None], list[OrderFile]] = defaultdict(list)
        for file in files:
            algorithm = algorithm_of(file)
            alike = self._alike[algorithm, checksum_of(file) if algorithm else "", file.size]
            if file.file_id in waiting:
                self.waiting[file.file_id] = file
                alike.append(file)
            if algorithm:
                self.algorithms[algorithm] = None
            self.sizes[file.size] += 1
        self.count = sum(self.sizes.values())
        self.largest = max(float("inf") if size is None else size for size in self.sizes)

    def announced_as(self, algorithm: str, checksum: str, size: int | None) -> Iterator[list[OrderFile]]:
        found = self._alike.get((algorithm, checksum, size))
        if found is not None:
            yield found


def _has_begun(file: OrderFile) -> bool:
    """Whether a file may be in a ZIP. Its state may have changed since the ZIP began, so only PENDING excludes it."""
    return file.state != FileState.PENDING


class _KnownNames:
    """An index of the names of an order's files, by their first characters, to find them in a text."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = frozenset(filter(None, names))
        self._looks = 0
        self._beginning = min(map(len, self._names), default=0)
        lengths = defaultdict(set)
        for name in self._names:
            lengths[name[: self._beginning]].add(len(name))
        self._lengths = {beginning: sorted(each, reverse=True) for beginning, each in lengths.items()}

    def find(self, line: str) -> str:
        """The name in brackets, as REGARDS writes it in its notice, else the longest name in the line; "" if none."""
        bracket = line.find("(") + 1
        for name in self._at(line, bracket) if bracket else ():
            if line.startswith(")", bracket + len(name)):
                return name
        longest = ""
        for start in (found.start() for found in _NAME_START.finditer(line)):
            whole = (name for name in self._at(line, start) if _NAME_END.match(line, start + len(name)))
            longest = max(longest, next(whole, ""), key=len)
        return longest

    def _at(self, line: str, start: int) -> Iterator[str]:
        """The names that begin at a position, the longest first."""
        for length in self._lengths.get(line[start : start + self._beginning], ()):
            self._looks += 1
            if self._looks > _MOST_LOOKS:
                return
            if (name := line[start : start + length]) in self._names:
                yield name
