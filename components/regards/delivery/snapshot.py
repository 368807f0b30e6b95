"""One order of a delivery as it stands: what was listed, what is verified, and what went wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from components.regards.records import Order, OrderFile


@dataclass(frozen=True)
class Proof:
    """That a file has arrived as the archive announced it.

    ``at`` is in UTC; ``by`` says what was compared: the checksum's algorithm, ``size``, or nothing where the
    archive announced neither; ``place`` is the file's path, or ``browser``.
    """

    at: datetime
    by: str
    place: str


@dataclass(frozen=True)
class Snapshot:
    """One order, with every file that the archive ever listed for it, in the state that was seen last.

    ``proofs`` and ``problems`` go by ``file_id``: a verified file has a proof; one that was tried in vain has a
    sentence for the user, with the archive's own words after it. A file with neither was not tried, or not yet.
    """

    order: Order
    files: tuple[OrderFile, ...]
    proofs: Mapping[int, Proof]
    problems: Mapping[int, str]
