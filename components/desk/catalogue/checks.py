"""Checks with the catalogue: each on its way or with its result, and the latest one of each tab of a sign-in."""

import threading
from collections import OrderedDict
from concurrent.futures import Future
from typing import Final

from components.desk.held import Held
from components.desk.workers import Workers
from components.order.selection import Selection
from components.regards.catalogue.checking import Cancelled, CheckResult, check
from components.regards.catalogue.near_names import ReadAttributes
from components.regards.errors import NOT_SHOWN, Refused, RegardsError, SessionOver
from components.regards.http.connection import Connection

_MOST_TABS: Final = 50  # more than anybody keeps open: two tabs that took each other's place would check on and on

_workers = Held[str, Workers](lambda: Workers(8, "check"))
"""Those of each archive: one that does not answer must not hold up the checks of another."""


class Check:
    """What the catalogue says of a selection."""

    def __init__(self, selection: Selection) -> None:
        self.selection = selection
        self.progress = 0.0
        self.future: Future[CheckResult] = Future()
        self._stop = threading.Event()

    def begin(self, connection: Connection, attributes: ReadAttributes, after: "Check | None" = None) -> None:
        """Ask the catalogue in a worker thread, once the check before has ended, which is cancelled."""

        def ask(_ended: object = None) -> None:
            _workers.of(connection.archive.name).submit(self._ask, connection, attributes)

        if after:
            after.cancel()
            after.future.add_done_callback(ask)
        else:
            ask()

    def cancel(self) -> None:
        """Stop before the next question; its result raises `Cancelled`."""
        self._stop.set()

    @property
    def is_cancelled(self) -> bool:
        """Whether it was told to stop."""
        return self._stop.is_set()

    @property
    def result(self) -> CheckResult | None:
        """What the catalogue says, if it has answered."""
        return self.future.result() if self.future.done() and not self.future.exception() else None

    @property
    def is_closed(self) -> bool:
        """Whether the archive does not show its catalogue to this user (contract L.12)."""
        return self.future.done() and isinstance(self.future.exception(), NOT_SHOWN)

    @property
    def met_outage(self) -> bool:
        """Whether the archive could not answer, such as in maintenance."""
        error = self.future.exception() if self.future.done() else None
        return isinstance(error, RegardsError) and not isinstance(error, (Refused, *NOT_SHOWN))

    @property
    def is_void(self) -> bool:
        """Whether it says nothing, because the session was over: the user has signed in again since."""
        return self.future.done() and isinstance(self.future.exception(), SessionOver)

    def _ask(self, connection: Connection, attributes: ReadAttributes) -> None:
        try:
            self._note(0, 1)
            self.future.set_result(check(connection, self.selection, self._note, attributes))
        except RegardsError as error:
            self.future.set_exception(error.alone())
        except Cancelled:
            self.future.set_exception(Cancelled())  # a new one: the frames of this one hold the connection
        except Exception as error:  # noqa: BLE001 - told where the result is read
            self.future.set_exception(error)

    def _note(self, done: int, steps: int) -> None:
        self.progress = done / steps
        if self._stop.is_set():
            raise Cancelled


class LatestChecks:
    """The latest check of each tab of one sign-in, so that a refresh finds it. The oldest are dropped."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._checks: OrderedDict[str, Check] = OrderedDict()

    def of(self, tab: str) -> Check | None:
        """The latest check of a tab."""
        with self._lock:
            return self._checks.get(tab)

    def keep(self, tab: str, check: Check) -> None:
        """Keep a check as the latest of a tab."""
        with self._lock:
            self._checks[tab] = check
            self._checks.move_to_end(tab)
            while len(self._checks) > _MOST_TABS:
                self._checks.popitem(last=False)
