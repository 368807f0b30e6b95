"""The pictures that a user looked at last are kept, within bounds, and for this user only."""

import threading

import pytest

from components.desk import kept_quicklooks
from components.desk.kept_quicklooks import MOST_KEPT, KeptQuicklooks
from components.desk.workers import Workers
from components.regards.errors import LicenceNotAccepted, LimitReached, Missing, NoRight, RegardsError, SignInAwaited
from components.regards.http.connection import Connection
from components.regards.pictures import NoPicture, Picture, Quicklook
from tests.regards.test_pictures import PNG, quicklook, sending

PATIENCE = 60  # seconds


def numbered(number: int) -> Quicklook:
    return quicklook(address=f"rs-order/orders/files/{number}", name=str(number))


def await_all() -> None:
    """Wait for the workers."""
    for thread in [each for each in threading.enumerate() if each.name == "quicklooks"]:
        thread.join(PATIENCE)
        assert not thread.is_alive()


class Archive:
    """An archive whose pictures have so many bytes, or fail."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.size = 1
        self.failing: dict[int, Exception] = {}
        self.asked: list[int] = []
        monkeypatch.setattr(kept_quicklooks, "read_picture", self._read)

    def _read(self, _connection: object, of: Quicklook) -> Picture:
        self.asked.append(int(of.name))
        if error := self.failing.get(int(of.name)):
            raise error
        return Picture(of.name, "image/png", bytes(self.size))

    def connection(self) -> Connection:
        return None  # type: ignore[return-value] # nobody looks at it

    def fetch(self, kept: KeptQuicklooks, *numbers: int) -> None:
        kept.fetch([numbered(number) for number in numbers], self.connection)
        await_all()


@pytest.fixture
def archive(monkeypatch: pytest.MonkeyPatch) -> Archive:
    return Archive(monkeypatch)


@pytest.fixture
def kept() -> KeptQuicklooks:
    return KeptQuicklooks()


def there(kept: KeptQuicklooks) -> list[int]:
    return [number for number in range(100) if kept.picture(numbered(number).key)]


def test_nothing_is_asked_without_a_click(kept: KeptQuicklooks) -> None:
    assert kept.picture(quicklook().key) is None
    assert not kept.is_coming(quicklook())
    assert not kept.under_way


def test_a_picture_that_was_fetched_is_kept(kept: KeptQuicklooks) -> None:
    with sending(PNG) as server:
        for _ in range(2):
            kept.fetch([quicklook()], server.connection)
            await_all()
    assert kept.picture(quicklook().key) == Picture("file_00001.png", "image/png", PNG)
    assert kept.picture(numbered(2).key) is None
    assert len(server.requests) == 1


def test_pictures_are_asked_for_one_after_the_other_and_each_once(
    kept: KeptQuicklooks, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = Workers(0, "none")  # work that nobody begins
    with monkeypatch.context() as before:
        before.setattr(kept, "_workers", waiting)
        kept.fetch([numbered(1), numbered(2)], archive.connection)
        kept.fetch([numbered(2), numbered(3)], archive.connection)
    assert [kept.is_coming(numbered(number)) for number in range(5)] == [False, True, True, True, False]
    [(_, work)] = waiting._waiting  # noqa: SLF001 - one worker for all
    work()
    assert archive.asked == [1, 2, 3]
    assert not kept.under_way


def test_pictures_that_do_not_come_do_not_hold_up_those_of_another_sign_in(archive: Archive) -> None:
    has_come, may_come = threading.Event(), threading.Event()

    def silent() -> Connection:
        may_come.wait(PATIENCE)
        return archive.connection()

    def answering() -> Connection:
        has_come.set()
        return archive.connection()

    for _ in range(20):
        KeptQuicklooks().fetch([numbered(1)], silent)
    KeptQuicklooks().fetch([numbered(2)], answering)
    assert has_come.wait(PATIENCE)
    may_come.set()
    await_all()


def test_each_change_can_be_noticed(kept: KeptQuicklooks, archive: Archive) -> None:
    before = kept.revision
    archive.fetch(kept, 1)
    fetched = kept.revision
    archive.failing[2] = NoPicture("It is none.")
    archive.fetch(kept, 2)
    assert before < fetched < kept.revision


# Bounds


def test_only_the_last_pictures_are_kept(kept: KeptQuicklooks, archive: Archive) -> None:
    archive.fetch(kept, *range(MOST_KEPT))
    assert there(kept) == list(range(MOST_KEPT))
    archive.fetch(kept, MOST_KEPT)
    assert there(kept) == list(range(1, MOST_KEPT + 1))


def test_only_so_many_bytes_are_kept(kept: KeptQuicklooks, archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_quicklooks, "MOST_BYTES", 30)
    archive.size = 10
    archive.fetch(kept, 1, 2, 3)
    assert there(kept) == [1, 2, 3]
    archive.size = 11
    archive.fetch(kept, 4)
    assert there(kept) == [3, 4]


# Failures


@pytest.mark.parametrize("error", [NoPicture("It is none."), Missing("It is gone."), NoRight("You may not.")])
def test_one_that_cannot_be_shown_keeps_no_other_from_coming(
    kept: KeptQuicklooks, archive: Archive, error: RegardsError
) -> None:
    archive.failing[1] = error
    archive.fetch(kept, 1, 2)
    assert there(kept) == [2]
    assert kept.problem(numbered(1)) is error
    assert kept.problem(numbered(2)) is None


@pytest.mark.parametrize("error", [LimitReached("Enough."), LicenceNotAccepted("Read it first.")])
def test_t38_what_would_stop_the_others_too_spoils_none_of_them(
    kept: KeptQuicklooks, archive: Archive, error: RegardsError
) -> None:
    archive.failing[1] = error
    archive.fetch(kept, 1, 2)
    assert archive.asked == [1]
    assert not kept.under_way


def test_another_click_tries_again(kept: KeptQuicklooks, archive: Archive) -> None:
    archive.failing[1] = LimitReached("Enough.")
    archive.fetch(kept, 1)
    archive.failing.clear()
    archive.fetch(kept, 1)
    assert there(kept) == [1]
    assert kept.problem(numbered(1)) is None


def test_a_fault_of_the_desk_is_told_and_keeps_no_other_from_coming(
    kept: KeptQuicklooks, archive: Archive, caplog: pytest.LogCaptureFixture
) -> None:
    archive.failing[1] = ZeroDivisionError()
    archive.fetch(kept, 1, 2)
    assert (there(kept), kept.under_way) == ([2], False)
    assert isinstance(kept.problem(numbered(1)), NoPicture)
    assert "ZeroDivisionError" in caplog.text


def test_the_end_of_the_session_is_no_problem_of_a_picture(kept: KeptQuicklooks, archive: Archive) -> None:
    archive.failing[1] = SignInAwaited("The session is over.")
    archive.fetch(kept, 1, 2)
    assert (there(kept), kept.problem(numbered(1)), kept.under_way) == ([], None, False)


def test_pictures_that_are_given_up_are_gone_also_one_on_its_way(
    kept: KeptQuicklooks, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.fetch(kept, 1)

    def read(_connection: object, of: Quicklook) -> Picture:
        kept.forget()
        return Picture(of.name, "image/png", b"")

    monkeypatch.setattr(kept_quicklooks, "read_picture", read)
    archive.fetch(kept, 2, 3)
    assert (there(kept), kept.under_way) == ([], False)


def test_why_a_picture_did_not_come_is_kept_without_its_bytes(archive: Archive, kept: KeptQuicklooks) -> None:
    archive.failing[1] = NoPicture("No picture.")
    archive.fetch(kept, 1)
    problem = kept.problem(numbered(1))
    assert problem
    assert (problem.what, problem.__traceback__, problem.__context__) == ("No picture.", None, None)


def test_only_the_latest_problems_are_kept(archive: Archive, kept: KeptQuicklooks) -> None:
    numbers = range(kept_quicklooks.MOST_PROBLEMS + 1)
    archive.failing = {number: NoPicture("No picture.") for number in numbers}
    archive.fetch(kept, *numbers)
    assert [kept.problem(numbered(number)) is None for number in (0, 1, numbers[-1])] == [True, False, False]
