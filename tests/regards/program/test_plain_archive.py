"""The archive over the standard library says what the desk's own way to it says, and asks for no more."""

import hashlib

import pytest

from components.regards.errors import Missing, NoRight, NotReady
from components.regards.order_files import ConnectedArchive
from components.regards.program.plain_archive import PlainArchive
from components.regards.program.plain_http import PlainGateway
from components.regards.program.plain_session import PlainSession, SignIn
from components.regards.records import DatasetTask, Order
from tests.regards.scripted_server import Script, reply, scripted
from tests.regards.served_demo import NEIGHBOUR, PASSWORD, USER, Visit

FOUR = 'productId:("my_product_id_1" OR "my_product_id_2" OR "my_product_id_3" OR "my_product_id_4")'
TOKEN = reply(200, {"access_token": "t", "expires_in": 3600, "role": "REGISTERED_USER"})


def plain(visit: Visit, username: str = USER) -> PlainArchive:
    gateway = PlainGateway("Demo archive", visit.archive.base_url)
    return PlainArchive(PlainSession(gateway, SignIn(visit.archive.project, username, PASSWORD), visit.clock))


def scripted_archive(script: Script) -> PlainArchive:
    gateway = PlainGateway("Scripted", script.archive.base_url)
    return PlainArchive(PlainSession(gateway, SignIn("project1", "u", "p"), rest=lambda _: None))


def test_orders_and_files_are_as_the_desk_reads_them(both_manners: Visit) -> None:
    connection = both_manners.connection()
    order = both_manners.ordered(connection, FOUR, 'providerId:"TWO_VERSIONS"')
    ours, desk = plain(both_manners), ConnectedArchive(lambda: connection)
    assert ours.order(order.order_id) == desk.order(order.order_id) == order
    assert sorted(map(repr, ours.files(order))) == sorted(map(repr, desk.files(order)))


def test_files_come_as_announced(visit: Visit) -> None:
    order, ours = visit.ordered(visit.connection(), FOUR), plain(visit)
    for file in ours.files(order):
        with ours.open_file(file.file_id) as pieces:
            body = b"".join(pieces)
        assert hashlib.md5(body, usedforsecurity=False).hexdigest() == file.checksum


def test_the_zip_comes_once(visit: Visit) -> None:
    order, ours = visit.ordered(visit.connection(), FOUR), plain(visit)
    with ours.open_zip(order.order_id) as pieces:
        assert b"".join(pieces).startswith(b"PK\x03\x04")
    with pytest.raises(NotReady), ours.open_zip(order.order_id):
        pass


def test_an_order_of_somebody_else_is_no_right_and_one_that_never_was_is_missing(visit: Visit) -> None:
    order = visit.ordered(visit.connection(NEIGHBOUR), FOUR)
    with pytest.raises(NoRight):
        plain(visit).order(order.order_id)
    with pytest.raises(Missing):
        plain(visit).order(999_999)


def page(*numbers: int, pages: int = 1) -> bytes:
    items = [{"content": {"id": number, "filename": f"{number}.nc"}, "links": []} for number in numbers]
    return reply(200, {"content": items, "metadata": {"totalPages": pages}})


def an_order(files: int) -> Order:
    task = DatasetTask(31, "Dataset", files, files, files)
    return Order(812, "", "DONE", 100, None, None, 0, waiting_for_user=False, tasks=(task,), links=None)


def test_every_page_is_read() -> None:
    with scripted(TOKEN, page(1, 2, pages=2), page(3, pages=2)) as script:
        assert [file.file_id for file in scripted_archive(script).files(an_order(3))] == [1, 2, 3]
    assert [each.query for each in script.of("GET")] == [{"page": "0", "size": "1000"}, {"page": "1", "size": "1000"}]


def test_a_list_that_lost_a_file_is_read_once_more_and_no_oftener() -> None:
    with scripted(TOKEN, page(1, 2, 2), page(2, 3)) as script:
        assert {file.file_id for file in scripted_archive(script).files(an_order(4))} == {1, 2, 3}
    assert len(script.of("GET")) == 2


@pytest.mark.parametrize(
    ("limits", "streams"),
    [
        ({"maxQuota": -1, "rateLimit": -1}, 2),
        ({"maxQuota": -1}, 2),
        ({"maxQuota": 100, "rateLimit": 10}, 2),
        ({"maxQuota": 100, "rateLimit": 3}, 2),
        ({"maxQuota": 100, "rateLimit": 2}, 1),
        ({"maxQuota": 100, "rateLimit": 1}, 1),
        ({"email": "user@demo.example"}, 1),
    ],
)
def test_downloads_at_once_are_two_at_most_and_below_the_limit(limits: dict[str, object], streams: int) -> None:
    with scripted(TOKEN, reply(200, limits)) as script:
        archive = scripted_archive(script)
        assert (archive.streams(), archive.streams()) == (streams, streams)
        desk = ConnectedArchive(script.connection)
        assert desk.streams() == streams


def test_limits_that_cannot_be_read_allow_one_download() -> None:
    with scripted(TOKEN, reply(403)) as script:
        assert scripted_archive(script).streams() == 1
