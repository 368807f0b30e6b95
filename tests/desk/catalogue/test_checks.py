"""A check on its way, and how its user stops it."""

import pytest

from components.demo.server import Served
from components.desk.catalogue.checks import Check
from components.order.selection import Selection
from components.regards.catalogue.checking import Cancelled
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
