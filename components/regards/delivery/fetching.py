"""Downloads of files by their numbers: at most two at once, with the handling of failures."""

from __future__ import annotations

import threading
from collections import deque
from contextlib import nullcontext, suppress
from typing import TYPE_CHECKING, Final

from components.regards.delivery import web_pages
from components.regards.delivery.order_state import in_words
from components.regards.errors import (
    LimitReached,
    Missing,
    NoAnswer,
    NotReady,
    Refused,
    RegardsError,
    TooLarge,
    UnexpectedReply,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from contextlib import AbstractContextManager

    from components.regards.delivery.control import Control
    from components.regards.delivery.engine import Source
    from components.regards.delivery.order_state import OrderState
    from components.regards.delivery.progress import Activity
    from components.regards.orders.records import OrderFile

    Place = Callable[[int, Callable[[], bool]], AbstractContextManager[bool]]

_AWAITS_PLACE: Final = "Other downloads of yours are under way. This one begins when one of them has ended."
_MOST_IN_A_ROW: Final = 5  # broken downloads, after which the archive is the likely cause, not some files


def always(_most: int, _stop: Callable[[], bool]) -> AbstractContextManager[bool]:
    """A place for a download where nothing else of the user's is downloaded: there always is one."""
    return nullcontext(True)


class Fetching:
    """Downloads of an order's files by their numbers.

    A failure of one file is recorded with the file, and the next download begins. A download without an answer or with
    a broken one says nothing about its file, which is tried again (see `outage`). Any other failure is raised after the
    downloads under way have ended: Unreachable, Maintenance, SessionOver, NoRight, LicenceNotAccepted, CannotWrite and
    LimitReached. After LimitReached every further request would put a file into an error state (T-38).
    """

    def __init__(self, source: Source, control: Control, activity: Activity, place: Place) -> None:
        self._source = source
        self._control = control
        self._activity = activity
        self._place = place
        self._in_a_row = 0
        self._arrived = False
        self._broken: RegardsError | None = None
        self._cut_short = False

    def begin_round(self) -> None:
        """Forget the downloads so far."""
        self._arrived, self._broken, self._cut_short = False, None, False

    def outage(self) -> RegardsError | None:
        """The failure of the round's downloads if no file arrived, or if too many in a row broke; else None."""
        return None if self._arrived and not self._cut_short else self._broken

    def fetch(self, state: OrderState, files: Iterable[OrderFile]) -> None:
        """Download these files of an order, until a pause if there is one."""
        todo = deque(files)
        streams = self._source.streams() if todo else 0
        self._in_a_row = 0
        failures: list[BaseException] = []

        def stop() -> bool:
            return bool(failures) or self._must_stop(state)

        def work() -> None:
            try:
                while self._fetch_next(state, todo, streams, stop):
                    pass
            except BaseException as error:  # noqa: BLE001 - raised below, in the calling thread
                failures.append(error)
                if not isinstance(error, RegardsError):  # a bug or Ctrl+C: end the other downloads at once
                    self._control.cancel()

        # Daemons, so that the end of the program does not wait for the archive. The calling thread works too.
        threads = min(streams, len(todo))
        helpers = [threading.Thread(target=work, name="fetching", daemon=True) for _ in range(1, threads)]
        for helper in helpers:
            helper.start()
        work()
        for helper in helpers:
            helper.join()
        if failures:
            raise failures[0]

    def _must_stop(self, state: OrderState) -> bool:
        self._cut_short |= self._in_a_row >= _MOST_IN_A_ROW
        asked = self._control.paused or self._control.cancelled
        return asked or state.order.gone or self._in_a_row >= _MOST_IN_A_ROW

    def _fetch_next(self, state: OrderState, todo: deque[OrderFile], streams: int, stop: Callable[[], bool]) -> bool:
        """Download the next file once there is a place for it; return whether there was one."""

        def waits() -> bool:
            if not self._activity.arriving():
                self._activity.note = _AWAITS_PLACE
            return stop()

        if stop() or not todo:
            return False
        with self._place(streams, waits) as granted:
            file = None if stop() or not granted else _next(todo)
            if file is None:
                return False
            self._activity.note = ""
            self._fetch_one(state, file)
            return True

    def _fetch_one(self, state: OrderState, file: OrderFile) -> None:
        self._control.check()  # a download that is cancelled at once would put the file into an error state
        try:
            problem = self._receive(state, file)
        except (NoAnswer, UnexpectedReply) as error:
            state.broke(file, in_words(error))
            self._broken = error
            self._in_a_row += 1
        except NotReady:
            state.not_ready(file)
        except (Refused, TooLarge) as error:
            state.give_up(file, in_words(error))
        except Missing as error:
            # The storage has lost this file, or the order has expired with all files (contract C.7).
            state.update(self._source.order(file.order_id))
            if not state.order.gone:
                state.give_up(file, in_words(error))
        except LimitReached as error:
            state.problems[file.file_id] = in_words(error)
            raise
        else:
            self._in_a_row = 0
            if problem:
                state.was_wrong(file, problem)
            else:
                self._arrived = True

    def _receive(self, state: OrderState, file: OrderFile) -> str:
        received = 0
        with self._activity.arrival(file) as took, state.folder.receive(file) as incoming:
            with self._source.open_file(file.file_id) as body:
                if web_pages.must_be_refused(file, body.kind):
                    raise web_pages.in_place_of_file(body.kind, next(body, b""))
                beginning = b""
                for chunk in body:
                    self._control.check()
                    beginning = beginning or chunk
                    incoming.write(chunk)
                    took(len(chunk))
                    received += len(chunk)
                    if file.size is not None and received > file.size:
                        break  # too many bytes: they must not fill the disk
            problem = incoming.keep()
            if problem and web_pages.is_unannounced(file, body.kind):
                raise web_pages.in_place_of_file(body.kind, beginning)
            if not problem:
                state.verified(file, received)
            return problem


def _next(todo: deque[OrderFile]) -> OrderFile | None:
    with suppress(IndexError):
        return todo.popleft()
    return None
