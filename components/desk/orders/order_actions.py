"""Actions on orders (pause, delete…), each asked of the archive once, also after a double click."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Final

from components.desk.held import Held
from components.desk.workers import Workers
from components.regards.orders.actions import Action

_MOST_AT_ONCE: Final = 4  # of an account: those of others must not wait for an archive that does not answer
_MOST_KEPT: Final = 1_000
_DELETING: Final = frozenset({Action.CANCEL, Action.DELETE})


@dataclass(frozen=True, slots=True, eq=False)
class OrderAction:
    """An action on an order; its outcome is the number of the order to look at next."""

    action: Action
    outcome: Future[int]


class OrderActions:
    """The latest action on each order, of all users of this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._latest: OrderedDict[tuple[str, int], OrderAction] = OrderedDict()
        self._workers = Held[str, Workers](lambda: Workers(_MOST_AT_ONCE, "act"))

    def latest(self, account: str, order_id: int) -> OrderAction | None:
        """The latest action on an order, whether it is under way or over."""
        return self._latest.get((account, order_id))

    def has_deleted(self, account: str, order_id: int) -> bool:
        """Whether the archive was asked here to delete an order, and has done so."""
        latest = self.latest(account, order_id)
        if latest is None or latest.action not in _DELETING or not latest.outcome.done():
            return False
        return latest.outcome.exception() is None

    def ask(
        self, account: str, order_id: int, action: Action, work: Callable[[], int], *, after: OrderAction | None
    ) -> None:
        """Do an action in a worker thread, unless another came in between.

        Args:
            account: whose order it is.
            order_id: its number.
            action: what is asked.
            work: asks it of the archive.
            after: the latest action when the user saw the button: the second half of a double click, or a click in
                a second tab, saw an older one, and changes nothing.
        """
        key = account, order_id
        with self._lock:
            latest = self._latest.get(key)
            if latest is not after or (latest and not latest.outcome.done()):
                return
            self._latest[key] = OrderAction(action, self._workers.of(account).submit(work))
            self._latest.move_to_end(key)
            while len(self._latest) > _MOST_KEPT:
                self._latest.popitem(last=False)
