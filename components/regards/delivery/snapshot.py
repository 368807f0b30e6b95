"""The current state of one order of a delivery: its files, proofs and problems."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from components.regards.records import Order, OrderFile


@dataclass(frozen=True)
class Proof:
    """The proof that a file has arrived as the archive announced it.

    ``at`` is in UTC. ``by`` names what was compared: the algorithm of the checksum, ``size``, or "" if the archive
    announced neither. ``place`` is the file's path, or ``browser``.
    """

    at: datetime
    by: str
    place: str


@dataclass(frozen=True)
class Snapshot:
    """The current state of one order, with every file that the archive ever listed, in its newest state.

    ``proofs`` and ``problems`` are by ``file_id``. A verified file has a proof. A file that failed has a problem, which
    is a sentence for the user with the archive's explanation. A file with neither was not tried.
    """

    order: Order
    files: tuple[OrderFile, ...]
    proofs: Mapping[int, Proof]
    problems: Mapping[int, str]
