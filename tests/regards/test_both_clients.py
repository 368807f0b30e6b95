"""The desk's client and the program's behave the same: what they repeat, where lists end, how failures are named."""

import base64
import hashlib
import re
import socket
from contextlib import ExitStack
from dataclasses import replace

import pytest

from components.regards.errors import (
    ArchiveFailed,
    Blocked,
    LicenceNotAccepted,
    LimitReached,
    Maintenance,
    Missing,
    NoAnswer,
    NoRight,
    NotReady,
    Refused,
    RegardsError,
    SessionOver,
    UnexpectedReply,
    Unreachable,
)
from components.regards.http import connection, read_retries
from components.regards.orders import order_files
from components.regards.orders.order_files import ConnectedArchive
from components.regards.orders.records import DatasetTask, Order
from components.regards.program import plain_http
from components.regards.settings import Archive
from components.regards.sign_in import login
from tests.clocks import Clock
from tests.regards.both_clients import LIFE, Entrance, desk, program, session, token
from tests.regards.scripted_server import (
    LOOPBACK,
    Answer,
    ConnectionFault,
    reply,
    scripted_server,
    short_name,
    web_page,
)
from tests.regards.served_demo import NEIGHBOUR, USER, ServedDemo

FOUR = 'productId:("my_product_id_1" OR "my_product_id_2" OR "my_product_id_3" OR "my_product_id_4")'
OK = reply(200, {"content": {"id": 812}})
CUT = reply(200, {"content": {"id": 812}})[:-5]


@pytest.fixture(params=[desk, program])
def enter(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Entrance:
    """Each of the two ways to sign in, without pauses between retries."""
    monkeypatch.setattr(read_retries, "PAUSES", (0.0, 0.0))
    entrance: Entrance = request.param
    return entrance


# The sign-in


@pytest.mark.parametrize(("raw", "secret"), [(False, "cl%C3%A9"), (True, "clé")])
def test_a_client_secret_outside_ascii_is_sent_the_same_way(enter: Entrance, raw: bool, secret: str) -> None:
    with scripted_server(token(), OK) as server:
        enter(replace(server.archive, client_secret="clé", raw_client_secret=raw), USER, Clock())
        (asked,) = server.requests
    assert asked.headers["authorization"] == f"Basic {base64.b64encode(f'client:{secret}'.encode()).decode()}"


def test_a_sign_in_sends_the_same(enter: Entrance) -> None:
    with session(enter, OK) as at:
        (asked,) = at.server.requests
    assert str(asked) == "POST /api/v1/rs-authentication/oauth/token"
    assert asked.query == {"scope": "project1"}
    assert asked.headers["content-type"] == "application/json"
    assert asked.body == (
        b'{"grant_type": "password", "username": "user@demo.example", "password": "demo", "scope": "project1"}'
    )


@pytest.mark.parametrize("answer", [ConnectionFault.HANG_UP, web_page(502), reply(401)], ids=short_name)
def test_a_sign_in_is_never_repeated(enter: Entrance, answer: Answer) -> None:
    with scripted_server(answer, token()) as server:
        with pytest.raises(RegardsError):
            enter(server.archive, USER, Clock())
        assert len(server.requests) == 1


# Who we are, and which call it was (contract A.6, L.6)


def test_every_call_says_who_asks(enter: Entrance) -> None:
    with session(enter, OK) as at:
        at.client().read("rs-order/thing")
        assert {asked.headers["user-agent"] for asked in at.server.requests} == {at.server.archive.user_agent}


def test_every_call_has_a_correlation_id_of_its_own(enter: Entrance) -> None:
    with session(enter, OK) as at:
        at.client().read("rs-order/thing")
        at.client().read("rs-order/thing")
        names = [asked.headers["correlation-id"] for asked in at.server.requests]
    assert len(set(names)) == 3
    assert all(re.fullmatch(r"order-desk-[0-9a-f]{16}", name) for name in names)


@pytest.mark.parametrize("answer", [reply(500), web_page(200), web_page(403), reply(504)], ids=short_name)
def test_an_unexpected_error_names_the_call_by_which_operators_find_it(enter: Entrance, answer: bytes) -> None:
    with session(enter, answer) as at:
        with pytest.raises((UnexpectedReply, NoAnswer)) as error:
            at.client().read("rs-order/thing")
        assert error.value.trace == at.reads()[-1].headers["correlation-id"]


@pytest.mark.parametrize("answer", [reply(403), reply(404), reply(422, {"messages": ["no"]})], ids=short_name)
def test_an_error_that_explains_itself_names_no_call(enter: Entrance, answer: bytes) -> None:
    with session(enter, answer) as at:
        with pytest.raises(RegardsError) as error:
            at.client().read("rs-order/thing")
        assert error.value.trace == ""


def test_the_call_of_a_failed_sign_in_is_named(enter: Entrance) -> None:
    with scripted_server(web_page(200)) as server:
        with pytest.raises(UnexpectedReply) as error:
            enter(server.archive, USER, Clock())
        assert error.value.trace == server.requests[0].headers["correlation-id"]


# What is repeated


@pytest.mark.parametrize("answer", [web_page(502), ConnectionFault.HANG_UP, CUT], ids=short_name)
def test_a_read_is_repeated_twice_while_the_failure_is_momentary(enter: Entrance, answer: Answer) -> None:
    with session(enter, answer) as at:
        with pytest.raises(NoAnswer):
            at.client().read("x")
        assert len(at.reads()) == 3


@pytest.mark.parametrize("answer", [web_page(502), ConnectionFault.HANG_UP, CUT], ids=short_name)
def test_a_repeated_read_gives_the_answer_that_came_at_last(enter: Entrance, answer: Answer) -> None:
    with session(enter, answer, OK) as at:
        assert at.client().read("x") == {"content": {"id": 812}}
        assert len(at.reads()) == 2


@pytest.mark.parametrize("answer", [ConnectionFault.SILENCE, ConnectionFault.STALL], ids=short_name)
def test_silence_is_waited_for_once(enter: Entrance, monkeypatch: pytest.MonkeyPatch, answer: Answer) -> None:
    with session(enter, answer, OK) as at:
        for client in (connection, plain_http):
            monkeypatch.setattr(client, "READ_TIMEOUT", 0.1)
        with pytest.raises(NoAnswer, match=r"“Scripted” did not answer in time\."):
            at.client().read("x")
    assert len(at.reads()) == 1  # the server has ended, and so has noted all


def test_a_connection_that_is_not_made_is_given_up_long_before_an_answer_that_does_not_come(
    enter: Entrance, monkeypatch: pytest.MonkeyPatch
) -> None:
    for client in (login, plain_http):
        monkeypatch.setattr(client, "CONNECT_TIMEOUT", 0.05)
    with socket.create_server((LOOPBACK, 0), backlog=0) as full, ExitStack() as waiting:
        for _ in range(4):  # nobody accepts them, so that no other gets in
            one = waiting.enter_context(socket.socket())
            one.setblocking(False)
            one.connect_ex(full.getsockname())
        archive = Archive("Full", f"http://{LOOPBACK}:{full.getsockname()[1]}", "project1")
        with pytest.raises(Unreachable, match=r"“Full” cannot be reached\."):
            enter(archive, USER, Clock())


@pytest.mark.parametrize(
    ("answer", "cause"),
    [
        (reply(400, {"messages": ["why"]}), Refused),
        (web_page(403), Blocked),
        (reply(404), Missing),
        (reply(423, {"links": []}), LicenceNotAccepted),
        (reply(429, "too many", "text/plain", Retry_After="3600"), LimitReached),
        (reply(503, {"messages": ["maintenance"]}, Retry_After="3600"), Maintenance),
        (web_page(503), NoAnswer),
        (web_page(504), NoAnswer),
        (web_page(200), UnexpectedReply),
        (reply(200), UnexpectedReply),
        (reply(302, Location="/elsewhere"), UnexpectedReply),
    ],
    ids=short_name,
)
def test_any_other_answer_is_taken_as_it_is(enter: Entrance, answer: bytes, cause: type[RegardsError]) -> None:
    with session(enter, answer, OK) as at:
        with pytest.raises(RegardsError) as error:
            at.client().read("x")
        assert type(error.value) is cause
        assert len(at.reads()) == 1


def test_an_archive_that_went_away_is_unreachable(enter: Entrance) -> None:
    with (
        session(enter, ConnectionFault.VANISH) as at,
        pytest.raises(Unreachable, match=r"“Scripted” cannot be reached\."),
    ):
        at.client().read("x")


@pytest.mark.parametrize("answer", [web_page(502), ConnectionFault.HANG_UP], ids=short_name)
def test_a_download_is_never_repeated(enter: Entrance, answer: Answer) -> None:
    with session(enter, answer, OK) as at:
        with pytest.raises(NoAnswer), at.client().download("x"):
            pass
        assert len(at.reads()) == 1


# Downloads


@pytest.mark.parametrize(
    "answer",
    [
        reply(200, b"12345", "application/octet-stream", Content_Length="10"),
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n",
    ],
    ids=["shorter than announced", "without an end"],
)
def test_a_download_that_breaks_off_says_so(enter: Entrance, answer: bytes) -> None:
    what = "The connection to “Scripted” broke before its answer was complete."
    with session(enter, answer) as at, pytest.raises(NoAnswer, match=what), at.client().download("x") as pieces:
        list(pieces)


@pytest.mark.parametrize("status", [202, 204, 206])
def test_no_status_but_200_is_content(enter: Entrance, status: int) -> None:
    with (
        session(enter, reply(status, b"" if status == 204 else b"abc")) as at,
        pytest.raises(NotReady),
        at.client().download("x"),
    ):
        pass


@pytest.mark.parametrize(("status", "cause"), [(200, UnexpectedReply), (403, Blocked)])
def test_a_firewalls_page_in_place_of_a_file_is_no_file(
    enter: Entrance, status: int, cause: type[RegardsError]
) -> None:
    """Contract L.6."""
    with (
        session(enter, web_page(status, "Request Rejected")) as at,
        pytest.raises(RegardsError) as error,
        at.client().download("x"),
    ):
        pass
    assert (type(error.value), error.value.server_message) == (cause, "Request Rejected")


def test_a_web_page_that_the_archive_names_is_a_file(enter: Entrance) -> None:
    page = reply(200, "<html>a guide", "text/html", Content_Disposition="attachment;filename=guide.html")
    with session(enter, page) as at, at.client().download("x") as pieces:
        assert b"".join(pieces) == b"<html>a guide"


@pytest.mark.parametrize("status", [301, 302, 307])
def test_a_redirect_is_not_followed_and_says_where_it_leads(enter: Entrance, status: int) -> None:
    """Contract L.7."""
    with session(enter, reply(status, Location="https://sso.example.org/realms/x?y=z"), OK) as at:
        with pytest.raises(UnexpectedReply, match=r"“sso\.example\.org”"):
            at.client().read("x")
        assert len(at.reads()) == 1


@pytest.mark.parametrize(("status", "cause"), [(409, NotReady), (422, Refused)])
def test_a_download_in_conflict_with_another_is_for_later(
    enter: Entrance, status: int, cause: type[RegardsError]
) -> None:
    with session(enter, reply(status, {"messages": ["busy"]})) as at:
        with pytest.raises(RegardsError) as error, at.client().download("x"):
            pass
        assert (type(error.value), error.value.server_message) == (cause, "busy")


# Lists


def page(*numbers: int, **more: object) -> bytes:
    items = [{"content": {"id": number, "filename": f"{number}.nc"}, "links": []} for number in numbers]
    return reply(200, {"content": items, **more})


def an_order(files: int) -> Order:
    task = DatasetTask(31, "Dataset", files, files, files)
    return Order(812, "", "DONE", 100, None, None, 0, waiting_for_user=False, tasks=(task,), links=None)


@pytest.mark.parametrize(
    ("pages", "found", "requests"),
    [
        ([page(1, 2, metadata={"totalPages": 2}), page(3, metadata={"totalPages": 2})], [1, 2, 3], 2),
        ([page(1, 2), page(3)], [1, 2], 1),
    ],
    ids=["the last page", "a short page that is not counted"],
)
def test_a_list_ends_with(enter: Entrance, pages: list[bytes], found: list[int], requests: int) -> None:
    with session(enter, *pages) as at:
        assert [file.file_id for file in order_files.files(at.client(), an_order(len(found)))] == found
        assert [asked.query for asked in at.reads()] == [
            {"page": str(number), "size": "1000"} for number in range(requests)
        ]


def test_a_list_that_lost_a_file_is_read_once_more_and_no_oftener(enter: Entrance) -> None:
    with session(enter, page(1, 2, 2), page(2, 3)) as at:
        assert [file.file_id for file in order_files.files(at.client(), an_order(4))] == [1, 2, 3]
        assert len(at.reads()) == 2


# How many files at once


@pytest.mark.parametrize(
    ("answer", "streams"),
    [
        (reply(200, {"maxQuota": -1, "rateLimit": -1}), 2),
        (reply(200, {"maxQuota": -1}), 2),
        (reply(200, {"maxQuota": 100, "rateLimit": 10}), 2),
        (reply(200, {"maxQuota": 100, "rateLimit": 3}), 2),
        (reply(200, {"maxQuota": 100, "rateLimit": 2}), 1),
        (reply(200, {"maxQuota": 100, "rateLimit": 1}), 1),
        (reply(200, {"maxQuota": 100, "rateLimit": 0}), 1),
        (reply(200, {"email": "user@demo.example"}), 1),
        (reply(403), 1),
        (reply(500, {"messages": ["storage"]}), 1),
    ],
    ids=short_name,
)
def test_downloads_at_once_are_two_at_most_and_below_the_limit(enter: Entrance, answer: bytes, streams: int) -> None:
    with session(enter, answer) as at:
        assert ConnectedArchive(at.client).streams() == streams


# The end of a token


@pytest.mark.parametrize(("life", "usable"), [(3600, 3540), (20, 18)])
def test_a_token_counts_as_expired_a_minute_early_or_a_tenth_of_a_short_life(
    enter: Entrance, life: float, usable: float
) -> None:
    with session(enter, reply(403), OK, life=life) as at:  # it is not renewed
        at.clock.advance(usable - 1)
        at.client().read("x")
        asked = len(at.reads())
        at.clock.advance(1)
        with pytest.raises(SessionOver):
            at.client().read("x")
        assert len(at.reads()) == asked


def test_a_renewal_is_repeated_as_any_read(enter: Entrance) -> None:
    with session(enter, ConnectionFault.HANG_UP, web_page(502), token("second"), OK) as at:
        at.clock.advance(LIFE / 2)
        at.client().read("x")
        assert at.tokens() == ["first", "first", "first", "second"]


def test_a_token_is_renewed_when_half_of_its_life_is_over(enter: Entrance) -> None:
    with session(enter, OK, token("second"), OK) as at:
        at.clock.advance(LIFE / 2 - 1)
        at.client().read("x")
        at.clock.advance(1)
        at.client().read("x")
        assert at.reads()[1].path == "/api/v1/rs-authentication/borrowRole/REGISTERED_USER"
        assert at.tokens() == ["first", "first", "second"]


@pytest.mark.parametrize("refusal", [reply(403), web_page(200), reply(500)], ids=short_name)
def test_a_renewal_that_failed_is_tried_again_a_minute_later(enter: Entrance, refusal: bytes) -> None:
    with session(enter, refusal, OK, OK, token("second"), OK) as at:
        at.clock.advance(LIFE / 2)
        at.client().read("x")
        at.clock.advance(59)
        at.client().read("x")
        at.clock.advance(1)
        at.client().read("x")
        assert at.tokens() == ["first", "first", "first", "first", "second"]


@pytest.mark.parametrize("answer", [reply(401), reply(403)], ids=short_name)
def test_a_token_that_is_refused_like_its_renewal_is_the_end_of_the_session(enter: Entrance, answer: bytes) -> None:
    with session(enter, reply(401), answer) as at:
        with pytest.raises(SessionOver):
            at.client().read("x")
        assert [asked.path.rpartition("/")[2] for asked in at.reads()] == ["x", "REGISTERED_USER"]


def test_a_read_is_repeated_once_its_refused_token_is_renewed(enter: Entrance) -> None:
    with session(enter, reply(401), token("second"), OK) as at:
        assert at.client().read("x") == {"content": {"id": 812}}
        assert at.tokens() == ["first", "first", "second"]


def test_a_token_that_was_just_renewed_is_not_renewed_again_for_a_request_that_is_refused(enter: Entrance) -> None:
    with session(enter, reply(401), token("second"), reply(401)) as at:
        with pytest.raises(UnexpectedReply, match="although it accepts your session"):
            at.client().read("x")
        assert sum("borrowRole" in asked.path for asked in at.reads()) == 1


# A token that the archive refuses before its time, without saying so


LIST = reply(200, {"content": [], "metadata": {"totalPages": 0}})
PROVIDERS = "GET /api/v1/rs-authentication/serviceproviders/public"


@pytest.mark.parametrize("refusal", [reply(403), reply(500, {"messages": ["InvalidJwtException"]})], ids=short_name)
def test_who_is_refused_what_anybody_may_read_has_a_token_that_is_over(enter: Entrance, refusal: bytes) -> None:
    """Contract A.6: 401, 403 and 500 may all mean it."""
    with session(enter, refusal, refusal, LIST) as at:
        with pytest.raises(SessionOver):
            at.client().read("x")
        assert [str(each) for each in at.reads()[1:]] == [PROVIDERS, PROVIDERS]
        with_token, without = at.reads()[1:]
        assert with_token.headers["authorization"] == "Bearer first"
        assert "authorization" not in without.headers
        assert without.query["scope"] == "project1"


@pytest.mark.parametrize(
    "looks",
    [
        [LIST],  # accepted
        [reply(403), reply(403)],  # not shown to anybody (contract L.12)
        [reply(404)],
        [reply(500), reply(500)],  # the archive fails
        [web_page(403)],  # a firewall
        [web_page(504)],
        [ConnectionFault.HANG_UP],
    ],
)
@pytest.mark.parametrize(("refusal", "cause"), [(reply(403), NoRight), (reply(500), ArchiveFailed)], ids=short_name)
def test_a_refusal_stays_what_it_is_unless_the_token_is_seen_to_be_refused(
    enter: Entrance, refusal: bytes, cause: type[RegardsError], looks: list[Answer]
) -> None:
    with session(enter, refusal, *looks, OK) as at:
        with pytest.raises(RegardsError) as error:
            at.client().read("x")
        assert type(error.value) is cause
        assert len(at.reads()) == 1 + len(looks)
        assert at.client().read("x") == {"content": {"id": 812}}


def test_a_right_that_is_missing_costs_one_look_in_ten_seconds(enter: Entrance) -> None:
    with session(enter, reply(403), LIST, reply(403), reply(403), LIST) as at:
        for pause in (0, 9, 1):
            at.clock.advance(pause)
            with pytest.raises(NoRight):
                at.client().read("x")
        assert [asked.path.rpartition("/")[2] for asked in at.reads()] == ["x", "public", "x", "x", "public"]


def test_a_download_that_is_refused_for_a_dead_token_says_so_and_is_not_repeated(enter: Entrance) -> None:
    with session(enter, reply(403), reply(403), LIST) as at:
        with pytest.raises(SessionOver), at.client().download("x"):
            pass
        assert [asked.path.rpartition("/")[2] for asked in at.reads()] == ["x", "public", "public"]


# Against the demo archive


def archive(enter: Entrance, served_demo: ServedDemo, username: str = USER) -> ConnectedArchive:
    return ConnectedArchive(enter(served_demo.archive, username, served_demo.clock))


def test_orders_and_files_are_as_the_archive_has_them(enter: Entrance, coded_or_documented: ServedDemo) -> None:
    connection = coded_or_documented.connection()
    order = coded_or_documented.ordered(connection, FOUR, 'providerId:"TWO_VERSIONS"')
    ours = archive(enter, coded_or_documented)
    assert ours.order(order.order_id) == order
    files = order_files.files(connection, order)
    assert {file.file_id: file for file in ours.files(order)} == {file.file_id: file for file in files}
    assert len(files) > 8


def test_files_come_as_announced(enter: Entrance, served_demo: ServedDemo) -> None:
    order, ours = served_demo.ordered(served_demo.connection(), FOUR), archive(enter, served_demo)
    for file in ours.files(order):
        with ours.open_file(file.file_id) as pieces:
            body = b"".join(pieces)
        assert hashlib.md5(body, usedforsecurity=False).hexdigest() == file.checksum


def test_the_zip_comes_once(enter: Entrance, served_demo: ServedDemo) -> None:
    order, ours = served_demo.ordered(served_demo.connection(), FOUR), archive(enter, served_demo)
    with ours.open_zip(order.order_id) as pieces:
        assert b"".join(pieces).startswith(b"PK\x03\x04")
    with pytest.raises(NotReady), ours.open_zip(order.order_id):
        pass


def test_an_order_of_somebody_else_is_no_right_and_one_that_never_was_is_missing(
    enter: Entrance, served_demo: ServedDemo
) -> None:
    order = served_demo.ordered(served_demo.connection(NEIGHBOUR), FOUR)
    ours = archive(enter, served_demo)
    with pytest.raises(NoRight):
        ours.order(order.order_id)
    with pytest.raises(Missing):
        ours.order(999_999)
