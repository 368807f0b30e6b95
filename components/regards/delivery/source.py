"""What a delivery asks of an archive, and what it can say of a file that has arrived."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from contextlib import AbstractContextManager
    from datetime import datetime

    from components.regards.records import Order, OrderFile


class Source(Protocol):
    """The archive, as a delivery needs it. Every method raises a RegardsError that names the cause."""

    def order(self, order_id: int) -> Order:
        """One order as it is now."""

    def files(self, order: Order) -> Iterable[OrderFile]:
        """Every file of an order, whatever its state (contract C.6)."""

    def open_file(self, file_id: int) -> AbstractContextManager[Iterator[bytes]]:
        """The bytes of one file, piece by piece; a broken connection raises NoAnswer on the way (contract C.7)."""

    def open_zip(self, order_id: int) -> AbstractContextManager[Iterator[bytes]]:
        """The bytes of a ZIP of all files of an order that are available now (T-26)."""

    def streams(self) -> int:
        """How many files may be downloaded at once: 1 or 2, below the user's rate limit (contract G)."""


@dataclass(frozen=True)
class Proof:
    """That a file has arrived as the archive announced it.

    ``at`` is in UTC; ``by`` says what was compared: the checksum's algorithm, ``size``, or nothing where the
    archive announced neither; ``place`` is the file's path, or ``browser``.
    """

    at: datetime
    by: str
    place: str
