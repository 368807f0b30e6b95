"""A curious colleague with an account of the same archive, who asks for what belongs to somebody else.

REGARDS itself gives the ZIP, the metalink and the list of files of any order to any user (contract C.6, C.7).
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from components.desk.browser_downloads import account_mark, metalink_address, zip_address
from components.regards.delivery.engine import Delivery, Phase
from components.regards.errors import NoRight
from components.regards.orders.order_files import ConnectedArchive, files
from components.regards.orders.quicklooks import can_be_shown, quicklook_of
from components.regards.orders.records import Order, OrderFile
from components.regards.orders.statuses import FileState
from components.regards.pictures import read_picture
from components.regards.sign_in.login import Login
from tests.regards.served_demo import NEIGHBOUR, ServedDemo
from tests.security.routes import get


@pytest.fixture
def colleague(demo: ServedDemo) -> Login:
    return demo.sign_in(NEIGHBOUR)


def asked(demo: ServedDemo, part: str) -> int:
    return len(demo.demo.requests.of("GET", part))


def test_the_archive_itself_gives_the_zip_of_any_order_to_anybody(
    demo: ServedDemo, order: Order, colleague: Login
) -> None:
    with colleague.connection(demo.clock).download(f"rs-order/user/orders/{order.order_id}/download") as body:
        assert b"".join(body).startswith(b"PK")
    assert files(colleague.connection(demo.clock), order)


@pytest.mark.parametrize("address", [zip_address, metalink_address])
def test_the_zip_and_the_metalink_of_another_users_order_are_refused_in_words(
    desk: str, demo: ServedDemo, order: Order, colleague: Login, address: Callable[[Login, int], str]
) -> None:
    answer = get(desk, address(colleague, order.order_id), colleague)
    assert answer.status_code == 403
    assert "Your account may not see or do this." in answer.text
    assert asked(demo, "/download") == 0


@pytest.mark.parametrize("address", [zip_address, metalink_address])
def test_the_owner_gets_them(desk: str, demo: ServedDemo, order: Order, address: Callable[[Login, int], str]) -> None:
    owner = demo.sign_in()
    assert get(desk, address(owner, order.order_id), owner).status_code == 200


def test_a_file_of_another_users_order_is_refused(desk: str, demo: ServedDemo, order: Order, colleague: Login) -> None:
    file = files(demo.connection(), order)[0]
    link = f"./orders/{order.order_id}/files/{file.file_id}?account={account_mark(colleague)}"
    assert get(desk, link, colleague).status_code == 403
    assert asked(demo, "/orders/files/") == 0


def test_a_file_of_another_users_order_is_not_one_of_the_own_order(
    desk: str, demo: ServedDemo, order: Order, colleague: Login
) -> None:
    own = demo.ordered(colleague.connection(demo.clock), 'productId:"my_product_id_2"')
    file = files(demo.connection(), order)[0]
    link = f"./orders/{own.order_id}/files/{file.file_id}?account={account_mark(colleague)}"
    assert "no such file" in get(desk, link, colleague).text
    assert asked(demo, "/orders/files/") == 0


def shown(demo: ServedDemo, order: Order) -> OrderFile:
    return next(each for each in files(demo.connection(), order) if can_be_shown(each))


def test_a_quicklook_of_another_users_order_is_refused(demo: ServedDemo, order: Order, colleague: Login) -> None:
    quicklook = quicklook_of(shown(demo, order))
    with pytest.raises(NoRight):
        read_picture(colleague.connection(demo.clock), quicklook)
    assert shown(demo, order).state == FileState.AVAILABLE


def test_the_owner_sees_it(demo: ServedDemo, order: Order) -> None:
    assert read_picture(demo.connection(), quicklook_of(shown(demo, order))).kind == "image/png"


def test_the_mark_of_the_victim_in_an_address_does_not_help(
    desk: str, demo: ServedDemo, order: Order, colleague: Login
) -> None:
    answer = get(desk, zip_address(demo.sign_in(), order.order_id), colleague)
    assert answer.status_code == 403
    assert asked(demo, "/download") == 0


def test_a_delivery_of_another_users_order_brings_nothing(
    demo: ServedDemo, order: Order, colleague: Login, tmp_path: Path
) -> None:
    connection = colleague.connection(demo.clock)
    delivery = Delivery(ConnectedArchive(lambda: connection), tmp_path, [order.order_id], wait=demo.clock.advance)
    delivery.run()
    assert (delivery.progress().phase, list(tmp_path.iterdir())) == (Phase.STOPPED, [])
    assert isinstance(delivery.progress().trouble, NoRight)
    assert asked(demo, "/files") == 0
