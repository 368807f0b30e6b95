"""Answers of an archive that want all memory or all time of a client: both clients end them."""

import gzip
import tracemalloc
from contextlib import ExitStack

import pytest

from components.regards.errors import Blocked, NoAnswer, Refused, RegardsError, UnexpectedReply
from components.regards.http import answer_limits, connection, paging
from components.regards.orders import order_files
from components.regards.program import plain_http
from components.regards.sign_in import login
from tests.clocks import Clock
from tests.regards.both_clients import Entrance, desk, program, session
from tests.regards.scripted_server import Answer, Endless, reply, scripted_server
from tests.regards.served_demo import USER
from tests.regards.test_both_clients import an_order

CHUNKED = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
PIECE = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
A_BYTE = 0.02  # seconds between two bytes that trickle in

EITHER = pytest.mark.parametrize("enter", [desk, program])


@pytest.fixture
def low_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the limits low, so that the tests are quick."""
    monkeypatch.setattr(answer_limits, "LARGEST", 1_000_000)
    monkeypatch.setattr(answer_limits, "LARGEST_REFUSAL", 100_000)


@pytest.mark.usefixtures("low_limits")
@EITHER
@pytest.mark.parametrize("chunked", [False, True])
def test_a_small_answer_that_unpacks_to_much(enter: Entrance, chunked: bool) -> None:
    body = gzip.compress(b"[" + b" " * 100_000_000)
    if chunked:
        answer = CHUNKED[:-2] + b"Content-Encoding: gzip\r\n\r\n%x\r\n%b\r\n0\r\n\r\n" % (len(body), body)
    else:
        answer = reply(200, body, Content_Encoding="gzip")
    with session(enter, answer) as at:
        tracemalloc.start()
        try:
            with pytest.raises(UnexpectedReply):
                at.client().read("x")
            assert tracemalloc.get_traced_memory()[1] < 10_000_000
        finally:
            tracemalloc.stop()


@pytest.mark.usefixtures("low_limits")
@EITHER
def test_a_body_without_an_end(enter: Entrance) -> None:
    with (
        session(enter, Endless(CHUNKED, PIECE)) as at,
        pytest.raises(UnexpectedReply, match=r"The archive's answer is too large: more than 1 MB\."),
    ):
        at.client().read("x")


@EITHER
def test_an_answer_just_within_the_limit_is_read(enter: Entrance, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answer_limits, "LARGEST", 200_000)
    with session(enter, reply(200, "7" + " " * 199_999)) as at:
        assert at.client().read("x") == 7


@pytest.mark.usefixtures("low_limits")
@EITHER
def test_an_answer_to_the_sign_in_without_an_end(enter: Entrance) -> None:
    with scripted_server(Endless(CHUNKED, PIECE)) as server, pytest.raises(UnexpectedReply, match="too large"):
        enter(server.archive, USER, Clock())


@pytest.mark.usefixtures("low_limits")
@EITHER
@pytest.mark.parametrize(
    ("beginning", "cause"),
    [
        (b"HTTP/1.1 400 No\r\nContent-Type: text/plain\r\n\r\nthe reason ", Refused),
        (b"HTTP/1.1 403 No\r\nContent-Type: text/html\r\n\r\n<html>the reason ", Blocked),
    ],
)
@pytest.mark.parametrize("is_download", [False, True])
def test_a_refusal_without_an_end_is_cut_and_still_says_why(
    enter: Entrance, beginning: bytes, cause: type[RegardsError], is_download: bool
) -> None:
    with (
        session(enter, Endless(beginning, b" " * 0x10000)) as at,
        pytest.raises(RegardsError) as error,
        ExitStack() as one,
    ):
        one.enter_context(at.client().download("x")) if is_download else at.client().read("x")
    assert (type(error.value), error.value.server_message) == (cause, "the reason")


@pytest.mark.usefixtures("low_limits")
@EITHER
def test_a_redirect_of_a_download_that_unpacks_to_much(enter: Entrance) -> None:
    bomb = reply(302, gzip.compress(b" " * 100_000_000), Content_Encoding="gzip", Location="https://elsewhere.example")
    with session(enter, bomb) as at:
        tracemalloc.start()
        try:
            with pytest.raises(UnexpectedReply, match="elsewhere"), at.client().download("x"):
                pass
            assert tracemalloc.get_traced_memory()[1] < 10_000_000
        finally:
            tracemalloc.stop()


@pytest.mark.usefixtures("low_limits")
@EITHER
def test_a_firewalls_page_without_an_end_in_place_of_a_file(enter: Entrance) -> None:
    page = Endless(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>", b" " * 0x10000)
    with session(enter, page) as at, pytest.raises(UnexpectedReply), at.client().download("x"):
        pass


@EITHER
def test_a_line_before_a_chunk_without_an_end(enter: Entrance) -> None:
    with session(enter, Endless(CHUNKED, b"1" * 0x10000)) as at, pytest.raises(NoAnswer):
        at.client().read("x")


@EITHER
@pytest.mark.parametrize(
    "answer",
    [
        Endless(b"HTTP/1.1 200 OK\r\nX-Long: ", b"a", A_BYTE),
        Endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n", A_BYTE),
        Endless(reply(200, b"7", Content_Length="1000"), b" ", A_BYTE),
        Endless(CHUNKED, b"1", A_BYTE),
        Endless(CHUNKED, b"1\r\n \r\n", A_BYTE),
        Endless(reply(500, b"why", Content_Length="1000"), b" ", A_BYTE),
    ],
    ids=["a header", "interim answers", "the body", "the line before a chunk", "chunks", "a refusal"],
)
def test_bytes_that_trickle_in(enter: Entrance, answer: Answer, monkeypatch: pytest.MonkeyPatch) -> None:
    with session(enter, answer) as at:
        for client in (connection, login, plain_http):  # only now: the sign-in may take its time
            monkeypatch.setattr(client, "READ_TIMEOUT", 0.1)
        with pytest.raises(NoAnswer, match=r"“Scripted” did not answer in time\."):
            at.client().read("x")


@EITHER
def test_a_list_of_a_thousand_million_pages_that_are_all_the_same(enter: Entrance) -> None:
    with session(enter, reply(200, {"content": [{"content": {"id": 1}}], "metadata": {"totalPages": 10**9}})) as at:
        assert len(order_files.files(at.client(), an_order(1))) == 1
        assert len(at.reads()) <= 3  # two of them at once


@EITHER
@pytest.mark.parametrize(("pages", "items"), [(3, 100), (100, 3)])
def test_a_list_of_a_thousand_million_pages_that_all_differ(
    enter: Entrance, monkeypatch: pytest.MonkeyPatch, pages: int, items: int
) -> None:
    monkeypatch.setattr(paging, "MOST_PAGES", pages)
    monkeypatch.setattr(paging, "MOST_ITEMS", items)
    listed = [
        reply(200, {"content": [{"content": {"id": number}}], "metadata": {"totalPages": 10**9}}) for number in range(9)
    ]
    with session(enter, *listed) as at:
        with pytest.raises(UnexpectedReply, match="The archive's list is too long"):
            order_files.files(at.client(), an_order(9))
        assert len(at.reads()) <= 5  # two of them at once
