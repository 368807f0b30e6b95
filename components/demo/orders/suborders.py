"""How an order is cut into suborders (contract C.8)."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from components.demo.catalogue.products import DataFile, Dataset, Product
from components.demo.files import content

Source = Product | Dataset


@dataclass(frozen=True)
class Limits:
    """When a suborder closes, and how many a user may have at once.

    A stored suborder closes at `files` files or `size` bytes after adding a whole product, an external one above
    `external_files`. REGARDS' default for `size` is 100 MB; the demo archive's is small, so that its small files make
    several suborders.
    """

    size: int = 2_000_000
    files: int = 5_000
    external_files: int = 1_000
    slots: int = 2


@dataclass
class SuborderFiles:
    """The files of one suborder to be."""

    external: bool
    files: list[tuple[Source, DataFile]] = field(default_factory=list)
    size: int = 0
    _checksums: set[str | None] = field(default_factory=set)

    def add(self, source: Source, file: DataFile) -> None:
        """Add a file unless one of the same checksum is there.

        Files without any checksum are all equal to each other, so that one a suborder survives (contract C.2).
        """
        checksum = content.checksum(source.urn, file) if file.has_checksum else None
        if checksum not in self._checksums:
            self._checksums.add(checksum)
            self.files.append((source, file))
            self.size += file.size or 0


def split(
    sources: Iterable[Source], keep: Callable[[Source, DataFile], bool], limits: Limits
) -> Iterator[SuborderFiles]:
    """The suborders of one dataset, stored and external files apart.

    Stored files without a size are skipped without a word (contract C.2).
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
