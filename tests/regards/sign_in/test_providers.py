"""Sign-in through an identity provider: the list, the address for the browser, and the code (contract B.4)."""

import json

import pytest

from components.regards.errors import NoAnswer, RegardsError, SignInRefused, UnexpectedReply
from components.regards.sign_in import providers
from components.regards.sign_in.entrance import enter
from components.regards.sign_in.ways import Provider, ProviderCode, Way
from tests.regards.scripted_server import ConnectionFault, reply, scripted_server, web_page

KEYCLOAK = {"name": "keycloak", "authUrl": "https://sso.example.org/auth?client_id=desk", "pluginId": "Own"}
PROVIDER = Provider("keycloak", "https://sso.example.org/auth?client_id=desk", "Own")
GRANTED = {"access_token": "t", "expires_in": 3600, "role": "REGISTERED_USER", "sub": "u@example.org"}


def page(*found: object) -> bytes:
    return reply(200, {"content": list(found), "metadata": {"totalPages": 1}})


def test_the_providers_of_a_project_are_asked_for_without_a_login() -> None:
    with scripted_server(page({"content": KEYCLOAK, "links": []})) as server:
        assert providers.listed(server.archive, "p 1") == (PROVIDER,)
        (asked,) = server.requests
    assert str(asked) == "GET /api/v1/rs-authentication/serviceproviders/public"
    assert asked.query["scope"] == "p 1"
    assert "authorization" not in asked.headers


def test_a_provider_without_a_type_has_that_of_regards_own_pages() -> None:
    flat = {"name": "a", "authUrl": "http://localhost/auth"}
    with scripted_server(page(flat)) as server:
        assert providers.listed(server.archive, "p") == (Provider("a", "http://localhost/auth", "OpenId"),)


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "//sso.example.org", "https:", "https://a\nb", "", None, 7]
)
def test_a_provider_to_which_no_browser_can_be_sent_is_left_out(address: object) -> None:
    with scripted_server(page(KEYCLOAK | {"authUrl": address}, KEYCLOAK)) as server:
        assert providers.listed(server.archive, "p") == (PROVIDER,)


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("https://sso/auth", "https://sso/auth?state=s%26"),
        ("https://sso/auth?a=%20b", "https://sso/auth?a=%20b&state=s%26"),
        ("https://sso/auth?a=b#c", "https://sso/auth?a=b&state=s%26#c"),
    ],
)
def test_the_browser_is_sent_to_the_address_as_typed_with_our_state(typed: str, sent: str) -> None:
    assert providers.authorization_address(Provider("a", typed, ""), "s&") == sent


def test_an_address_says_where_it_leads_back_to() -> None:
    there = "https://orders.example.org/provider-return"
    address = "https://sso/auth?redirect_uri=https%3A%2F%2Forders.example.org%2Fprovider-return"
    assert providers.return_address(Provider("a", address, "")) == there
    assert providers.return_address(PROVIDER) == ""


def test_the_code_is_sent_once_with_the_type_of_its_body() -> None:
    provider = Provider("key/cloak", "https://sso", "Own")
    with scripted_server(reply(200, GRANTED)) as server:
        login = enter(server.archive, "p 1", ProviderCode(provider, "hush"), lambda: 5.0)
        (asked,) = server.requests
    assert str(asked) == "POST /api/v1/rs-authentication/serviceproviders/key%2Fcloak/authenticate"
    assert asked.query == {"scope": "p 1"}
    assert json.loads(asked.body) == {"pluginId": "Own", "code": "hush"}
    assert (login.username, login.way, login.provider) == ("u@example.org", Way.PROVIDER, "key/cloak")


@pytest.mark.parametrize(
    ("answer", "cause"),
    [
        (reply(401), SignInRefused),
        (reply(500, {"messages": ["no such provider"]}), UnexpectedReply),
        (web_page(502), NoAnswer),
        (ConnectionFault.HANG_UP, NoAnswer),
    ],
)
def test_a_refused_code_is_never_sent_again(answer: bytes | ConnectionFault, cause: type[RegardsError]) -> None:
    with scripted_server(answer) as server:
        with pytest.raises(cause) as error:
            enter(server.archive, "p", ProviderCode(PROVIDER, "hush"))
        assert len(server.requests) == 1
    assert "hush" not in f"{error.value!r} {error.value.server_message}"
