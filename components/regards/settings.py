"""The settings of an installation, read once from ``secrets.toml`` and environment variables."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from components import __version__
from components.order.composition import PER_ORDER
from components.order.draft import Draft
from components.order.lucene import PER_QUERY
from components.regards.delivery.unannounced import LARGEST
from components.regards.orders.poll_intervals import POLL_EVERY

ORDER_BOOK: Final = "sqlite:///.order-desk/orders.db"
"""The usual database of orders made here: a file in the working directory."""


def user_agent(address: str = "") -> str:
    """What the desk calls itself in requests (RFC 9110, section 10.1.5), with the address of its pages, if any."""
    return f"regards-order-desk/{__version__}" + (f" (+{address})" if address else "")


_MOST_SHOWN: Final = 60  # characters of a wrong value


class OrderThrough(StrEnum):
    """The two ways of an order to the archive."""

    APPLY = "apply"  # one call (contract C.1)
    BASKET = "basket"  # the basket is filled, and becomes the order (contract C.9)


class SettingsError(ValueError):
    """A setting is missing or wrong; the message names its key, the accepted form, and what was found."""


@dataclass(frozen=True, slots=True)
class Account:
    """A username with its password."""

    username: str
    password: str = field(repr=False)


class Guests:
    """The visitors of an archive that needs no account: each gets one that nobody has used before.

    Args:
        make: makes an account.
    """

    def __init__(self, make: Callable[[], Account]) -> None:
        self._make = make
        self._passwords: dict[str, str] = {}

    def welcome(self) -> Account:
        """The account of the next visitor: baskets, drafts and running orders are per account."""
        account = self._make()
        self._passwords[account.username] = account.password
        return account

    def password(self, username: str) -> str:
        """The password of a visitor's account; empty for any other account."""
        return self._passwords.get(username, "")


@dataclass(frozen=True, slots=True)
class Archive:
    """A REGARDS archive.

    Attributes:
        name: what users call it.
        url: the address of its gateway, without a path.
        project: the project to sign in to.
        other_projects: more of its projects on offer.
        prefix: the path before the microservice (contract A.1).
        client_id: the client of the token endpoint (contract B.1).
        client_secret: the secret of that client.
        raw_client_secret: whether a client or secret outside ASCII is sent as it is, without percent-encoding.
        identifier_field: the attribute that holds identifiers; found out if it is empty (contract E.3).
        ca_bundle: a file of certificates to trust; empty for those of the system.
        legacy_login: whether to sign in with a form if the archive does not read JSON (contract B.1).
        api_key_header: the header under which it takes keys (contract L.9); empty if it takes none.
        user_agent: what the desk calls itself in each request.
        plain_http: whether its address may begin with ``http://`` although it is another machine's.
        session_hours: hours after which a user gives the password again, 1 to 720.
        identifiers_per_query: the most identifiers of one query, 1 to 500 (contract F.3).
        identifiers_per_order: the most identifiers of one order (contract F.3).
        order_through: by which way orders go to it.
        delivery_folder: the absolute path of the folder for deliveries on this machine; empty for no deliveries.
        folder_passes: whether that folder is deleted when the desk stops; for the demo archive.
        first_way: what is offered first to get files: ``browser`` or ``folder``; empty for the folder where the
            browser runs on the desk's own machine, and else for the browser.
        delivery_mode: the permissions of delivered files; folders may also be entered by those who may read.
        checked_at_once: up to so many identifiers, the catalogue is asked about a list without a click; 0 for never.
        largest_unannounced_file: gigabytes of the largest file whose size the archive does not announce, 1 to 100,000.
        guests: its visitors without an account; None for archives other than the demo archive.
        examples: drafts to begin with, by name; for the demo archive.
        poll_every: seconds between two looks at a moving order, 1 to 3,600; fewer for the demo archive.
        hour: seconds of the archive's hour; fewer for the demo archive.
    """

    name: str
    url: str
    project: str
    prefix: str = "/api/v1"
    client_id: str = "client"
    client_secret: str = field(default="secret", repr=False)
    raw_client_secret: bool = False
    identifier_field: str = ""
    ca_bundle: str = ""
    legacy_login: bool = False
    api_key_header: str = ""
    user_agent: str = user_agent()
    other_projects: tuple[str, ...] = ()
    plain_http: bool = False
    session_hours: int = 24
    identifiers_per_query: int = PER_QUERY
    identifiers_per_order: int = PER_ORDER
    order_through: OrderThrough = OrderThrough.APPLY
    delivery_folder: str = ""
    folder_passes: bool = False
    first_way: str = ""
    delivery_mode: int = 0o600
    checked_at_once: int = 1_000
    largest_unannounced_file: int = LARGEST
    guests: Guests | None = field(default=None, repr=False, compare=False)
    examples: Mapping[str, Draft] = field(default_factory=dict, repr=False, compare=False)
    poll_every: float = POLL_EVERY
    hour: float = 3600.0

    def guest_password(self, username: str) -> str:
        """The password of a guest account; empty for any other account."""
        return self.guests.password(username) if self.guests else ""

    @property
    def projects(self) -> tuple[str, ...]:
        """The projects on offer; the first one is proposed."""
        return (self.project, *self.other_projects)

    @property
    def base_url(self) -> str:
        """The beginning of every address, without a slash at the end."""
        return f"{self.url.rstrip('/')}/{self.prefix.strip('/')}".rstrip("/")


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of an installation. By default only the demo archive is offered.

    ``delivery_folder`` and ``order_through`` are for archives that name none. ``order_book`` is the SQLAlchemy URL of
    the database of orders made here. ``public_address`` is the scheme, host and port under which browsers reach the
    desk; empty if it is not known.
    """

    archives: tuple[Archive, ...] = ()
    demo: bool = True
    delivery_folder: str = ""
    order_book: str = field(default=ORDER_BOOK, repr=False)  # it may hold a password
    order_through: OrderThrough = OrderThrough.APPLY
    public_address: str = ""


_FLAGS = {
    "true": True,
    "on": True,
    "yes": True,
    "1": True,
    "false": False,
    "off": False,
    "no": False,
    "0": False,
}
_KEYS = {each.name for each in fields(Archive)} - {
    *("name", "guests", "examples", "hour", "other_projects", "folder_passes")
}
_WAYS = {"", "browser", "folder"}
_HEADER = re.compile(r"[A-Za-z0-9-]{1,100}")

_NUMBERS = {
    "identifiers_per_query": range(1, 501),
    "identifiers_per_order": range(1, 50_001),
    "poll_every": range(1, 3601),
    "session_hours": range(1, 721),
    "checked_at_once": range(10_001),
    "largest_unannounced_file": range(1, 100_001),
}


def read(secrets: Mapping[str, object], environment: Mapping[str, str]) -> Settings:
    """The settings in ``secrets.toml``, overridden by environment variables.

    The top level has ``demo``, ``delivery_folder``, ``order_book``, ``order_through`` and ``public_address``; each
    archive has a section ``[archives.NAME]``. ``ORDER_DESK_DEMO=off`` sets ``demo``, and so on.
    ``ORDER_DESK_ARCHIVES_NAME_URL`` sets the key ``url`` of ``[archives.NAME]``; characters of NAME that a variable
    cannot hold become ``_``.

    Raises:
        SettingsError: a key is unknown, missing or of the wrong form.
    """
    sections = secrets.get("archives", {})
    if not isinstance(sections, Mapping):
        raise _wrong("archives", "write one section [archives.NAME] for each archive.", sections)
    top = {
        "demo": True,
        "delivery_folder": "",
        "order_book": ORDER_BOOK,
        "order_through": OrderThrough.APPLY,
        "public_address": "",
    }
    top |= {key: secrets[key] for key in top if key in secrets}
    top |= {key: environment[variable] for key in top if (variable := f"ORDER_DESK_{key.upper()}") in environment}
    folder = _folder("delivery_folder", top["delivery_folder"])
    address = _public_address("public_address", top["public_address"])
    way = _way("order_through", top["order_through"])
    usual = {"delivery_folder": folder, "user_agent": user_agent(address), "order_through": way}
    return Settings(
        archives=tuple(_archive(str(name), section, environment, usual) for name, section in sections.items()),
        demo=_flag("demo", top["demo"]),
        delivery_folder=folder,
        order_book=_database("order_book", top["order_book"]),
        order_through=way,
        public_address=address,
    )


def _archive(name: str, section: object, environment: Mapping[str, str], usual: Mapping[str, str]) -> Archive:
    where = f"archives.{name}"
    if not isinstance(section, Mapping):
        raise _wrong(where, f"write a section [archives.{name}] with url and project.", section)
    values: dict[str, object] = {**usual, **section}
    stem = "ORDER_DESK_ARCHIVES_" + re.sub(r"\W", "_", name.upper(), flags=re.ASCII)
    values |= {key: environment[variable] for key in _KEYS if (variable := f"{stem}_{key.upper()}") in environment}
    if unknown := sorted(values.keys() - _KEYS):
        raise SettingsError(f"{where}.{unknown[0]}: no such key; known are {', '.join(sorted(_KEYS))}.")
    flags: dict[str, Any] = {
        key: _flag(f"{where}.{key}", values.pop(key, False))
        for key in ("legacy_login", "plain_http", "raw_client_secret")
    }
    numbers: dict[str, Any] = {
        key: _number(f"{where}.{key}", values.pop(key), accepted) for key, accepted in _NUMBERS.items() if key in values
    }
    if "delivery_mode" in values:
        numbers["delivery_mode"] = _mode(f"{where}.delivery_mode", values.pop("delivery_mode"))
    way = _way(f"{where}.order_through", values.pop("order_through"))
    projects = _texts(f"{where}.project", values.pop("project", ""))
    texts: dict[str, Any] = {key: _text(f"{where}.{key}", value) for key, value in values.items()}
    texts["project"] = projects[0]
    _check(where, texts, plain_http=flags["plain_http"])
    return Archive(name=name, **flags, **numbers, **texts, other_projects=projects[1:], order_through=way)


def _check(where: str, texts: Mapping[str, str], *, plain_http: bool) -> None:
    """Raise SettingsError for the first text that is missing or of the wrong form."""
    for key in ("url", "project"):
        if not texts.get(key):
            raise SettingsError(f"{where}.{key}: is missing.")
    if not _is_address(texts["url"]):
        raise _wrong(f"{where}.url", "write an address such as https://regards.example.org.", texts["url"])
    if set("?#") & set(texts.get("prefix", "")):
        raise _wrong(f"{where}.prefix", "write a path alone, such as /api/v1.", texts["prefix"])
    if not plain_http and _is_open_to_others(texts["url"]):
        raise SettingsError(
            f"{where}.url: passwords would travel unencrypted. Write https://, or allow it with plain_http = true."
        )
    _folder(f"{where}.delivery_folder", texts["delivery_folder"])
    if texts.get("first_way", "") not in _WAYS:
        raise _wrong(f"{where}.first_way", "write browser or folder, or nothing.", texts["first_way"])
    if (header := texts.get("api_key_header")) and not _HEADER.fullmatch(header):
        raise SettingsError(f"{where}.api_key_header: write the name of a header, such as X-API-Key.")
    if not (texts["user_agent"].isascii() and texts["user_agent"].isprintable()):
        raise SettingsError(f"{where}.user_agent: write one line of ASCII characters, such as {user_agent()}.")


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        _ = parts.port  # raises ValueError if it is not a port
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and not set("@?#") & set(url)


def _is_open_to_others(url: str) -> bool:
    """Whether what is sent there leaves this machine unencrypted."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    try:
        loopback = ip_address(host).is_loopback
    except ValueError:
        loopback = host == "localhost" or host.endswith(".localhost")  # RFC 6761
    return parts.scheme == "http" and not loopback


def _public_address(key: str, value: object) -> str:
    address = _text(key, value).rstrip("/")
    if address and (not _is_address(address) or urlsplit(address).path):
        raise _wrong(key, "write scheme, host and port alone, such as https://orders.example.org.", value)
    return address


def _text(key: str, value: object) -> str:
    if not isinstance(value, str):
        raise _wrong(key, "write text in quotes.", value)
    return value.strip()


def _texts(key: str, value: object) -> tuple[str, ...]:
    """One text or several: a list of them, or in a variable a text with commas. A value without any text is one ""."""
    texts = [_text(key, each) for each in value] if isinstance(value, list) else _text(key, value).split(",")
    return tuple(dict.fromkeys(text for each in texts if (text := each.strip()))) or ("",)


def _folder(key: str, value: object) -> str:
    folder = _text(key, value)
    if folder and not Path(folder).is_absolute():
        raise _wrong(key, "write an absolute path, such as /srv/orders, or an empty text for no folder.", value)
    return folder


def _mode(key: str, value: object) -> int:
    mode = _text(key, value)
    if not re.fullmatch("6[046]{2}", mode):
        raise SettingsError(f"{key}: write the permissions of files in quotes, such as 600, 640 or 644.")
    return int(mode, 8)


def _way(key: str, value: object) -> OrderThrough:
    way = _text(key, value).lower()
    if way not in list(OrderThrough):
        raise _wrong(key, 'write "apply" or "basket".', value)
    return OrderThrough(way)


def _database(key: str, value: object) -> str:
    address = _text(key, value)
    try:
        make_url(address).get_dialect().import_dbapi()
    except (ArgumentError, ValueError):  # whose message may hold a part of the password
        raise SettingsError(f"{key}: write an address such as {ORDER_BOOK} or postgresql://host/name.") from None
    except ImportError as error:
        raise SettingsError(f"{key}: this database needs the Python package “{error.name}”: install it.") from error
    return address


def _number(key: str, value: object, accepted: range) -> int:
    if isinstance(value, str) and re.fullmatch(r"\d{1,9}", value.strip()):
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool) and value in accepted:
        return value
    raise _wrong(key, f"write a whole number from {accepted[0]} to {accepted[-1]}.", value)


def _flag(key: str, value: object) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip().lower() in _FLAGS:
        return _FLAGS[value.strip().lower()]
    raise _wrong(key, "write true or false.", value)


def _wrong(key: str, accepted: str, found: object) -> SettingsError:
    """The error for a wrong value, which is shown unless it may hold a password."""
    plain = isinstance(found, (str, bool, float)) or (isinstance(found, int) and abs(found) < 10**_MOST_SHOWN)
    shown = repr(found) if plain else f"a value of the type {type(found).__name__}"
    if key.endswith("secret") or "@" in shown:
        return SettingsError(f"{key}: {accepted}")
    return SettingsError(f"{key}: {accepted} Found: {shown[:_MOST_SHOWN]}")
