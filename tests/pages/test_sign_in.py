"""The sign-in page: successful sign-ins, and the messages of refused ones."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from streamlit.testing.v1 import AppTest

from components.demo.server import Served
from components.desk.archives import Rehearsal
from components.regards.settings import Archive
from tests.conftest import Offer

Click = Callable[[AppTest, str], AppTest]
NewSession = Callable[[], AppTest]


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


def test_login_and_password_lead_in(stranger: AppTest, demo: Served, click: Click) -> None:
    fill(stranger, Login=demo.accounts[1].username, Password=demo.accounts[1].password)
    click(stranger, "Sign in")
    assert [title.value for title in stranger.title] == ["Compose order"]


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


def test_a_token_is_renewed_once_half_of_its_life_is_over(visitor: AppTest, demo: Served) -> None:
    desk = visitor.session_state["desk"]
    desk.take_over(replace(desk.login, received_at=desk.login.received_at - 0.6 * desk.login.life))
    visitor.run()
    assert len(demo.archive.requests.of("GET", "/borrowRole/REGISTERED_USER")) == 1
    visitor.run()
    assert len(demo.archive.requests.of("GET", "/borrowRole/REGISTERED_USER")) == 1


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
