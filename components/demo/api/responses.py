"""The shapes of the archive's answers: wrapped resources, pages and errors (contract A.3 to A.6)."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeVar

from starlette.responses import Response

PREFIX: Final = "/api/v1"
PROJECT_HOST: Final = "https://regards.demo.example"
"""The host that is configured for the project; nothing listens there (contract C.6)."""

INTERNAL_HOST: Final = "http://rs-order.regards.internal:9093"
"""Where the links of the answers point: a host that no client can reach (contract A.4)."""

Json = Mapping[str, object]
Link = Mapping[str, str]
_T = TypeVar("_T")


class Refusal(Exception):
    """The request is answered with an error; without messages the body is empty."""

    def __init__(self, status: int, *messages: str) -> None:
        super().__init__(status, *messages)
        self.status = status
        self.messages = messages


@dataclass(frozen=True)
class Reply:
    """A JSON answer, not yet written out."""

    data: object
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)

    def written(self, *, pretty: bool) -> Response:
        """The answer as text; `?_pretty` spreads it over lines (contract A.3)."""
        text = json.dumps(self.data, ensure_ascii=False, indent=2 if pretty else None)
        return Response(text, self.status, self.headers, "application/json")


@dataclass(frozen=True)
class Window:
    """The part of a list that a page shows (contract A.5)."""

    number: int
    size: int

    @property
    def start(self) -> int:
        """The index of the page's first item."""
        return self.number * self.size

    def cut(self, items: Sequence[_T]) -> Sequence[_T]:
        """The items on this page."""
        return items[self.start : self.start + self.size]

    def metadata(self, total: int) -> Json:
        """What a page says about itself."""
        return {
            "size": self.size,
            "totalElements": total,
            "totalPages": -(-total // self.size),
            "number": self.number,
        }


def without_nulls(fields: Json) -> Json:
    """The fields that have a value: REGARDS never writes `null` (contract A.3)."""
    return {name: value for name, value in fields.items() if value is not None}


def link(rel: str, path: str) -> Link:
    """A link; clients can use nothing but its `rel`."""
    return {"rel": rel, "href": f"{INTERNAL_HOST}{path}"}


def wrapped(content: object, links: Iterable[Link] = ()) -> Json:
    """A resource as REGARDS wraps it."""
    return {"content": content, "links": list(links)}


def errors(status: int, *messages: str) -> Reply:
    """An error with its reasons."""
    return Reply({"messages": list(messages)}, status)
