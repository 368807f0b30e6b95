"""The ways into an archive, and what each of them takes."""

from dataclasses import dataclass, field
from enum import StrEnum


class Way(StrEnum):
    """How a user signed in, and is asked again when the session is over."""

    PASSWORD = "password"  # noqa: S105 - the name of a way
    PROVIDER = "provider"
    TOKEN = "token"  # noqa: S105 - the name of a way
    KEY = "key"


@dataclass(frozen=True, slots=True)
class Password:
    """A login with its password (contract B.1)."""

    username: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Provider:
    """An identity provider of a project (contract B.4).

    ``authorization_url`` is the page to which the browser is sent, as an administrator of the archive typed it;
    ``plugin`` is the type of the body that brings its code.
    """

    name: str
    authorization_url: str
    plugin: str


@dataclass(frozen=True, slots=True)
class ProviderCode:
    """The code with which an identity provider sent the browser back (contract B.4)."""

    provider: Provider
    code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class PastedToken:
    """A token of the archive that the user got elsewhere."""

    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key that goes with each request, under the header that the archive's settings name (contract L.9)."""

    key: str = field(repr=False)


Credentials = Password | ProviderCode | PastedToken | ApiKey
