"""The delivery of orders: every file is downloaded into a folder and verified, or the reason is recorded."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Final, Protocol

from components.regards.delivery import unannounced
from components.regards.delivery.control import Cancelled, Control
from components.regards.delivery.fetching import Fetching, always
from components.regards.delivery.order_state import OrderState
from components.regards.delivery.progress import Activity, Phase, Progress, why_waiting
from components.regards.delivery.snapshot import Snapshot
from components.regards.delivery.zips.unpacking import Unpacking
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
from components.regards.orders.poll_intervals import POLL_EVERY, Backoff

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from components.regards.delivery.fetching import Place
    from components.regards.http.client import Body
    from components.regards.orders.records import Order, OrderFile


__all__ = ["Delivery", "Phase", "Progress", "Source"]

_OUTAGES: Final = (Unreachable, NoAnswer, Maintenance, UnexpectedReply, SignInAwaited)
_MOST_IN_A_ROW: Final = 5  # orders that answer nonsense, after which the archive is the likely cause, not these orders
_LONGEST_OUTAGE: Final = 3600.0  # seconds
_LONGEST_WITHOUT_SIGN_IN: Final = 3 * 86_400.0  # seconds: nothing is asked of the archive meanwhile


class Source(Protocol):
    """The archive of a delivery. Every method raises a RegardsError that names the cause."""

    def order(self, order_id: int) -> Order:
        """The order as it is now."""

    def files(self, order: Order) -> Iterable[OrderFile]:
        """Every file of an order, in any state (contract C.6)."""

    def open_file(self, file_id: int) -> AbstractContextManager[Body]:
        """The bytes of one file, in chunks; a connection that breaks in between raises NoAnswer (contract C.7)."""

    def open_zip(self, order_id: int) -> AbstractContextManager[Body]:
        """The bytes of a ZIP of all files of an order that are available now (T-26)."""

    def streams(self) -> int:
        """The number of files to download at once: 1 or 2, below the user's rate limit (contract G)."""


class Delivery:
    """The delivery of some orders: each file is downloaded as soon as it is available (contract K.6).

    Args:
        source: the archive.
        root: the folder in which each order gets a folder of its own.
        order_ids: the orders, in the sequence in which they are read.
        mode: the permissions of new files, see `Folder`.
        every: seconds between two looks at the orders at first; up to twelve times as many while nothing changes.
        wait: waits for some seconds or less; by default, pause, go_on and cancel end the wait.
        now: the time in seconds since 1970.
        largest_unannounced: gigabytes of the largest file whose size the archive does not announce.
        place: gives a place for one download. It takes the number of downloads of the user that may be under way at
            once, and a function that it asks while it waits: True ends the wait, and the context gives False.

    ``run`` belongs to one thread; everything else may be called from any.
    """

    def __init__(  # noqa: PLR0913 - those after the orders are keyword-only
        self,
        source: Source,
        root: Path,
        order_ids: Sequence[int],
        *,
        mode: int | None = None,
        every: float = POLL_EVERY,
        wait: Callable[[float], None] | None = None,
        now: Callable[[], float] = time.time,
        largest_unannounced: int = unannounced.LARGEST,
        place: Place = always,
    ) -> None:
        self._source = source
        self._root = root
        self._mode = mode
        self._order_ids = tuple(dict.fromkeys(order_ids))
        self._every = every
        self._largest_unannounced = largest_unannounced * unannounced.GIGABYTE
        self._now = now
        self._control = Control(wait)
        self._activity = Activity(now)
        self._fetching = Fetching(source, self._control, self._activity, place)
        self._unpacking = Unpacking(source, self._control, self._activity, place)
        self._states: dict[int, OrderState] = {}
        self._left: list[int] = []
        self._unopened: set[int] = set()
        self._unreadable: list[RegardsError] = []
        self._last_words = ""

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
                self._activity.say(Phase.STOPPED, self._last_words, error)
        else:
            self._activity.say(Phase.ENDED)
        finally:
            for state in self._states.values():
                if self._control.broken_off:
                    state.folder.break_off()
                else:
                    state.folder.end_delivery()
            self._control.forget()

    def progress(self) -> Progress:
        """The progress of the delivery; cheap to call."""
        orders, arriving = tuple(self._states.values()), self._activity.arriving()
        under_way = sum(size for _, size in arriving)
        return Progress(
            phase=self._activity.phase,
            # The archive's count is right before all files are listed, and after it has forgotten the list.
            files=sum(max(each.order.files, len(each.folder.files)) for each in orders),
            verified=sum(each.folder.verified for each in orders),
            unverifiable=sum(len(each.folder.proofs) - each.folder.verified for each in orders),
            failed=sum(len(each.problems) if self._activity.over else each.failed for each in orders),
            size=sum(max(each.order.size, each.size) for each in orders),
            received=sum(each.arrived for each in orders) + under_way,
            rate=self._activity.rate(),
            under_way=tuple(name for name, _ in arriving),
            note=self._activity.note,
            trouble=self._activity.trouble,
            unseen=any(each.order.unseen for each in orders),
            arriving=under_way,
            pausing=bool(arriving) and self._control.paused,
        )

    def snapshots(self) -> tuple[Snapshot, ...]:
        """The state of each order that has been read."""
        over = self._activity.over
        return tuple(each.snapshot(over=over) for each in tuple(self._states.values()))

    def snapshot(self, order_id: int) -> Snapshot | None:
        """The state of one order, None if it has not been read."""
        state = self._states.get(order_id)
        return state.snapshot(over=self._activity.over) if state else None

    def pause(self) -> None:
        """Begin no new download; those under way go on to their end."""
        self._control.pause()

    def go_on(self) -> None:
        """End a pause."""
        self._control.go_on()

    def cancel(self) -> None:
        """End the run between two chunks of the files under way; verified files stay."""
        self._control.cancel()

    def break_off(self) -> None:
        """End the run as `cancel` does, and note in the folders that it can be continued."""
        self._control.break_off()

    def _deliver(self) -> None:
        self._left = list(self._order_ids)
        self._unopened = set(self._left)
        self._unreadable = []
        self._last_words = ""
        backoff = Backoff(self._every)
        lasting: _Outage | None = None
        outage: RegardsError | None
        while self._left:
            verified, changed = self._verified(), False
            self._fetching.begin_round()
            try:
                visited = self._visit_all()
                outage, has_limit = self._fetching.outage(), not any(map(self._is_prepared, self._left))
                changed = outage is None and visited  # downloads that break change states too
            except _OUTAGES as error:
                outage, has_limit = error, True
            arrived = self._verified() > verified
            if outage is None:
                lasting = None
            elif lasting is None or arrived:
                lasting = _Outage(self._now())
            if lasting is not None:
                lasting.has_limit = has_limit
            seconds = backoff.after(changed=arrived or changed)
            if self._left:
                self._wait(seconds, outage, lasting)
        if self._unreadable:
            raise self._unreadable[0]

    def _visit_all(self) -> bool:
        """Visit every order; return whether anything has changed.

        One that answers nonsense does not hold up the others. Only when all of them do, or many in a row, is the error
        raised.
        """
        changed, nonsense, in_a_row = False, 0, 0
        visited = tuple(self._left)
        for order_id in visited:
            try:
                changed |= self._visit(order_id)
                in_a_row = 0
            except UnexpectedReply:  # noqa: PERF203 - each order for itself
                nonsense, in_a_row = nonsense + 1, in_a_row + 1
                if in_a_row >= _MOST_IN_A_ROW or nonsense == len(visited):
                    raise
        return changed

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
            self._states[order_id] = OrderState(self._root, order, self._mode, self._largest_unannounced)
            self._unopened.remove(order_id)
        state = self._states[order_id]
        state.folder.begin_delivery()
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

    def _wait(self, seconds: float, outage: RegardsError | None, lasting: _Outage | None) -> None:
        """Wait before the next round; raise an outage that has lasted too long."""
        if outage is None or lasting is None:
            note = why_waiting([self._states[order_id] for order_id in self._left if order_id in self._states])
        elif isinstance(outage, SignInAwaited):
            note = "Sign in again, then the delivery goes on."
            if lasting.lasts(self._now()) >= _LONGEST_WITHOUT_SIGN_IN:
                raise outage
            lasting.waited += seconds
        else:
            note = f"Nothing has arrived since {_time_of_day(lasting.since)}."
            remaining = _LONGEST_OUTAGE - lasting.lasts(self._now())
            if not lasting.has_limit:  # the order's own end is one
                note += f" The next try is in {seconds:.0f} seconds."
            elif remaining > 0:
                until = _time_of_day(self._now() + remaining)
                note += f" The next try is in {seconds:.0f} seconds; the last one is at about {until}."
            else:
                self._last_words = f"{note} The delivery has stopped. What is verified stays: continue later."
                raise outage
            lasting.waited += seconds
        self._activity.say(Phase.WAITING, note, outage)
        self._control.rest(seconds)

    def _follow_requests(self) -> None:
        """Follow the user's requests: raise Cancelled, or wait until a pause ends."""
        self._control.check()
        if self._control.paused:
            self._activity.say(Phase.PAUSED)
            self._control.stay_paused()

    def _is_prepared(self, order_id: int) -> bool:
        return order_id in self._states and self._states[order_id].order.unfinished

    def _verified(self) -> int:
        return sum(len(each.folder.proofs) for each in self._states.values())


@dataclass
class _Outage:
    """An outage: when it began, and the seconds that were waited since.

    ``has_limit`` is False while only downloads break and the archive still prepares an order, whose end is the limit.
    """

    since: float
    waited: float = 0.0
    has_limit: bool = True

    def lasts(self, now: float) -> float:
        """The seconds since it began."""
        return max(self.waited, now - self.since)


def _check_free_space(state: OrderState) -> None:
    """Raise CannotWrite if the disk has no room for the files to come, before any is requested."""
    free, needed = state.folder.free(), state.to_come()
    if free < needed:
        raise CannotWrite(
            f"The disk of the folder “{state.folder.path}” has {_megabytes(free)} free, but {_megabytes(needed)} "
            f"of order {state.order.order_id} are still missing."
        )


def _time_of_day(seconds: float) -> str:
    return f"{datetime.fromtimestamp(seconds, timezone.utc):%H:%M} UTC"


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.1f} MB"
