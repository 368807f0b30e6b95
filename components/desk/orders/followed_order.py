"""One order while a page follows it: what was read of it last."""

from pathlib import Path

from components.desk.desk import Desk
from components.desk.polling import Reading
from components.regards import order_files, orders
from components.regards.delivery.folder import Folder, folder_of
from components.regards.errors import NoAnswer, Unreachable
from components.regards.records import Order, OrderFile


class FollowedOrder:
    """An order of the archive, read again by worker threads while somebody looks.

    Args:
        desk: whose order it is.
        order_id: its number.
        root: the user's folder of deliveries on this machine, None where there is none.

    Attributes:
        order: the order, read last.
        files: its files; those of an order that expired stay as they were listed last (contract C.4).
        folder: what an earlier delivery brought, None where there was none.
    """

    def __init__(self, desk: Desk, order_id: int, root: Path | None) -> None:
        every = desk.login.archive.poll_every
        self.order = Reading(lambda: orders.read(desk.connection, order_id), every)
        self.files = Reading(lambda: self._list(desk), every)
        self.folder = Reading(lambda: self._open(root))
        self._listed_of: Order | None = None

    def begin(self) -> None:
        """Begin to read the order."""
        self.order.renew()

    def look(self) -> None:
        """Take over what was read, and begin to read again what is due."""
        self.order.renew_when_due()
        if self.order.value:
            self.files.renew_when_due()
            if self.order.value != self._listed_of:  # the order has moved on, and its files with it
                self._listed_of = self.order.value
                self.files.renew()
            if self.folder.value is None:
                self.folder.renew_when_due()

    def moves(self) -> bool:
        """Whether to look again: also while files wait, because downloading them changes their state."""
        if self.order.value is None:
            return self.order.error is None or isinstance(self.order.error, NoAnswer | Unreachable)
        if self.files.value is None or self.files.under_way:  # what is known may be older than the order
            return True
        if self.order.value.gone:
            return False
        return self.order.value.moving or any(file.available for file in self.files.value)

    def _list(self, desk: Desk) -> tuple[OrderFile, ...]:
        listed = order_files.files(desk.connection, self.order.value) if self.order.value else ()
        return listed or self.files.value or ()  # an expired order has lost its list (contract C.4)

    def _open(self, root: Path | None) -> Folder | None:
        """What an earlier delivery brought, if there was one."""
        order = self.order.value
        return Folder(root, order) if root and order and folder_of(root, order).exists() else None
