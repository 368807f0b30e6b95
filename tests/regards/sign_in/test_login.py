"""Sign-in and renewal: requests, and the meaning of each refusal (contract B)."""

import base64
import json
import logging
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from components.demo.accounts.accounts import User
from components.regards.errors import (
    Blocked,
    Maintenance,
    NoAnswer,
    NoRight,
    RegardsError,
    SessionOver,
    SignInRefused,
    UnexpectedReply,
    Unreachable,
)
from components.regards.orders import orders
from components.regards.settings import Archive
from components.regards.sign_in import login
from components.regards.sign_in.login import Login
from tests.regards.scripted_server import (
    LOOPBACK,
    ConnectionFault,
    ReceivedRequest,
    ScriptedServer,
    reply,
    scripted_server,
    short_name,
    web_page,
)
from tests.regards.served_demo import NEIGHBOUR, PASSWORD, USER, ServedDemo

NOW = 5_000.0
PASS_WORD = "pass word"
ANSWER = {
    "token_type": "bearer",
    "tenant": "project1",
    "scope": "project1",
    "role": "REGISTERED_USER",
    "sub": "user1@example.org",
    "email": "user1@example.org",
    "access_token": "eyJhbGciOiJIUzUxMiJ9.payload.signature",
    "expires_in": 3599,
}
GRANTED = reply(200, ANSWER, Cache_Control="no-store")


def enter(archive: Archive, password: str = PASS_WORD) -> Login:
    return login.sign_in(archive, "project1", "user1@example.org", password, lambda: NOW)


def refusal(code: str) -> bytes:
    """Write a refusal as REGARDS serialises it."""
    return reply(400, {"additionalInformation": {"error": code}, "detailMessage": "Access denied", "stackTrace": []})


def legacy(server: ScriptedServer) -> Archive:
    return replace(server.archive, legacy_login=True)


# What is sent


def test_the_password_goes_as_json_and_the_project_also_into_the_query() -> None:
    with scripted_server(GRANTED) as server:
        enter(server.archive)
        (asked,) = server.requests
    assert str(asked) == "POST /api/v1/rs-authentication/oauth/token"
    assert asked.headers["content-type"] == "application/json"
    assert json.loads(asked.body) == {
        "grant_type": "password",
        "username": "user1@example.org",
        "password": "pass word",
        "scope": "project1",
    }
    assert asked.query == {"scope": "project1"}


@pytest.mark.parametrize(("client", "secret"), [("client", "secret"), ("desk", "s3:cr&t"), ("desk", "")])
def test_the_client_proves_itself_by_basic_credentials(client: str, secret: str) -> None:
    with scripted_server(GRANTED) as server:
        enter(replace(server.archive, client_id=client, client_secret=secret))
        expected = base64.b64encode(f"{client}:{secret}".encode()).decode()
        assert server.requests[0].headers["authorization"] == f"Basic {expected}"


@pytest.mark.parametrize("password", ["a+b c%20&d=e", ' "quoted\\" ', "mot de passe œuvré 東京", "null", "1"])
def test_a_password_arrives_as_it_was_typed(password: str) -> None:
    with scripted_server(GRANTED) as server:
        enter(server.archive, password)
        assert json.loads(server.requests[0].body)["password"] == password


def test_a_project_is_escaped_in_the_query() -> None:
    with scripted_server(GRANTED) as server:
        login.sign_in(server.archive, "a&b c", "user1@example.org", "pw", lambda: NOW)
        assert server.requests[0].query == {"scope": "a&b c"}


def test_a_netrc_file_never_speaks_for_the_client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text(f"machine {LOOPBACK} login somebody password else\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    with scripted_server(GRANTED) as server:
        enter(server.archive)
        assert server.requests[0].headers["authorization"] == "Basic Y2xpZW50OnNlY3JldA=="


def test_the_demo_archive_sees_the_project_in_the_query_and_no_password(served_demo: ServedDemo) -> None:
    served_demo.sign_in()
    (asked,) = served_demo.demo.requests.of("POST", "/rs-authentication/oauth/token")
    assert (asked.query, asked.status) == (f"scope={served_demo.demo.project}", 200)


# What comes back


def test_a_login_is_who_where_and_for_how_long() -> None:
    with scripted_server(GRANTED) as server:
        entered = enter(server.archive)
        assert entered == Login(
            archive=server.archive,
            project="project1",
            username="user1@example.org",
            role="REGISTERED_USER",
            token="eyJhbGciOiJIUzUxMiJ9.payload.signature",
            received_at=NOW,
            life=3599,
        )


def test_the_user_is_named_as_the_archive_names_them(served_demo: ServedDemo) -> None:
    entered = served_demo.sign_in(NEIGHBOUR)
    assert (entered.username, entered.project, entered.role) == (NEIGHBOUR, served_demo.demo.project, "REGISTERED_USER")


def test_the_token_opens_the_archive(served_demo: ServedDemo) -> None:
    assert orders.newest(served_demo.connection()) == ()


def test_a_wrong_client_is_told_from_a_wrong_password(served_demo: ServedDemo) -> None:
    with pytest.raises(SignInRefused, match="application"):
        login.sign_in(replace(served_demo.archive, client_secret="other"), served_demo.demo.project, USER, PASSWORD)


@pytest.mark.parametrize(
    ("username", "code", "meaning"),
    [
        ("pending@demo.example", "ACCOUNT_PENDING", "accepted"),
        ("inactive@demo.example", "ACCOUNT_INACTIVE", "disabled"),
        ("old-password@demo.example", "ACCOUNT_INACTIVE_PASSWORD", "too old"),
        ("locked@demo.example", "ACCOUNT_LOCKED", "Too many wrong passwords"),
        ("stranger@demo.example", "USER_UNKNOWN", "no access to this project"),
        ("waiting-account@demo.example", "USER_WAITING_ACCOUNT_ACTIVE", "not active yet"),
        ("waiting-access@demo.example", "USER_WAITING_ACCESS", "not granted yet"),
        ("waiting-email@demo.example", "USER_WAITING_EMAIL_VERIFICATION", "verified"),
        ("denied@demo.example", "USER_ACCESS_DENIED", "refused"),
        ("suspended@demo.example", "USER_ACCESS_INACTIVE", "suspended"),
        ("instance@demo.example", "INSTANCE_ACCESS_DENIED", "may not use this archive"),
        ("nobody@demo.example", "ACCOUNT_UNKNOWN", "Wrong login or password"),
    ],
)
def test_every_refusal_is_said_in_words_and_asked_for_once(
    served_demo: ServedDemo, username: str, code: str, meaning: str
) -> None:
    with pytest.raises(SignInRefused, match=meaning) as error:
        served_demo.sign_in(username)
    assert error.value.code == code
    assert [each.status for each in served_demo.demo.requests.of("POST", "/oauth/token")] == [400]


def test_a_wrong_password_is_tried_once_and_does_not_lock_the_account(served_demo: ServedDemo) -> None:
    with pytest.raises(SignInRefused, match="Wrong login or password") as error:
        login.sign_in(served_demo.archive, served_demo.demo.project, USER, "wrong")
    assert error.value.code == "ACCOUNT_UNKNOWN"
    assert len(served_demo.demo.requests.of("POST", "/oauth/token")) == 1
    assert served_demo.sign_in().username == USER


def test_an_unknown_project_is_refused(served_demo: ServedDemo) -> None:
    with pytest.raises(SignInRefused, match="no access to this project"):
        login.sign_in(served_demo.archive, "atlantis", USER, PASSWORD)


def test_a_code_that_is_not_in_the_table_is_kept_with_the_words_of_the_archive() -> None:
    with scripted_server(refusal("ACCOUNT_ON_THE_MOON")) as server, pytest.raises(SignInRefused) as error:
        enter(server.archive)
    assert (error.value.code, error.value.server_message) == (
        "ACCOUNT_ON_THE_MOON",
        "ACCOUNT_ON_THE_MOON: Access denied",
    )


def test_only_a_wrong_password_is_to_be_tried_again() -> None:
    """Contract L.2: repeated tries lock the account, so a code that nobody knows must not lead to one."""
    with scripted_server(refusal("EMAIL_VERIFICATION")) as server, pytest.raises(SignInRefused) as unknown:
        enter(server.archive)
    with scripted_server(refusal("ACCOUNT_UNKNOWN")) as server, pytest.raises(SignInRefused) as wrong:
        enter(server.archive)
    assert unknown.value.advice.startswith("Do not try again")
    assert wrong.value.advice == "Check the login and the password, then try again."


@pytest.mark.parametrize("answer", [reply(400), reply(403, {"messages": ["role"]}), reply(415)], ids=short_name)
def test_a_refusal_without_a_code_does_not_accuse_the_password(answer: bytes) -> None:
    with scripted_server(answer) as server, pytest.raises(SignInRefused) as error:
        enter(server.archive)
    assert "password" not in error.value.advice


def test_an_archive_before_2_0_is_told_by_its_words_and_its_setting_is_named() -> None:
    """Contract L.10."""
    body = {"error": "invalid_request", "error_description": "Missing grant type"}
    with (
        scripted_server(reply(400, body)) as server,
        pytest.raises(SignInRefused, match=r"before version 2\.0") as error,
    ):
        enter(server.archive)
    assert "legacy_login" in error.value.advice


@pytest.mark.parametrize("legacy_login", [False, True])
@pytest.mark.parametrize("status", [401, 403])
def test_a_firewall_that_refuses_a_sign_in_is_not_taken_for_the_archive(status: int, legacy_login: bool) -> None:
    with scripted_server(web_page(status, "Request Rejected"), GRANTED) as server:
        with pytest.raises(Blocked, match="A firewall in front of the archive refused this") as error:
            enter(replace(server.archive, legacy_login=legacy_login))
        assert len(server.requests) == 1
    assert (error.value.speaker, error.value.server_message) == ("Its page", "Request Rejected")


def test_the_page_of_the_archives_own_server_is_the_archives_word() -> None:
    """Contract A.6: a wrong client may be answered with the page of the container."""
    page = web_page(401, "HTTP Status 401 – Unauthorized")
    with scripted_server(page) as server, pytest.raises(SignInRefused, match="application"):
        enter(server.archive)


def test_a_sign_in_that_is_sent_elsewhere_says_where() -> None:
    """Contract L.7."""
    answer = reply(302, Location="https://sso.example.org/realms/x?y=z")
    with scripted_server(answer) as server, pytest.raises(UnexpectedReply, match=r"“sso\.example\.org”"):
        enter(server.archive)


def test_a_code_may_stand_outside_of_additional_information() -> None:
    with scripted_server(reply(400, {"error": "ACCOUNT_LOCKED"})) as server, pytest.raises(SignInRefused) as error:
        enter(server.archive)
    assert error.value.code == "ACCOUNT_LOCKED"


def test_a_stack_trace_is_never_shown() -> None:
    body = {"additionalInformation": {"error": "ACCOUNT_LOCKED"}, "stackTrace": [{"class": "fr.cnes.Boom"}]}
    with scripted_server(reply(400, body)) as server, pytest.raises(SignInRefused) as error:
        enter(server.archive)
    assert "Boom" not in error.value.what + error.value.advice + error.value.server_message


def test_a_failing_sign_in_may_be_an_unknown_project() -> None:
    with scripted_server(reply(500, {"messages": ["TenantException"]})) as server:
        with pytest.raises(SignInRefused, match="Unknown project") as error:
            enter(server.archive)
        assert error.value.server_message == "TenantException"


@pytest.mark.parametrize(
    ("answer", "cause"),
    [
        (web_page(200), UnexpectedReply),
        (reply(200, {}), UnexpectedReply),
        (reply(200, []), UnexpectedReply),
        (reply(200, {**ANSWER, "access_token": None}), UnexpectedReply),
        (reply(200, {key: value for key, value in ANSWER.items() if key != "expires_in"}), UnexpectedReply),
        (reply(200, {key: value for key, value in ANSWER.items() if key != "sub"}), UnexpectedReply),
        *((reply(200, {**ANSWER, "expires_in": life}), UnexpectedReply) for life in ("soon", [3599], float("inf"))),
        (reply(200, {**ANSWER, "error": "invalid_grant"}), UnexpectedReply),
        (reply(204), UnexpectedReply),
        (reply(403, {"messages": ["role"]}), SignInRefused),
        (reply(500, {"messages": ["TenantException"]}), SignInRefused),
        (GRANTED[:-9], NoAnswer),
        (ConnectionFault.HANG_UP, NoAnswer),
        (web_page(502), NoAnswer),
        (web_page(503), NoAnswer),
        (web_page(504), NoAnswer),
        (web_page(515), Maintenance),
        (reply(302, Location="/login"), UnexpectedReply),
        (reply(307, Location="/login"), UnexpectedReply),
    ],
    ids=short_name,
)
@pytest.mark.parametrize("legacy_login", [False, True])
def test_an_archive_in_trouble_is_asked_once_and_told_from_a_refusal(
    answer: bytes | ConnectionFault, cause: type[RegardsError], legacy_login: bool
) -> None:
    with scripted_server(answer, GRANTED) as server:
        with pytest.raises(RegardsError) as error:
            enter(replace(server.archive, legacy_login=legacy_login))
        assert type(error.value) is cause
        assert len(server.requests) == 1


def test_an_archive_that_is_not_there_is_unreachable() -> None:
    with scripted_server(GRANTED) as server:
        gone = server.archive
    with pytest.raises(Unreachable):
        enter(gone)


# The login of versions before 2.0


def form(asked: ReceivedRequest) -> dict[str, list[str]]:
    assert asked.headers["content-type"].partition(";")[0] == "application/x-www-form-urlencoded"
    return parse_qs(asked.body.decode(), strict_parsing=True)


@pytest.mark.parametrize(
    "answer",
    [
        reply(400),
        reply(400, {"messages": ["Missing grant type"]}),
        reply(400, {"error": "invalid_request", "error_description": "Missing grant type"}),
        reply(401),
    ],
    ids=short_name,
)
def test_an_old_archive_is_asked_again_with_a_form_where_the_settings_allow_it(answer: bytes) -> None:
    with scripted_server(answer, GRANTED) as server:
        assert enter(legacy(server)).username == "user1@example.org"
        assert len(server.requests) == 2
        assert form(server.requests[1]) == {
            "grant_type": ["password"],
            "username": ["user1@example.org"],
            "password": ["pass word"],
            "scope": ["project1"],
        }
        assert server.requests[1].query == {"scope": "project1"}
        assert server.requests[1].headers["authorization"] == "Basic Y2xpZW50OnNlY3JldA=="


@pytest.mark.parametrize("answer", [reply(400), reply(401), reply(415)], ids=short_name)
def test_no_form_is_sent_where_the_settings_do_not_allow_it(answer: bytes) -> None:
    with scripted_server(answer, GRANTED) as server:
        with pytest.raises(SignInRefused):
            enter(server.archive)
        assert len(server.requests) == 1


@pytest.mark.parametrize("code", ["ACCOUNT_UNKNOWN", "ACCOUNT_LOCKED", "USER_WAITING_ACCESS", "SOMETHING_NEW"])
def test_no_form_is_sent_after_a_refusal_with_a_code(code: str) -> None:
    with scripted_server(refusal(code), GRANTED) as server:
        with pytest.raises(SignInRefused):
            enter(legacy(server))
        assert len(server.requests) == 1


def test_a_form_is_sent_once_only() -> None:
    with scripted_server(reply(401)) as server:
        with pytest.raises(SignInRefused):
            enter(legacy(server))
        assert len(server.requests) == 2


# Staying signed in


def a_login(**changes: object) -> Login:
    entered = Login(Archive("A", "http://a", "p"), "p", "u", "REGISTERED_USER", "t", received_at=0, life=3600)
    return replace(entered, **changes)  # type: ignore[arg-type]  # each change is of its field's type


@pytest.mark.parametrize(("life", "usable"), [(3600, 3540), (600, 540), (20, 18)])
def test_a_token_counts_as_expired_a_minute_early_or_a_tenth_of_a_short_life(life: float, usable: float) -> None:
    assert a_login(received_at=100, life=life).usable_until == 100 + usable


@pytest.mark.parametrize(("now", "due"), [(1799, False), (1800, True), (3539, True), (3540, False)])
def test_a_login_is_renewed_in_the_second_half_of_its_life(now: float, due: bool) -> None:
    assert a_login().due(now) is due


def test_a_renewed_login_lives_longer_and_stays_the_same_user(served_demo: ServedDemo) -> None:
    first = replace(served_demo.sign_in(), identifier_field="productId")
    served_demo.clock.advance(first.life / 2)
    second = login.renew(first, served_demo.clock)
    assert second.usable_until == first.usable_until + first.life / 2
    assert second.token != first.token
    assert second.account == first.account
    assert second.identifier_field == "productId"
    orders.newest(second.connection(served_demo.clock))


def test_a_renewal_does_not_put_off_the_end_of_the_session(served_demo: ServedDemo) -> None:
    first = served_demo.sign_in()
    assert first.signed_in_at == first.received_at
    served_demo.clock.advance(first.life / 2)
    second = login.renew(first, served_demo.clock)
    assert second.received_at == first.received_at + first.life / 2
    assert second.ends_at == first.ends_at == first.received_at + 24 * 3600


@pytest.mark.parametrize(("age", "usable"), [(23.0, 3540.0), (23.5, 1800.0), (24.0, 0.0)])
def test_a_token_is_not_usable_beyond_the_end_of_the_session(age: float, usable: float) -> None:
    now = 100 * 3600.0
    assert a_login(received_at=now, signed_in_at=now - age * 3600).usable_until == now + usable


@pytest.mark.parametrize("life", [float("inf"), float("nan"), 1e300])
def test_a_life_without_bounds_ends_with_the_session(life: float) -> None:
    assert a_login(received_at=100, signed_in_at=100, life=life).usable_until == 100 + 24 * 3600


def test_a_user_borrows_their_own_role() -> None:
    with scripted_server(GRANTED) as server:
        login.renew(a_login(archive=server.archive, role="A/B C"), lambda: 1800)
        (asked,) = server.requests
        assert str(asked) == "GET /api/v1/rs-authentication/borrowRole/A%2FB%20C"
        assert asked.headers["authorization"] == "Bearer t"


def test_a_login_that_is_over_cannot_be_renewed(served_demo: ServedDemo) -> None:
    entered = served_demo.sign_in()
    served_demo.clock.advance(entered.life)
    with pytest.raises(SessionOver):
        login.renew(entered, served_demo.clock)


@pytest.mark.parametrize(("answer", "cause"), [(reply(403), NoRight), (web_page(200), UnexpectedReply)], ids=short_name)
def test_a_refused_renewal_has_its_cause(answer: bytes, cause: type[RegardsError]) -> None:
    with scripted_server(answer) as server, pytest.raises(cause):
        login.renew(a_login(archive=server.archive), lambda: 1800)


@pytest.mark.parametrize(
    ("changes", "same"),
    [
        ({}, True),
        ({"token": "other", "received_at": 9, "role": "ADMIN"}, True),
        ({"username": "v"}, False),
        ({"project": "q"}, False),
        ({"archive": Archive("B", "http://a", "p")}, False),
    ],
)
def test_the_same_user_is_the_same_name_in_the_same_project_of_the_same_archive(
    changes: dict[str, object], same: bool
) -> None:
    assert (a_login().account == a_login(**changes).account) is same


# Secrets


def test_a_login_never_shows_its_secrets() -> None:
    entered = a_login(token="hush", archive=Archive("A", "http://a", "p", client_secret="whisper"))
    assert "hush" not in repr(entered)
    assert "whisper" not in repr(entered)


def test_a_refusal_never_shows_the_password(served_demo: ServedDemo) -> None:
    with pytest.raises(SignInRefused) as error:
        login.sign_in(served_demo.archive, served_demo.demo.project, USER, "hush-hush")
    assert "hush-hush" not in repr(error.value) + error.value.what + error.value.server_message + error.value.advice


def test_the_log_never_holds_a_secret(served_demo: ServedDemo, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, "components")
    served_demo.demo.client = replace(served_demo.demo.client, password="client-hush")
    served_demo.demo.directory.add(User("keeper@demo.example", "user-hush"))
    archive = replace(served_demo.archive, client_secret="client-hush")
    entered = login.sign_in(archive, archive.project, "keeper@demo.example", "user-hush", served_demo.clock)
    served_demo.ordered(entered.connection(served_demo.clock), 'providerId:"PROD_1"')
    with pytest.raises(SignInRefused):
        login.sign_in(archive, archive.project, "keeper@demo.example", "wrong-hush", served_demo.clock)
    log = caplog.text + repr([record.__dict__ for record in caplog.records])
    assert "rs-order/user/orders/apply" in log
    assert "hush" not in log
    assert entered.token not in log
    assert base64.b64encode(b"client:client-hush").decode() not in log
