"""Reading what REGARDS answers: wrapped or flat, paged, or a refusal in one of several shapes.

Part of the program that users take away (`program`): standard library and Python 3.9 only.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from email.message import Message
from typing import TYPE_CHECKING, Any, Final

from components.regards.errors import (
    LimitReached,
    Maintenance,
    Missing,
    NoAnswer,
    NoRight,
    NotReady,
    Refused,
    RegardsError,
    SessionOver,
    UnexpectedReply,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

NO_JSON: Final = (ValueError, RecursionError)
"""What reading JSON raises; besides the usual error, for numbers and nestings beyond all measure."""

_OK: Final = 200
_NO_CONTENT: Final = 204
_UNAUTHORIZED: Final = 401
_BAD_GATEWAY: Final = 502
_UNAVAILABLE: Final = 503
# What an expired token may be answered with (contract A.6).
_MAY_MEAN_EXPIRED: Final = frozenset({401, 403, 500})
_MAY_MEAN_EXPIRED_AFTER_CHANGE: Final = frozenset({401, 403})  # a 500 may mean that the change was made
_PRIVATE: Final = frozenset({"stackTrace", "suppressedExceptions"})  # never shown (contract B.1)
_MOST_CHARACTERS: Final = 300  # characters shown of an answer that is no message of REGARDS (contract A.6)
_ACTION_CODE = re.compile(r"[A-Z]+(?:_[A-Z]+)+")  # such as ORDER_MUST_BE_PAUSED (contract C.5)
_CLOSED: Final = "The archive is closed for maintenance."
_ORDER_REFUSALS: Final = {  # the archive's name for the reason of a 422 that answers an order (contract C.1)
    "EMPTY_ORDER": "At least one query finds no file that you may order. Check the identifiers and the data types.",
    "INTERNAL_ERROR": "The catalogue could not run one of the queries. Check the field and the expressions.",
    "ORDER_LIMIT_REACHED": "The order is larger than the archive allows. Split it.",
}
_CAUSES: Final[dict[int, tuple[type[RegardsError], str]]] = {
    401: (SessionOver, "The archive no longer accepts your session."),
    403: (NoRight, "Your account may not see or do this."),
    404: (Missing, "The archive does not have this, or no longer has it."),
    410: (Missing, "The archive does not have this, or no longer has it."),
    429: (LimitReached, "A download limit of your account is reached."),
    502: (NoAnswer, "The archive did not answer in time."),
    503: (NoAnswer, "The archive did not answer in time."),
    504: (NoAnswer, "The archive did not answer in time."),
    515: (Maintenance, _CLOSED),
}
_TAGS = re.compile(r"(?is)<(script|style)\b.*?</\1>|<[^>]*>")


@dataclass(frozen=True)
class Reply:
    """An answer as it came: status, the header ``Content-Type`` and the body."""

    status: int
    kind: str
    body: bytes


def is_success(status: int) -> bool:
    """Whether the archive did what was asked; a redirect is no success, because none is followed."""
    return status in range(200, 300)


def nothing_to_send() -> NotReady:
    """What a download means that is answered with success but not with 200 (T-53)."""
    return NotReady("The archive has nothing to send at this moment.")


def session_over(server_message: str = "") -> SessionOver:
    """What an expired token means."""
    return SessionOver("Your session with the archive is over.", server_message)


def data_read(reply: Reply) -> Any:  # noqa: ANN401 - JSON is any value
    """The JSON value that answers a read, or None where the archive has no content.

    Raises:
        UnexpectedReply: the body is empty or not JSON; an outage is never an empty list.
    """
    if reply.status == _OK and not reply.body:
        raise UnexpectedReply("The archive answered without any data.")
    return data(reply)


def data(reply: Reply) -> Any:  # noqa: ANN401 - JSON is any value
    """The JSON value of an answer, or None where it has no content.

    Raises:
        UnexpectedReply: the body is not JSON, such as the web page of a firewall.
    """
    if reply.status == _NO_CONTENT or not reply.body:
        return None
    try:
        return json.loads(reply.body)
    except NO_JSON as error:
        what = "The archive answered with a web page instead of data."
        raise UnexpectedReply(what, reason(reply)) from error


def unwrap(value: object) -> dict[str, Any]:
    """A single resource, taken out of its ``content`` where it is wrapped (contract A.4).

    Raises:
        UnexpectedReply: it is no JSON object.
    """
    if isinstance(value, dict):
        content = value.get("content")
        return content if isinstance(content, dict) else value
    raise UnexpectedReply("The archive answered with data of an unknown form.", str(value)[:_MOST_CHARACTERS])


def links(value: object) -> frozenset[str] | None:
    """The names of the links that come with a resource: what may be done with it (contract C.5).

    None when the answer has none, as in flat answers. The addresses behind them are never followed (T-54).
    """
    found = value.get("links") if isinstance(value, dict) else None
    if not isinstance(found, list):
        return None
    return frozenset(str(link["rel"]) for link in found if isinstance(link, dict) and "rel" in link)


def items(page: object) -> list[Any]:
    """The items of a page as they came, each perhaps wrapped; an answer without content is an empty page."""
    if page is None:
        return []
    content = page.get("content") if isinstance(page, dict) else page
    if isinstance(content, list):
        return content
    raise UnexpectedReply("The archive answered with a list of an unknown form.", str(page)[:_MOST_CHARACTERS])


def paging(page: object) -> Mapping[str, int]:
    """Sizes of a page: ``totalPages``, ``totalElements``… read from ``metadata``, else from ``page``."""
    if isinstance(page, dict):
        for key in ("metadata", "page"):
            if isinstance(found := page.get(key), dict):
                return {name: number for name, number in found.items() if isinstance(number, int)}
    return {}


def reason(reply: Reply) -> str:
    """The archive's own explanation in an answer: its messages, else the beginning of its text without tags."""
    try:
        body = json.loads(reply.body)
    except NO_JSON:
        return " ".join(_TAGS.sub(" ", _decoded(reply)).split())[:_MOST_CHARACTERS]
    if isinstance(body, dict):
        if isinstance(messages := body.get("messages"), list):
            return "\n".join(str(message) for message in messages)
        inner = body["content"] if isinstance(body.get("content"), dict) else body
        for key in ("message", "detailMessage", "error"):
            if inner.get(key):
                return str(inner[key])
        body = {key: value for key, value in inner.items() if key not in _PRIVATE}
    return json.dumps(body, ensure_ascii=False)[:_MOST_CHARACTERS] if body else ""


def failure(reply: Reply, *, expired: bool = False, after_change: bool = False) -> RegardsError:
    """The cause behind an answer that is no success (contract A.6, C.1, C.5).

    Args:
        reply: the answer.
        expired: whether the token has expired by the clock, which alone tells this from a missing right.
        after_change: whether it answers a call that changes something.
    """
    status, server_message = reply.status, reason(reply)
    if expired and status in (_MAY_MEAN_EXPIRED_AFTER_CHANGE if after_change else _MAY_MEAN_EXPIRED):
        return session_over(server_message)
    if status == _UNAUTHORIZED and _ACTION_CODE.fullmatch(server_message):
        return Refused("The archive does not allow this now.", server_message)
    if status == _UNAVAILABLE and "json" in reply.kind:  # else a proxy that lost its backend
        return Maintenance(_CLOSED, server_message)
    if status in {400, 409, 413, 415, 422}:
        return refused("The archive refused the request.", server_message, _error_type(reply))
    if status in _CAUSES:
        cause, what = _CAUSES[status]
        return cause(what, server_message, momentary=status == _BAD_GATEWAY)
    return UnexpectedReply(f"The archive failed (status {status}).", server_message)


def refused(what: str, server_message: str, error_type: str) -> Refused:
    """The refusal of a request; of an order, with what to do about the archive's reason (contract C.1)."""
    error = Refused(what, server_message, error_type)
    error.advice = _ORDER_REFUSALS.get(error_type, error.advice)
    return error


def _decoded(reply: Reply) -> str:
    """The body as text, in the character set that its header names, else in UTF-8."""
    header = Message()
    header["Content-Type"] = reply.kind
    try:
        return reply.body.decode(header.get_content_charset("utf-8"), errors="replace")
    except LookupError:
        return reply.body.decode(errors="replace")


def _error_type(reply: Reply) -> str:
    try:
        return str(unwrap(json.loads(reply.body)).get("errorType") or "")
    except (*NO_JSON, UnexpectedReply):
        return ""
