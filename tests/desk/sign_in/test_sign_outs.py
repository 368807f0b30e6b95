"""Sign-outs that are kept: here at once, also where several users sign out together."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.orm import Session

from components.desk.database import IN_MEMORY, Database
from components.desk.sign_in.sign_outs import SignOuts

T = TypeVar("T")


class _EndOfAnother(float):
    """The end of a sign-in, during whose comparison somebody else signs out."""

    sign_outs: SignOuts
    is_compared = False

    def __ge__(self, other: float) -> bool:
        if not self.is_compared:
            self.is_compared = True
            self.sign_outs.add("second", 200.0)
        return float(self) >= other

    def __lt__(self, other: float) -> bool:
        return not self >= other


def test_two_sign_outs_at_once_are_both_known_at_once() -> None:
    sign_outs = SignOuts(Database(IN_MEMORY), lambda: 100.0)
    assert not sign_outs.has("second")  # from now on the database is not asked for two seconds
    first = _EndOfAnother(200.0)
    first.sign_outs = sign_outs
    sign_outs.add("first", first)
    sign_outs.add("third", 200.0)
    assert [sign_outs.has(each) for each in ("first", "second", "third", "fourth")] == [True, True, True, False]


class _AskedMeanwhile(Database):
    """A database that is asked for sign-outs, and while it answers somebody else asks for one."""

    def __init__(self) -> None:
        super().__init__(IN_MEMORY)
        self.sign_outs = SignOuts(self, lambda: 100.0)
        self.is_asked = self.said = False

    def read(self, question: Callable[[Session], T]) -> T:
        if not self.is_asked:
            self.is_asked = True
            self.said = self.sign_outs.has("before")
        return super().read(question)


def test_a_sign_out_of_before_the_start_is_known_also_while_another_thread_still_reads_it() -> None:
    database = _AskedMeanwhile()
    SignOuts(database, lambda: 100.0).add("before", 200.0)
    assert database.sign_outs.has("before")
    assert database.said
