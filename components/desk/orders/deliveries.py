"""Deliveries into folders of this machine: they go on while nobody looks, and each order has one at a time.

That holds for all replicas together: each delivery that runs has a lease for each of its orders.
"""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from components.desk.held import Held
from components.desk.leases import RENEWED_EVERY, Leases
from components.regards.delivery.engine import Delivery, Phase

log = logging.getLogger(__name__)

_MOST_AT_ONCE: Final = 16
_MOST_ENDED: Final = 20
"""Deliveries that have ended and are kept for their pages; of older ones the folder knows what arrived."""


@dataclass(frozen=True, slots=True)
class _Run:
    """A delivery at work: whose it is, which orders it brings, and its thread."""

    account: str
    order_ids: tuple[int, ...]
    thread: threading.Thread

    @property
    def leases(self) -> frozenset[str]:
        """The names of its leases."""
        return frozenset(_lease(self.account, each) for each in self.order_ids)


class Deliveries:
    """The deliveries of all users of this process, each found by its account and any of its orders.

    Args:
        leases: those of this replica.
    """

    def __init__(self, leases: Leases) -> None:
        self._leases = leases
        self._lock = threading.Lock()
        # Beginnings, renewals and ends take turns, or the end of a delivery would give back the leases of the next one,
        # and a renewal would take them again. Not by the lock above: pages need that one, and the database may be slow.
        self._leasing = threading.Lock()
        self._latest: dict[tuple[str, int], Delivery] = {}
        self._running: dict[Delivery, _Run] = {}
        self._keeper: threading.Thread | None = None
        self._stopped = threading.Event()
        # For each account: the waiting deliveries of one must not hold up another.
        self._places = Held[str, threading.BoundedSemaphore](lambda: threading.BoundedSemaphore(_MOST_AT_ONCE))

    def start(self, account: str, order_ids: Sequence[int], make: Callable[[Sequence[int]], Delivery]) -> None:
        """Begin a delivery of those of these orders that are not being delivered already, here or elsewhere.

        Once all were stopped none begins: nobody would renew its leases.
        """
        with self._leasing:
            if self._stopped.is_set():
                return
            held = self._leases.take(_lease(account, each) for each in order_ids)
            self._start(account, [each for each in order_ids if _lease(account, each) in held], make)

    def find(self, account: str, order_id: int) -> Delivery | None:
        """The latest delivery that brings or brought an order of an account."""
        return self._latest.get((account, order_id))

    def runs(self, account: str, order_id: int) -> bool:
        """Whether an order is being delivered now, by this process."""
        return self._is_running(self.find(account, order_id))

    def runs_elsewhere(self, account: str, order_id: int) -> bool:
        """Whether another replica is delivering an order, as of some seconds ago."""
        return self._leases.has_other(_lease(account, order_id))

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

    def stop(self, patience: float) -> None:
        """Break all deliveries off, so that they can be continued at once, here or in another replica.

        Args:
            patience: seconds to wait at most for those that are at work.
        """
        until = time.monotonic() + patience
        with self._leasing:  # none begins in between
            self._stopped.set()
            with self._lock:
                running = dict(self._running)
        for delivery in running:
            delivery.break_off()
        for run in running.values():
            run.thread.join(max(until - time.monotonic(), 0.0))
        self._leases.give_back(name for run in running.values() for name in run.leases)

    def renew(self) -> None:
        """Renew the leases of what runs. A delivery whose orders another replica brings meanwhile is given up."""
        with self._leasing:
            with self._lock:
                running = dict(self._running)
            held = self._leases.take(name for run in running.values() for name in run.leases)
        for delivery, run in running.items():
            if not run.leases <= held:
                log.warning("A delivery was given up: another replica has gone on with it")
                self._give_up(delivery, run)

    def _start(self, account: str, mine: Sequence[int], make: Callable[[Sequence[int]], Delivery]) -> None:
        with self._lock:
            idle = tuple(each for each in mine if not self._is_running(self._latest.get((account, each))))
            if not idle:
                return
            delivery = make(idle)
            for order_id in idle:
                self._latest.pop((account, order_id), None)  # so that the latest stand last
                self._latest[account, order_id] = delivery
            # A daemon: the server does not wait for it to end. The next delivery goes on from the verified files.
            thread = threading.Thread(
                target=self._run, args=(delivery, self._places.of(account)), name="delivery", daemon=True
            )
            self._running[delivery] = _Run(account, idle, thread)
            thread.start()
            if self._keeper is None:
                self._keeper = threading.Thread(target=self._keep, name="delivery-leases", daemon=True)
                self._keeper.start()

    def _give_up(self, delivery: Delivery, run: _Run) -> None:
        with self._lock:
            for order_id in run.order_ids:
                if self._latest.get((run.account, order_id)) is delivery:
                    del self._latest[run.account, order_id]
        delivery.break_off()

    def _keep(self) -> None:
        """Renew the leases while anything runs."""
        while not self._stopped.wait(RENEWED_EVERY):
            with self._lock:
                if not self._running:
                    self._keeper = None
                    return
            try:
                self.renew()
            except Exception:  # what runs must not lose its later leases
                log.exception("The leases of deliveries could not be renewed")

    def _is_running(self, delivery: Delivery | None) -> bool:
        return delivery in self._running

    def _run(self, delivery: Delivery, places: threading.BoundedSemaphore) -> None:
        try:
            with places:
                delivery.run()
        except Exception:  # a fault of ours: the page sees that the delivery no longer runs, and offers to continue
            log.exception("A delivery failed")
        with self._leasing:
            try:
                if not self._stopped.is_set():  # else `stop` does it
                    self._leases.give_back(self._running[delivery].leases)
            finally:
                with self._lock:
                    del self._running[delivery]
                    self._forget_oldest()

    def _forget_oldest(self) -> None:
        ended = dict.fromkeys(each for each in self._latest.values() if not self._is_running(each))
        old = set(list(ended)[:-_MOST_ENDED])
        self._latest = {key: each for key, each in self._latest.items() if each not in old}


def _lease(account: str, order_id: int) -> str:
    return f"delivery {order_id} {account}"
