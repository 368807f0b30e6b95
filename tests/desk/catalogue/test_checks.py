"""A check on its way, and how its user stops it."""

from threading import Event

import pytest

from components.demo.server import Served
from components.desk.catalogue import checks
from components.desk.catalogue.checks import Check
from components.order.selection import Selection
from components.regards.catalogue.checking import Cancelled
from components.regards.http.connection import Connection
from components.regards.settings import Archive
from components.regards.sign_in.login import Login

PATIENCE = 60  # seconds
SEARCH = "/rs-catalog/complex/search"


@pytest.mark.parametrize(("cancelled", "pages"), [(True, 2), (False, 4)], ids=["cancelled", "not cancelled"])
def test_a_check_ends_with_the_page_during_which_it_is_cancelled(
    demo: Served, signed_in: Login, cancelled: bool, pages: int
) -> None:
    check = Check(Selection(("SWOT",), "mission"))
    with demo.archive.hold(SEARCH, free=1) as second_page:
        check.begin(signed_in.connection(), lambda: None)
        assert second_page.reached.wait(PATIENCE)
        if cancelled:
            check.cancel()
    ended = check.future.exception(PATIENCE)
    assert isinstance(ended, Cancelled) is cancelled
    assert ended is None or ended.__traceback__ is None  # its frames hold the connection, and so the session
    assert len(demo.archive.requests.of("POST", SEARCH)) == pages


def test_an_archive_that_does_not_answer_holds_up_no_check_of_another(monkeypatch: pytest.MonkeyPatch) -> None:
    silent, other = (Archive(name, f"https://{name}.example", "project1") for name in ("silent", "other"))
    answered, selection = Event(), Selection(("SWOT",), "mission")

    def ask(connection: Connection, *_: object) -> None:
        if connection.archive is silent:
            answered.wait(PATIENCE)
        raise Cancelled

    monkeypatch.setattr(checks, "check", ask)
    waiting = [Check(selection) for _ in range(50)]
    for each in waiting:
        each.begin(Connection(silent), lambda: None)
    check = Check(selection)
    check.begin(Connection(other), lambda: None)
    try:
        assert isinstance(check.future.exception(PATIENCE), Cancelled)
    finally:
        answered.set()
        for each in waiting:
            each.future.exception(PATIENCE)
