"""Deliveries into folders of this machine: they go on while nobody looks, and each order has one at a time."""

import logging
import threading
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Final

from components.regards.delivery.engine import Delivery, Phase

log = logging.getLogger(__name__)

_MOST_AT_ONCE: Final = 16
_MOST_ENDED: Final = 20
"""Deliveries that have ended and are kept for their pages; of older ones the folder knows what arrived."""


class Deliveries:
    """The deliveries of all users of this process, each found by its account and any of its orders."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._latest: dict[tuple[str, int], Delivery] = {}
        self._running: dict[Delivery, threading.Thread] = {}
        # For each account: the waiting deliveries of one must not hold up another.
        self._places: defaultdict[str, threading.BoundedSemaphore] = defaultdict(
            lambda: threading.BoundedSemaphore(_MOST_AT_ONCE)
        )

    def start(self, account: str, order_ids: Sequence[int], make: Callable[[Sequence[int]], Delivery]) -> None:
        """Begin a delivery of those of these orders that are not being delivered already."""
        with self._lock:
            idle = [each for each in order_ids if not self._is_running(self._latest.get((account, each)))]
            if not idle:
                return
            delivery = make(idle)
            for order_id in idle:
                self._latest.pop((account, order_id), None)  # so that the latest stand last
                self._latest[account, order_id] = delivery
            # A daemon: the server does not wait for it to end. The next delivery goes on from the verified files.
            thread = threading.Thread(
                target=self._run, args=(delivery, self._places[account]), name="delivery", daemon=True
            )
            self._running[delivery] = thread
            thread.start()

    def find(self, account: str, order_id: int) -> Delivery | None:
        """The latest delivery that brings or brought an order of an account."""
        return self._latest.get((account, order_id))

    def runs(self, account: str, order_id: int) -> bool:
        """Whether an order is being delivered now."""
        return self._is_running(self.find(account, order_id))

    def brought(self, account: str) -> frozenset[int]:
        """The orders of an account that deliveries at work bring, so that nobody else need fetch their files."""
        with self._lock:
            mine = [(order_id, each) for (owner, order_id), each in self._latest.items() if owner == account]
            at_work = {each for _, each in mine if self._is_running(each)}
        paused = {each for each in at_work if each.progress().phase is Phase.PAUSED}
        return frozenset(order_id for order_id, each in mine if each in at_work - paused)

    def cancel_all(self, account: str) -> None:
        """End all deliveries of an account; verified files stay."""
        with self._lock:
            for delivery in {each for (owner, _), each in self._latest.items() if owner == account}:
                delivery.cancel()

    def look_now(self, account: str) -> None:
        """Let the waiting deliveries of an account look at once, such as after the user has signed in again."""
        with self._lock:
            for delivery in {each for (owner, _), each in self._latest.items() if owner == account}:
                if delivery.progress().phase is Phase.WAITING:
                    delivery.go_on()

    def _is_running(self, delivery: Delivery | None) -> bool:
        return delivery in self._running

    def _run(self, delivery: Delivery, places: threading.BoundedSemaphore) -> None:
        try:
            with places:
                delivery.run()
        except Exception:  # a fault of ours: the page sees that the delivery no longer runs, and offers to continue
            log.exception("A delivery failed")
        finally:
            with self._lock:
                del self._running[delivery]
                self._forget_oldest()

    def _forget_oldest(self) -> None:
        ended = dict.fromkeys(each for each in self._latest.values() if not self._is_running(each))
        old = set(list(ended)[:-_MOST_ENDED])
        self._latest = {key: each for key, each in self._latest.items() if each not in old}
