"""How much of some orders has arrived, is ready, failed or is still to come: files and bytes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from typing import Final

from components.regards.delivery.receipt import Outcome, Receipt
from components.regards.delivery.snapshot import Snapshot
from components.regards.orders.records import Order, OrderFile
from components.regards.orders.statuses import FileState, OrderStatus


class Share(StrEnum):
    """What became of a file so far, in the words of the page, and in the sequence in which shares are drawn."""

    VERIFIED = "verified"
    UNVERIFIABLE = "here, not verifiable"
    ARRIVING = "on the way"
    READY = "ready"
    ELSEWHERE = "downloaded, not kept here"
    FAILED = "failed"
    TO_COME = "being prepared"
    HELD = "not prepared yet"
    """Of an order that is paused: the archive prepares nothing more."""
    LOST = "not fetched"


@dataclass(frozen=True, slots=True)
class Amount:
    """A number of files, and the bytes of those of which the archive says a size."""

    files: int = 0
    size: int = 0


_ARRIVED: Final = {Outcome.DELIVERED: Share.VERIFIED, Outcome.UNVERIFIABLE: Share.UNVERIFIABLE}
_ELSEWHERE: Final = frozenset({FileState.DOWNLOADED, FileState.UNLISTED})


def amounts(snapshots: Iterable[Snapshot], receipt: Receipt) -> Mapping[Share, Amount]:
    """The amount of each share that is not empty, without files under way, which are ready still.

    Args:
        snapshots: of the orders.
        receipt: of these snapshots, in the same sequence.
    """
    snapshots = tuple(snapshots)
    files: dict[Share, int] = {}
    sizes: dict[Share, int] = {}
    listed = chain.from_iterable(((each, file) for file in each.files) for each in snapshots)
    for (snapshot, file), line in zip(listed, receipt.lines, strict=True):
        share = _share(snapshot, file, line.outcome)
        files[share] = files.get(share, 0) + 1
        sizes[share] = sizes.get(share, 0) + (file.size or 0)
    for snapshot, order_line in zip(snapshots, receipt.orders, strict=True):
        if order_line.unlisted:  # of these, the archive says the sum alone
            share = _not_prepared(snapshot.order)
            named = sum(file.size or 0 for file in snapshot.files)
            files[share] = files.get(share, 0) + order_line.unlisted
            sizes[share] = sizes.get(share, 0) + max(snapshot.order.size - named, 0)
    return {share: Amount(files[share], sizes[share]) for share in Share if share in files}


def _share(snapshot: Snapshot, file: OrderFile, outcome: Outcome) -> Share:
    if outcome in _ARRIVED:
        return _ARRIVED[outcome]
    if snapshot.order.gone:
        return Share.FAILED if outcome is Outcome.FAILED else Share.LOST
    if file.available:  # also one whose download broke: it can be fetched again
        return Share.READY
    if outcome is Outcome.FAILED:
        return Share.FAILED
    if file.state in _ELSEWHERE:
        return Share.ELSEWHERE
    return _not_prepared(snapshot.order)


def _not_prepared(order: Order) -> Share:
    if order.status == OrderStatus.PAUSED:
        return Share.HELD
    return Share.TO_COME if order.unfinished else Share.LOST


def with_arriving(known: Mapping[Share, Amount], size: int) -> Mapping[Share, Amount]:
    """The same where so many bytes of files that are ready are on their way."""
    ready = known.get(Share.READY, Amount())
    moved = min(size, ready.size)
    if moved <= 0:
        return known
    changed = {**known, Share.ARRIVING: Amount(0, moved), Share.READY: Amount(ready.files, ready.size - moved)}
    return {share: changed[share] for share in Share if share in changed}
