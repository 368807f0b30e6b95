"""Headers and cookies of any length and number: to the desk's server, and from an archive."""

import socket
from contextlib import suppress
from urllib.parse import urlsplit

import pytest

from components.regards.errors import NoAnswer
from tests.regards.both_clients import Entrance, desk, program, session
from tests.regards.scripted_server import Answer, Endless, reply
from tests.security.routes import PATIENCE

EITHER = pytest.mark.parametrize("enter", [desk, program])
OK = b"HTTP/1.1 200 OK\r\n"


def answer(address: str, header: bytes) -> bytes:
    """The first line of the answer to a request with one more header; nothing if the server has hung up."""
    with (
        socket.create_connection((urlsplit(address).hostname or "", urlsplit(address).port or 0), PATIENCE) as link,
        suppress(ConnectionError),
    ):
        with suppress(ConnectionError):  # it need not read all of it
            link.sendall(b"GET /orders/54/files.zip HTTP/1.1\r\nHost: desk.example\r\n" + header + b"\r\n\r\n")
        return link.makefile("rb").readline()
    return b""


@pytest.mark.parametrize("name", [b"Cookie: order_desk_login=", b"X-Ticket: ", b"X-Forwarded-Proto: "])
def test_a_request_with_a_header_of_megabytes_is_turned_away_and_the_next_is_served(
    request: pytest.FixtureRequest, name: bytes
) -> None:
    address = request.getfixturevalue("desk")
    assert answer(address, name + b"a" * 10_000_000)[:12] in {b"", b"HTTP/1.1 400"}
    assert answer(address, name + b"a" * 10_000).startswith(b"HTTP/1.1 403")


@EITHER
@pytest.mark.parametrize(
    "much",
    [
        reply(200, {"content": 1}, X_Long="a" * 70_000),
        OK + b"".join(b"X-%d: y\r\n" % number for number in range(1_000)) + b"Content-Length: 1\r\n\r\n1",
        Endless(OK + b"X-Long: ", b"a" * 0x10000),
        Endless(OK, b"X-L: a\r\n" * 1_000),
        Endless(b"HTTP/1.1 200 ", b"a" * 0x10000),
    ],
    ids=["a long one", "many", "one without end", "without end", "a status without end"],
)
def test_an_answer_with_too_many_headers_is_none(enter: Entrance, much: Answer) -> None:
    with session(enter, much) as at, pytest.raises(NoAnswer):
        at.client().read("x")


@EITHER
def test_an_answer_with_as_many_as_archives_send_is_read(enter: Entrance) -> None:
    more = {f"X_{number}": "a" * 1_000 for number in range(50)}
    with session(enter, reply(200, {"content": 1}, **more)) as at:
        assert at.client().read("x") == {"content": 1}


@EITHER
def test_an_archives_cookies_are_not_kept(enter: Entrance) -> None:
    with session(enter, reply(200, {"content": 1}, Set_Cookie=f"a={'b' * 60_000}; Path=/")) as at:
        for _ in range(2):
            at.client().read("x")
        assert not any("cookie" in each.headers for each in at.server.requests)
