"""Sign-in through an identity provider (contract B.4)."""

import json
from collections.abc import Callable
from typing import Final
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from components.regards.errors import SessionOver, SignInRefused
from components.regards.http import addresses, replies
from components.regards.http.connection import Connection
from components.regards.settings import Archive
from components.regards.sign_in.login import Login, granted
from components.regards.sign_in.ways import Provider, ProviderCode

_PLUGIN: Final = "OpenId"  # where the list names none
_MOST_PROVIDERS: Final = 20
_LONGEST_NAME: Final = 100  # characters
_WITHIN: Final = 10.0  # seconds


def listed(archive: Archive, project: str) -> tuple[Provider, ...]:
    """The identity providers of a project, in the order of its list; those without a web address are left out.

    Raises:
        RegardsError: the archive does not tell them.
    """
    page = Connection(archive).read_once(addresses.PROVIDERS, _WITHIN, page=0, size=_MOST_PROVIDERS, scope=project)
    found = (_provider(replies.unwrap(each)) for each in replies.items(page)[:_MOST_PROVIDERS])
    return tuple(provider for provider in found if provider)


def authorization_address(provider: Provider, state: str) -> str:
    """The page of the provider to which to send the browser: its address as it is, with our state."""
    address, hash_, fragment = provider.authorization_url.partition("#")
    joint = "&" if "?" in address else "?"
    return f"{address}{joint}state={quote(state, safe='')}{hash_}{fragment}"


def return_address(provider: Provider) -> str:
    """Where the provider sends the browser back to, as far as its address says so; else ""."""
    return parse_qs(urlsplit(provider.authorization_url).query).get("redirect_uri", [""])[0]


def sign_in(archive: Archive, project: str, credentials: ProviderCode, now: Callable[[], float]) -> Login:
    """The login for a code of a provider. The code is sent once.

    Raises:
        SignInRefused: the provider did not accept the code.
        RegardsError: the archive is unreachable or closed, or its answer is not one of REGARDS.
    """
    provider = credentials.provider
    address = f"{addresses.provider_sign_in(provider.name)}?{urlencode({'scope': project})}"
    body = json.dumps({"pluginId": provider.plugin, "code": credentials.code})
    try:
        answer = Connection(archive, now=now).send("POST", address, body)
    except SessionOver as refusal:
        raise SignInRefused(
            "The identity provider did not accept this sign-in.",
            "Begin it again; it must be finished within a minute or so.",
            refusal.server_message,
        ) from refusal
    return granted(archive, project, answer, now())


def _provider(item: dict[str, object]) -> Provider | None:
    name, address = item.get("name"), item.get("authUrl")
    if not isinstance(name, str) or not isinstance(address, str) or not _is_web_address(address):
        return None
    return Provider(name[:_LONGEST_NAME], address, str(item.get("pluginId") or _PLUGIN))


def _is_web_address(address: str) -> bool:
    """Whether a browser may be sent there: an address such as ``javascript:…`` would run in our page."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and address.isprintable()
