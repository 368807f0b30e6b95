"""Authenticated requests, and the description of an endpoint."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from starlette.datastructures import QueryParams
from starlette.responses import Response

from components.demo.accounts.accounts import Role, User
from components.demo.api.responses import Refusal, Reply, Window
from components.demo.archive import Archive

LARGEST_PAGE: Final = 2_000
"""The default maximum of Spring, which REGARDS keeps (contract A.5)."""

_PUBLIC: Final = frozenset({"public"})


@dataclass(frozen=True)
class Caller:
    """The caller. `user` is None if anonymous; `provider` is the identity provider of the session, if any."""

    role: Role
    user: User | None = None
    provider: str | None = None


@dataclass(frozen=True)
class Call:
    """One request. `base` is the address of the archive as used by the caller."""

    archive: Archive
    caller: Caller
    method: str
    path: Mapping[str, str]
    query: QueryParams
    headers: Mapping[str, str]
    body: bytes
    base: str

    @property
    def user(self) -> User:
        """The calling user. Raises a 403 for an anonymous caller."""
        if self.caller.user is None:
            raise Refusal(403, "Access denied")
        return self.caller.user

    @property
    def groups(self) -> frozenset[str]:
        """The groups of the caller."""
        return self.caller.user.groups if self.caller.user else _PUBLIC

    @property
    def documented(self) -> bool:
        """Whether to answer as in the public documentation (contract J.10)."""
        return self.archive.documented

    def json(self) -> object:
        """The JSON body. Raises a 400 if it is not JSON, and a 415 for another content type."""
        kind = self.headers.get("content-type", "application/json").partition(";")[0].strip().lower()
        if kind != "application/json":
            raise Refusal(415, f"Content type '{kind}' not supported")
        try:
            return json.loads(self.body)
        except ValueError:
            raise Refusal(400, "JSON parse error: the body is not JSON") from None

    def json_object(self) -> Mapping[str, object]:
        """The JSON object in the body. Raises a 400 for anything else."""
        body = self.json()
        if not isinstance(body, Mapping):
            raise Refusal(400, "JSON parse error: an object was expected")
        return body

    def number(self, name: str) -> int:
        """The number in a path parameter. Raises a 400 for anything else."""
        text = self.path[name]
        if not (text.isascii() and text.isdigit()):
            raise Refusal(400, f'Failed to convert value of type "String" to required type "Long": "{text}"')
        return int(text)

    def window(self, size: int = 20) -> Window:
        """The requested page; the default replaces invalid parameters (contract A.5)."""
        return window(self.query.get("page"), self.query.get("size"), default=size)


def window(page: object, size: object, *, default: int = 20) -> Window:
    """The page with this number and size; the size is limited to `LARGEST_PAGE`."""
    return Window(_number(page, 0, least=0), min(_number(size, default, least=1), LARGEST_PAGE))


def _number(value: object, default: int, *, least: int) -> int:
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and int(text) >= least else default


Answer: TypeAlias = Response | Reply


@dataclass(frozen=True)
class Endpoint:
    """One method and path of a microservice, its handler, and the lowest role that may call it.

    Attributes:
        login: whether it is part of the sign-in. It then needs a scope but no token, no scenario applies, and request
            bodies are not logged.
        documented: True if it exists only in the public documentation, False if only in the code, None if in both.
    """

    method: str
    path: str
    answer: Callable[[Call], Answer]
    role: Role = Role.REGISTERED_USER
    login: bool = False
    documented: bool | None = None
