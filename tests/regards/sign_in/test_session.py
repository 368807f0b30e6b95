"""A session: one token for all requests, renewed by whichever comes first, and its end."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from components.regards.errors import (
    ArchiveFailed,
    Blocked,
    Maintenance,
    NoAnswer,
    NoRight,
    RegardsError,
    SessionOver,
    SignInAwaited,
    UnexpectedReply,
)
from components.regards.orders import orders
from components.regards.settings import Archive
from components.regards.sign_in import session
from components.regards.sign_in.login import Login
from components.regards.sign_in.session import Session
from tests.clocks import Clock
from tests.regards.scripted_server import ScriptedServer, reply, scripted_server, short_name, web_page
from tests.regards.served_demo import ServedDemo

BORROW = "/borrowRole/REGISTERED_USER"
NO_ORDERS = reply(200, {"content": [], "metadata": {"totalPages": 0}})
REFUSED = reply(401)


def a_login(**changes: object) -> Login:
    entered = Login(Archive("A", "http://a", "p"), "p", "u", "REGISTERED_USER", "t", received_at=0, life=3600)
    return replace(entered, **changes)  # type: ignore[arg-type]  # each change is of its field's type


def fresh(token: str) -> bytes:
    answer = {"tenant": "p", "sub": "u", "role": "REGISTERED_USER", "access_token": token, "expires_in": 3600}
    return reply(200, answer)


def at(server: ScriptedServer, clock: Clock) -> Session:
    return Session(a_login(archive=server.archive, received_at=clock.now), clock)


def tokens(server: ScriptedServer) -> list[str]:
    """The tokens of the requests so far."""
    return [asked.headers["authorization"].removeprefix("Bearer ") for asked in server.requests]


# Renewal


def test_the_first_request_after_half_life_renews_the_token_and_bears_the_new_one(served_demo: ServedDemo) -> None:
    entered = served_demo.sign_in()
    connection = Session(entered, served_demo.clock).connection
    for _ in range(5):  # two lives and a half
        served_demo.clock.advance(entered.life / 2)
        assert orders.newest(connection) == ()
    assert len(served_demo.demo.requests.of("GET", BORROW)) == 5


def test_a_token_is_not_renewed_before_half_life(served_demo: ServedDemo) -> None:
    entered = served_demo.sign_in()
    connection = Session(entered, served_demo.clock).connection
    served_demo.clock.advance(entered.life / 2 - 1)
    orders.newest(connection)
    assert served_demo.demo.requests.of("GET", BORROW) == []


def test_after_its_absolute_end_nothing_is_asked_until_the_next_sign_in(served_demo: ServedDemo) -> None:
    entered = served_demo.sign_in()
    lasting = Session(replace(entered, signed_in_at=entered.received_at - 24 * 3600 + 1), served_demo.clock)
    assert orders.newest(lasting.connection) == ()
    served_demo.clock.advance(1)
    asked = len(served_demo.demo.requests.of("GET", ""))
    with pytest.raises(SignInAwaited):
        orders.newest(lasting.connection)
    assert len(served_demo.demo.requests.of("GET", "")) == asked
    lasting.use(entered)
    assert orders.newest(lasting.connection) == ()


@pytest.mark.parametrize("answer", [reply(403), reply(500), web_page(200)], ids=short_name)
def test_where_renewing_fails_the_old_token_is_used_until_it_ends(answer: bytes) -> None:
    clock = Clock()
    with scripted_server(answer, NO_ORDERS) as server:
        entered = at(server, clock)
        clock.advance(1800)
        orders.newest(entered.connection)
        assert tokens(server) == ["t", "t"]
        clock.advance(1740)
        with pytest.raises(SignInAwaited):
            orders.newest(entered.connection)
        assert entered.over


def test_a_renewal_that_failed_is_tried_again_a_minute_later() -> None:
    clock = Clock()
    with scripted_server(reply(500), NO_ORDERS, NO_ORDERS, fresh("second"), NO_ORDERS) as server:
        connection = at(server, clock).connection
        clock.advance(1800)
        orders.newest(connection)
        clock.advance(59)
        orders.newest(connection)
        clock.advance(1)
        orders.newest(connection)
        assert tokens(server) == ["t", "t", "t", "t", "second"]


def test_two_threads_renew_once_and_neither_waits_for_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    entered = Session(a_login(), lambda: 1800)
    met: list[Login] = []

    def renew(login: Login, _now: object) -> Login:
        with ThreadPoolExecutor() as threads:
            met.append(threads.submit(entered.current).result(60))
        return replace(login, token="second", received_at=1800)

    monkeypatch.setattr(session, "renew", renew)
    assert entered.current().token == "second"
    assert [login.token for login in met] == ["t"]


def test_a_sign_in_during_a_renewal_is_not_undone_by_it(monkeypatch: pytest.MonkeyPatch) -> None:
    entered = Session(a_login(), lambda: 1800)

    def renew(login: Login, _now: object) -> Login:
        entered.use(replace(login, token="signed in", received_at=1800))
        return replace(login, token="renewed", received_at=1800)

    monkeypatch.setattr(session, "renew", renew)
    assert entered.current().token == "signed in"


# A token that is refused before its time


def test_a_read_is_repeated_with_a_token_that_was_renewed_because_the_old_one_was_refused() -> None:
    with scripted_server(REFUSED, fresh("second"), NO_ORDERS) as server:
        assert orders.newest(at(server, Clock()).connection) == ()
        assert tokens(server) == ["t", "t", "second"]
        assert server.requests[1].path.endswith(BORROW)


@pytest.mark.parametrize("answer", [reply(401), reply(403), reply(404)], ids=short_name)
def test_a_session_is_over_when_the_token_and_its_renewal_are_refused(answer: bytes) -> None:
    with scripted_server(REFUSED, answer) as server:
        entered = at(server, Clock())
        with pytest.raises(SignInAwaited, match="no longer accepts your session"):
            orders.newest(entered.connection)
        assert entered.over
        asked = len(server.requests)
        with pytest.raises(SignInAwaited):
            orders.newest(entered.connection)
        assert len(server.requests) == asked


@pytest.mark.parametrize(
    ("answer", "cause"),
    [
        (web_page(504), NoAnswer),
        (web_page(403), Blocked),
        (web_page(515), Maintenance),
        (reply(500), ArchiveFailed),
    ],
    ids=short_name,
)
def test_an_outage_at_the_renewal_of_a_refused_token_ends_nothing(answer: bytes, cause: type[RegardsError]) -> None:
    with scripted_server(REFUSED, answer, NO_ORDERS) as server:
        entered = at(server, Clock())
        with pytest.raises(RegardsError) as error:
            orders.newest(entered.connection)
        assert type(error.value) is cause
        assert not entered.over
        assert orders.newest(entered.connection) == ()


def test_a_change_that_was_refused_stays_refused_whatever_becomes_of_the_renewal() -> None:
    with scripted_server(REFUSED, web_page(504)) as server, pytest.raises(SessionOver):
        at(server, Clock()).connection.send("POST", "rs-order/thing", "{}")


def test_what_is_refused_although_the_token_could_be_renewed_is_no_end_of_the_session() -> None:
    clock = Clock()
    with scripted_server(REFUSED, fresh("second"), REFUSED) as server:
        entered = at(server, clock)
        with pytest.raises(UnexpectedReply, match="although it accepts your session"):
            orders.newest(entered.connection)
        assert not entered.over
        assert sum(asked.path.endswith(BORROW) for asked in server.requests) == 1


def test_a_change_that_is_refused_is_not_repeated() -> None:
    with scripted_server(REFUSED, fresh("second"), reply(200, {})) as server:
        with pytest.raises(NoRight):
            at(server, Clock()).connection.send("POST", "rs-order/thing", "{}")
        assert [asked.method for asked in server.requests] == ["POST", "GET"]


def test_an_action_that_is_not_allowed_now_says_nothing_of_the_session() -> None:
    with scripted_server(reply(401, {"messages": ["ORDER_MUST_BE_PAUSED"]})) as server:
        entered = at(server, Clock())
        with pytest.raises(RegardsError):
            entered.connection.send("PUT", "rs-order/thing")
        assert len(server.requests) == 1
        assert not entered.over


@pytest.mark.parametrize("status", [403, 500])
def test_a_session_is_over_when_its_token_is_refused_what_anybody_may_read(
    served_demo: ServedDemo, status: int
) -> None:
    """Contract A.6: the archive may say so with 403 or 500, also before the token's time."""
    here = served_demo.clock.now
    entered = Session(served_demo.sign_in(), lambda: here)
    served_demo.demo.expired_status = status
    served_demo.clock.advance(served_demo.demo.token_life + 1)
    with pytest.raises(SignInAwaited):
        orders.newest(entered.connection)
    assert entered.over


def test_a_change_that_was_refused_for_a_dead_token_is_not_said_to_lack_a_right_and_not_repeated() -> None:
    with scripted_server(reply(403), reply(403), NO_ORDERS) as server:
        entered = at(server, Clock())
        with pytest.raises(SignInAwaited):
            entered.connection.send("POST", "rs-order/thing", "{}")
        assert [asked.method for asked in server.requests] == ["POST", "GET", "GET"]
        assert entered.over


def test_a_change_that_ended_in_a_500_may_have_been_made_and_nothing_is_looked_at() -> None:
    with scripted_server(reply(500)) as server:
        entered = at(server, Clock())
        with pytest.raises(UnexpectedReply):
            entered.connection.send("POST", "rs-order/thing", "{}")
        assert len(server.requests) == 1
        assert not entered.over


# After its end


def test_a_session_goes_on_with_a_fresh_login() -> None:
    clock = Clock()
    with scripted_server(NO_ORDERS) as server:
        entered = at(server, clock)
        clock.advance(3600)
        assert entered.over
        entered.use(replace(entered.login, token="second", received_at=clock.now))
        assert not entered.over
        orders.newest(entered.connection)
        assert tokens(server) == ["second"]


def test_who_has_signed_out_makes_no_request_any_more() -> None:
    gone: set[str] = set()
    with scripted_server(NO_ORDERS) as server:
        login = a_login(archive=server.archive)
        entered = Session(login, lambda: 0, lambda login_: login_.sign_in_id in gone)
        orders.newest(entered.connection)
        gone.add(login.sign_in_id)
        with pytest.raises(SessionOver, match="signed out"):
            orders.newest(entered.connection)
        assert not entered.usable
        assert len(server.requests) == 1


# What its tabs have in common


class Reading:
    """Something that tabs share."""


def test_tabs_share_what_the_first_of_them_makes_and_nothing_with_another_sign_in() -> None:
    own, other = Session(a_login()), Session(a_login())
    first = own.shared("order 1", Reading)
    assert own.shared("order 1", Reading) is first
    assert own.shared("order 2", Reading) is not first
    assert other.shared("order 1", Reading) is not first


def test_what_tabs_shared_ends_with_the_last_of_them() -> None:
    own, made = Session(a_login()), []

    def make() -> Reading:
        made.append("made")
        return Reading()

    held = own.shared("order 1", make)
    assert own.shared("order 1", make) is held
    del held
    own.shared("order 1", make)
    assert made == ["made", "made"]
