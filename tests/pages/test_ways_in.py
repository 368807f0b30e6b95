"""The ways into an archive, on the sign-in page and where a session has ended."""

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from streamlit.testing.v1 import AppTest

from components.demo.accounts.tokens import Claims
from components.demo.server import Served
from components.desk.shared_state import shared
from components.regards.settings import Archive
from tests.conftest import Offer
from tests.pages.test_sign_in import fill, until

Click = Callable[[AppTest, str], AppTest]
NewSession = Callable[[], AppTest]
DESK = "https://orders.example.org"
PROVIDERS = "/rs-authentication/serviceproviders/public"
PROVIDER = "Continue with demo-openid"


@pytest.fixture
def offered(offered: Archive, offer: Offer, demo: Served) -> Archive:
    """The archive of these tests: it takes keys, and its provider leads back to the desk."""
    demo.archive.redirect_uri = f"{DESK}/provider-return"
    demo.archive.api_keys = {"the key": demo.accounts[2].username}
    archive = replace(offered, api_key_header="X-API-Key")
    offer(archive)
    return archive


def pasted(demo: Served, life: float = 3_600) -> str:
    archive = demo.archive
    return archive.tokens.sign(
        Claims(demo.project, "REGISTERED_USER", demo.accounts[2].username, int(archive.clock() + life))
    )


def labels(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


def arrived(app: AppTest) -> AppTest:
    """The page once the archive has listed its providers."""
    until(lambda: PROVIDER in labels(app.run()))
    return app


def visit_provider(app: AppTest, demo: Served, monkeypatch: pytest.MonkeyPatch, **grant: str) -> None:
    """Do what the browser does: leave with the state, choose an account, come back with the code."""
    sign_ins = shared().provider_sign_ins
    state = app.session_state["state_to_leave_with"]
    bound = sign_ins.leave(state)
    assert bound
    browser, address = bound
    asked = parse_qs(urlsplit(address).query) | grant
    answer = requests.get(f"{demo.url}/openid/grant", params=asked, allow_redirects=False, timeout=60)
    brought = {key: values[0] for key, values in parse_qs(urlsplit(answer.headers["location"]).query).items()}
    assert sign_ins.come_back(brought["state"], browser, brought.get("code", ""), brought.get("error", ""))
    monkeypatch.setattr("components.ui.session._provider_cookie", lambda: browser)


def test_a_provider_leads_in(
    stranger: AppTest, new_session: NewSession, demo: Served, click: Click, monkeypatch: pytest.MonkeyPatch
) -> None:
    click(arrived(stranger), PROVIDER)
    visit_provider(stranger, demo, monkeypatch, account=demo.accounts[2].username)
    back = new_session()
    assert back.title[0].value == "Compose order"
    assert back.session_state["desk"].login.username == demo.accounts[2].username


def test_a_page_asks_for_the_providers_of_one_project_at_a_time(new_session: NewSession, demo: Served) -> None:
    """Anybody may type projects, and all users share the threads that ask."""
    with demo.archive.hold(PROVIDERS) as gate:
        app = new_session()
        assert gate.reached.wait(60)
        [project] = [each for each in app.text_input if each.label == "Project"]
        for name in ("one", "two", "three", demo.project):
            project.input(name).run()
        assert PROVIDER not in labels(app)
        gate.open()
    arrived(app)
    assert len(demo.archive.requests.of("GET", PROVIDERS)) == 1
    project.input("another").run()
    until(lambda: bool(app.run()) and len(demo.archive.requests.of("GET", PROVIDERS)) == 2)
    assert PROVIDER not in labels(app)


def test_a_provider_that_refuses_is_said_with_its_words(
    stranger: AppTest, new_session: NewSession, demo: Served, click: Click, monkeypatch: pytest.MonkeyPatch
) -> None:
    click(arrived(stranger), PROVIDER)
    visit_provider(stranger, demo, monkeypatch)
    back = new_session()
    assert "The identity provider did not sign you in." in back.error[0].value
    assert [words.value for words in back.code] == ["access_denied"]


def test_a_provider_that_leads_elsewhere_is_no_button_and_says_the_address_to_register(
    stranger: AppTest, demo: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "components.ui.sign_in.ways_in._own_return_address", lambda: "https://here.example.org/provider-return"
    )
    until(lambda: "Identity providers that lead elsewhere" in [each.label for each in stranger.run().expander])
    assert PROVIDER not in labels(stranger)
    assert [code.value for code in stranger.code] == ["https://here.example.org/provider-return"]
    assert demo.archive.redirect_uri
    assert any(demo.archive.redirect_uri in text.value for text in stranger.text)


def test_a_pasted_token_says_its_end_and_leads_in(stranger: AppTest, demo: Served, click: Click) -> None:
    fill(stranger, Token=pasted(demo))
    stranger.run()
    assert any(f"for the project {demo.project} and ends on " in text.value for text in stranger.text)
    click(stranger, "Use this token")
    assert stranger.title[0].value == "Compose order"


def test_a_token_of_nobody_is_refused_in_words(stranger: AppTest, click: Click) -> None:
    fill(stranger, Token="a.b.c")
    click(stranger.run(), "Use this token")
    assert "This is not a token of REGARDS." in stranger.error[0].value


def test_a_key_leads_in(stranger: AppTest, demo: Served, click: Click) -> None:
    fill(stranger, **{"API key": "the key"})
    click(stranger.run(), "Use this key")
    assert stranger.session_state["desk"].login.username == demo.accounts[2].username


@pytest.mark.parametrize("what", ["token", "key"])
def test_an_empty_field_is_named_and_nothing_is_sent(stranger: AppTest, demo: Served, click: Click, what: str) -> None:
    click(stranger, f"Use this {what}")
    assert [warning.value for warning in stranger.warning] == [f"Fill in the {what}."]
    assert not demo.archive.requests.of("GET", "/quota/current")


def test_a_wrong_key_is_refused_in_words(stranger: AppTest, click: Click) -> None:
    fill(stranger, **{"API key": "another key"})
    click(stranger.run(), "Use this key")
    assert "The archive does not accept this key" in stranger.error[0].value


def test_an_archive_without_a_header_for_keys_offers_none(stranger: AppTest, offered: Archive, offer: Offer) -> None:
    offer(replace(offered, api_key_header=""))
    assert "API key" not in [field.label for field in stranger.run().text_input]


# Again


def over(app: AppTest) -> AppTest:
    desk = app.session_state["desk"]
    desk.take_over(replace(desk.login, life=0.0))
    return app.run()


def test_a_session_by_token_asks_for_a_token_where_the_user_is(stranger: AppTest, demo: Served, click: Click) -> None:
    fill(stranger, Token=pasted(demo))
    click(stranger.run(), "Use this token")
    stranger.text_area[0].input("PROD_1").run()
    assert over(stranger).title[0].value == "Sign in again"
    assert [field.label for field in stranger.text_input] == ["Token"]
    fill(stranger, Token=pasted(demo))
    click(stranger.run(), "Use this token")
    assert stranger.text_area[0].value == "PROD_1"


def test_a_session_by_key_asks_for_the_key_where_the_user_is(stranger: AppTest, click: Click) -> None:
    fill(stranger, **{"API key": "the key"})
    click(stranger.run(), "Use this key")
    stranger.text_area[0].input("PROD_1").run()
    assert [field.label for field in over(stranger).text_input] == ["API key"]
    fill(stranger, **{"API key": "the key"})
    click(stranger.run(), "Use this key")
    assert stranger.text_area[0].value == "PROD_1"


def test_a_session_by_provider_goes_through_it_again_and_lets_other_tabs_go_on(
    stranger: AppTest, new_session: NewSession, demo: Served, click: Click, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = demo.accounts[2].username
    click(arrived(stranger), PROVIDER)
    visit_provider(stranger, demo, monkeypatch, account=account)
    first = new_session()
    over(first)
    assert first.title[0].value == "Sign in again"
    click(arrived(first), PROVIDER)
    visit_provider(first, demo, monkeypatch, account=account)
    assert new_session().title[0].value == "Compose order"
    assert first.run().title[0].value == "Compose order"


# What is remembered


def test_the_archive_the_project_and_the_way_are_remembered_after_a_sign_out(
    stranger: AppTest, offered: Archive, offer: Offer, demo: Served, click: Click
) -> None:
    offer(Archive("Another", "http://127.0.0.1:9", "p"), replace(offered, other_projects=("q",)))
    stranger.run()
    stranger.selectbox(key="archive").select_index(1).run()
    fill(stranger, Token=pasted(demo))
    click(stranger.run(), "Use this token")
    click(stranger, "Sign out")
    assert stranger.selectbox(key="archive").index == 1
    assert stranger.selectbox(key="project Demo archive").value == demo.project
    assert [each.proto.expanded for each in stranger.expander if each.label == "Paste a token"] == [True]


def test_several_projects_of_one_archive_are_offered(stranger: AppTest, offered: Archive, offer: Offer) -> None:
    offer(replace(offered, other_projects=("second", "third")))
    [projects] = [each for each in stranger.run().selectbox if each.label == "Project"]
    assert projects.options == [offered.project, "second", "third"]
