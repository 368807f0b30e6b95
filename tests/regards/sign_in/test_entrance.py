"""Tokens and keys at the door, and one journey by each way: sign in, order, every file, receipt (contract B, L.9)."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from components.regards.delivery.engine import Delivery
from components.regards.delivery.receipt import compose_receipt
from components.regards.errors import SessionOver, SignInRefused
from components.regards.orders import orders
from components.regards.orders.order_files import ConnectedArchive
from components.regards.settings import Archive
from components.regards.sign_in import login, providers
from components.regards.sign_in.entrance import KEY_LIFE, enter
from components.regards.sign_in.login import Login
from components.regards.sign_in.ways import ApiKey, Credentials, Password, PastedToken, ProviderCode, Way
from tests.clocks import A_MOMENT, Clock
from tests.regards.scripted_server import reply, scripted_server
from tests.regards.served_demo import NEIGHBOUR, PASSWORD, USER, ServedDemo, request
from tests.regards.sign_in.test_pasted_tokens import token

KEY: Final = "key-hush"
PRETENDED = token(
    {"exp": A_MOMENT + 3600, "role": "REGISTERED_USER", "tenant": "project1", "sub": "victim@example.org"}
)


def by_password(_demo: ServedDemo) -> Credentials:
    return Password(USER, PASSWORD)


def by_provider(demo: ServedDemo) -> Credentials:
    """Be sent to the provider and back, as a browser is."""
    demo.demo.redirect_uri = "https://desk.example.org/provider-return"
    (provider,) = providers.listed(demo.archive, demo.archive.project)
    address = urlsplit(providers.authorization_address(provider, "our state"))
    asked = parse_qs(address.query) | {"account": [USER]}
    grant = f"{address.scheme}://{address.netloc}/openid/grant"
    answer = requests.get(grant, params=asked, allow_redirects=False, timeout=60)
    query = parse_qs(urlsplit(answer.headers["location"]).query)
    assert query["state"] == ["our state"]
    return ProviderCode(provider, query["code"][0])


def by_token(demo: ServedDemo) -> Credentials:
    return PastedToken(demo.sign_in().token)


def by_key(demo: ServedDemo) -> Credentials:
    demo.demo.api_keys = {KEY: USER}
    return ApiKey(KEY)


def by_legacy_form(demo: ServedDemo) -> Credentials:
    demo.demo.legacy_login = True
    return Password(USER, PASSWORD)


Bring = Callable[[ServedDemo], Credentials]
WAYS = {
    by_password: Way.PASSWORD,
    by_provider: Way.PROVIDER,
    by_token: Way.TOKEN,
    by_key: Way.KEY,
    by_legacy_form: Way.PASSWORD,
}


def signed_in(demo: ServedDemo, bring: Bring) -> Login:
    archive = replace(demo.archive, legacy_login=True, api_key_header="X-API-Key")
    return enter(archive, archive.project, bring(demo), demo.clock)


@pytest.mark.parametrize("bring", WAYS)
def test_each_way_leads_to_every_file_and_a_receipt(
    coded_or_documented: ServedDemo, bring: Bring, tmp_path: Path
) -> None:
    entered = signed_in(coded_or_documented, bring)
    connection = entered.connection(coded_or_documented.clock)
    order = coded_or_documented.finished(connection, orders.apply(connection, request('providerId:"PROD_1"')))
    source = ConnectedArchive(lambda: connection)
    delivery = Delivery(source, tmp_path, (order.order_id,), wait=coded_or_documented.clock.advance)
    delivery.run()
    receipt = compose_receipt(delivery.snapshots(), "Demo archive", entered.project, datetime.now(UTC))
    assert receipt.ordered == receipt.arrived > 0


@pytest.mark.parametrize("bring", WAYS)
def test_each_way_is_the_same_user_and_remembers_itself(served_demo: ServedDemo, bring: Bring) -> None:
    usual = served_demo.sign_in()
    entered = signed_in(served_demo, bring)
    assert (entered.account, entered.way) == (usual.account, WAYS[bring])


@pytest.mark.parametrize("bring", [by_password, by_provider, by_token])
def test_a_token_of_each_way_is_renewed_and_keeps_its_way(served_demo: ServedDemo, bring: Bring) -> None:
    entered = signed_in(served_demo, bring)
    served_demo.clock.advance(entered.life / 2)
    assert entered.due(served_demo.clock())
    renewed = login.renew(entered, served_demo.clock)
    assert renewed.token != entered.token
    assert (renewed.account, renewed.way, renewed.provider) == (entered.account, entered.way, entered.provider)


@pytest.mark.parametrize("bring", WAYS)
def test_no_way_leaves_a_secret_in_the_log(
    served_demo: ServedDemo, bring: Bring, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    secrets = [KEY]

    def remembering(demo: ServedDemo) -> Credentials:
        brought = bring(demo)
        if isinstance(brought, ProviderCode):
            secrets.append(brought.code)
        caplog.clear()  # the part of the browser
        return brought

    entered = signed_in(served_demo, remembering)
    orders.newest(entered.connection(served_demo.clock))
    assert "rs-order/user/orders" in caplog.text
    assert not [each for each in (*secrets, entered.token) if each in caplog.text or each in repr(entered)]


# Tokens


def test_a_pasted_token_goes_on_as_long_as_the_archive_grants(served_demo: ServedDemo) -> None:
    brought = served_demo.sign_in(NEIGHBOUR)
    served_demo.clock.advance(brought.life / 2)
    entered = enter(served_demo.archive, "any", PastedToken(brought.token), served_demo.clock)
    assert entered.usable_until == brought.usable_until + brought.life / 2
    assert entered.project == served_demo.archive.project


def test_where_no_role_can_be_borrowed_a_pasted_token_ends_at_its_end() -> None:
    with scripted_server(reply(403), reply(200, {"email": "u@example.org"})) as server:
        entered = enter(server.archive, "project1", PastedToken(PRETENDED), Clock())
    assert entered.received_at + entered.life == A_MOMENT + 3600
    assert (entered.token, entered.username) == (PRETENDED, "u@example.org")


def test_a_name_that_only_stands_in_a_token_opens_nothing_that_the_desk_keeps_for_that_user() -> None:
    with scripted_server(reply(404)) as server:
        entered = enter(server.archive, "project1", PastedToken(PRETENDED), Clock())
        again = enter(server.archive, "project1", PastedToken(PRETENDED), Clock())
    assert "victim" not in entered.account
    assert entered.account == again.account


@pytest.mark.parametrize("status", [401, 403])
def test_a_token_that_the_archive_does_not_accept_is_refused(status: int) -> None:
    with scripted_server(reply(status)) as server, pytest.raises(SignInRefused, match="does not accept this token"):
        enter(server.archive, "project1", PastedToken(PRETENDED), Clock())


def test_a_token_whose_end_is_over_is_not_even_sent() -> None:
    with scripted_server(reply(200)) as server:
        with pytest.raises(SignInRefused, match="has ended"):
            enter(server.archive, "project1", PastedToken(PRETENDED), Clock(A_MOMENT + 3600))
        assert not server.requests


def test_what_is_no_token_is_not_even_sent() -> None:
    with scripted_server(reply(200)) as server:
        with pytest.raises(SignInRefused, match="not a token"):
            enter(server.archive, "project1", PastedToken("my password"))
        assert not server.requests


# Keys


def keyed(archive: Archive) -> Login:
    return enter(replace(archive, api_key_header="X-Own-Key"), "p 1", ApiKey(KEY), lambda: 5.0)


def test_a_key_goes_under_the_header_of_the_settings_and_names_the_project() -> None:
    with scripted_server(reply(200, {"email": "u@example.org"})) as server:
        entered = keyed(server.archive)
        entered.connection(lambda: 5.0).read("rs-order/thing")
    assert [asked.headers["x-own-key"] for asked in server.requests] == [KEY, KEY]
    assert [asked.headers["scope"] for asked in server.requests] == ["p 1", "p 1"]
    assert not [asked for asked in server.requests if "authorization" in asked.headers]
    assert entered.username == "u@example.org"


@pytest.mark.parametrize("status", [401, 403])
def test_a_key_that_the_archive_does_not_accept_is_refused(status: int) -> None:
    with scripted_server(reply(status)) as server, pytest.raises(SignInRefused, match="does not accept this key"):
        keyed(server.archive)


def test_a_key_may_lack_the_right_to_the_quota() -> None:
    with scripted_server(reply(403), reply(200, {"content": []})) as server:
        assert keyed(server.archive).username.startswith("key ")


def test_a_key_is_kept_for_a_working_day_and_never_renewed() -> None:
    with scripted_server(reply(200, {"email": "u@example.org"})) as server:
        entered = keyed(server.archive)
        assert not entered.due(5 + 0.6 * KEY_LIFE)
        with pytest.raises(SessionOver):
            login.renew(entered)
        assert len(server.requests) == 1
