"""The current state of one order of a delivery: its files, proofs and problems."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from components.regards.delivery.checksums import BY_SIZE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from components.regards.orders.records import Order, OrderFile


@dataclass(frozen=True)
class Proof:
    """The proof that a file has arrived, and differs in nothing from what the archive announced.

    ``at`` is in UTC. ``by`` names what was compared: the algorithm of the checksum, ``size``, or "" if the archive
    announced neither. ``place`` is the file's path, or ``browser``.
    """

    at: datetime
    by: str
    place: str

    @property
    def verified(self) -> bool:
        """Whether the checksum was compared, and the size where it is announced; a size alone proves little."""
        return self.by not in {"", BY_SIZE}


class WrongContent(str):
    """The problem of a file that arrived, but is not what the archive announced: a sentence for the user."""

    __slots__ = ()


@dataclass(frozen=True)
class Snapshot:
    """The current state of one order, with every file that the archive ever listed, in its newest state.

    ``proofs`` and ``problems`` are by ``file_id``. A file that arrived has a proof. A file that failed has a problem,
    which is a sentence for the user with the archive's explanation, and a `WrongContent` if it arrived with wrong
    content. A file with neither was not tried. ``again`` holds the files with a problem that will be tried again.
    """

    order: Order
    files: tuple[OrderFile, ...]
    proofs: Mapping[int, Proof]
    problems: Mapping[int, str]
    again: frozenset[int] = frozenset()
