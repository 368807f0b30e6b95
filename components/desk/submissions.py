"""What runs on Submit: each draft is sent once, by a worker thread, however often it is clicked or refreshed.

A script of Streamlit can be interrupted at any moment, so it must not submit by itself: what follows the POST might
never run, and a second click would send a second order. Here the first caller wins, a worker thread does the work,
and every other caller, also in a new tab, finds the same submission.
"""

import logging
import secrets
import threading
from collections import OrderedDict, defaultdict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum, auto
from typing import Final

from components.desk.order_book import OrderBook, SubmittedOrder
from components.order import drafts
from components.order.composition import Composition
from components.order.draft import Draft
from components.order.files import recipe
from components.regards import submission
from components.regards.errors import UnexpectedReply
from components.regards.http.connection import Connection
from components.regards.submission import Batch, Unknown

log = logging.getLogger(__name__)

_MOST_AT_ONCE: Final = 16
_MOST_KEPT: Final = 10_000


@dataclass(frozen=True, slots=True)
class Click:
    """A click on Submit, and what stood beside the button.

    ``previewed`` are the requests, and ``draft_key`` that of their draft. ``again`` says whether there was a verdict
    on an earlier attempt, ``confirmed`` whether the user has seen what the catalogue says of the order, and
    ``empty_basket`` whether the content of the basket may be thrown away.
    """

    previewed: tuple[str, ...]
    draft_key: str
    again: bool = False
    confirmed: bool = False
    empty_basket: bool = False


class ClickResult(Enum):
    """What became of the last click on Submit."""

    NONE = auto()  # there was no click
    SENT = auto()  # its order is on its way, perhaps by an earlier click
    CHANGED = auto()  # nothing was sent: the draft is no longer what stood beside the button


class Submissions:
    """The submissions of all users of this process, each found by its account and its draft's key."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._submissions: OrderedDict[tuple[str, str], Future[Batch]] = OrderedDict()
        self._turns: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self._workers = ThreadPoolExecutor(_MOST_AT_ONCE, "submission")

    def submit(self, account: str, draft_key: str, work: Callable[[], Batch]) -> None:
        """Do the work in a worker thread, unless this draft is already on its way or there.

        An account's submissions take turns: two at once would mix in its one basket (contract C.1).
        """
        with self._lock:
            if (account, draft_key) in self._submissions:
                return
            turn = self._turns[account]
            self._submissions[account, draft_key] = self._workers.submit(_in_turn, turn, work)
            while len(self._submissions) > _MOST_KEPT:
                self._submissions.popitem(last=False)

    def find(self, account: str, draft_key: str) -> Future[Batch] | None:
        """The submission of a draft, if there is one."""
        return self._submissions.get((account, draft_key))


def send(
    connection: Connection, account: str, book: OrderBook, click: Click, draft: Draft, composition: Composition
) -> Batch:
    """Submit what a click asked for, and note each order in the order book as soon as the archive has taken it.

    Unless the user has confirmed the catalogue's answer, the catalogue is asked first. Never raises an error.
    """
    note = _note_in(book, account, draft, composition)
    try:
        if click.confirmed or composition.selection is None:
            return submission.submit_all(connection, click.previewed, empty_basket=click.empty_basket, note=note)
        return submission.check_and_submit(
            connection,
            click.previewed,
            composition.selection,
            draft.data_types,
            draft.file_name_expression(),
            empty_basket=click.empty_basket,
            note=note,
        )
    except Exception:  # a fault of ours must not hide that something may have been sent
        log.exception("A submission failed")
        cause = UnexpectedReply("The desk itself failed while it submitted your order.")
        return Batch((), len(click.previewed), Unknown(cause, ()))


def _note_in(book: OrderBook, account: str, draft: Draft, composition: Composition) -> Callable[[int, int], None]:
    """What to call with the position of a request and the number of its order; orders of one click share a name."""
    batch = secrets.token_hex(8)

    def note(position: int, order_id: int) -> None:
        try:
            part = composition.parts[position]
            asked = drafts.only(draft, part.identifiers, "identifiers ordered") if part.identifiers else draft
            request_json, now = composition.bodies[position], datetime.now(UTC)
            book.add(account, SubmittedOrder(order_id, request_json, now, recipe.write(asked), batch))
        except Exception:  # the archive has taken it: nobody must be told that it was not ordered
            log.exception("An order could not be noted")

    return note


def _in_turn(turn: threading.Lock, work: Callable[[], Batch]) -> Batch:
    with turn:
        return work()
