"""Calls over a real socket: requests, retries, and the error for each failure of the network."""

import logging
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from components.regards.errors import (
    ArchiveFailed,
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
from components.regards.http import connection
from components.regards.http.connection import Connection
from components.regards.settings import Archive
from tests.regards.scripted_server import (
    LOOPBACK,
    TOKEN,
    Answer,
    ConnectionFault,
    ScriptedServer,
    reply,
    scripted_server,
    short_name,
    web_page,
)
from tests.regards.served_demo import NEIGHBOUR, ServedDemo

OK = reply(200, {"content": {"id": 812}, "links": []})
UNTIL = 1_000.0  # when the tokens of these tests expire


def expiring_during_the_call(server: ScriptedServer) -> Connection:
    """A connection whose token is still valid before its first call and no longer after it."""
    instants = iter([UNTIL - 1])
    return Connection(server.archive, TOKEN, UNTIL, lambda: next(instants, UNTIL + 1))


def in_good_time(server: ScriptedServer) -> Connection:
    return Connection(server.archive, TOKEN, UNTIL, lambda: UNTIL - 1)


@pytest.fixture
def nobody() -> Iterator[Archive]:
    """An archive at a bound port without a listener."""
    with socket.socket() as taken:
        taken.bind((LOOPBACK, 0))
        yield Archive("Nobody", f"http://{LOOPBACK}:{taken.getsockname()[1]}", "project1")


@pytest.fixture(params=["read", "change", "download"])
def call(request: pytest.FixtureRequest) -> Callable[[Connection], object]:
    """Each of the three ways to call an archive."""
    calls: dict[str, Callable[[Connection], object]] = {
        "read": lambda connection: connection.read("rs-order/thing"),
        "change": lambda connection: connection.send("PUT", "rs-order/thing"),
        "download": lambda connection: connection.stream("rs-order/thing"),
    }
    return calls[request.param]


# What is sent


def test_every_call_goes_below_the_prefix_and_bears_the_token(call: Callable[[Connection], object]) -> None:
    with scripted_server(reply(404)) as server:
        with pytest.raises(Missing):
            call(server.connection())
        asked = server.requests[0]
        assert asked.path == "/api/v1/rs-order/thing"
        assert asked.headers["authorization"] == f"Bearer {TOKEN}"


def test_the_prefix_of_the_settings_is_used() -> None:
    with scripted_server(OK) as server:
        archive = Archive("Elsewhere", server.archive.url, "project1", prefix="/regards/api/v2")
        Connection(archive).read("rs-order/thing")
        assert server.requests[0].path == "/regards/api/v2/rs-order/thing"


def test_the_token_is_never_part_of_an_address(call: Callable[[Connection], object]) -> None:
    with scripted_server(reply(404)) as server:
        with pytest.raises(Missing):
            call(server.connection())
        assert TOKEN not in server.requests[0].target


def test_without_a_token_nothing_is_said_of_who_calls() -> None:
    with scripted_server(OK) as server:
        Connection(server.archive).read("rs-order/thing")
        assert "authorization" not in server.requests[0].headers


@pytest.mark.parametrize("token", [TOKEN, ""])
def test_a_netrc_file_never_speaks_for_the_user(
    call: Callable[[Connection], object], token: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text(f"machine {LOOPBACK} login somebody password else\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    with scripted_server(reply(404)) as server:
        with pytest.raises(Missing):
            call(Connection(server.archive, token))
        assert server.requests[0].headers.get("authorization", "") == (f"Bearer {TOKEN}" if token else "")


def test_a_proxy_of_the_environment_is_used_for_every_call_unless_the_archive_is_excepted(
    nobody: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", nobody.url)
    with scripted_server(OK, OK) as server:
        monkeypatch.setenv("no_proxy", "elsewhere.example")
        through_proxy = server.connection()
        for _ in range(2):
            with pytest.raises(Unreachable):
                through_proxy.stream("rs-order/thing")
        monkeypatch.setenv("no_proxy", LOOPBACK)
        direct = server.connection()
        for _ in range(2):
            direct.stream("rs-order/thing").close()
        assert len(server.requests) == 2


def test_a_proxy_is_told_the_whole_address(monkeypatch: pytest.MonkeyPatch) -> None:
    with scripted_server(OK) as proxy:
        monkeypatch.setenv("http_proxy", proxy.archive.url)
        monkeypatch.setenv("no_proxy", "")
        Connection(Archive("Far", "http://archive.invalid", "project1")).read("rs-order/thing", page=0)
        assert proxy.requests[0].target == "http://archive.invalid/api/v1/rs-order/thing?page=0"


def test_an_archive_without_a_proxy_is_told_the_path_alone() -> None:
    with scripted_server(OK) as server:
        server.connection().read("rs-order/thing", page=0)
        assert server.requests[0].target == "/api/v1/rs-order/thing?page=0"


def test_no_cookie_is_kept() -> None:
    with scripted_server(reply(200, [1], Set_Cookie="who=you; Path=/"), OK) as server:
        connection = server.connection()
        for _ in range(2):
            connection.read("rs-order/thing")
        assert "cookie" not in server.requests[1].headers


def test_a_connection_is_used_again_after_an_answer_that_was_read_to_its_end() -> None:
    """And only then: what is left of another answer would come before the next one."""
    ports = []

    class KeepingAlive(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            ports.append(self.client_address[1])
            body = b"" if self.path.endswith("nothing") else bytes(1 << 20)
            self.send_response(200 if body else 204)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name in the base class
            pass

    with ThreadingHTTPServer((LOOPBACK, 0), KeepingAlive) as server:
        threading.Thread(target=server.serve_forever).start()
        user = Connection(Archive("Kept", f"http://{LOOPBACK}:{server.server_port}", "project1"), TOKEN)
        try:
            user.read("nothing")
            user.read("nothing")
            with user.download("file") as whole:
                assert sum(map(len, whole)) == 1 << 20
            with user.download("file") as begun:
                assert next(begun)
            user.read("nothing")
        finally:
            server.shutdown()
    assert len(set(ports[:4])) == 1
    assert ports[4] != ports[3]


def test_json_is_asked_for_and_not_hal() -> None:
    with scripted_server(OK) as server:
        server.connection().read("rs-order/thing")
        assert server.requests[0].headers["accept"] == "application/json"


def test_parameters_of_a_read_are_escaped() -> None:
    with scripted_server(OK) as server:
        server.connection().read("rs-catalog/search", q='label:"a&b=é +"', size=1)
        assert server.requests[0].query == {"q": 'label:"a&b=é +"', "size": "1"}


def test_a_body_is_sent_to_the_letter_as_json() -> None:
    body = '{ "queries" : ["a\\"b"],\n\t"é":"東京" }  '
    with scripted_server(OK) as server:
        server.connection().send("POST", "rs-order/thing", body)
        assert server.requests[0].body == body.encode()
        assert server.requests[0].headers["content-type"] == "application/json"


def test_a_change_without_a_body_sends_none() -> None:
    with scripted_server(reply(204)) as server:
        assert server.connection().send("DELETE", "rs-order/thing") is None
        assert server.requests[0].body == b""
        assert "content-type" not in server.requests[0].headers


# What comes back


def test_an_answer_is_given_as_the_json_that_came() -> None:
    with scripted_server(OK) as server:
        assert server.connection().read("rs-order/thing") == {"content": {"id": 812}, "links": []}


def test_no_content_is_none() -> None:
    with scripted_server(reply(204)) as server:
        assert server.connection().read("rs-order/thing") is None


@pytest.mark.parametrize(
    ("answer", "cause"),
    [
        (reply(400, {"messages": ["why"]}), Refused),
        (reply(401), SessionOver),
        (reply(401, {"messages": ["ORDER_MUST_BE_PAUSED"]}), Refused),
        (reply(403), NoRight),
        (reply(404), Missing),
        (reply(410), Missing),
        (reply(422), Refused),
        (reply(429, "too many", "text/plain"), LimitReached),
        (reply(500, {"messages": ["NullPointerException"]}), ArchiveFailed),
        (reply(503, {"messages": ["maintenance"]}), Maintenance),
        (web_page(503), NoAnswer),
        (web_page(504), NoAnswer),
        (web_page(515), Maintenance),
        (reply(302, Location="/login"), UnexpectedReply),
        (reply(300, {"content": []}), UnexpectedReply),
        (reply(403, {"messages": ["cut off"]})[:-4], NoAnswer),
        (reply(307, Location="/login"), UnexpectedReply),
        (b"HTTP/1.1 banana\r\n\r\n", NoAnswer),
    ],
    ids=short_name,
)
def test_every_failure_has_the_same_cause_for_every_call(
    call: Callable[[Connection], object], answer: bytes, cause: type[RegardsError]
) -> None:
    with scripted_server(answer) as server, pytest.raises(RegardsError) as error:
        call(server.connection())
    assert type(error.value) is cause


def test_a_web_page_with_status_200_is_no_data() -> None:
    with scripted_server(web_page(200, "Sign in to the network")) as server:
        with pytest.raises(UnexpectedReply) as read:
            server.connection().read("rs-order/thing")
        with pytest.raises(UnexpectedReply) as sent:
            server.connection().send("POST", "rs-order/thing", "{}")
    assert read.value.server_message == sent.value.server_message == "Sign in to the network"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_never_followed(call: Callable[[Connection], object], status: int) -> None:
    with scripted_server(reply(status, Location="/elsewhere"), OK) as server:
        with pytest.raises(UnexpectedReply):
            call(server.connection())
        assert len(server.requests) == 1


def test_a_body_cut_in_the_middle_is_no_answer() -> None:
    with scripted_server(reply(200, {"content": {"id": 812}})[:-5]) as server, pytest.raises(NoAnswer):
        server.connection().read("rs-order/thing")


def test_an_archive_that_is_not_there_is_unreachable(call: Callable[[Connection], object], nobody: Archive) -> None:
    with pytest.raises(Unreachable, match="Nobody"):
        call(Connection(nobody, TOKEN))


def test_a_read_without_any_data_is_unexpected() -> None:
    with scripted_server(reply(200)) as server, pytest.raises(UnexpectedReply):
        server.connection().read("rs-order/thing")


def test_a_missing_file_of_certificates_is_named(call: Callable[[Connection], object], nobody: Archive) -> None:
    archive = replace(nobody, url=nobody.url.replace("http", "https"), ca_bundle="/no/such/file.pem")
    with pytest.raises(Unreachable, match="ca_bundle") as error:
        call(Connection(archive, TOKEN))
    assert "/no/such/file.pem" in error.value.server_message


def test_a_silent_archive_does_not_hold_a_read_three_times(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "READ_TIMEOUT", 0.05)
    with scripted_server(ConnectionFault.SILENCE) as server, pytest.raises(NoAnswer, match="in time"):
        server.connection().read("rs-order/thing")
    assert len(server.requests) == 1


def test_a_silent_archive_does_not_hold_a_change_without_end() -> None:
    with scripted_server(ConnectionFault.SILENCE) as server:
        began = time.monotonic()
        with pytest.raises(NoAnswer, match="in time"):
            server.connection().send("POST", "rs-order/thing", "{}", read_timeout=0.05)
        assert time.monotonic() - began < 30
    assert len(server.requests) == 1


def test_a_silent_archive_does_not_hold_a_download_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "READ_TIMEOUT", 0.05)
    with scripted_server(ConnectionFault.SILENCE) as server, pytest.raises(NoAnswer, match="in time"):
        server.connection().stream("rs-order/thing")


# What is repeated


def test_a_read_is_repeated_while_a_proxy_says_that_nobody_answered() -> None:
    with scripted_server(web_page(502), web_page(502), OK) as server:
        assert server.connection().read("rs-order/thing") == {"content": {"id": 812}, "links": []}
        assert len(server.requests) == 3


def test_a_read_is_repeated_when_the_connection_breaks() -> None:
    with scripted_server(ConnectionFault.HANG_UP, OK) as server:
        assert server.connection().read("rs-order/thing") == {"content": {"id": 812}, "links": []}
        assert len(server.requests) == 2


@pytest.mark.parametrize(("status", "cause"), [(413, Refused), (429, LimitReached), (503, Maintenance)])
def test_an_archive_that_says_come_back_later_is_not_waited_for(status: int, cause: type[RegardsError]) -> None:
    with scripted_server(reply(status, {"messages": ["later"]}, Retry_After="3600"), OK) as server:
        with pytest.raises(cause):
            server.connection().read("rs-order/thing")
        assert len(server.requests) == 1


def test_a_read_is_given_up_after_two_repetitions_each_after_a_rest() -> None:
    rests: list[float] = []
    with scripted_server(web_page(502)) as server:
        with pytest.raises(NoAnswer):
            Connection(server.archive, TOKEN, rest=rests.append).read("rs-order/thing")
        assert len(server.requests) == 3
    assert rests == [0.3, 0.6]


@pytest.mark.parametrize(
    "answer", [reply(500), web_page(504), reply(429, "too many", "text/plain"), web_page(200)], ids=short_name
)
def test_a_read_that_was_answered_is_not_repeated(answer: bytes) -> None:
    with scripted_server(answer, OK) as server:
        with pytest.raises(RegardsError):
            server.connection().read("rs-order/thing")
        assert len(server.requests) == 1


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
@pytest.mark.parametrize(
    "answer", [web_page(502), web_page(503), web_page(504), ConnectionFault.HANG_UP, reply(500)], ids=short_name
)
def test_a_change_is_never_repeated(method: str, answer: Answer) -> None:
    with scripted_server(answer, OK) as server:
        with pytest.raises(RegardsError):
            server.connection().send(method, "rs-order/thing", "{}")
        assert [str(each) for each in server.requests] == [f"{method} /api/v1/rs-order/thing"]


@pytest.mark.parametrize("answer", [web_page(502), web_page(504), ConnectionFault.HANG_UP], ids=short_name)
def test_a_download_is_never_repeated(answer: Answer) -> None:
    with scripted_server(answer, OK) as server:
        with pytest.raises(NoAnswer):
            server.connection().stream("rs-order/thing")
        assert len(server.requests) == 1


# Downloads


def test_a_download_gives_the_bytes_as_they_are() -> None:
    with scripted_server(reply(200, b"\x00\xff data", "application/octet-stream")) as server:
        assert server.connection().stream("rs-order/thing").whole().body == b"\x00\xff data"
        assert server.requests[0].headers["accept-encoding"] == "identity"


def test_the_bytes_of_a_slow_download_come_as_they_arrive() -> None:
    """So that it can be cancelled, and its user sees that it goes on."""
    arrived = threading.Event()

    def send_slowly() -> None:
        with listener.accept()[0] as client:
            client.recv(1 << 16)
            client.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n" + b"half")
            arrived.wait(60)  # a client that waits for all bytes gets no more
            client.sendall(b"rest")

    with socket.create_server((LOOPBACK, 0)) as listener:
        threading.Thread(target=send_slowly, daemon=True).start()
        archive = Archive("Slow", f"http://{LOOPBACK}:{listener.getsockname()[1]}", "project1")
        with Connection(archive, TOKEN).download("file") as pieces:
            assert next(pieces) == b"half"
            arrived.set()
            assert next(pieces) == b"rest"


@pytest.mark.parametrize("status", [202, 204, 206])
def test_no_status_but_200_is_content(status: int) -> None:
    with scripted_server(reply(status)) as server, pytest.raises(NotReady):
        server.connection().stream("rs-order/thing")


# Pages


def paged(numbers: list[int], **more: object) -> bytes:
    return reply(200, {"content": [{"content": {"id": number}, "links": []} for number in numbers], **more})


def ids(server: ScriptedServer, size: int) -> list[int]:
    return [item["content"]["id"] for item in server.connection().items("rs-order/things", size=size)]


@pytest.mark.parametrize("key", ["metadata", "page"])
def test_pages_are_read_until_the_last_one(key: str) -> None:
    pages = [paged([n, n + 1], **{key: {"totalPages": 3, "number": n // 2}}) for n in (0, 2, 4)]
    with scripted_server(*pages) as server:
        assert ids(server, 2) == [0, 1, 2, 3, 4, 5]
        assert [each.query for each in server.requests] == [{"page": page, "size": "2"} for page in "012"]


def test_a_server_that_gives_smaller_pages_is_asked_for_all_of_them() -> None:
    pages = [paged([n], metadata={"totalPages": 3, "size": 1, "number": n}) for n in range(3)]
    with scripted_server(*pages) as server:
        assert ids(server, 1000) == [0, 1, 2]


def test_where_pages_are_not_counted_a_short_one_is_the_last() -> None:
    with scripted_server(paged([0, 1]), paged([2])) as server:
        assert ids(server, 2) == [0, 1, 2]
        assert len(server.requests) == 2


def test_where_pages_are_not_counted_a_full_one_is_followed_by_an_empty_one() -> None:
    with scripted_server(paged([0, 1]), paged([])) as server:
        assert ids(server, 2) == [0, 1]
        assert len(server.requests) == 2


@pytest.mark.parametrize(
    "answer", [reply(204), paged([], metadata={"totalPages": 0, "totalElements": 0})], ids=short_name
)
def test_an_empty_list_is_one_request(answer: bytes) -> None:
    with scripted_server(answer) as server:
        assert ids(server, 2) == []
        assert len(server.requests) == 1


def test_an_outage_in_the_middle_of_a_list_is_never_its_end() -> None:
    with scripted_server(paged([0, 1], metadata={"totalPages": 2}), web_page(504)) as server, pytest.raises(NoAnswer):
        ids(server, 2)


# The end of a session


def test_nothing_is_sent_with_a_token_that_has_expired(call: Callable[[Connection], object]) -> None:
    with scripted_server(OK) as server:
        with pytest.raises(SessionOver):
            call(Connection(server.archive, TOKEN, UNTIL, lambda: UNTIL))
        assert server.requests == []


def test_a_token_is_used_until_it_expires() -> None:
    with scripted_server(OK) as server:
        in_good_time(server).read("rs-order/thing")
        assert len(server.requests) == 1


@pytest.mark.parametrize("status", [401, 403, 500])
def test_a_refusal_by_an_expired_clock_is_the_end_of_the_session(status: int) -> None:
    with scripted_server(reply(status, {"messages": ["InvalidJwtException"]})) as server:
        with pytest.raises(SessionOver) as error:
            expiring_during_the_call(server).read("rs-order/thing")
        assert error.value.server_message == "InvalidJwtException"


@pytest.mark.parametrize(("status", "cause"), [(403, NoRight), (500, ArchiveFailed)])
def test_the_same_refusal_in_good_time_is_not(status: int, cause: type[RegardsError]) -> None:
    with scripted_server(reply(status, {"messages": ["InvalidJwtException"]})) as server:
        with pytest.raises(RegardsError) as error:
            in_good_time(server).read("rs-order/thing")
        assert type(error.value) is cause


@pytest.mark.parametrize("status", [404, 422, 429])
def test_other_refusals_by_an_expired_clock_keep_their_cause(status: int) -> None:
    with scripted_server(reply(status)) as server, pytest.raises((Missing, Refused, LimitReached)):
        expiring_during_the_call(server).read("rs-order/thing")


def test_a_change_that_failed_by_an_expired_clock_may_have_happened() -> None:
    with scripted_server(reply(500)) as server, pytest.raises(UnexpectedReply):
        expiring_during_the_call(server).send("POST", "rs-order/thing", "{}")


@pytest.mark.parametrize("status", [401, 403, 500])
def test_the_archive_may_answer_a_dead_token_as_it_likes(served_demo: ServedDemo, status: int) -> None:
    login = served_demo.sign_in()
    instants = iter([login.received_at])
    connection = login.connection(lambda: next(instants, login.usable_until))
    served_demo.demo.expired_status = status
    served_demo.clock.advance(served_demo.demo.token_life + 1)
    with pytest.raises(SessionOver):
        connection.read("rs-order/user/orders")
    assert [each.status for each in served_demo.demo.requests.of("GET", "/user/orders")] == [status]


def test_a_401_by_a_slow_clock_is_the_end_of_the_session_too(served_demo: ServedDemo) -> None:
    here = served_demo.clock.now
    connection = served_demo.sign_in().connection(lambda: here)
    served_demo.clock.advance(served_demo.demo.token_life + 1)
    with pytest.raises(SessionOver):
        connection.read("rs-order/user/orders")


# The log


def test_each_call_leaves_a_line_that_says_how_it_went(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "components")
    with scripted_server(reply(404, correlation_id="abc-1")) as server, pytest.raises(Missing):
        server.connection().read("rs-order/thing", q="private words")
    (record,) = caplog.records
    line = record.getMessage()
    assert line.startswith("GET rs-order/thing: 404 in ")
    assert line.endswith("correlation abc-1")


def test_two_users_are_two_connections(served_demo: ServedDemo) -> None:
    mine, theirs = served_demo.connection(), served_demo.connection(NEIGHBOUR)
    mine.read("rs-order/user/orders")
    theirs.read("rs-order/user/orders")
    users = [each.user for each in served_demo.demo.requests.of("GET", "/user/orders")]
    assert users == ["user@demo.example", NEIGHBOUR]


# Connections that are kept


def test_many_users_one_after_the_other_keep_no_more_than_one_connection() -> None:
    accepted = []

    class KeepingAlive(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def setup(self) -> None:
            accepted.append(self.client_address)
            super().setup()

        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name in the base class
            pass

    with ThreadingHTTPServer((LOOPBACK, 0), KeepingAlive) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        users = [
            Connection(Archive("Kept", f"http://{LOOPBACK}:{server.server_port}", "project1"), f"token {number}")
            for number in range(20)
        ]
        for user in users:
            user.read("x")
            with user.download("x") as body:
                assert b"".join(body) == b"{}"
        server.shutdown()
        thread.join()
    assert len(accepted) == 1
