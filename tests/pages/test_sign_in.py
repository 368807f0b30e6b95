"""The sign-in page: successful sign-ins, and the messages of refused ones."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from streamlit.testing.v1 import AppTest

from components.demo.accounts.tokens import Tokens
from components.demo.server import Served
from components.desk.archives import Rehearsal
from components.desk.shared_state import shared
from components.regards.settings import Archive
from components.regards.sign_in.login import renew
from tests.clocks import Clock
from tests.conftest import Offer

Click = Callable[[AppTest, str], AppTest]
NewSession = Callable[[], AppTest]
PATIENCE = 60  # seconds


def fill(app: AppTest, **values: str) -> None:
    for label, value in values.items():
        [field] = [each for each in app.text_input if each.label == label]
        field.input(value)


@pytest.mark.parametrize("page", ["compose.py", "orders.py", "order.py", "sign_in.py"])
def test_every_page_asks_a_stranger_to_sign_in(stranger: AppTest, page: str) -> None:
    stranger.switch_page(page).run()
    assert [title.value for title in stranger.title] == ["Sign in"]


def test_one_click_leads_into_the_demo_archive(stranger: AppTest, click: Click) -> None:
    click(stranger, "Try the demo archive")
    assert [title.value for title in stranger.title] == ["Compose order"]


def test_two_visitors_of_the_demo_get_accounts_of_their_own(
    visitor: AppTest, new_session: NewSession, click: Click
) -> None:
    other = new_session()
    click(other, "Try the demo archive")
    assert visitor.session_state["desk"].account != other.session_state["desk"].account


def test_a_presenter_can_have_a_trouble_acted_out_for_the_next_visitor_alone(
    offered: Archive, offer: Offer, new_session: NewSession, click: Click
) -> None:
    begun: list[tuple[str, str | None]] = []
    rehearsal = Rehearsal({"quota": "five files"}, lambda username, trouble: begun.append((username, trouble)))
    offer(offered, rehearsal=rehearsal)
    presenter, other = new_session(), new_session()
    [field] = [each for each in presenter.selectbox if each.label == "Act out a trouble"]
    field.select_index(1)
    click(presenter, "Try the demo archive")
    click(other, "Try the demo archive")
    usernames = [app.session_state["desk"].login.username for app in (presenter, other)]
    assert begun == [(usernames[0], "quota"), (usernames[1], None)]


def test_a_trouble_that_is_acted_out_is_named_on_every_page_and_can_be_changed_and_ended(
    offered: Archive, offer: Offer, new_session: NewSession, click: Click
) -> None:
    acted: dict[str, str | None] = {}
    troubles = {"quota": "five files", "slow": "three seconds"}
    offer(offered, rehearsal=Rehearsal(troubles, acted.__setitem__, acted.get))
    presenter, other = new_session(), new_session()
    [field] = [each for each in presenter.selectbox if each.label == "Act out a trouble"]
    field.select_index(1)
    click(presenter, "Try the demo archive")
    click(other, "Try the demo archive")
    presenter.switch_page("orders.py").run()
    assert any("**quota**: five files" in each.value for each in presenter.markdown)
    assert not any("Acted out" in each.value for each in other.markdown)
    click(presenter, "slow: three seconds")
    assert any("**slow**: three seconds" in each.value for each in presenter.markdown)
    click(presenter, "End the trouble")
    assert not any("Acted out" in each.value for each in presenter.markdown)
    assert acted[presenter.session_state["desk"].login.username] is None
    assert presenter.title[0].value == "My orders"


def test_login_and_password_lead_in(stranger: AppTest, demo: Served, click: Click) -> None:
    fill(stranger, Login=demo.accounts[1].username, Password=demo.accounts[1].password)
    click(stranger, "Sign in")
    assert [title.value for title in stranger.title] == ["Compose order"]


def test_the_page_of_who_has_signed_in_is_no_strangers_any_more(
    stranger: AppTest, click: Click, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream, other = (shared().strangers.admit("") for _ in range(2))
    monkeypatch.setattr("components.ui.session._stream", lambda: stream)
    stranger.run()
    assert stream in shared().strangers
    click(stranger, "Try the demo archive")
    assert stream not in shared().strangers
    assert other in shared().strangers


def test_a_wrong_password_is_said_and_the_login_stays(stranger: AppTest, demo: Served, click: Click) -> None:
    fill(stranger, Login=demo.accounts[0].username, Password="not the password")
    click(stranger, "Sign in")
    assert "Wrong login or password." in stranger.error[0].value
    [login] = [field.value for field in stranger.text_input if field.label == "Login"]
    assert login == demo.accounts[0].username


def test_a_wrong_password_is_sent_once(stranger: AppTest, demo: Served, click: Click) -> None:
    fill(stranger, Login=demo.accounts[0].username, Password="not the password")
    click(stranger, "Sign in").run().run()
    assert len(demo.archive.requests.of("POST", "/oauth/token")) == 1


def test_after_too_many_wrong_passwords_the_wait_is_said_and_nothing_is_sent(
    stranger: AppTest, demo: Served, click: Click, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared().failed_sign_ins, "_now", Clock())
    fill(stranger, Login=demo.accounts[0].username, Password="not the password")
    for _ in range(6):
        click(stranger, "Sign in")
    assert "was not sent to the archive" in stranger.error[0].value
    assert "Try again in 5 seconds" in stranger.error[0].value
    assert len(demo.archive.requests.of("POST", "/oauth/token")) == 5


@pytest.mark.parametrize(
    ("login", "password", "said"),
    [("", "", "Fill in the login and the password."), ("somebody", "", "Fill in the password.")],
)
def test_empty_fields_are_named_and_nothing_is_sent(
    stranger: AppTest, demo: Served, click: Click, login: str, password: str, said: str
) -> None:
    fill(stranger, Login=login, Password=password)
    click(stranger, "Sign in")
    assert [warning.value for warning in stranger.warning] == [said]
    assert not demo.archive.requests.of("POST", "/oauth/token")


def test_an_archive_that_is_down_is_said(stranger: AppTest, offer: Offer, click: Click) -> None:
    offer(Archive(name="Closed", url="http://127.0.0.1:9", project="p"))
    fill(stranger.run(), Login="somebody", Password="secret")
    click(stranger, "Sign in")
    assert "“Closed” cannot be reached." in stranger.error[0].value


def test_a_web_page_instead_of_data_is_said_and_shown_as_text(stranger: AppTest, offer: Offer, click: Click) -> None:
    with firewall("<h1>Access <b>denied</b></h1>") as address:
        offer(Archive(name="Walled", url=address, project="p"))
        fill(stranger.run(), Login="somebody", Password="secret")
        click(stranger, "Sign in")
    assert "a web page instead of data" in stranger.error[0].value
    assert [words.value for words in stranger.code] == ["Access denied"]
    assert any(re.search(r"correlation id `order-desk-\w{16}`", caption.value) for caption in stranger.caption)


def test_without_any_archive_the_reason_is_said(stranger: AppTest, offer: Offer) -> None:
    offer()
    assert "No archive is configured" in stranger.run().error[0].value


def test_sign_out_leads_back_to_the_gate(visitor: AppTest, click: Click) -> None:
    click(visitor, "Sign out")
    assert [title.value for title in visitor.title] == ["Sign in"]


def test_an_expired_session_asks_for_the_password_alone_and_keeps_the_draft(
    visitor: AppTest, demo: Served, click: Click
) -> None:
    visitor.text_area[0].input("PROD_1").run()
    desk = visitor.session_state["desk"]
    desk.take_over(replace(desk.login, life=0.0))
    visitor.run()
    assert [title.value for title in visitor.title] == ["Sign in again"]
    assert [field.label for field in visitor.text_input] == ["Password"]
    [password] = {each.password for each in demo.accounts if each.username == desk.login.username}
    fill(visitor, Password=password)
    click(visitor, "Sign in")
    assert visitor.text_area[0].value == "PROD_1"


def test_the_absolute_end_of_a_session_asks_for_the_password_in_words_and_keeps_the_draft(
    visitor: AppTest, click: Click
) -> None:
    visitor.text_area[0].input("PROD_1").run()
    desk = visitor.session_state["desk"]
    desk.take_over(replace(desk.login, signed_in_at=desk.login.signed_in_at - 24 * 3600))
    visitor.run()
    assert [field.label for field in visitor.text_input] == ["Password"]
    [words] = [each.value for each in visitor.info]
    assert "You signed in 24 hours ago, and no session lasts longer." in words
    click(visitor, "Sign in")
    assert visitor.text_area[0].value == "PROD_1"


def test_a_token_is_renewed_once_half_of_its_life_is_over_and_the_page_does_not_wait_for_it(
    visitor: AppTest, demo: Served
) -> None:
    desk = visitor.session_state["desk"]
    desk.take_over(replace(desk.login, received_at=desk.login.received_at - 0.6 * desk.login.life))
    old = desk.login.token
    with demo.archive.hold("/rs-authentication/borrowRole/{role}") as gate:
        visitor.run()
        assert gate.reached.wait(PATIENCE)
        visitor.run()
    until(lambda: desk.login.token != old)
    visitor.run()
    assert len(demo.archive.requests.of("GET", "/borrowRole/REGISTERED_USER")) == 1


def test_the_browser_gets_a_cookie_for_a_token_that_was_renewed_behind_the_page(visitor: AppTest) -> None:
    kept, desk = shared().kept_logins, visitor.session_state["desk"]
    kept.exchange(visitor.session_state["login_ticket"])
    assert not kept.awaits(visitor.run().session_state["login_ticket"])
    renewed = renew(desk.login)
    assert renewed.token != desk.login.token
    desk.session.use(renewed)
    sealed = kept.exchange(visitor.run().session_state["login_ticket"])
    assert sealed
    opened = kept.unseal(sealed.cookie, desk.login.received_at)
    assert opened
    assert opened.token == renewed.token


@pytest.mark.parametrize("status", [401, 403, 500])
@pytest.mark.parametrize("page", ["orders.py", "order.py"])
def test_a_token_that_the_archive_refuses_before_its_time_brings_the_password_field_to_the_page(
    visitor: AppTest, demo: Served, click: Click, page: str, status: int
) -> None:
    """Contract A.6: all three statuses may mean it."""
    demo.archive.expired_status = status
    visitor.query_params["id"] = "1"
    visitor.switch_page(page).run()
    title = visitor.title[0].value
    demo.archive.tokens = Tokens()  # the archive takes no token of before any more
    until(lambda: visitor.run().title[0].value == "Sign in again")
    assert [field.label for field in visitor.text_input] == ["Password"]
    click(visitor, "Sign in")
    assert visitor.title[0].value == title


@pytest.mark.parametrize(("cookie", "told"), [("of a desk before", True), ("", False)])
def test_who_was_signed_in_before_is_told_that_it_is_over(
    new_session: NewSession, click: Click, monkeypatch: pytest.MonkeyPatch, cookie: str, told: bool
) -> None:
    monkeypatch.setattr("components.ui.session._cookie", lambda: cookie)
    page = new_session()
    assert any("You were signed in here before" in each.value for each in page.info) is told
    click(page, "Try the demo archive")
    click(page, "Sign out")
    assert page.title[0].value == "Sign in"
    assert not any("You were signed in here before" in each.value for each in page.info)


@pytest.fixture
def second_tab(visitor: AppTest, new_session: NewSession, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """Another tab of the visitor's browser."""
    cookie = shared().kept_logins.seal(visitor.session_state["desk"].login)
    with monkeypatch.context() as browser:
        browser.setattr("components.ui.session._cookie", lambda: cookie)
        return new_session()


def test_signing_in_again_in_one_tab_lets_the_others_go_on(
    visitor: AppTest, second_tab: AppTest, demo: Served, click: Click
) -> None:
    demo.archive.tokens = Tokens()
    for tab in (visitor, second_tab):
        tab.switch_page("orders.py").run()
        until(lambda tab=tab: tab.run().title[0].value == "Sign in again")  # type: ignore[misc]
    click(visitor, "Sign in")
    assert second_tab.run().title[0].value == "My orders"


def test_a_sign_in_elsewhere_does_not_open_a_session_that_was_left_alone(
    visitor: AppTest, new_session: NewSession, click: Click
) -> None:
    desk = visitor.session_state["desk"]
    desk.take_over(replace(desk.login, life=0.0))
    elsewhere = new_session()
    fill(elsewhere, Login=desk.login.username, Password=desk.login.archive.guest_password(desk.login.username))
    click(elsewhere, "Sign in")
    assert elsewhere.session_state["desk"].account == desk.account
    assert visitor.run().title[0].value == "Sign in again"


def test_signing_out_in_one_tab_takes_the_others_to_the_sign_in_page(
    visitor: AppTest, second_tab: AppTest, click: Click
) -> None:
    click(visitor, "Sign out")
    assert second_tab.run().title[0].value == "Sign in"


def until(condition: Callable[[], bool]) -> None:
    """Wait until another thread has made a condition true."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@contextmanager
def firewall(page: str) -> Iterator[str]:
    """A server that answers all requests with a web page and status 200."""

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(page.encode())

        def log_message(self, *_: object) -> None:
            """Log nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        Thread(target=server.serve_forever, args=(0.01,)).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
