"""What a submission does, told by its worker and read by pages."""

from components.desk.submissions import Checking, Progress, Sending
from components.regards.errors import NoAnswer
from components.regards.submission.lost_verdict import Looking
from tests.clocks import Clock


def test_before_its_turn_a_submission_waits() -> None:
    clock = Clock()
    progress = Progress(clock)
    clock.advance(7)
    assert progress.read() == (None, 7)


def test_the_seconds_of_each_step_are_counted_from_its_beginning() -> None:
    clock = Clock()
    progress = Progress(clock)
    progress.tell(Checking())
    clock.advance(7)
    progress.tell(Sending(0, 1, 90.0))
    clock.advance(2)
    assert progress.read() == (Sending(0, 1, 90.0), 2)


def test_of_a_search_the_seconds_that_are_left_are_told_and_never_less_than_none() -> None:
    clock = Clock()
    progress = Progress(clock)
    looking = Looking(NoAnswer("Lost."), clock() + 90)
    progress.tell(looking)
    clock.advance(60)
    assert progress.read() == (looking, 30)
    clock.advance(60)
    assert progress.read() == (looking, 0)


def test_the_whole_submission_is_counted_from_its_beginning_over_all_steps() -> None:
    clock = Clock()
    progress = Progress(clock)
    clock.advance(7)
    progress.tell(Checking())
    clock.advance(2)
    assert progress.seconds == 9
