"""The receipt of a delivery: every ordered file, and whether it is verified or why not."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING, Final

from components.regards.delivery.snapshot import WrongContent
from components.regards.orders.statuses import FileState, OrderStatus, UnseenStatus

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from components.regards.delivery.snapshot import Snapshot
    from components.regards.orders.records import Order, OrderFile


class Outcome(str, Enum):
    """The outcome of an ordered file: arrived, with or without a checksum to verify it by; failed; or not tried."""

    DELIVERED = "delivered"
    UNVERIFIABLE = "delivered, not verifiable"
    FAILED = "failed"
    LEFT_OUT = "left out"

    __str__ = str.__str__

    @property
    def arrived(self) -> bool:
        """Whether the file is there, and nothing is known against it."""
        return self in {Outcome.DELIVERED, Outcome.UNVERIFIABLE}


@dataclass(frozen=True)
class Line:
    """One file; the fields up to ``algorithm`` are those of the archive, ``size`` is in bytes.

    ``file_id`` is None where the archive gave the file no number.

    ``verified_at``, ``verified_by`` and ``place`` are those of its `Proof`. ``reason`` is a sentence for the user:
    why it has no proof, or why nothing verifies it.
    """

    order_id: int
    file_id: int | None
    name: str
    product: str
    dataset: str
    data_type: str
    size: int | None
    checksum: str
    algorithm: str
    outcome: Outcome
    verified_at: datetime | None
    verified_by: str
    place: str
    reason: str


@dataclass(frozen=True)
class OrderLine:
    """One order with the number of its files; ``unlisted`` of them were never named by the archive."""

    order_id: int
    label: str
    status: str
    created: datetime | None
    ordered: int
    unlisted: int

    @property
    def unseen(self) -> bool:
        """Whether the archive does not show the order, so that more files may be ordered than are known."""
        return isinstance(self.status, UnseenStatus)


@dataclass(frozen=True)
class Receipt:
    """The outcome of every ordered file.

    ``ordered`` is always ``delivered`` + ``unverifiable`` + ``failed`` + ``left_out``.

    ``asked`` holds the product identifiers of the request, empty if they are not known. ``recipe`` is the JSON document
    of the request, None if it is not known.
    """

    archive: str
    project: str
    written: datetime
    orders: tuple[OrderLine, ...]
    lines: tuple[Line, ...]
    asked: tuple[str, ...]
    recipe: object

    @property
    def ordered(self) -> int:
        """The number of ordered files."""
        return sum(order.ordered for order in self.orders)

    @property
    def unseen(self) -> bool:
        """Whether the archive does not show one of the orders, so that more files may be ordered than are known."""
        return any(order.unseen for order in self.orders)

    @property
    def delivered(self) -> int:
        """The number of verified files."""
        return self._count(Outcome.DELIVERED)

    @property
    def unverifiable(self) -> int:
        """The number of files that arrived, of which the archive announced no checksum."""
        return self._count(Outcome.UNVERIFIABLE)

    @property
    def arrived(self) -> int:
        """The number of files that arrived, verified or not verifiable."""
        return self.delivered + self.unverifiable

    @cached_property
    def not_arrived(self) -> tuple[Line, ...]:
        """The files that have not arrived, or not as the archive announced them."""
        return tuple(line for line in self.lines if not line.outcome.arrived)

    @cached_property
    def by_file_id(self) -> Mapping[int | None, Line]:
        """The lines by the archive's number of their file."""
        return {line.file_id: line for line in self.lines}

    @cached_property
    def wrong(self) -> tuple[Line, ...]:
        """The files that arrived, but are not what the archive announced; they count as failed."""
        return tuple(line for line in self.lines if isinstance(line.reason, WrongContent))

    @property
    def failed(self) -> int:
        """The number of files that failed, here or on the archive."""
        return self._count(Outcome.FAILED)

    @property
    def left_out(self) -> int:
        """The number of files that were not tried, including those that the archive never named."""
        return self._count(Outcome.LEFT_OUT) + sum(order.unlisted for order in self.orders)

    @cached_property
    def identifiers_without_files(self) -> tuple[str, ...]:
        """The requested identifiers for which the archive names no file."""
        products = {line.product for line in self.lines}
        return tuple(identifier for identifier in self.asked if identifier not in products)

    def _count(self, outcome: Outcome) -> int:
        return self._counts[outcome]

    @cached_property
    def _counts(self) -> Counter[Outcome]:
        """How many lines have each outcome, counted once: there may be very many."""
        return Counter(line.outcome for line in self.lines)


def compose_receipt(
    snapshots: Sequence[Snapshot],
    archive: str,
    project: str,
    written: datetime,
    *,
    asked: Sequence[str] = (),
    recipe: object = None,
) -> Receipt:
    """The receipt of some orders.

    Args:
        snapshots: the current states of the orders.
        archive: the name of the archive, or its address.
        project: the project on the archive.
        written: the current time.
        asked: the requested identifiers, as the archive names products; empty if they are not known.
        recipe: the JSON document of the request, if it is known.
    """
    return Receipt(
        archive,
        project,
        written,
        orders=tuple(_order_line(snapshot) for snapshot in snapshots),
        lines=tuple(_line(snapshot, file) for snapshot in snapshots for file in snapshot.files),
        asked=tuple(asked),
        recipe=recipe,
    )


_NO_LONGER: Final[dict[str, str]] = {OrderStatus.EXPIRED: "expired", OrderStatus.DELETED: "was deleted"}
_ERRORS: Final[dict[str, str]] = {
    FileState.ERROR: "The archive cannot provide this file.",
    FileState.PROCESSING_ERROR: "The archive could not process this file.",
    FileState.DOWNLOAD_ERROR: "A download of this file broke off, and it was not downloaded again.",
}
_ELSEWHERE: Final[dict[str, str]] = {
    FileState.DOWNLOADED: "This file was downloaded, but not kept by this desk, so it is not verified here.",
    FileState.UNLISTED: "The archive no longer lists this file: it was downloaded elsewhere, or dropped.",
}
_MISSED: Final[dict[str, str]] = {
    FileState.PENDING: " before this file was ready.",
    FileState.UNLISTED: ": unless this file was downloaded elsewhere, it went with the order.",
}
_ONLY_THE_SIZE: Final = "The archive announced no checksum of this file, so only its size was compared."
_NOTHING_TO_COMPARE: Final = "The archive announced neither the size nor a checksum of this file: nothing verifies it."


def _order_line(snapshot: Snapshot) -> OrderLine:
    order = snapshot.order
    # The larger of both: an expired order lists no files, and a new one counts none.
    ordered = max(order.files, len(snapshot.files))
    return OrderLine(order.order_id, order.label, order.status, order.created, ordered, ordered - len(snapshot.files))


def _line(snapshot: Snapshot, file: OrderFile) -> Line:
    proof = snapshot.proofs.get(file.file_id)
    if proof and proof.verified:
        outcome, reason = Outcome.DELIVERED, ""
    elif proof:
        outcome, reason = Outcome.UNVERIFIABLE, _ONLY_THE_SIZE if proof.by else _NOTHING_TO_COMPARE
    elif (problem := snapshot.problems.get(file.file_id)) and file.file_id in snapshot.again:
        outcome, reason = Outcome.LEFT_OUT, f"{problem} It will be tried again."
    elif problem := snapshot.problems.get(file.file_id):
        outcome, reason = Outcome.FAILED, problem
    elif file.state in _ERRORS:
        explanation = f" It says: {file.error}" if file.error else ""
        outcome, reason = Outcome.FAILED, _ERRORS[file.state] + explanation
    else:
        outcome, reason = Outcome.LEFT_OUT, _why_left_out(snapshot.order, file)
    return Line(
        order_id=file.order_id,
        file_id=file.file_id if file.has_number else None,
        name=file.name,
        product=file.product,
        dataset=file.dataset,
        data_type=file.data_type,
        size=file.size,
        checksum=file.checksum,
        algorithm=file.algorithm,
        outcome=outcome,
        verified_at=proof.at if proof else None,
        verified_by=proof.by if proof else "",
        place=proof.place if proof else "",
        reason=reason,
    )


def _why_left_out(order: Order, file: OrderFile) -> str:
    if order.status in _NO_LONGER and file.state != FileState.DOWNLOADED:
        return f"The order {_NO_LONGER[order.status]}{_MISSED.get(file.state, ' before this file was downloaded.')}"
    if file.state in _ELSEWHERE:
        return _ELSEWHERE[file.state]
    if file.available:
        return "This file is ready on the archive, but was not downloaded yet."
    if file.state != FileState.PENDING:
        return f"The archive calls the state of this file “{file.state}”, which this program does not know."
    if order.unfinished:
        return "The archive has not made this file ready yet."
    return "The order ended, and the archive never made this file ready."
