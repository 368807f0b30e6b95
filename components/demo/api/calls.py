"""A request as an endpoint of the archive sees it, and what an endpoint is."""

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
"""Spring's own maximum, which REGARDS does not change (contract A.5)."""

_PUBLIC: Final = frozenset({"public"})


@dataclass(frozen=True)
class Caller:
    """Who calls. `user` is None for an anonymous caller; `provider` is the external source of the session."""

    role: Role
    user: User | None = None
    provider: str | None = None


@dataclass(frozen=True)
class Call:
    """One request. `base` is the address under which the caller reached the archive."""

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
        """The user, at an endpoint that needs one; raise a 403 for an anonymous caller."""
        if self.caller.user is None:
            raise Refusal(403, "Access denied")
        return self.caller.user

    @property
    def groups(self) -> frozenset[str]:
        """The groups whose products the caller may see."""
        return self.caller.user.groups if self.caller.user else _PUBLIC

    @property
    def documented(self) -> bool:
        """Whether to answer as the public pages say (contract J.10)."""
        return self.archive.documented

    def json(self) -> object:
        """The body read as JSON. Raises a 400 if it is none and a 415 if it says that it is something else."""
        kind = self.headers.get("content-type", "application/json").partition(";")[0].strip().lower()
        if kind != "application/json":
            raise Refusal(415, f"Content type '{kind}' not supported")
        try:
            return json.loads(self.body)
        except ValueError:
            raise Refusal(400, "JSON parse error: the body is not JSON") from None

    def json_object(self) -> Mapping[str, object]:
        """The body read as a JSON object. Raises a 400 for anything else."""
        body = self.json()
        if not isinstance(body, Mapping):
            raise Refusal(400, "JSON parse error: an object was expected")
        return body

    def number(self, name: str) -> int:
        """A number of the path. Raises a 400 for anything else."""
        text = self.path[name]
        if not (text.isascii() and text.isdigit()):
            raise Refusal(400, f'Failed to convert value of type "String" to required type "Long": "{text}"')
        return int(text)

    def window(self, size: int = 20) -> Window:
        """The page that is asked for; what cannot be read falls back to what is usual (contract A.5)."""
        return window(self.query.get("page"), self.query.get("size"), usual=size)


def window(page: object, size: object, *, usual: int = 20) -> Window:
    """The page of this number and size, cut down to the largest that REGARDS gives."""
    return Window(_number(page, 0, least=0), min(_number(size, usual, least=1), LARGEST_PAGE))


def _number(value: object, usual: int, *, least: int) -> int:
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and int(text) >= least else usual


Answer: TypeAlias = Response | Reply


@dataclass(frozen=True)
class Endpoint:
    """One verb and path of a microservice, the weakest role that may call it, and what answers.

    `login` marks the steps of signing in: they need a scope but no bearer, no scenario spoils them, and what is sent
    to them is not remembered. `manners` marks what exists only in the public pages (True) or only in the code (False).
    """

    method: str
    path: str
    answer: Callable[[Call], Answer]
    role: Role = Role.REGISTERED_USER
    login: bool = False
    documented: bool | None = None
