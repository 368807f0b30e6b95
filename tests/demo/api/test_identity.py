"""Sign-in, renewal, and authentication of requests (contract A.2, B)."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from components.demo.accounts.accounts import REFUSED, LoginError
from components.demo.archive import Archive
from components.demo.catalogue.catalogue import Catalogue
from tests.clocks import Clock
from tests.demo.small_archive import TIMEOUT, USER, ApiClient

TOKEN = "/rs-authentication/oauth/token"
ORDERS = "/rs-order/user/orders"
SEARCH = "/rs-catalog/engines/legacy/dataobjects/search"
NewClient = Callable[[str | None], ApiClient]


def token_of(client: ApiClient) -> str:
    token: str = client.sign_in(USER).json()["access_token"]
    return token


# Signing in


def test_the_answer_has_the_fields_of_the_contract_and_no_wrapper(anonymous_client: ApiClient) -> None:
    answer = anonymous_client.sign_in(USER)
    assert answer.headers["Cache-Control"] == "no-store"
    body = answer.json()
    assert body.pop("access_token").count(".") == 2
    assert body.pop("expires_in") == anonymous_client.archive.token_life - 1  # the difference at answer time
    assert body == {
        "token_type": "bearer",
        "tenant": "demo",
        "scope": "demo",
        "role": "REGISTERED_USER",
        "sub": USER,
        "email": USER,
    }


@pytest.mark.parametrize("auth", [None, ("client", "wrong"), ("someone", "secret")])
def test_the_client_must_show_its_secret(anonymous_client: ApiClient, auth: tuple[str, str] | None) -> None:
    assert anonymous_client.sign_in(USER, auth=auth).status_code == 401


@pytest.mark.parametrize("header", ["Basic %%%", "Basic", "basic Y2xpZW50OnNlY3JldA==", "Bearer Y2xpZW50OnNlY3JldA=="])
def test_a_broken_basic_header_is_a_401_as_well(anonymous_client: ApiClient, header: str) -> None:
    assert anonymous_client.sign_in(USER, auth=None, headers={"Authorization": header}).status_code == 401


def test_another_client_can_be_configured(anonymous_client: ApiClient, archive: Archive) -> None:
    archive.client = type(archive.client)("desk", "other")
    assert anonymous_client.sign_in(USER, auth=("desk", "other")).status_code == 200
    assert anonymous_client.sign_in(USER).status_code == 401


def test_t41_a_scope_in_the_body_alone_is_not_enough(anonymous_client: ApiClient) -> None:
    assert anonymous_client.sign_in(USER, params={}).status_code == 401
    assert anonymous_client.sign_in(USER, params={}, headers={"scope": "demo"}).status_code == 200


def test_an_unknown_project_is_refused(anonymous_client: ApiClient) -> None:
    answer = anonymous_client.sign_in(USER, params={"scope": "elsewhere"})
    assert (answer.status_code, answer.json()["additionalInformation"]) == (400, {"error": "USER_UNKNOWN"})


def test_credentials_in_the_query_still_work_and_those_of_the_body_win(anonymous_client: ApiClient) -> None:
    query = {"scope": "demo", "username": USER, "password": "demo"}
    assert anonymous_client.post(TOKEN, params=query, auth=("client", "secret")).status_code == 200
    assert anonymous_client.sign_in(USER, params={**query, "password": "wrong"}).status_code == 200
    empty = {"username": "", "password": ""}
    assert anonymous_client.sign_in(USER, params=query, json=empty).status_code == 200


@pytest.mark.parametrize("grant_type", ["password", "anything", None])
def test_the_grant_type_is_not_looked_at(anonymous_client: ApiClient, grant_type: str | None) -> None:
    body = {"username": USER, "password": "demo", "grant_type": grant_type}
    assert anonymous_client.sign_in(USER, json=body).status_code == 200


def test_t42_a_form_is_in_a_type_that_nobody_reads(anonymous_client: ApiClient) -> None:
    form = {"username": USER, "password": "demo", "grant_type": "password"}
    answer = anonymous_client.sign_in(USER, json=None, data=form)
    assert answer.status_code == 415
    assert answer.json()["messages"]


def test_a_legacy_archive_reads_the_form_and_no_json(anonymous_client: ApiClient, archive: Archive) -> None:
    archive.legacy_login = True
    form = {"username": USER, "password": "demo", "grant_type": "password"}
    assert anonymous_client.sign_in(USER, json=None, data=form).status_code == 200
    refused = anonymous_client.sign_in(USER)
    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_request")


def test_an_empty_password_is_not_foreseen(anonymous_client: ApiClient) -> None:
    assert anonymous_client.sign_in(USER, "").status_code == 500


@pytest.mark.parametrize(("username", "error"), [*REFUSED.items(), ("nobody@demo.example", LoginError.ACCOUNT_UNKNOWN)])
def test_t43_a_refusal_is_a_400_with_its_code_and_without_messages(
    anonymous_client: ApiClient, username: str, error: LoginError
) -> None:
    answer = anonymous_client.sign_in(username)
    assert answer.status_code == 400
    body = answer.json()
    assert body["additionalInformation"] == {"error": error.value}
    assert body["stackTrace"] == []
    assert "messages" not in body


# Renewing


def test_t44_one_may_borrow_ones_own_role_and_there_is_no_other_renewal(
    client: ApiClient, clock: Clock, archive: Archive
) -> None:
    clock.advance(archive.token_life - 100)
    answer = client.get("/rs-authentication/borrowRole/REGISTERED_USER")
    assert answer.status_code == 200
    assert answer.json()["expires_in"] == archive.token_life - 1
    clock.advance(200)  # the first token has ended by now
    assert client.get(ORDERS).status_code == archive.expired_status
    client.session.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
    assert client.get(ORDERS).status_code == 200
    assert client.delete(TOKEN).status_code == 405


@pytest.mark.parametrize("role", ["PROJECT_ADMIN", "USER_ROLE", "PUBLIC"])
def test_but_no_stronger_one_and_none_that_does_not_exist(client: ApiClient, role: str) -> None:
    assert client.get(f"/rs-authentication/borrowRole/{role}").status_code == 403


def test_a_weaker_role_has_weaker_rights(new_client: NewClient, client: ApiClient) -> None:
    client.ordered('providerId:"LAND_1"')
    admin = new_client("admin@demo.example")
    assert admin.get(f"{ORDERS}/1").status_code == 200
    token = admin.get("/rs-authentication/borrowRole/REGISTERED_USER").json()["access_token"]
    admin.session.headers["Authorization"] = f"Bearer {token}"
    assert admin.get(f"{ORDERS}/1").status_code == 403


def test_a_token_lives_an_hour_as_regards_ships_it(few_products: Catalogue) -> None:
    assert Archive(catalogue=few_products).token_life == 3600


def test_the_life_of_a_token_can_be_set(anonymous_client: ApiClient, archive: Archive, clock: Clock) -> None:
    archive.token_life = 30
    answer = anonymous_client.sign_in(USER).json()
    assert answer["expires_in"] in {29, 30}
    headers = {"Authorization": f"Bearer {answer['access_token']}"}
    assert anonymous_client.get(ORDERS, headers=headers).status_code == 200
    clock.advance(30)
    assert anonymous_client.get(ORDERS, headers=headers).status_code == 401


@pytest.mark.parametrize("status", [401, 403, 500])
def test_an_expired_token_is_answered_as_configured(
    client: ApiClient, archive: Archive, clock: Clock, status: int
) -> None:
    archive.expired_status = status
    clock.advance(archive.token_life)
    assert client.get(ORDERS).status_code == status


def test_a_forged_token_is_treated_like_an_expired_one(anonymous_client: ApiClient) -> None:
    assert anonymous_client.get(ORDERS, headers={"Authorization": "Bearer x.y.z"}).status_code == 401


# Who one is


def test_t40_only_a_capital_bearer_is_a_token(anonymous_client: ApiClient) -> None:
    token = token_of(anonymous_client)
    assert anonymous_client.get(ORDERS, headers={"Authorization": f"Bearer {token}"}).status_code == 200
    lower = {"Authorization": f"bearer {token}"}
    assert anonymous_client.get(ORDERS, headers=lower).status_code == 401
    answer = anonymous_client.get(ORDERS, headers=lower, params={"scope": "demo"})
    assert answer.status_code == 403  # anonymous, silently
    assert answer.json()["messages"]


def test_a_token_in_the_query_counts_where_there_is_no_header(anonymous_client: ApiClient) -> None:
    token = token_of(anonymous_client)
    assert anonymous_client.get(ORDERS, params={"token": token}).status_code == 200
    assert (
        anonymous_client.get(ORDERS, params={"token": token}, headers={"Authorization": "bearer x"}).status_code == 401
    )


def test_the_anonymous_may_search_with_a_scope_and_nothing_without_one(anonymous_client: ApiClient) -> None:
    assert anonymous_client.get(SEARCH, params={"scope": "demo"}).status_code == 200
    assert anonymous_client.get(SEARCH, headers={"scope": "demo"}).status_code == 200
    assert anonymous_client.get(SEARCH).status_code == 401
    assert anonymous_client.get(ORDERS, params={"scope": "demo"}).status_code == 403


def test_with_a_token_no_scope_is_needed_and_a_wrong_one_is_ignored(client: ApiClient) -> None:
    assert client.get(ORDERS).status_code == 200
    assert client.get(ORDERS, params={"scope": "elsewhere"}).status_code == 200


def test_neither_password_nor_token_is_remembered(client: ApiClient, archive: Archive) -> None:
    token = token_of(client)
    query = {"scope": "demo", "username": USER, "password": "s3cret-word"}
    client.post(TOKEN, params=query, auth=("client", "secret"))
    client.get(ORDERS, params={"token": token})
    remembered = repr(list(archive.requests))
    assert "s3cret-word" not in remembered
    assert token not in remembered
    assert '"demo"' not in remembered  # the password in the body of the sign-in
    assert len(archive.requests.of("POST", "/oauth/token")) == 3


# The correlation id


def test_every_answer_has_a_correlation_id_ones_own_if_one_was_sent(client: ApiClient) -> None:
    first, second = (client.get(ORDERS).headers["correlation-id"] for _ in range(2))
    assert first != second
    assert client.get(ORDERS, headers={"correlation-id": "mine"}).headers["correlation-id"] == "mine"


@pytest.mark.parametrize("path", ["/rs-order/nothing", "/rs-nowhere/user/orders", "/rs-order/user/orders/"])
def test_where_there_is_no_endpoint_the_gateway_answers_in_its_own_shape(client: ApiClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.json().keys() == {"timestamp", "path", "status", "error", "requestId"}
    assert answer.headers["correlation-id"]


# The identity provider


@pytest.fixture
def provided(archive: Archive) -> Archive:
    archive.redirect_uri = "http://127.0.0.1:8501/back?page=1"
    return archive


def providers(client: ApiClient) -> list[dict[str, Any]]:
    page = client.get("/rs-authentication/serviceproviders/public", params={"scope": "demo"}).json()
    return [each["content"] for each in page["content"]]


def chosen(client: ApiClient, account: str | None, **more: str) -> requests.Response:
    """Choose an account on the authorization page as a browser does."""
    url = urlsplit(providers(client)[0]["authUrl"])
    query = {name: values[0] for name, values in parse_qs(url.query).items()}
    asked = {**query, **more, **({"account": account} if account else {})}
    return requests.get(f"{client.url}/openid/grant", params=asked, allow_redirects=False, timeout=TIMEOUT)


def code_of(answer: requests.Response) -> str:
    return parse_qs(urlsplit(answer.headers["location"]).query)["code"][0]


def authenticate(client: ApiClient, code: str, **more: str) -> requests.Response:
    return client.post(
        "/rs-authentication/serviceproviders/demo-openid/authenticate",
        params={"scope": "demo"},
        json={"pluginId": "OpenId", "code": code, **more},
    )


def test_without_an_address_to_come_back_to_no_provider_is_listed(anonymous_client: ApiClient) -> None:
    assert providers(anonymous_client) == []
    path = "/rs-authentication/serviceproviders/public/demo-openid"
    assert anonymous_client.get(path, params={"scope": "demo"}).status_code == 404


def test_a_provider_gives_a_complete_address_for_the_browser(anonymous_client: ApiClient, provided: Archive) -> None:
    (provider,) = providers(anonymous_client)
    assert provider["pluginId"] == "OpenId"
    query = parse_qs(urlsplit(provider["authUrl"]).query)
    assert query["redirect_uri"] == [provided.redirect_uri]
    assert query["response_mode"] == ["query"]
    page = requests.get(provider["authUrl"], timeout=TIMEOUT)
    assert page.status_code == 200
    assert USER in page.text


def test_t45_a_code_from_the_page_signs_in_with_the_state_kept(anonymous_client: ApiClient, provided: Archive) -> None:
    back = chosen(anonymous_client, USER, state="s 1")
    assert back.status_code == 302
    assert back.headers["location"].startswith(f"{provided.redirect_uri}&code=")
    assert parse_qs(urlsplit(back.headers["location"]).query)["state"] == ["s 1"]
    answer = authenticate(anonymous_client, code_of(back))
    assert answer.status_code == 200
    assert answer.json()["sub"] == USER
    assert answer.json()["service_provider_name"] == "demo-openid"


def test_a_code_is_good_for_one_use_and_a_minute(anonymous_client: ApiClient, provided: Archive, clock: Clock) -> None:
    code = code_of(chosen(anonymous_client, USER))
    late = code_of(chosen(anonymous_client, USER))
    assert authenticate(anonymous_client, code).status_code == 200
    refused = [authenticate(anonymous_client, used) for used in (code, "invented")]
    clock.advance(60)
    refused.append(authenticate(anonymous_client, late))
    assert [(each.status_code, each.content) for each in refused] == [(401, b"")] * 3
    assert provided.requests.of("POST", "authenticate")


def test_without_the_type_of_plugin_the_body_cannot_be_read(anonymous_client: ApiClient, provided: Archive) -> None:
    code = code_of(chosen(anonymous_client, USER))
    assert authenticate(anonymous_client, code, pluginId="").status_code == 400
    assert authenticate(anonymous_client, code).status_code == 200
    assert code not in repr(list(provided.requests))


def test_nobody_is_sent_anywhere_but_to_the_configured_address(anonymous_client: ApiClient, provided: Archive) -> None:
    assert provided.redirect_uri
    assert chosen(anonymous_client, USER, redirect_uri="https://evil.example/").status_code == 400
    assert chosen(anonymous_client, USER, client_id="other").status_code == 400


def test_who_cancels_comes_back_with_an_error(anonymous_client: ApiClient, provided: Archive) -> None:
    assert provided.redirect_uri
    location = chosen(anonymous_client, None, state="x").headers["location"]
    assert parse_qs(urlsplit(location).query) == {"page": ["1"], "error": ["access_denied"], "state": ["x"]}


def test_what_is_put_into_the_page_is_text(anonymous_client: ApiClient, provided: Archive) -> None:
    assert provided.redirect_uri
    url = providers(anonymous_client)[0]["authUrl"] + '&state="><script>'
    assert "<script>" not in requests.get(url, timeout=TIMEOUT).text


def test_only_a_session_from_the_provider_can_be_ended_there(
    client: ApiClient, anonymous_client: ApiClient, provided: Archive
) -> None:
    path = "/rs-authentication/serviceproviders/demo-openid/deauthenticate"
    assert client.post(path).status_code == 500
    assert provided.redirect_uri
    token = authenticate(anonymous_client, code_of(chosen(anonymous_client, USER))).json()["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    assert anonymous_client.post(path, headers=headers).status_code == 200
    borrowed = anonymous_client.get("/rs-authentication/borrowRole/REGISTERED_USER", headers=headers).json()
    assert "service_provider_name" not in borrowed
