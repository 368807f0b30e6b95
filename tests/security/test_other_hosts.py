"""An archive whose answers name another host: no request goes there, least of all the user's token (T-54)."""

from collections.abc import Callable, Iterator

import pytest

from components.regards.errors import RegardsError
from components.regards.http.client import Client
from components.regards.orders import order_files
from tests.regards.both_clients import Entrance, desk, program, session
from tests.regards.scripted_server import LOOPBACK, ScriptedServer, reply, scripted_server
from tests.regards.test_both_clients import an_order

EITHER = pytest.mark.parametrize("enter", [desk, program])


@pytest.fixture
def elsewhere() -> Iterator[ScriptedServer]:
    """A server of the attacker, which would answer anything."""
    with scripted_server(reply(200, {"content": []})) as server:
        yield server


def read(client: Client) -> object:
    return client.read("x")


def download(client: Client) -> object:
    with client.download("x") as body:
        return b"".join(body)


@EITHER
@pytest.mark.parametrize("call", [read, download])
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("form", ["{}/x", "//{host}/x", "{}/api/v1/x?token=1", "http://user@{host}"])
def test_a_redirect_to_another_host_takes_nobody_there(
    elsewhere: ScriptedServer, enter: Entrance, call: Callable[[Client], object], status: int, form: str
) -> None:
    url = elsewhere.archive.url
    away = reply(status, Location=form.format(url, host=url.partition("//")[2]))
    with session(enter, away) as at:
        with pytest.raises(RegardsError, match="sends you to another page"):
            call(at.client())
        assert len(at.reads()) == 1
    assert elsewhere.requests == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_an_order_is_not_sent_on_to_another_host(elsewhere: ScriptedServer, status: int) -> None:
    with scripted_server(reply(status, Location=elsewhere.archive.url)) as server:
        connection = server.connection()
        with pytest.raises(RegardsError, match="sends you to another page"):
            connection.send("POST", "rs-order/user/orders/apply", "{}")
    assert elsewhere.requests == []


@EITHER
def test_addresses_in_a_list_of_files_are_not_followed(elsewhere: ScriptedServer, enter: Entrance) -> None:
    url = elsewhere.archive.url
    there = {"downloadUrl": f"{url}/f", "uri": f"{url}/g", "url": f"{url}/h"}
    links = [{"rel": rel, "href": f"{url}/{rel}"} for rel in ("self", "next", "last", "download")]
    item = {"content": {"id": 5, "filename": "a.csv", "state": "AVAILABLE", "filesize": 3, **there}, "links": links}
    page = {"content": [item], "metadata": {"totalPages": 1}, "links": links}
    with session(enter, reply(200, page), reply(200, b"abc", "text/csv")) as at:
        [file] = order_files.files(at.client(), an_order(1))
        with order_files.ConnectedArchive(at.client).open_file(file.file_id) as body:
            assert b"".join(body) == b"abc"
        listed, fetched = at.reads()
        assert fetched.path.endswith("/rs-order/orders/files/5")
        assert {each.headers["host"] for each in (listed, fetched)} == {at.server.archive.url.partition("//")[2]}
        assert all(each.headers["authorization"] == "Bearer first" for each in (listed, fetched))
    assert elsewhere.requests == []


@EITHER
def test_a_request_does_not_say_where_the_user_was(enter: Entrance) -> None:
    with session(enter, reply(200, {"content": {}})) as at:
        at.client().read("x")
        assert not any("referer" in each.headers for each in at.server.requests)
        assert all("first" not in each.target for each in at.server.requests)


def test_the_attackers_server_would_have_noticed(elsewhere: ScriptedServer) -> None:
    elsewhere.connection().read("x")
    assert [str(each) for each in elsewhere.requests] == ["GET /api/v1/x"]
    assert elsewhere.archive.url.startswith(f"http://{LOOPBACK}:")
