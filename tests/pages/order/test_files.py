"""The files of an order one by one, and its quicklooks."""

from streamlit.testing.v1 import AppTest

from components.demo.server import Served
from components.order.data_types import DataType
from components.regards.orders import order_files
from components.regards.orders.quicklooks import quicklook_of
from tests.pages.order.steps import TWO_FILES, NewSession, Press, click_once_offered, look, look_for, open_order, order
from tests.ui.draw_block import file_rows, text_of_page, tiles


def fetched(demo: Served) -> int:
    return sum("/orders/files/" in each.path for each in demo.archive.requests)


def test_each_ready_file_is_one_click_away(visitor: AppTest) -> None:
    order_id = order(visitor, TWO_FILES)
    look_for(visitor, "Ready: 2")
    assert [row["File"] for row in file_rows(visitor)] == ["my_product_id_1.csv", "my_product_id_2.csv"]
    assert all(row[""].startswith(f"./orders/{order_id}/files/") for row in file_rows(visitor))


def test_quicklooks_are_fetched_at_a_click_and_never_before(visitor: AppTest, demo: Served, click: Press) -> None:
    order(visitor, TWO_FILES, data_types=(DataType.QUICKLOOK,))
    look_for(visitor, "Ready: 2")
    assert [tile["address"] for tile in tiles(visitor)] == ["", ""]
    assert "no longer in the ZIP" in text_of_page(visitor)
    assert fetched(demo) == 0
    click_once_offered(visitor, click, "Show these 2 quicklooks")
    look(visitor, lambda: all(tile["address"] for tile in tiles(visitor)))
    assert all(tile["address"].startswith("./orders/quicklooks/") for tile in tiles(visitor))
    look_for(visitor, "Downloaded: 2")  # it is read again at once
    assert fetched(demo) == 2
    assert "no longer in the ZIP" not in text_of_page(visitor)


def test_pictures_are_still_there_after_a_refresh_while_a_page_is_open(
    visitor: AppTest, new_tab: NewSession, demo: Served, click: Press
) -> None:
    order_id = order(visitor, TWO_FILES, data_types=(DataType.QUICKLOOK,))
    click_once_offered(visitor, click, "Show these 2 quicklooks")
    look(visitor, lambda: all(tile["address"] for tile in tiles(visitor)))
    other = open_order(new_tab(), order_id)
    look(other, lambda: len(tiles(other)) == 2)
    assert all(tile["address"] for tile in tiles(other))
    assert fetched(demo) == 2


def test_pictures_are_given_up_when_their_user_signs_out(visitor: AppTest, click: Press) -> None:
    order_id = order(visitor, TWO_FILES, data_types=(DataType.QUICKLOOK,))
    click_once_offered(visitor, click, "Show these 2 quicklooks")
    look(visitor, lambda: all(tile["address"] for tile in tiles(visitor)))
    desk = visitor.session_state["desk"]
    files = order_files.files(desk.connection, order_files.order(desk.connection, order_id))
    assert all(desk.quicklooks.picture(quicklook_of(file).key) for file in files)
    click(visitor, "Sign out")
    assert not any(desk.quicklooks.picture(quicklook_of(file).key) for file in files)


def test_an_order_without_pictures_has_no_gallery(visitor: AppTest) -> None:
    order(visitor, TWO_FILES, data_types=(DataType.RAWDATA,))
    look_for(visitor, "Ready: 2")
    assert "Quicklooks" not in [each.value for each in visitor.subheader]
