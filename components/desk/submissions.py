"""Orders on their way to the archive: each draft is submitted once, whatever is clicked or refreshed.

A script can be interrupted at any moment, so it must not submit by itself: what follows the POST might never
run, and a second click would send a second order. Here the first caller wins, a worker thread does the work,
and everybody else, also a new tab, finds the same submission.
"""

import threading
from collections import OrderedDict, defaultdict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from components.regards.submission import Batch

_MOST_AT_ONCE = 16
_MOST_KEPT = 10_000


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


def _in_turn(turn: threading.Lock, work: Callable[[], Batch]) -> Batch:
    with turn:
        return work()
