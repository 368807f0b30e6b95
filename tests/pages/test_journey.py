"""The same journey on archives that show much or little: sign in, compose, check, submit, follow, deliver, receipt."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urljoin

import pytest
import requests
from starlette.applications import Starlette
from starlette.routing import Route
from streamlit.testing.v1 import AppTest

from components.demo.archive import Archive as DemoArchive
from components.demo.listening import listening
from components.demo.server import serve
from components.desk.browser_downloads import zip_address
from components.desk.desk import Desk
from components.desk.shared_state import shared
from components.order.basket_request import BasketRequest
from components.regards.settings import Archive, OrderThrough
from components.web import downloads, login_cookie
from tests import four_calls
from tests.conftest import Offer
from tests.few_rights import WITH_ITS_ORDERS, WITHOUT_ORDERS, serve_with_few_rights
from tests.four_calls import Guide
from tests.pages.conftest import FRAME, press
from tests.pages.waiting import until
from tests.ui.draw_block import order_rows, text_of_page

PATIENCE = 60  # seconds
CATALOGUE = "The catalogue cannot be looked at here"
BASKET = "Your basket cannot be looked at here"
ORDERS = "The list of your orders cannot be looked at here"
ALL_VERIFIED = "arrived and are verified."
ALL_LISTED = "Every file that the archive has listed has arrived."


@dataclass(frozen=True)
class Site:
    """An archive with a user, and how many files come of what they order."""

    url: str
    project: str
    username: str
    password: str
    pasted: str
    files: int
    applied: Callable[[], int]


def demo_site(archive: DemoArchive, url: str) -> Site:
    def applied() -> int:
        return len(archive.requests.of("POST", "/user/orders/apply") + archive.requests.of("POST", "/user/orders"))

    return Site(url, archive.project, "user@demo.example", "demo", "my_product_id_1\nmy_product_id_2", 2, applied)


def guide_site(guide: Guide) -> Site:
    files = sum(map(len, guide.parts))
    return Site(guide.url, four_calls.PROJECT, four_calls.USER, four_calls.PASSWORD, "a", files, lambda: guide.applied)


Open = Callable[..., Site]
Enter = Callable[..., AppTest]


@pytest.fixture
def open_site() -> Iterator[Open]:
    """A function that serves an archive until the test ends."""
    with ExitStack() as running:

        def begin(archive: Guide | DemoArchive, rights: str = "", failing: Mapping[str, int] = {}) -> Site:
            if isinstance(archive, Guide):
                return guide_site(running.enter_context(four_calls.four_calls(archive)))
            if rights:
                return demo_site(archive, running.enter_context(serve_with_few_rights(archive, rights, failing)))
            return demo_site(archive, running.enter_context(serve(archive)).url)

        yield begin
        wait_for_deliveries()


@pytest.fixture
def enter(offer: Offer, tmp_path: Path) -> Enter:
    """A function that signs in to an archive."""

    def sign_in(site: Site, way: OrderThrough = OrderThrough.APPLY) -> AppTest:
        offered = Archive("Archive", site.url, site.project, poll_every=0.05, delivery_folder=str(tmp_path))
        offer(replace(offered, order_through=way, first_way="folder"))
        app = AppTest.from_file(str(FRAME), default_timeout=PATIENCE).run()
        app.text_input(key="username").input(site.username)
        app.text_input(key="password").input(site.password)
        return press(app, "Sign in")

    return sign_in


def wait_for_deliveries() -> None:
    for thread in [each for each in threading.enumerate() if each.name == "delivery"]:
        thread.join(PATIENCE)
        assert not thread.is_alive()


def desk_of(app: AppTest) -> Desk:
    desk: Desk = app.session_state["desk"]
    return desk


def labels(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


def submitted(app: AppTest, label: str = "Submit order") -> str:
    """Click, wait for what becomes of it, and give the text of the page."""
    press(app, label)
    submission = desk_of(app).submission()
    assert submission
    submission.result(PATIENCE)
    app.run()
    return text_of_page(app)


def ordered(app: AppTest, site: Site) -> str:
    """Compose, check and submit; gives what was said before the order went out. The page goes on to the order."""
    app.text_area[0].input(site.pasted).run()
    press(app, "Check with the catalogue")
    check = desk_of(app).draft_check.current()
    assert check
    check.future.exception(PATIENCE)
    app.run()
    said = text_of_page(app)
    assert not app.error
    asked = submitted(app)
    if "Submit all the same" in labels(app):
        said = asked
        assert site.applied() == 0
        asked = submitted(app, "Submit all the same")
    assert "is accepted" in asked
    assert app.title[0].value.startswith("Order ")
    return said


def delivered(app: AppTest) -> str:
    """Have all files brought into the folder; gives the text of the page."""
    bring = "Bring all files into this folder"
    until(app, lambda: bring in labels(app))
    press(app, bring)
    wait_for_deliveries()
    comes = "The files come into the folder by themselves"
    until(app, lambda: comes not in text_of_page(app) and "Receipt as CSV" in buttons(app))
    return text_of_page(app)


def buttons(app: AppTest) -> list[str]:
    return [each.proto.label for each in app.get("download_button")]


def names_in(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.rglob("*") if each.is_file() and ".order-desk" not in each.parts)


@pytest.mark.parametrize("way", OrderThrough)
@pytest.mark.parametrize("documented", [False, True], ids=["coded", "documented"])
def test_where_all_is_shown(
    new_demo: Callable[[], DemoArchive], open_site: Open, enter: Enter, documented: bool, way: OrderThrough
) -> None:
    archive = new_demo()
    archive.documented = documented
    site = open_site(archive)
    app = enter(site, way)
    said = ordered(app, site)
    assert "cannot be looked at" not in said
    assert ("Its name on the archive: 2 products, 20" in said) is (way is OrderThrough.BASKET)
    page = delivered(app)
    assert ALL_VERIFIED in page
    assert "cannot be looked at" not in page
    assert site.applied() == 1


@pytest.mark.parametrize("documented", [False, True], ids=["coded", "documented"])
def test_where_only_orders_and_their_files_are_shown(
    new_demo: Callable[[], DemoArchive], open_site: Open, enter: Enter, documented: bool
) -> None:
    archive = new_demo()
    archive.documented = documented
    site = open_site(archive, WITH_ITS_ORDERS)
    app = enter(site)
    said = ordered(app, site)
    assert [said.count(each) for each in (CATALOGUE, BASKET, ORDERS)] == [1, 1, 1]
    assert ALL_VERIFIED in delivered(app)
    assert site.applied() == 1


@pytest.mark.parametrize("documented", [False, True], ids=["coded", "documented"])
def test_where_only_the_files_of_orders_are_shown(
    new_demo: Callable[[], DemoArchive], open_site: Open, enter: Enter, documented: bool
) -> None:
    archive = new_demo()
    archive.documented = documented
    site = open_site(archive, WITHOUT_ORDERS)
    app = enter(site)
    ordered(app, site)
    page = delivered(app)
    assert ALL_LISTED in page
    assert f"{site.files} files listed = {site.files} delivered and verified" in page
    assert ALL_VERIFIED not in page


GUIDES: dict[str, Callable[[], Guide]] = {
    "201, flat": Guide,
    "200, wrapped": lambda: Guide(granted=200, wrapped=True),
    "coded": lambda: Guide(granted=200, wrapped=True, documented=False, parts=[{"a.nc": b"one", "b.nc": b"two"}]),
}


@pytest.mark.parametrize("new_guide", GUIDES.values(), ids=GUIDES)
def test_where_there_are_only_the_four_calls_of_the_guide(
    new_guide: Callable[[], Guide], open_site: Open, enter: Enter, tmp_path: Path
) -> None:
    site = open_site(new_guide())
    app = enter(site)
    said = ordered(app, site)
    assert [said.count(each) for each in (CATALOGUE, BASKET, ORDERS)] == [1, 1, 1]
    page = delivered(app)
    assert f"{site.files} files listed = {site.files} delivered and verified" in page
    assert ALL_LISTED in page
    assert ALL_VERIFIED not in page
    assert "they come in the ZIP only" in page
    assert "Click on the name of a file" not in page
    assert [name for name in names_in(tmp_path) if name.endswith(".nc")] == ["a.nc", "b.nc", "c.nc"][: site.files]
    assert site.applied() == 1


def test_what_an_interrupted_order_has_left_in_the_basket_is_emptied_at_a_click(
    new_demo: Callable[[], DemoArchive], open_site: Open, enter: Enter
) -> None:
    site = open_site(new_demo())
    app = enter(site, OrderThrough.BASKET)
    app.text_area[0].input("my_product_id_1").run()
    [asked] = desk_of(app).requests()
    assert isinstance(asked, BasketRequest)
    desk_of(app).connection.send("POST", "rs-order/order/basket/selection", asked.selections[0])
    said = submitted(app)
    assert "It is what this order asks for" in said
    assert site.applied() == 0
    assert "is accepted" in submitted(app, "Empty the basket and submit")
    assert site.applied() == 1


def fetch_zip(app: AppTest) -> None:
    """Fetch what is ready as the browser does."""
    who = desk_of(app).login
    cookies = {login_cookie.NAME: shared().kept_logins.seal(who)}
    with listening(Starlette(routes=[Route(downloads.ZIP_ROUTE, downloads.send_zip)])) as address:
        link = urljoin(address, zip_address(who, four_calls.ORDER))
        assert requests.get(link, cookies=cookies, timeout=PATIENCE).status_code == 200


def until_said(app: AppTest, words: str) -> None:
    until(app, lambda: words in text_of_page(app))


def test_files_without_numbers_come_through_the_browser_part_by_part(open_site: Open, enter: Enter) -> None:
    site = open_site(Guide())
    app = enter(site)
    ordered(app, site)
    until_said(app, "1 file listed")
    fetch_zip(app)
    until_said(app, "3 files listed = 1 delivered and verified")
    fetch_zip(app)
    until_said(app, "3 files listed = 3 delivered and verified + 0 failed")


def test_my_orders_are_those_of_the_order_book_where_there_is_no_list(open_site: Open, enter: Enter) -> None:
    site = open_site(Guide())
    app = enter(site)
    ordered(app, site)
    app.switch_page("orders.py").run()
    until(app, lambda: ORDERS in text_of_page(app))
    assert text_of_page(app).count(ORDERS) == 1
    assert not app.error
    assert [row["Order"] for row in order_rows(app)] == [str(four_calls.ORDER)]


def test_a_lost_verdict_is_unknown_where_there_is_no_list_and_nothing_is_sent_again(
    open_site: Open, enter: Enter
) -> None:
    guide = Guide(loses_verdict=True)
    site = open_site(guide)
    app = enter(site)
    app.text_area[0].input(site.pasted).run()
    submitted(app)
    said = submitted(app, "Submit all the same")
    assert "Your order was sent once, and no verdict came back." in said
    until(app, lambda: "cannot find out whether it was ordered" in text_of_page(app))
    assert "No order has appeared" not in text_of_page(app)
    assert guide.applied == 1


# Rights that come and go


def composed(app: AppTest, pasted: str = "my_product_id_1") -> str:
    """Compose an order and check it; gives the text of the page."""
    app.text_area[0].input(pasted).run()
    press(app, "Check with the catalogue")
    check = desk_of(app).draft_check.current()
    assert check
    check.future.exception(PATIENCE)
    return text_of_page(app.run())


def test_a_summary_that_fails_is_said_and_the_order_goes_out_by_a_click(
    new_demo: Callable[[], DemoArchive], open_site: Open, enter: Enter
) -> None:
    site = open_site(new_demo(), ".*", {"rs-catalog/complex/search/summary": 500})
    app = enter(site)
    app.text_area[0].input("my_product_id_1").run()
    said = submitted(app)
    assert said.count("What would come could not be counted") == 1
    assert "The identifier was found." in said
    assert "No file of these data types would come" not in said
    assert site.applied() == 0
    assert "is accepted" in submitted(app, "Submit all the same")


@pytest.mark.parametrize("status", [403, 404, 500])
def test_a_quota_that_cannot_be_read_is_said_and_holds_up_nothing(
    new_demo: Callable[[], DemoArchive], open_site: Open, enter: Enter, status: int
) -> None:
    site = open_site(new_demo(), ".*", {"rs-access-project/quota/current": status})
    app = enter(site)
    assert composed(app).count("Your download quota could not be looked at") == 1
    assert "is accepted" in submitted(app)


def test_a_quota_that_is_read_is_not_said_to_be_unknown(
    new_demo: Callable[[], DemoArchive], open_site: Open, enter: Enter
) -> None:
    assert "could not be looked at" not in composed(enter(open_site(new_demo())))


def test_a_dataset_that_is_visible_and_not_orderable_is_said_and_the_rest_can_be_ordered(
    new_demo: Callable[[], DemoArchive], open_site: Open, enter: Enter
) -> None:
    site = open_site(new_demo())
    app = enter(site)
    app.text_area[0].input("COMMERCIAL_1\nmy_product_id_1").run()
    said = submitted(app)
    assert "Without any file that you may order" in said
    assert site.applied() == 0
    press(app, "Keep only the one that can be delivered")
    assert app.text_area[0].value == "my_product_id_1"
    assert "is accepted" in submitted(app)
