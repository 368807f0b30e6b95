"""Downloads through the app to the browser: their addresses, and what became of each file."""

import threading
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from math import inf
from typing import Final
from urllib.parse import urlencode

from components.regards.delivery.snapshot import Proof
from components.regards.orders.records import OrderFile
from components.regards.pictures import Quicklook
from components.regards.sign_in.login import Login

PLACE: Final = "browser"
"""Where a file is that has left for the browser; what the browser does with it is not known here."""

_MOST_NOTES: Final = 100_000  # some 30 MB
_REPEATS_FOR: Final = 20.0  # seconds in which a browser tries by itself to go on with a download that failed
_MOST_ANNOUNCED: Final = 5_000  # files for which a link was drawn lately; some 5 MB


class BrowserDownloads:
    """What is known of files that go through this process to browsers, by account and order.

    A download and the page that tells of it are two requests, so it is kept here.

    Args:
        most: the proofs and problems that are kept; the oldest go first.
        now: a clock in seconds.
    """

    def __init__(self, most: int = _MOST_NOTES, now: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._now = now
        self._wrong: dict[tuple[str, int, int], tuple[str, float]] = {}
        self._count = 0
        self._lock = threading.Lock()
        self._orders: dict[tuple[str, int], dict[int, Proof | str]] = {}
        self._changes = 0
        self._revisions: dict[tuple[str, int], int] = {}
        self._announced: dict[tuple[str, int, int], OrderFile] = {}

    def prove(self, account: str, file: OrderFile, by: str) -> None:
        """Note that a file has left whole and right; ``by`` says what was compared."""
        self._note(account, file, Proof(datetime.now(UTC), by, PLACE))

    def fail(self, account: str, file: OrderFile, problem: str) -> None:
        """Note why a file has not; a proof from before stays, because that download is still there."""
        self._note(account, file, problem)

    def was_wrong(self, account: str, file: OrderFile, problem: str) -> None:
        """Note that a download of one file was ended for wrong content; the browser will ask for it again by itself."""
        now = self._now()
        with self._lock:
            for old in [each for each, (_, at) in self._wrong.items() if now - at >= _REPEATS_FOR]:
                del self._wrong[old]
            self._wrong[account, file.order_id, file.file_id] = problem, now

    def lately_wrong(self, account: str, order_id: int, file_id: int) -> str:
        """Why the last download of a file was ended a moment ago; "" if it was not."""
        problem, at = self._wrong.get((account, order_id, file_id), ("", -inf))
        return problem if self._now() - at < _REPEATS_FOR else ""

    def of(self, account: str, order_id: int) -> tuple[Mapping[int, Proof], Mapping[int, str]]:
        """The proofs and the problems of an order as they are now, by ``file_id``."""
        with self._lock:
            notes = self._orders.get((account, order_id), {})
            return (
                {file_id: note for file_id, note in notes.items() if isinstance(note, Proof)},
                {file_id: note for file_id, note in notes.items() if isinstance(note, str)},
            )

    def revision(self, account: str, order_id: int) -> int:
        """A number that is another one after anything was noted of an order: cheaper to compare than `of`."""
        return self._revisions.get((account, order_id), 0)

    def file_address(self, login: Login, file: OrderFile) -> str:
        """The address of one file, whose announced size and checksum are kept for the check on its way."""
        with self._lock:
            key = login.account, file.order_id, file.file_id
            self._announced.pop(key, None)  # so that the latest stand last
            self._announced[key] = file
            if len(self._announced) > _MOST_ANNOUNCED:
                del self._announced[next(iter(self._announced))]
        return _address(login, f"orders/{file.order_id}/files/{file.file_id}")

    def announced(self, account: str, order_id: int, file_id: int) -> OrderFile | None:
        """What the archive announced of a file, if its address was made here lately."""
        return self._announced.get((account, order_id, file_id))

    def _note(self, account: str, file: OrderFile, note: Proof | str) -> None:
        key = account, file.order_id
        with self._lock:
            notes = self._orders.pop(key, {})
            self._orders[key] = notes  # the order noted last stands last
            if isinstance(note, str) and isinstance(notes.get(file.file_id), Proof):
                return
            self._count += file.file_id not in notes
            notes[file.file_id] = note
            self._changes += 1
            self._revisions[key] = self._changes
            if self._count > self._most:
                self._forget_oldest()

    def _forget_oldest(self) -> None:
        key, notes = next(iter(self._orders.items()))
        del notes[next(iter(notes))]
        self._count -= 1
        if not notes:
            del self._orders[key], self._revisions[key]


def zip_address(login: Login, order_id: int) -> str:
    """The address of everything that is available of an order; like all of these, relative to any page."""
    return _address(login, f"orders/{order_id}/files.zip")


def zip_name(order_id: int, at: datetime) -> str:
    """The name of a ZIP that was asked for at a time in UTC: each round of an order has another."""
    return f"order_{order_id}_{at:%Y%m%dT%H%M%SZ}.zip"


def metalink_address(login: Login, order_id: int) -> str:
    """The address of an order's metalink. Who has that file can fetch the order's files until the order expires."""
    return _address(login, f"orders/{order_id}/files.metalink")


def picture_address(login: Login, quicklook: Quicklook) -> str:
    """The address of a quicklook that is kept (`KeptQuicklooks`): the archive is asked for nothing there."""
    return _address(login, f"orders/quicklooks/{quicklook.key}")


def account_mark(login: Login) -> str:
    """Names the account in an address, without saying whose it is."""
    return sha256(login.account.encode()).hexdigest()[:16]


def _address(login: Login, path: str) -> str:
    # Every page lies beside `orders`, also where the desk is served below a path (`server.baseUrlPath`).
    return f"./{path}?{urlencode({'account': account_mark(login)})}"
