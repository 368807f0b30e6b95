"""The submissions of this process: each draft is sent once, by a worker thread, however often it is clicked.

A script of Streamlit can be interrupted at any moment, so it must not submit by itself: what follows the POST might
never run, and a second click would send a second order. Here the first caller wins, a worker thread does the work,
and every other caller, also in a new tab, finds the same submission.
"""

import threading
from collections.abc import Callable
from concurrent.futures import Future, wait
from typing import Final

from components.desk.held import Held
from components.desk.submissions.progress import Progress, SentElsewhere
from components.desk.workers import Workers
from components.regards.submission.submission import Batch, NotOrdered, Unchecked, Unknown

_MOST_KEPT: Final = 200  # that have ended, some with all that the catalogue said; the order book knows what was sent


class Submission:
    """A submission on its way, or with its result."""

    def __init__(self, future: Future[Batch], progress: Progress) -> None:
        self.future = future
        self.progress = progress

    @staticmethod
    def ended(batch: Batch) -> "Submission":
        """A submission that has its result."""
        future: Future[Batch] = Future()
        future.set_result(batch)
        return Submission(future, Progress())

    def done(self) -> bool:
        """Whether it has its result."""
        return self.future.done()

    @property
    def is_lost(self) -> bool:
        """Whether it ended without a verdict, and without an order that has appeared."""
        end = self.result().end if self.done() else None
        return isinstance(end, Unknown) and not end.candidates

    def result(self, wait: float | None = None) -> Batch:
        """The result, awaited for so many seconds at most."""
        return self.future.result(wait)


class SubmissionElsewhere(Submission):
    """A submission that another replica carries out.

    Args:
        is_under_way: whether it does.
        outcome: what has become of it so far.
    """

    def __init__(self, is_under_way: Callable[[], bool], outcome: Callable[[], Batch]) -> None:
        super().__init__(Future(), Progress())
        self.progress.tell(SentElsewhere())
        self._is_under_way = is_under_way
        self._outcome = outcome

    def done(self) -> bool:
        """Whether it has its result."""
        return not self._is_under_way()

    def result(self, wait: float | None = None) -> Batch:  # noqa: ARG002 - as of its class
        """The result so far; nobody is waited for."""
        return self._outcome()


class Submissions:
    """The submissions of all users of this process, each found by its account and its draft's key."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._submissions: dict[tuple[str, str], Submission] = {}
        self._stopping = False
        # One thread for each account: the waiting submissions of one must not hold up another.
        self._workers = Held[str, Workers](lambda: Workers(1, "submission"))

    def submit(self, account: str, draft_key: str, work: Callable[[], Batch], progress: Progress | None = None) -> None:
        """Do the work in a worker thread, unless this draft is already on its way or there.

        An account's submissions take turns: two at once would mix in its one basket (contract C.1).
        """
        with self._lock:
            if (account, draft_key) in self._submissions:
                return
            future = self._workers.of(account).submit(_alone, work)
            submission = Submission(future, progress or Progress())
            self._submissions[account, draft_key] = submission
            if self._stopping:
                submission.progress.stop()
            ended = [key for key, each in self._submissions.items() if each.done()]
            for key in ended[: max(len(self._submissions) - _MOST_KEPT, 0)]:
                del self._submissions[key]

    def ask_to_stop(self) -> None:
        """Let each submission settle the request that is on its way, and send no other; the order book has the rest."""
        with self._lock:
            self._stopping = True
        for each in self._under_way():
            each.progress.stop()

    def wait(self, patience: float) -> None:
        """Wait until all have their results, for so many seconds at most."""
        wait([each.future for each in self._under_way()], patience)

    def find(self, account: str, draft_key: str) -> Submission | None:
        """The submission of a draft, if there is one."""
        return self._submissions.get((account, draft_key))

    def _under_way(self) -> list[Submission]:
        with self._lock:
            return [each for each in self._submissions.values() if not each.done()]


def _alone(work: Callable[[], Batch]) -> Batch:
    """The result, without what its error holds."""
    batch = work()
    if isinstance(batch.end, NotOrdered | Unchecked | Unknown):
        batch.end.cause.alone()
    return batch
