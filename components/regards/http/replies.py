"""The meaning of REGARDS' answers: wrapped or flat, paged, or a refusal in one of several forms.

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
"""The errors of `json.loads`, including those for too long numbers and too deep nesting."""

WEB_PAGES: Final = frozenset({"text/html", "application/xhtml+xml"})
"""The kinds of answers that a firewall or a sign-in page gives in place of the archive (contract L.6)."""

_OK: Final = 200
_NO_CONTENT: Final = 204
_UNAUTHORIZED: Final = 401
_FORBIDDEN: Final = 403
_CONFLICT: Final = 409
_BAD_GATEWAY: Final = 502
_UNAVAILABLE: Final = 503
# Statuses that may answer an expired token (contract A.6).
_MAY_MEAN_EXPIRED: Final = frozenset({401, 403, 500})
_MAY_MEAN_EXPIRED_AFTER_CHANGE: Final = frozenset({401, 403})  # a 500 may mean that the change was made
_PRIVATE: Final = frozenset({"stackTrace", "suppressedExceptions"})  # never shown (contract B.1)
_MOST_CHARACTERS: Final = 300  # shown of an answer that is not a message of REGARDS (contract A.6)
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
    """An HTTP answer: its status, its header ``Content-Type`` and its body."""

    status: int
    kind: str
    body: bytes


def kind_of(header: str) -> str:
    """The kind in a header ``Content-Type``, without its parameters and in lower case."""
    return header.partition(";")[0].strip().lower()


def is_success(status: int) -> bool:
    """Whether the archive did what was asked. A redirect is not a success, because it is not followed."""
    return status in range(200, 300)


def nothing_to_send() -> NotReady:
    """The error for a download whose status is a success, but not 200 (T-53)."""
    return NotReady("The archive has nothing to send now.")


def session_over(server_message: str = "") -> SessionOver:
    """The error for an expired token."""
    return SessionOver("Your session with the archive is over.", server_message)


def data_read(reply: Reply) -> Any:  # noqa: ANN401 - JSON is any value
    """The JSON value of an answer to a read, or None if the archive has no content.

    Raises:
        UnexpectedReply: the body is empty or not JSON. An outage is never read as an empty list.
    """
    if reply.status == _OK and not reply.body:
        raise UnexpectedReply("The archive answered without any data.")
    return data(reply)


def data(reply: Reply) -> Any:  # noqa: ANN401 - JSON is any value
    """The JSON value of an answer, or None if it has no content.

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
    """A single resource, unwrapped from ``content`` if it is wrapped (contract A.4).

    Raises:
        UnexpectedReply: it is not a JSON object.
    """
    if isinstance(value, dict):
        content = value.get("content")
        return content if isinstance(content, dict) else value
    raise UnexpectedReply("The archive answered with data of an unknown form.", str(value)[:_MOST_CHARACTERS])


def links(value: object) -> frozenset[str] | None:
    """The names of the links of a resource, which are its allowed actions (contract C.5).

    None if the answer has no links, such as a flat answer. Their addresses are never followed (T-54).
    """
    found = value.get("links") if isinstance(value, dict) else None
    if not isinstance(found, list):
        return None
    return frozenset(str(link["rel"]) for link in found if isinstance(link, dict) and "rel" in link)


def items(page: object) -> list[Any]:
    """The items of a page, wrapped or not; an answer without content is an empty page."""
    if page is None:
        return []
    content = page.get("content") if isinstance(page, dict) else page
    if isinstance(content, list):
        return content
    raise UnexpectedReply("The archive answered with a list of an unknown form.", str(page)[:_MOST_CHARACTERS])


def paging(page: object) -> Mapping[str, int]:
    """The numbers of a page, such as ``totalPages``, from ``metadata`` or else from ``page``."""
    if isinstance(page, dict):
        for key in ("metadata", "page"):
            if isinstance(found := page.get(key), dict):
                return {name: number for name, number in found.items() if isinstance(number, int)}
    return {}


def reason(reply: Reply) -> str:
    """The archive's explanation in an answer: its messages, else the beginning of its text without tags."""
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


def failure(
    reply: Reply, *, expired: bool = False, after_change: bool = False, of_download: bool = False
) -> RegardsError:
    """The error for an answer that is not a success (contract A.6, C.1, C.5).

    Args:
        reply: the answer.
        expired: whether the token has expired by the clock. Statuses do not distinguish this from a missing right.
        after_change: whether the request was one that changes something.
        of_download: whether it was a download, whose conflict with another one passes (contract L.3).
    """
    status, server_message = reply.status, reason(reply)
    if expired and status in (_MAY_MEAN_EXPIRED_AFTER_CHANGE if after_change else _MAY_MEAN_EXPIRED):
        return session_over(server_message)
    if special := _special_failure(reply, server_message, of_download=of_download):
        return special
    if status in {400, 409, 413, 415, 422}:
        return refused("The archive refused the request.", server_message, _error_type(reply))
    if status in _CAUSES:
        cause, what = _CAUSES[status]
        return cause(what, server_message, momentary=status == _BAD_GATEWAY)
    return UnexpectedReply(f"The archive failed (status {status}).", server_message)


def _special_failure(reply: Reply, server_message: str, *, of_download: bool) -> RegardsError | None:
    """The error for an answer whose status alone would say something else; None for any other."""
    status = reply.status
    if status == _UNAUTHORIZED and _ACTION_CODE.fullmatch(server_message):
        return Refused("The archive does not allow this now.", server_message)
    if status == _UNAVAILABLE and "json" in reply.kind:  # other bodies are those of a proxy without its backend
        return Maintenance(_CLOSED, server_message)
    if status == _FORBIDDEN and kind_of(reply.kind) in WEB_PAGES:  # that of REGARDS has messages, or is empty (A.6)
        return UnexpectedReply("A web page came instead of an answer of the archive (status 403).", server_message)
    if status == _CONFLICT and of_download:
        return NotReady("The archive cannot send this now.", server_message)
    return None


def refused(what: str, server_message: str, error_type: str) -> Refused:
    """The refusal of a request; of an order, with what to do about the archive's reason (contract C.1)."""
    error = Refused(what, server_message, error_type)
    error.advice = _ORDER_REFUSALS.get(error_type, error.advice)
    return error


def _decoded(reply: Reply) -> str:
    """The body as text, in the character set of its header, else in UTF-8."""
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
