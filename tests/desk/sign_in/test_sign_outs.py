"""Sign-outs that are kept: here at once, also where several users sign out together."""

from components.desk.database import IN_MEMORY, Database
from components.desk.sign_in.sign_outs import SignOuts


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
