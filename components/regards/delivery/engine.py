"""The delivery of orders: every file is downloaded into a folder and verified, or the reason is recorded."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final, Protocol

from components.regards.delivery.control import Cancelled, Control
from components.regards.delivery.fetching import Fetching
from components.regards.delivery.order_state import OrderState
from components.regards.delivery.progress import Activity, Phase, Progress, why_waiting
from components.regards.delivery.snapshot import Snapshot
from components.regards.delivery.unpacking import Unpacking
from components.regards.errors import (
    CannotWrite,
    Maintenance,
    Missing,
    NoAnswer,
    NoRight,
    RegardsError,
    SignInAwaited,
    UnexpectedReply,
    Unreachable,
)
from components.regards.poll_intervals import POLL_EVERY, Backoff

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from components.regards.records import Order, OrderFile


__all__ = ["Delivery", "Phase", "Progress", "Source"]

_OUTAGES: Final = (Unreachable, NoAnswer, Maintenance, UnexpectedReply, SignInAwaited)
_MOST_OUTAGES: Final = 60  # in a row, which is about an hour with the usual pauses
_MOST_WITHOUT_SIGN_IN: Final = 4_320  # in a row, which is about three days: nothing is asked of the archive meanwhile


class Source(Protocol):
    """The archive of a delivery. Every method raises a RegardsError that names the cause."""

    def order(self, order_id: int) -> Order:
        """The order as it is now."""

    def files(self, order: Order) -> Iterable[OrderFile]:
        """Every file of an order, in any state (contract C.6)."""

    def open_file(self, file_id: int) -> AbstractContextManager[Iterator[bytes]]:
        """The bytes of one file, in chunks; a connection that breaks in between raises NoAnswer (contract C.7)."""

    def open_zip(self, order_id: int) -> AbstractContextManager[Iterator[bytes]]:
        """The bytes of a ZIP of all files of an order that are available now (T-26)."""

    def streams(self) -> int:
        """The number of files to download at once: 1 or 2, below the user's rate limit (contract G)."""


class Delivery:
    """The delivery of some orders: each file is downloaded as soon as it is available (contract K.6).

    Args:
        source: the archive.
        root: the folder in which each order gets a folder of its own.
        order_ids: the orders, in the sequence in which they are read.
        every: seconds between two looks at the orders at first; up to twelve times as many while nothing changes.
        wait: waits for some seconds or less; by default, pause, go_on and cancel end the wait.
        now: a monotonic clock in seconds.

    ``run`` belongs to one thread; everything else may be called from any.
    """

    def __init__(
        self,
        source: Source,
        root: Path,
        order_ids: Sequence[int],
        *,
        every: float = POLL_EVERY,
        wait: Callable[[float], None] | None = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._source = source
        self._root = root
        self._order_ids = tuple(dict.fromkeys(order_ids))
        self._every = every
        self._control = Control(wait)
        self._activity = Activity(now)
        self._fetching = Fetching(source, self._control, self._activity)
        self._unpacking = Unpacking(source, self._control, self._activity)
        self._states: dict[int, OrderState] = {}
        self._left: list[int] = []
        self._unopened: set[int] = set()
        self._unreadable: list[RegardsError] = []

    def run(self) -> None:
        """Deliver until the orders end or something stops the delivery; never raises a RegardsError.

        It may be called again: verified files stay, and all other files are tried again.
        """
        try:
            self._deliver()
        except Cancelled:
            self._activity.say(Phase.CANCELLED)
        except RegardsError as error:
            if self._control.cancelled:  # a failure after that is of no interest
                self._activity.say(Phase.CANCELLED)
            else:
                self._activity.say(Phase.STOPPED, trouble=error)
        else:
            self._activity.say(Phase.ENDED)
        finally:
            self._control.forget()

    def progress(self) -> Progress:
        """The progress of the delivery; cheap to call."""
        orders, arriving = tuple(self._states.values()), self._activity.arriving()
        return Progress(
            phase=self._activity.phase,
            # The archive's count is right before all files are listed, and after it has forgotten the list.
            files=sum(max(each.order.files, len(each.folder.files)) for each in orders),
            verified=sum(len(each.folder.proofs) for each in orders),
            failed=sum(each.failed for each in orders),
            size=sum(max(each.order.size, each.size) for each in orders),
            received=sum(each.arrived for each in orders) + sum(size for _, size in arriving),
            rate=self._activity.rate(),
            under_way=tuple(name for name, _ in arriving),
            note=self._activity.note,
            trouble=self._activity.trouble,
        )

    def snapshots(self) -> tuple[Snapshot, ...]:
        """The state of each order that has been read."""
        return tuple(each.snapshot() for each in tuple(self._states.values()))

    def snapshot(self, order_id: int) -> Snapshot | None:
        """The state of one order, None if it has not been read."""
        state = self._states.get(order_id)
        return state.snapshot() if state else None

    def pause(self) -> None:
        """Begin no new download; those under way go on to their end."""
        self._control.pause()

    def go_on(self) -> None:
        """End a pause."""
        self._control.go_on()

    def cancel(self) -> None:
        """End the run between two chunks of the files under way; verified files stay."""
        self._control.cancel()

    def _deliver(self) -> None:
        self._left = list(self._order_ids)
        self._unopened = set(self._left)
        self._unreadable = []
        pauses = _Pauses(self._every)
        while self._left:
            verified, changed, outage = self._verified(), False, None
            try:
                visits = [self._visit(order_id) for order_id in tuple(self._left)]
                changed = any(visits)  # only after a whole round: downloads that fail in an outage change states too
            except _OUTAGES as error:
                outage = error
            seconds = pauses.after(arrived=self._verified() > verified, changed=changed, outage=outage)
            if self._left:
                self._wait(seconds, outage)
        if self._unreadable:
            raise self._unreadable[0]

    def _visit(self, order_id: int) -> bool:
        """Deliver the available files of an order, and drop it when it is over; return whether anything has changed."""
        try:
            changed = self._deliver_available(order_id)
        except (Missing, NoRight) as error:  # the other orders are not affected
            self._unreadable.append(type(error)(f"Order {order_id}: {error.what}", error.server_message))
            self._left.remove(order_id)
            return True
        if self._states[order_id].over:
            self._left.remove(order_id)
        return changed

    def _deliver_available(self, order_id: int) -> bool:
        self._follow_requests()
        self._activity.phase = Phase.LOOKING
        order = self._source.order(order_id)
        if order_id in self._unopened:
            self._states[order_id] = OrderState(self._root, order)
            self._unopened.remove(order_id)
        state = self._states[order_id]
        changed = state.look(order, self._source.files(order))
        files = state.by_number()
        if files or state.by_zip():
            _check_free_space(state)
            self._activity.say(Phase.FETCHING)
        self._fetching.fetch(state, files)
        if not self._control.paused and (state.by_zip() or state.may_block_itself):
            self._activity.say(Phase.FETCHING)
            self._unpacking.unpack(state)
        return changed

    def _wait(self, seconds: float, outage: RegardsError | None) -> None:
        if outage is None:
            note = why_waiting([self._states[order_id] for order_id in self._left])
        elif isinstance(outage, SignInAwaited):
            note = "Sign in again, then the delivery goes on."
        else:
            note = f"The next try is in {seconds:.0f} seconds."
        self._activity.say(Phase.WAITING, note, outage)
        self._control.rest(seconds)

    def _follow_requests(self) -> None:
        """Follow the user's requests: raise Cancelled, or wait until a pause ends."""
        self._control.check()
        if self._control.paused:
            self._activity.say(Phase.PAUSED)
            self._control.stay_paused()

    def _verified(self) -> int:
        return sum(len(each.folder.proofs) for each in self._states.values())


class _Pauses:
    """The pauses between rounds, and the limit of outages."""

    def __init__(self, every: float) -> None:
        self._backoff = Backoff(every)
        self._outages = 0

    def after(self, *, arrived: bool, changed: bool, outage: RegardsError | None) -> float:
        """The seconds to wait after a round.

        Args:
            arrived: whether files arrived.
            changed: whether states changed.
            outage: the outage that ended the round, if any; raised after too many in a row.
        """
        news = arrived or changed
        self._outages = 0 if outage is None else 1 if news else self._outages + 1
        most = _MOST_WITHOUT_SIGN_IN if isinstance(outage, SignInAwaited) else _MOST_OUTAGES
        if outage is not None and self._outages >= most:
            raise outage
        return self._backoff.after(changed=news)


def _check_free_space(state: OrderState) -> None:
    """Raise CannotWrite if the disk has no room for the files to come, before any is requested."""
    free, needed = state.folder.free(), state.to_come()
    if free < needed:
        raise CannotWrite(
            f"The disk of the folder “{state.folder.path}” has {_megabytes(free)} free, but {_megabytes(needed)} "
            f"of order {state.order.order_id} are still missing."
        )


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.1f} MB"
