"""The deliveries of some orders into the user's folder, on the machine of the desk."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from components.desk.desk import Desk
from components.desk.orders.followed_order import BrokenOff, FollowedOrder
from components.desk.orders.situation import InFolder
from components.desk.shared_state import SharedState
from components.regards.delivery.engine import Delivery
from components.regards.delivery.file_names import safe_name
from components.regards.delivery.folder import folder_of
from components.regards.delivery.receipt import Receipt
from components.regards.delivery.snapshot import Snapshot
from components.regards.orders.order_files import ConnectedArchive
from components.regards.orders.records import Order
from components.regards.sign_in.login import Login

_HERE: Final = "here"
_ELSEWHERE: Final = "elsewhere"


def folder_of_user(login: Login) -> Path | None:
    """The user's folder on this machine, None where the settings offer none."""
    if not login.archive.delivery_folder:
        return None
    names = (login.archive.name, login.project, login.username)
    return Path(login.archive.delivery_folder).joinpath(*map(safe_name, names))


class IntoFolder:
    """What the deliveries of some orders do and have brought, in this process and in others.

    Args:
        desk: whose orders they are.
        state: of this process.
        followed: the orders, by number.

    Attributes:
        root: the user's folder, None where the settings offer none.
    """

    def __init__(self, desk: Desk, state: SharedState, followed: Mapping[int, FollowedOrder]) -> None:
        self.root = folder_of_user(desk.login)
        self._desk = desk
        self._state = state
        self._followed = followed
        self._deliveries = state.deliveries_of(desk.login.archive)
        self._places_of_work: dict[int, str] = {}
        self._brought: dict[int, Snapshot] = {}

    @property
    def place(self) -> Path | None:
        """The folder into which the files come: that of the order; of several orders, the one that holds theirs."""
        [order, *others] = [each.latest for each in self._followed.values()]
        return folder_of(self.root, order) if self.root and order and not others else self.root

    def look(self) -> None:
        """Read again what a delivery may have changed that has ended since the last look."""
        for order_id, each in self._followed.items():
            before, now = self._places_of_work.get(order_id), self._place_of_work(order_id)
            self._places_of_work[order_id] = now
            has_ended = bool(before) and not now
            if has_ended:
                each.look_now()  # it has changed what the archive says
            is_kept_here = self.delivery(order_id) and before != _ELSEWHERE
            if not is_kept_here and (has_ended or (before is None and each.broken_off)):
                each.read_folder()  # it may have brought more than is known here

    def deliver(self) -> None:
        """Bring the files of these orders into the user's folder, unless that is under way."""
        root, archive = self.root, self._desk.login.archive
        if root is None:
            return
        # It goes on when the page is closed, and waits where the session is over, until the user signs out.
        connection = self._state.sessions.lasting(self._desk.session)
        self._deliveries.start(
            self._desk.account,
            tuple(self._followed),
            lambda order_ids: Delivery(
                ConnectedArchive(connection),
                root,
                order_ids,
                mode=archive.delivery_mode,
                every=archive.poll_every,
                largest_unannounced=archive.largest_unannounced_file,
                place=self._state.streams.of(self._desk.account).place,
            ),
        )

    def go_on(self) -> None:
        """End the pauses of the deliveries of these orders."""
        for delivery in self.deliveries:
            delivery.go_on()

    def delivery(self, order_id: int) -> Delivery | None:
        """The latest delivery of an order in this process."""
        return self._deliveries.find(self._desk.account, order_id)

    @property
    def deliveries(self) -> Mapping[Delivery, bool]:
        """The latest deliveries of these orders, each with whether it is at work."""
        found = {each: order_id for order_id in self._followed if (each := self.delivery(order_id))}
        return {each: self.is_at_work_here(order_id) for each, order_id in found.items()}

    @property
    def broken_off(self) -> tuple[BrokenOff, ...]:
        """The deliveries of these orders that ended with an earlier process, and were not continued since."""
        under_way = self.elsewhere
        found = (
            each.broken_off
            for order_id, each in self._followed.items()
            if not self.delivery(order_id) and order_id not in under_way
        )
        return tuple(each for each in found if each)

    @property
    def elsewhere(self) -> tuple[int, ...]:
        """The orders that another replica is delivering."""
        return tuple(filter(self._is_at_work_elsewhere, self._followed))

    def is_at_work(self, order_id: int) -> bool:
        """Whether an order is being delivered now, here or by another replica."""
        return bool(self._place_of_work(order_id))

    def is_at_work_here(self, order_id: int) -> bool:
        """Whether an order is being delivered now, by this process."""
        return self._deliveries.runs(self._desk.account, order_id)

    def is_brought(self, order_id: int) -> bool:
        """Whether a delivery of an order is at work, and not paused: then nothing waits for the user."""
        return order_id in self._deliveries.brought(self._desk.account)

    def brought(self, order: Order) -> Snapshot | None:
        """What is known of the files in the folder; a delivery knows nothing before it has read the order."""
        delivery, folder = self.delivery(order.order_id), self._followed[order.order_id].folder.value
        if delivery and (snapshot := delivery.snapshot(order.order_id)):
            self._brought[order.order_id] = snapshot
            if self.is_at_work_here(order.order_id):
                return snapshot
        latest = self._brought.get(order.order_id)
        if folder and (latest is None or len(folder.proofs) > len(latest.proofs)):  # what is verified stays so
            return Snapshot(order, tuple(folder.files.values()), folder.proofs, {})
        return latest

    def outcome(self, orders: Sequence[Order], receipt: Receipt) -> InFolder | None:
        """What the latest deliveries brought, of all files of their orders; None where there is no delivery.

        An order that its delivery has not read yet counts with what an earlier one brought.
        """
        delivered = [order for order in orders if self.delivery(order.order_id)]
        if not delivered:
            return None
        numbers = {order.order_id for order in delivered}
        proofs = [proof for each in map(self.brought, delivered) if each for proof in each.proofs.values()]
        ordered = sum(line.ordered for line in receipt.orders if line.order_id in numbers)
        verified = sum(proof.verified for proof in proofs)
        return InFolder(ordered, verified, len(proofs) - verified)

    def _place_of_work(self, order_id: int) -> str:
        """Where an order is being delivered now; "" where it is not."""
        return _HERE if self.is_at_work_here(order_id) else _ELSEWHERE if self._is_at_work_elsewhere(order_id) else ""

    def _is_at_work_elsewhere(self, order_id: int) -> bool:
        return self._deliveries.runs_elsewhere(self._desk.account, order_id)
