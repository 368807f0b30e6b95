"""The format of responses: wrapped resources, pages and errors (contract A.3 to A.6)."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeVar

from starlette.responses import Response

PREFIX: Final = "/api/v1"
PROJECT_HOST: Final = "https://regards.demo.example"
"""The configured host of the project, which does not exist (contract C.6)."""

INTERNAL_HOST: Final = "http://rs-order.regards.internal:9093"
"""The host of the links in responses, which no client can reach (contract A.4)."""

Json = Mapping[str, object]
Link = Mapping[str, str]
_T = TypeVar("_T")


class Refusal(Exception):
    """An error response; without messages its body is empty."""

    def __init__(self, status: int, *messages: str) -> None:
        super().__init__(status, *messages)
        self.status = status
        self.messages = messages


@dataclass(frozen=True)
class Reply:
    """A JSON response before serialisation."""

    data: object
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)

    def written(self, *, pretty: bool) -> Response:
        """The response with its text, indented if the request has `?_pretty` (contract A.3)."""
        text = json.dumps(self.data, ensure_ascii=False, indent=2 if pretty else None)
        return Response(text, self.status, self.headers, "application/json")


@dataclass(frozen=True)
class Window:
    """The number and size of a page (contract A.5)."""

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
        """The metadata of the page."""
        return {
            "size": self.size,
            "totalElements": total,
            "totalPages": -(-total // self.size),
            "number": self.number,
        }


def without_nulls(fields: Json) -> Json:
    """The fields that are not None: REGARDS does not write `null` (contract A.3)."""
    return {name: value for name, value in fields.items() if value is not None}


def link(rel: str, path: str) -> Link:
    """A link, of which clients can use only the `rel`."""
    return {"rel": rel, "href": f"{INTERNAL_HOST}{path}"}


def wrapped(content: object, links: Iterable[Link] = ()) -> Json:
    """A resource in the wrapper of REGARDS."""
    return {"content": content, "links": list(links)}


def errors(status: int, *messages: str) -> Reply:
    """An error response with its messages."""
    return Reply({"messages": list(messages)}, status)
