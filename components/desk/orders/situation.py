"""Where some orders stand, for a page that says the outcome first: one sentence, and the one thing to do next."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from components.regards.delivery.progress import number_of_files
from components.regards.delivery.receipt import Receipt
from components.regards.orders.records import Order
from components.regards.orders.statuses import OrderStatus


class Kind(Enum):
    """The kinds of situations; in each there is one thing to do, or none."""

    READING = auto()
    UNREADABLE = auto()
    STALE = auto()
    PREPARING = auto()
    SOME_READY = auto()
    WAITING_FOR_USER = auto()
    ALL_READY = auto()
    PAUSED = auto()
    LIMIT_REACHED = auto()
    DELIVERING = auto()
    DELIVERY_PAUSED = auto()
    INTERRUPTED = auto()
    VERIFIED = auto()
    NOT_VERIFIABLE = auto()
    LISTED_ARRIVED = auto()
    ELSEWHERE = auto()
    INCOMPLETE = auto()
    NOTHING_CAME = auto()
    EXPIRED = auto()
    DELETED = auto()


class Step(Enum):
    """What a user may do next."""

    GET = auto()
    """Get the files that are ready, the best way."""
    BRING = auto()
    """Have the files brought into a folder as they become ready: nothing is ready yet."""
    GO_ON = auto()
    """End the pause of a delivery."""
    RESUME = auto()
    """Have the archive go on with a paused order."""
    ORDER_MISSING = auto()
    COMPOSE_SAME = auto()


class Work(Enum):
    """What the deliveries of the orders into a folder do."""

    NONE = auto()
    WORKING = auto()
    ELSEWHERE = auto()
    """Another replica is at it, or this one was before it was started again, some seconds ago."""
    INTERRUPTED = auto()
    """It waits for the end of an outage, or for its user to sign in."""
    PAUSED = auto()
    LIMITED = auto()
    """The archive has stopped it: a download limit of the user is reached."""


@dataclass(frozen=True, slots=True)
class InFolder:
    """How many files the orders of some deliveries have, and how many of these have arrived in the folder."""

    ordered: int
    verified: int
    unverifiable: int = 0


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of some orders that a page follows.

    Attributes:
        orders: those that were read.
        receipt: of these.
        ready: how many files can be fetched now and have not arrived here.
        elsewhere: how many files were downloaded, and not kept by this desk: elsewhere, or as quicklooks to look at.
        to_come: how many files the archive still prepares.
        failed: how many files failed that cannot be fetched again now.
        listed: whether the files of every order were read at least once.
        known: whether every order was read, and its files since.
        settled: whether nothing moves any more, so that something may be offered on what is missing.
        failing: whether the archive could not be read the last time.
        denied: whether that is its answer, which asking again does not change: it has none, or none for this user.
        work: of their deliveries.
        in_folder: what these brought, without what came through the browser; None where this desk has none of them.
        can_resume: whether the archive lets a paused order go on.
        can_order_missing: whether it is known what to order again.
        can_compose: whether it is known what was asked.
        numbers: how many orders the page is asked to show.
    """

    orders: Sequence[Order]
    receipt: Receipt
    ready: int = 0
    elsewhere: int = 0
    to_come: int = 0
    failed: int = 0
    listed: bool = True
    known: bool = True
    settled: bool = False
    failing: bool = False
    denied: bool = False
    work: Work = Work.NONE
    in_folder: InFolder | None = None
    can_resume: bool = False
    can_order_missing: bool = False
    can_compose: bool = False
    numbers: int = 1


@dataclass(frozen=True, slots=True)
class Situation:
    """A situation: its kind, a sentence without any text of others, and what to do; None where that is nothing."""

    kind: Kind
    sentence: str
    step: Step | None = None


_KNOWN: Final = frozenset(OrderStatus)
_BRINGING: Final = frozenset({Work.WORKING, Work.ELSEWHERE})
_NOT_ENDED: Final = "The archive has not ended the order yet."


def situation(seen: Seen) -> Situation:
    """The situation of some orders; those that a page cannot read offer nothing."""
    found = _unread(seen) or _at_work(seen) or _stale(seen) or _gone(seen) or _open(seen)
    if found or seen.known or _has_all(seen):
        return found or _ended(seen)
    return Situation(Kind.READING, "Reading the files…")


def _has_all(seen: Seen) -> bool:
    """Whether every file that the orders count has arrived, so that a newer list can only say the same."""
    return _missing(seen) == 0 < seen.receipt.ordered and not any(order.unseen for order in seen.orders)


def _unread(seen: Seen) -> Situation | None:
    if seen.orders:
        return None
    if seen.denied:
        which = "this number" if seen.numbers == 1 else "these numbers"
        return Situation(Kind.UNREADABLE, f"The archive shows you no order of {which}.")
    if seen.failing:
        return Situation(Kind.UNREADABLE, "The archive does not say where this order stands.")
    return Situation(Kind.READING, "Reading the order…")


def _at_work(seen: Seen) -> Situation | None:
    if seen.work in {Work.NONE, Work.LIMITED} or (_paused(seen) and not seen.ready and seen.work in _BRINGING):
        return None
    here = _in_folder(seen)
    if seen.work is Work.ELSEWHERE:
        words = f"Another server of this desk brings the files, or this one did before a restart: {here}."
        return Situation(Kind.DELIVERING, words)
    if seen.work is Work.PAUSED:
        return Situation(Kind.DELIVERY_PAUSED, f"You paused the delivery: {here}.", Step.GO_ON)
    if seen.work is Work.INTERRUPTED:
        return Situation(Kind.INTERRUPTED, f"The delivery is interrupted and tries again by itself: {here}.")
    return Situation(Kind.DELIVERING, f"The files come into the folder by themselves: {here}.")


def _stale(seen: Seen) -> Situation | None:
    if not seen.failing or any(order.gone for order in seen.orders):
        return None
    why = "The archive does not show all of this." if seen.denied else "The archive cannot be asked now."
    return Situation(Kind.STALE, f"{why} When it was read last: {_here(seen)}.")


def _gone(seen: Seen) -> Situation | None:
    if not all(order.gone for order in seen.orders) or _missing(seen) == 0 < seen.receipt.ordered:
        return None
    step = _order_missing(seen) or _compose(seen)
    if any(order.status == OrderStatus.DELETED for order in seen.orders):
        return Situation(Kind.DELETED, f"Deleted on the archive: {_here(seen)}.", step)
    if not seen.receipt.ordered:
        return Situation(Kind.EXPIRED, "Expired: the archive has dropped its files.", step)
    return Situation(Kind.EXPIRED, f"Expired with {number_of_files(_missing(seen))} not fetched.", step)


def _open(seen: Seen) -> Situation | None:
    """The situation of orders that may still bring files."""
    if _paused(seen) and not seen.ready:
        return _paused_by_user(seen)
    if seen.work is Work.LIMITED and _missing(seen):  # also the file that failed by it, which comes when continued
        words = f"A download limit is reached: {_in_folder(seen)}. Continue when the archive allows more."
        return Situation(Kind.LIMIT_REACHED, words, Step.GET if seen.ready else Step.BRING)
    if _paused(seen):
        return _paused_by_user(seen)
    if seen.ready:
        return _ready(seen)
    if any(order.unfinished for order in seen.orders):
        return Situation(Kind.PREPARING, _preparing(seen), None if _has_all(seen) else Step.BRING)
    return None


def _paused_by_user(seen: Seen) -> Situation:
    if seen.ready:
        words = f"Paused with {number_of_files(seen.ready)} ready: get {_them(seen)}, or resume the order."
        return Situation(Kind.PAUSED, words, Step.GET)
    resume = Step.RESUME if seen.can_resume else None
    return Situation(Kind.PAUSED, "Paused: the archive prepares nothing more until you resume the order.", resume)


def _ready(seen: Seen) -> Situation:
    are_ready = f"{number_of_files(seen.ready)} {'is' if seen.ready == 1 else 'are'} ready"
    if _more_comes(seen):
        if any(order.waiting_for_user and order.moving for order in seen.orders):
            words = f"{are_ready}: get {_them(seen)}, then the archive prepares the rest."
            return Situation(Kind.WAITING_FOR_USER, words, Step.GET)
        return Situation(Kind.SOME_READY, f"{are_ready}. The archive prepares the rest.", Step.GET)
    words = f"{_all(seen)} {'is' if seen.ready == 1 else 'are'} ready."
    if seen.ready != seen.receipt.ordered:
        failed = f" · {seen.failed:,} failed" if seen.failed else ""
        words = f"{are_ready} · {_here(seen)}{failed}."
    if any(order.unfinished for order in seen.orders):
        words += f" {_NOT_ENDED}"
    return Situation(Kind.ALL_READY, words, Step.GET)


def _more_comes(seen: Seen) -> bool:
    """Whether the archive prepares files that are not ready yet; of an order without any it does not say which."""
    return bool(seen.to_come) or any(order.unfinished and not order.files for order in seen.orders)


def _preparing(seen: Seen) -> str:
    if not seen.receipt.ordered:
        return "Preparing: the archive lists the files of your order."
    if _missing(seen) == 0:
        return f"{_all(seen)} arrived. {_NOT_ENDED}"
    if not seen.listed:
        return "Preparing: the list of the files is being read."
    if not seen.receipt.arrived:
        return "Preparing: no file is ready yet."
    return f"Preparing the next files: {_here(seen)}."


def _ended(seen: Seen) -> Situation:
    receipt, missing = seen.receipt, _missing(seen)
    if not receipt.ordered:
        unseen = any(order.unseen for order in seen.orders)
        return Situation(Kind.NOTHING_CAME, _why_nothing(seen), None if unseen else _compose(seen))
    if missing and any(order.status not in _KNOWN and not order.unseen for order in seen.orders):
        return Situation(Kind.INCOMPLETE, f"{_here(seen)}. The archive's word for this order is new to this page.")
    if missing and missing == seen.elsewhere:
        words = f"{number_of_files(missing)} downloaded, but not kept by this desk, so not verified here."
        return Situation(Kind.ELSEWHERE, words, Step.BRING)
    without = len(receipt.identifiers_without_files)
    if missing or without:
        kind = Kind.INCOMPLETE if receipt.arrived else Kind.NOTHING_CAME
        return Situation(kind, f"{_here(seen)}{_lacking(seen, without)}.", _order_missing(seen))
    return _whole(seen)


def _whole(seen: Seen) -> Situation:
    """The situation of orders of which every known file has arrived."""
    receipt = seen.receipt
    if any(order.unseen for order in seen.orders):
        words = "Every file that the archive has listed has arrived. It does not show the order, so more may come."
        return Situation(Kind.LISTED_ARRIVED, words)
    if receipt.unverifiable:
        which = "it" if receipt.ordered == 1 else f"{receipt.unverifiable:,} of them"
        return Situation(Kind.NOT_VERIFIABLE, f"{_all(seen)} arrived; {which} cannot be verified.")
    return Situation(Kind.VERIFIED, f"{_all(seen)} arrived and {'is' if receipt.ordered == 1 else 'are'} verified.")


def _why_nothing(seen: Seen) -> str:
    if any(order.unseen for order in seen.orders):
        return "The archive does not show this order, and lists no file of it."
    if any(order.status == OrderStatus.FAILED for order in seen.orders):
        return "The archive could not provide this order: no file came."
    return "No file matched what was asked, so there is none to get."


def _in_folder(seen: Seen) -> str:
    """What has arrived in the folder, as a delivery counts it."""
    found = seen.in_folder
    return _arrived(found.verified, found.ordered, found.unverifiable) if found else _here(seen)


def _here(seen: Seen) -> str:
    return _arrived(seen.receipt.delivered, seen.receipt.ordered, seen.receipt.unverifiable)


def _arrived(verified: int, ordered: int, unverifiable: int) -> str:
    words = f"{verified:,} of {number_of_files(ordered)} verified"
    return f"{words} · {unverifiable:,} here, not verifiable" if unverifiable else words


def _lacking(seen: Seen, without: int) -> str:
    counts = {"failed": seen.receipt.failed, "not fetched": seen.receipt.left_out}
    words = "".join(f" · {count:,} {what}" for what, count in counts.items() if count)
    if without:
        words += f" · {without:,} {'identifier' if without == 1 else 'identifiers'} without any file"
    return words


def _all(seen: Seen) -> str:
    ordered = seen.receipt.ordered
    return {1: "The file", 2: "Both files"}.get(ordered, f"All {number_of_files(ordered)}")


def _them(seen: Seen) -> str:
    return "it" if seen.ready == 1 else "them"


def _missing(seen: Seen) -> int:
    return seen.receipt.failed + seen.receipt.left_out


def _paused(seen: Seen) -> bool:
    """Whether the archive prepares nothing because the user has paused it."""
    paused = any(order.status == OrderStatus.PAUSED for order in seen.orders)
    return paused and not any(order.moving for order in seen.orders)


def _order_missing(seen: Seen) -> Step | None:
    return Step.ORDER_MISSING if seen.settled and seen.can_order_missing else None


def _compose(seen: Seen) -> Step | None:
    return Step.COMPOSE_SAME if seen.settled and seen.can_compose else None
