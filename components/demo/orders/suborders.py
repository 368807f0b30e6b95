"""The split of an order into suborders (contract C.8)."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from components.demo.catalogue.products import DataFile, Dataset, Product
from components.demo.files import content

Source = Product | Dataset


@dataclass(frozen=True)
class Limits:
    """Size limits of a suborder, and the number of suborders per user.

    Suborders are closed after a whole product: one of stored files at `files` files or `size` bytes, one of external
    files above `external_files` files. `size` is 100 MB in REGARDS by default; here it is smaller,
    so that small files make several suborders. A user may have `slots` suborders at once.
    """

    size: int = 2_000_000
    files: int = 5_000
    external_files: int = 1_000
    slots: int = 2


@dataclass
class SuborderFiles:
    """The files of a future suborder."""

    external: bool
    files: list[tuple[Source, DataFile]] = field(default_factory=list)
    size: int = 0
    _checksums: set[str | None] = field(default_factory=set)

    def add(self, source: Source, file: DataFile) -> None:
        """Add a file unless it has the checksum of an earlier one.

        Files without a checksum count as equal, so a suborder keeps only one of them (contract C.2).
        """
        checksum = content.checksum(source.urn, file) if file.has_checksum else None
        if checksum not in self._checksums:
            self._checksums.add(checksum)
            self.files.append((source, file))
            self.size += file.size or 0


def split(
    sources: Iterable[Source], keep: Callable[[Source, DataFile], bool], limits: Limits
) -> Iterator[SuborderFiles]:
    """The suborders of one dataset, with stored and external files separate.

    Stored files without a size are silently skipped (contract C.2).
    """
    stored, external = SuborderFiles(external=False), SuborderFiles(external=True)
    for source in sources:
        for file in source.files:
            if (file.reference or file.size is not None) and keep(source, file):
                (external if file.reference else stored).add(source, file)
        if len(stored.files) >= limits.files or stored.size >= limits.size:
            yield stored
            stored = SuborderFiles(external=False)
        if len(external.files) > limits.external_files:
            yield external
            external = SuborderFiles(external=True)
    yield from (each for each in (stored, external) if each.files)
