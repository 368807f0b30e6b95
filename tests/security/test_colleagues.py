"""A curious colleague with an account of the same archive, who asks for what belongs to somebody else.

REGARDS itself gives the ZIP, the metalink and the list of files of any order to any user (contract C.6, C.7).
"""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urljoin

import pytest
import requests
from starlette.applications import Starlette
from starlette.routing import Route

from components.demo.server import listening
from components.desk.archives import Archives
from components.desk.browser_downloads import account_mark, metalink_address, zip_address
from components.desk.shared_state import opened, shared
from components.regards.delivery.engine import Delivery, Phase
from components.regards.errors import NoRight
from components.regards.login import Login
from components.regards.order_files import ConnectedArchive, files
from components.regards.records import Order
from components.web import downloads, login_cookie
from tests.regards.conftest import served_demo
from tests.regards.served_demo import NEIGHBOUR, ServedDemo

__all__ = ["served_demo"]

PATIENCE = 60  # seconds


@pytest.fixture
def demo(served_demo: ServedDemo) -> ServedDemo:
    served_demo.demo.forgets_owners = True
    served_demo.clock.advance(time.time() - served_demo.clock())  # the routes know the true time only
    return served_demo


@pytest.fixture
def desk(demo: ServedDemo) -> Iterator[str]:
    routes = [
        Route(downloads.ZIP_ROUTE, downloads.send_zip),
        Route(downloads.FILE_ROUTE, downloads.send_file),
        Route(downloads.METALINK_ROUTE, downloads.send_metalink),
    ]
    with ExitStack() as stack:
        stack.enter_context(opened(Archives((demo.archive,))))
        yield stack.enter_context(listening(Starlette(routes=routes)))


@pytest.fixture
def order(demo: ServedDemo) -> Order:
    """An order of the victim."""
    return demo.ordered(demo.connection(), 'productId:"my_product_id_1"')


@pytest.fixture
def colleague(demo: ServedDemo) -> Login:
    return demo.sign_in(NEIGHBOUR)


def get(desk: str, link: str, who: Login) -> requests.Response:
    cookies = {login_cookie.NAME: shared().kept_logins.seal(who)}
    return requests.get(urljoin(f"{desk}/order", link), cookies=cookies, timeout=PATIENCE)


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
