"""A session over the standard library: signed in once, renewed at half-life, every failure named by its cause."""

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from components.regards.errors import (
    LimitReached,
    Maintenance,
    NoAnswer,
    RegardsError,
    SessionOver,
    SignInRefused,
    UnexpectedReply,
)
from components.regards.program.plain_http import PlainAnswer, PlainGateway
from components.regards.program.plain_session import ApiKey, Credentials, PastedToken, PlainSession, SignIn
from tests.clocks import Clock
from tests.regards.scripted_server import (
    Answer,
    ConnectionFault,
    ScriptedServer,
    reply,
    scripted_server,
    short_name,
    web_page,
)

PASSWORD = "a password with ü and &"
WHO = SignIn("project1", "user@demo.example", PASSWORD)
LIFE = 3600  # seconds


def token(text: str = "token-1", life: int = LIFE) -> bytes:
    return reply(200, {"access_token": text, "expires_in": life, "role": "REGISTERED_USER", "tenant": "project1"})


def refusal(code: str) -> bytes:
    return reply(400, {"additionalInformation": {"error": code}, "detailMessage": "Access denied", "stackTrace": ["x"]})


def gateway(server: ScriptedServer) -> PlainGateway:
    return PlainGateway(server.archive.name, server.archive.base_url)


def signed_in(server: ScriptedServer, clock: Clock, rests: list[float] | None = None) -> PlainSession:
    taken = [] if rests is None else rests
    return PlainSession(gateway(server), WHO, clock, taken.append)


@pytest.fixture
def clock() -> Clock:
    return Clock()


# Signing in


def test_the_sign_in_is_json_with_the_project_in_the_query_and_the_client_as_basic(clock: Clock) -> None:
    with scripted_server(token()) as server:
        signed_in(server, clock)
    (asked,) = server.requests
    assert str(asked) == "POST /api/v1/rs-authentication/oauth/token"
    assert asked.query == {"scope": "project1"}
    assert asked.headers["content-type"] == "application/json"
    assert asked.headers["authorization"] == "Basic Y2xpZW50OnNlY3JldA=="
    assert json.loads(asked.body) == {
        "grant_type": "password",
        "username": "user@demo.example",
        "password": PASSWORD,
        "scope": "project1",
    }


def test_an_installation_may_have_its_own_client(clock: Clock) -> None:
    with scripted_server(token()) as server:
        PlainSession(gateway(server), SignIn("project1", "u", "p", "desk", "s3:cr&t"), clock)
    scheme, _, pair = server.requests[0].headers["authorization"].partition(" ")
    assert (scheme, base64.b64decode(pair).decode()) == ("Basic", "desk:s3:cr&t")


@pytest.mark.parametrize(
    ("code", "what"),
    [
        ("ACCOUNT_UNKNOWN", "Wrong login or password."),
        ("ACCOUNT_LOCKED", "Too many wrong passwords: your account must be unlocked."),
        ("USER_WAITING_ACCESS", "Your access to this project is not granted yet."),
    ],
)
def test_a_refused_sign_in_says_what_the_code_means_and_is_never_repeated(clock: Clock, code: str, what: str) -> None:
    with scripted_server(refusal(code)) as server, pytest.raises(SignInRefused) as error:
        signed_in(server, clock)
    assert (error.value.what, error.value.code, error.value.server_message) == (what, code, "Access denied")
    assert len(server.requests) == 1


def test_a_code_that_is_not_known_here_is_shown(clock: Clock) -> None:
    with scripted_server(refusal("SOMETHING_NEW")) as server, pytest.raises(SignInRefused) as error:
        signed_in(server, clock)
    assert error.value.server_message == "SOMETHING_NEW: Access denied"


@pytest.mark.parametrize(
    ("answer", "cause"),
    [
        (reply(401), SignInRefused),
        (reply(500, {"messages": ["NullPointerException"]}), SignInRefused),
        (reply(515, "", "text/html"), Maintenance),
        (web_page(200), UnexpectedReply),
        (reply(200, {"access_token": "x"}), UnexpectedReply),
        (reply(302, b"", Location="http://127.0.0.1:1/elsewhere"), UnexpectedReply),
        (reply(504), NoAnswer),
        (ConnectionFault.HANG_UP, NoAnswer),
    ],
    ids=short_name,
)
def test_any_other_answer_to_a_sign_in_has_its_cause_and_is_not_repeated(
    clock: Clock, answer: Answer, cause: type[RegardsError]
) -> None:
    with scripted_server(answer) as server, pytest.raises(RegardsError) as error:
        signed_in(server, clock)
    assert type(error.value) is cause
    assert len(server.requests) == 1


def test_an_old_archive_that_did_not_read_json_gets_a_form_if_the_installation_says_so(clock: Clock) -> None:
    old = SignIn("project1", "u", PASSWORD, legacy=True)
    with scripted_server(reply(401), token()) as server:
        PlainSession(gateway(server), old, clock)
    form = server.requests[1]
    assert form.headers["content-type"] == "application/x-www-form-urlencoded"
    assert form.body == b"grant_type=password&username=u&password=a+password+with+%C3%BC+and+%26&scope=project1"


def test_an_old_archive_that_read_the_password_is_not_asked_again(clock: Clock) -> None:
    old = SignIn("project1", "u", PASSWORD, legacy=True)
    with scripted_server(refusal("ACCOUNT_UNKNOWN"), token()) as server, pytest.raises(SignInRefused):
        PlainSession(gateway(server), old, clock)
    assert len(server.requests) == 1


def test_nothing_that_is_printed_of_a_session_holds_a_secret(clock: Clock) -> None:
    with scripted_server(token("token-1")) as server:
        session = signed_in(server, clock)
    texts = [repr(WHO), repr(session), repr(vars(session))]
    assert not [text for text in texts if PASSWORD in text or "token-1" in text]


# With a token, or with a key


def pasted(role: str = "REGISTERED_USER", ends_at: float = 2 * LIFE) -> PastedToken:
    claims = base64.urlsafe_b64encode(json.dumps({"exp": ends_at, "role": role}).encode()).decode().rstrip("=")
    return PastedToken("project1", f"head.{claims}.signature")


def entered(server: ScriptedServer, clock: Clock, credentials: Credentials) -> PlainSession:
    return PlainSession(gateway(server), credentials, clock, today=lambda: LIFE)


def test_a_pasted_token_is_exchanged_at_once_so_that_its_life_is_told(clock: Clock) -> None:
    with scripted_server(token("fresh"), reply(200, "7")) as server:
        entered(server, clock, pasted()).read("x")
    borrowed, read = server.requests
    assert str(borrowed) == "GET /api/v1/rs-authentication/borrowRole/REGISTERED_USER"
    assert borrowed.headers["authorization"] == f"Bearer {pasted().token}"
    assert read.headers["authorization"] == "Bearer fresh"


@pytest.mark.parametrize("answer", [reply(403), reply(404)], ids=short_name)
def test_a_token_that_cannot_be_exchanged_is_used_until_its_end(clock: Clock, answer: Answer) -> None:
    with scripted_server(answer, reply(200, "7")) as server:
        session = entered(server, clock, pasted())
        session.read("x")
        assert server.requests[1].headers["authorization"] == f"Bearer {pasted().token}"
        clock.advance(LIFE)
        with pytest.raises(SessionOver):
            session.read("x")


def test_a_token_without_a_role_is_used_as_it_is(clock: Clock) -> None:
    with scripted_server(reply(200, "7")) as server:
        entered(server, clock, pasted(role="")).read("x")
    assert len(server.requests) == 1


def test_a_token_that_the_archive_refuses_is_a_refused_sign_in(clock: Clock) -> None:
    with scripted_server(reply(401)) as server, pytest.raises(SignInRefused, match="does not accept this token"):
        entered(server, clock, pasted())


def test_a_token_that_has_ended_is_not_sent(clock: Clock) -> None:
    with scripted_server(reply(200, "7")) as server, pytest.raises(SignInRefused, match="has ended"):
        entered(server, clock, pasted(ends_at=LIFE))
    assert not server.requests


KEY = ApiKey("project1", "X-API-Key", "the-key")


def test_a_key_goes_under_its_header_with_the_project_and_is_never_renewed(clock: Clock) -> None:
    with scripted_server(reply(200, "7")) as server:
        session = entered(server, clock, KEY)
        clock.advance(1000 * LIFE)
        session.read("x")
    (asked,) = server.requests
    assert (asked.headers["x-api-key"], asked.headers["scope"]) == ("the-key", "project1")
    assert "authorization" not in asked.headers


def test_a_key_that_is_refused_ends_the_session(clock: Clock) -> None:
    with scripted_server(reply(401)) as server, pytest.raises(SessionOver):
        entered(server, clock, KEY).read("x")
    assert len(server.requests) == 1


def test_nothing_that_is_printed_of_a_token_or_a_key_holds_it(clock: Clock) -> None:
    with scripted_server(token("fresh")) as server:
        session = entered(server, clock, pasted())
        by_key = entered(server, clock, KEY)
    texts = [repr(each) for each in (pasted(), KEY, vars(session), vars(by_key), vars(vars(by_key)["_renewal"]))]
    assert not [text for text in texts if "the-key" in text or "fresh" in text or "signature" in text]


# Reading


def test_calls_carry_the_token_with_a_capital_b(clock: Clock) -> None:
    with scripted_server(token(), reply(200, {"content": []})) as server:
        assert signed_in(server, clock).read("rs-order/user/orders", page=0, size=5) == {"content": []}
    asked = server.requests[1]
    assert asked.headers["authorization"] == "Bearer token-1"
    assert asked.headers["accept"] == "application/json"
    assert asked.target == "/api/v1/rs-order/user/orders?page=0&size=5"


def test_no_content_is_none(clock: Clock) -> None:
    with scripted_server(token(), reply(204)) as server:
        assert signed_in(server, clock).read("x") is None


@pytest.mark.parametrize(
    "answer", [ConnectionFault.HANG_UP, reply(502), reply(200, b"{", Content_Length="9")], ids=short_name
)
def test_a_read_that_nobody_answered_is_repeated_twice_with_a_rest(clock: Clock, answer: Answer) -> None:
    rests: list[float] = []
    with scripted_server(token(), answer) as server, pytest.raises(NoAnswer):
        signed_in(server, clock, rests).read("x")
    assert len(server.of("GET")) == 3
    assert rests == [0.3, 0.6]


def test_certificates_that_cannot_be_read_are_an_error_of_the_file(tmp_path: Path) -> None:
    none = tmp_path / "none.pem"
    none.write_text("no certificate")
    for path in (none, tmp_path / "missing.pem"):
        with pytest.raises(OSError, match=r"."):
            PlainGateway("Archive", "https://127.0.0.1:1/api/v1", str(path))


# Downloads


def downloaded(session: PlainSession) -> bytes:
    with session.download("rs-order/orders/files/9") as pieces:
        return b"".join(pieces)


def test_a_download_comes_as_it_is_in_pieces_that_fit_into_memory(clock: Clock) -> None:
    body = bytes(range(256)) * 4096
    with (
        scripted_server(token(), reply(200, body, "application/octet-stream")) as server,
        signed_in(server, clock).download("rs-order/orders/files/9") as pieces,
    ):
        came = list(pieces)
    assert b"".join(came) == body
    assert max(map(len, came)) <= 1 << 18
    asked = server.requests[1]
    assert (str(asked), asked.headers["accept-encoding"]) == ("GET /api/v1/rs-order/orders/files/9", "identity")


def chunked(*pieces: bytes) -> bytes:
    body = b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces)
    return b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n" + body


def test_a_download_without_a_length_ends_with_its_last_chunk(clock: Clock) -> None:
    with scripted_server(token(), chunked(b"abc", b"de", b"")) as server:
        assert downloaded(signed_in(server, clock)) == b"abcde"


@pytest.mark.parametrize(
    "answer", [reply(200, b"abc", Content_Length="9"), chunked(b"abc", b"de"), ConnectionFault.HANG_UP], ids=short_name
)
def test_a_download_that_breaks_off_is_no_answer_and_is_not_repeated(clock: Clock, answer: Answer) -> None:
    with scripted_server(token(), answer) as server, pytest.raises(NoAnswer):
        downloaded(signed_in(server, clock))
    assert len(server.of("GET")) == 1


def test_a_refused_download_has_its_cause(clock: Clock) -> None:
    limit = reply(429, "quota of 5 files reached", "text/plain")
    with scripted_server(token(), limit) as server, pytest.raises(LimitReached) as error:
        downloaded(signed_in(server, clock))
    assert error.value.server_message == "quota of 5 files reached"


# Staying signed in


@pytest.mark.parametrize("status", [401, 403, 500])
def test_what_is_refused_after_the_token_has_ended_is_a_session_that_is_over(clock: Clock, status: int) -> None:
    class SlowGateway(PlainGateway):
        @contextmanager
        def answer(self, path: str, *more: Any) -> Iterator[PlainAnswer]:  # noqa: ANN401 - handed on
            with super().answer(path, *more) as answer:
                if path == "x":
                    clock.advance(LIFE)
                yield answer

    with scripted_server(token(), reply(status)) as server, pytest.raises(SessionOver):
        PlainSession(SlowGateway("Slow", server.archive.base_url), WHO, clock).read("x")


def test_two_threads_renew_once() -> None:
    clock = Clock()
    with scripted_server(token("old"), token("new"), reply(200, "7")) as server:
        session = signed_in(server, clock)
        clock.advance(LIFE / 2)
        threads = [threading.Thread(target=session.read, args=("x",)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sum("borrowRole" in asked.path for asked in server.requests) == 1
