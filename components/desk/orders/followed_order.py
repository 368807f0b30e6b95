"""One order while a page follows it: what was read of it last."""

from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final, NamedTuple, cast

from components.desk.polling import Reading
from components.regards.delivery.folder import Folder, find_folder
from components.regards.errors import Missing, NoRight, Refused, RegardsError
from components.regards.orders import order_files
from components.regards.orders.records import Order, OrderFile
from components.regards.orders.statuses import FileState, OrderStatus
from components.regards.sign_in.session import Session

FINAL: Final = (Missing, NoRight, Refused)
"""Answers that do not change by asking again; every other error may pass."""


_LONGEST_READING: Final = 1.0  # seconds that a page waits for a folder; that of a large order is read meanwhile
_MOST_UNLISTED: Final = 10
"""Times in a row at which the number of available files stands for the list: a file that was downloaded may be
downloaded again elsewhere, and fail, which no number tells."""


class _Listing(NamedTuple):
    """The files of an order, the numbers of the available ones, and the order as it was when they were listed."""

    order: Order
    files: tuple[OrderFile, ...]
    available: frozenset[int] = frozenset()


class BrokenOff(NamedTuple):
    """A delivery of an order that ended with its process: when it last looked, and how many files it had verified."""

    order_id: int
    at: datetime
    verified: int
    files: int


class FollowedOrder:
    """An order of the archive, read again by worker threads while somebody looks, in one tab or in several.

    Args:
        session: of the user whose order it is.
        order_id: its number.
        root: the user's folder of deliveries on this machine, None where there is none.

    Attributes:
        order: the order, read last.
        folder: what an earlier delivery brought, None where there was none.
    """

    def __init__(self, session: Session, order_id: int, root: Path | None) -> None:
        archive = session.login.archive
        every, name = archive.poll_every, archive.name
        self.order = Reading(lambda: order_files.order(session.connection, order_id), every, archive=name)
        self.folder = Reading(lambda: self._open(root, archive.delivery_mode), archive=name)
        self._listing = Reading(lambda: self._list(session), every, archive=name)
        self._unlisted = 0
        self._doubted = 0

    @property
    def latest(self) -> Order | None:
        """The order as it was read last; one that the archive had and no longer has counts as deleted.

        It allows no action while the archive denies its files and has not said since that it has the order still.
        """
        order = self.order.value
        if order is not None and isinstance(self.order.error, Missing):
            return replace(order, status=OrderStatus.DELETED, expires=None, waiting_for_user=False, links=frozenset())
        return replace(order, links=frozenset()) if order and self._is_doubtful else order

    @property
    def files(self) -> tuple[OrderFile, ...] | None:
        """Its files, None while they are not known; those of an order that expired stay (contract C.4)."""
        return self._listing.value.files if self._listing.value else None

    @property
    def broken_off(self) -> BrokenOff | None:
        """The delivery into the user's folder that was broken off, None if there was none."""
        folder, order = self.folder.value, self.order.value
        if folder is None or order is None or folder.broken_off is None:
            return None
        return BrokenOff(order.order_id, folder.broken_off, folder.verified, max(order.files, len(folder.files)))

    @property
    def errors(self) -> tuple[RegardsError, ...]:
        """Why the order or its files could not be read the last time."""
        return tuple(reading.error for reading in (self.order, self._listing) if reading.error)

    @property
    def silence(self) -> float:
        """For how many seconds the archive has owed an answer."""
        return max(self.order.silence, self._listing.silence)

    @property
    def known(self) -> bool:
        """Whether the files were listed for the order as it was read last; if not, they may be older than it."""
        return self._listing.value is not None and self._listing.value.order == self.order.value

    @property
    def moves(self) -> bool:
        """Whether its files may change without the user's doing, also because others download them."""
        order = self.latest
        if order is None or order.gone:
            return False
        hardly_begun = order.unseen and not self.files
        return order.moving or hardly_begun or bool(self._listing.value and self._listing.value.available)

    @property
    def _is_doubtful(self) -> bool:
        """Whether the archive has denied the files since the order was read."""
        return self._doubted == self.order.times

    @property
    def unsettled(self) -> bool:
        """Whether a reading is under way or will be repeated, so that what is drawn may soon be another."""
        if isinstance(self.order.error, FINAL):
            return False
        if isinstance(self._listing.error, FINAL):
            return self._is_doubtful
        readings = (self.order, self._listing, self.folder)
        return not self.known or bool(self.errors) or any(reading.under_way for reading in readings)

    def take(self) -> tuple[Future[Any], ...]:
        """Take over what was read; return those readings under way that are the first."""
        readings: tuple[Reading[Any], ...] = self.order, self._listing, self.folder
        for reading in readings:
            reading.take()
        if self.files is None:
            self.look()
        return tuple(reading.first for reading in readings if reading.first)

    def look(self) -> None:
        """Take over what was read, and begin to read again what is due."""
        self.order.renew_when_due()
        if self.order.value is None:
            return
        self._listing.renew_when_due()
        if not self.known and not self._listing.error:  # the order has moved on, and its files with it
            self._listing.renew()
        if self.folder.value is None:
            self.folder.renew_when_due()
        self.folder.take()

    def look_now(self) -> None:
        """Begin to read all of it again, however lately it was read."""
        self.order.renew()
        if self.order.value:
            self._listing.renew()
            self.folder.renew()

    def read_folder(self) -> None:
        """Read what stands in the folder now, and wait for it a little."""
        self.folder.take(_LONGEST_READING)  # one that has begun earlier
        self.folder.renew()
        self.folder.take(_LONGEST_READING)

    def look_when_older(self, than: float) -> None:
        """Begin to read again what was read more than so many seconds ago."""
        readings: tuple[Reading[Any], ...] = self.order, self._listing, self.folder
        for reading in readings if self.order.value else ():
            reading.renew_when_older(than)

    def _list(self, session: Session) -> _Listing:
        """The files as they are now; they are listed again only if they may have changed: there may be very many."""
        order = cast("Order", self.order.value)  # nothing is listed before the order was read
        before = self._listing.value
        if before and self._is_still(session, order, before):
            self._unlisted += 1
            return before
        self._unlisted = 0
        try:
            listed = order_files.files(session.connection, order)
        except Missing:
            self._doubt_order()
            raise
        if order.gone:  # it has lost its list (contract C.4)
            return _Listing(order, listed or self.files or ())
        together = (*listed, *_left(self.files or (), listed))
        files = tuple(sorted(together, key=lambda file: (file.name, file.file_id)))
        available = frozenset(file.file_id for file in listed if file.available)
        # The same tuple is compared at once, and what a page has made of it stays.
        return _Listing(order, before.files if before and before.files == files else files, available)

    def _doubt_order(self) -> None:
        """Read the order again: it may be gone with its files. A list that is never shown says so once."""
        if not isinstance(self._listing.error, Missing):
            self.order.take()
            self._doubted = self.order.times
            self.order.renew()

    def _is_still(self, session: Session, order: Order, before: _Listing) -> bool:
        """Whether nothing tells that the files have changed since they were listed."""
        may_tell = order == before.order and not order.unseen and not order.gone and self._unlisted < _MOST_UNLISTED
        return may_tell and order_files.are_still_available(session.connection, order.order_id, before.available)

    def _open(self, root: Path | None, mode: int) -> Folder | None:
        """What an earlier delivery brought, if there was one."""
        order = self.order.value
        return find_folder(root, order, mode) if root and order else None


def _left(before: Sequence[OrderFile], listed: Sequence[OrderFile]) -> Iterator[OrderFile]:
    """The files that were available and are no longer listed, where only available ones are (contract C.6)."""
    still = {file.file_id for file in listed}
    for file in before:
        if file.file_id not in still and file.state in {FileState.AVAILABLE, FileState.UNLISTED}:
            yield replace(file, state=FileState.UNLISTED)
