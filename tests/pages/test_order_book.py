"""Which orders are written into the lasting book: those of archives that last."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from components.demo.server import Served
from components.desk import order_book
from components.regards.settings import Archive
from tests.conftest import Offer
from tests.ui.draw_block import text_of_page

Click = Callable[[AppTest, str], AppTest]


def order(app: AppTest, click: Click) -> int:
    app.text_area[0].input("my_product_id_1").run()
    click(app, "Submit order")
    [number] = app.session_state["desk"].submission().result(60).granted
    return int(number)


def kept(address: str, desk_of: AppTest, number: int) -> bool:
    book = order_book.OrderBook(address)
    found = book.find(desk_of.session_state["desk"].account, number)
    book.close()
    return found is not None


@pytest.fixture
def address(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/orders.db"


@pytest.fixture
def sign_in(offered: Archive, offer: Offer, stranger: AppTest, demo: Served, click: Click) -> Callable[[str], AppTest]:
    """Sign in at an archive that lasts, at a desk with its order book at an address."""

    def sign_in(order_book: str) -> AppTest:
        offer(replace(offered, guests=None), order_book=order_book)
        who = demo.accounts[0]
        stranger.run()
        for label, value in {"Login": who.username, "Password": who.password}.items():
            [field] = [each for each in stranger.text_input if each.label == label]
            field.input(value)
        return click(stranger, "Sign in")

    return sign_in


def test_an_order_of_an_archive_that_lasts_is_written_into_the_lasting_book(
    sign_in: Callable[[str], AppTest], click: Click, address: str
) -> None:
    page = sign_in(address)
    number = order(page, click)
    assert kept(address, page, number)


@pytest.mark.parametrize(("file", "told"), [("orders.db", False), ("", True)], ids=["works", "fails"])
def test_a_page_that_opens_while_the_order_book_fails_says_that_it_does_not_show_what_is_kept(
    stranger: AppTest, sign_in: Callable[[str], AppTest], tmp_path: Path, file: str, told: bool
) -> None:
    stranger.query_params["draft"] = "of-before"
    page = sign_in(f"sqlite:///{tmp_path}/{file}")  # a folder is no database
    assert ("cannot read now what you may have had here before" in text_of_page(page)) is told


@pytest.mark.parametrize(("tab", "used"), [("a\0b", False), ("a b", True)])
def test_a_name_of_a_tab_that_not_every_database_holds_is_not_used(
    stranger: AppTest, click: Click, tab: str, used: bool
) -> None:
    stranger.query_params["draft"] = tab
    click(stranger, "Try the demo archive")
    assert (stranger.session_state["desk"].tab == tab) is used


def test_an_order_of_the_demo_archive_whose_numbers_begin_again_is_never_written(
    offered: Archive, offer: Offer, stranger: AppTest, click: Click, address: str
) -> None:
    offer(offered, order_book=address)
    click(stranger, "Try the demo archive")
    number = order(stranger, click)
    assert stranger.session_state["desk"].ordered_here.asked(number)
    assert not kept(address, stranger, number)
