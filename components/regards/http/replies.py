"""The meaning of REGARDS' answers: wrapped or flat, paged, or a refusal in one of several forms.

Part of the program that users take away (`program`): standard library and Python 3.9 only.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from email.message import Message
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from components.regards.errors import (
    ArchiveFailed,
    Blocked,
    LicenceNotAccepted,
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
from components.regards.http import order_refusals

if TYPE_CHECKING:
    from collections.abc import Mapping

NO_JSON: Final = (ValueError, RecursionError)
"""The errors of `json.loads`, including those for too long numbers and too deep nesting."""

WEB_PAGES: Final = frozenset({"text/html", "application/xhtml+xml"})
"""The kinds of answers that a firewall or a sign-in page gives in place of the archive (contract L.6)."""

_ESCAPED_HALF: Final = re.compile(r"\\u[dD][89a-fA-F]")
_HALF: Final = re.compile("[\ud800-\udfff]")
_OK: Final = 200
_NO_CONTENT: Final = 204
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_UNAUTHORIZED: Final = 401
_FORBIDDEN: Final = 403
_CONFLICT: Final = 409
_BAD_GATEWAY: Final = 502
_UNAVAILABLE: Final = 503
# Statuses that may answer an expired token (contract A.6).
_MAY_MEAN_EXPIRED: Final = frozenset({401, 403, 500})
_MAY_MEAN_EXPIRED_AFTER_CHANGE: Final = frozenset({401, 403})  # a 500 may mean that the change was made
_PRIVATE: Final = frozenset({"stackTrace", "suppressedExceptions", "links"})  # never shown (contract B.1, T-54)
_MOST_CHARACTERS: Final = 300  # shown of an answer that is not a message of REGARDS (contract A.6)
_LONGEST_MESSAGE: Final = 5_000  # characters of a message of REGARDS
_MOST_LOOKED_AT: Final = 20_000  # bytes of an answer that is not JSON
_CONTAINERS: Final = ("HTTP Status ", "Whitelabel Error Page")  # how pages of REGARDS' own servers begin (contract A.6)
_NOT_TEXT: Final = frozenset({"script", "style"})
_HOST = re.compile(r"[A-Za-z0-9.-]{1,100}")
_ACTION_CODE = re.compile(r"[A-Z]+(?:_[A-Z]+)+")  # such as ORDER_MUST_BE_PAUSED (contract C.5)
_CLOSED: Final = "The archive is closed for maintenance."
_CAUSES: Final[dict[int, tuple[type[RegardsError], str]]] = {
    401: (SessionOver, "The archive no longer accepts your session."),
    403: (NoRight, "Your account may not see or do this."),
    404: (Missing, "The archive does not have this, or no longer has it."),
    410: (Missing, "The archive does not have this, or no longer has it."),
    423: (LicenceNotAccepted, "The archive wants you to accept a licence first, in its own interface."),
    429: (LimitReached, "A download limit of your account is reached."),
    500: (ArchiveFailed, "The archive failed (status 500)."),
    502: (NoAnswer, "The archive did not answer in time."),
    503: (NoAnswer, "The archive did not answer in time."),
    504: (NoAnswer, "The archive did not answer in time."),
    515: (Maintenance, _CLOSED),
}


@dataclass(frozen=True)
class Reply:
    """An HTTP answer: its status, its body, and its headers ``Content-Type``, ``Location`` and ``Date``."""

    status: int
    kind: str
    body: bytes
    location: str = ""
    date: str = ""


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


def refused_within_session(server_message: str = "", *, after_change: bool = False) -> RegardsError:
    """The error for a request that the archive refused as if the session were over, which it is not.

    A read may be repeated, with the token that has been renewed meanwhile.
    """
    what = "The archive refused this, although it accepts your session."
    if after_change:
        return NoRight(what, server_message)
    return UnexpectedReply(what, server_message, momentary=True)


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
        return _value(reply.body)
    except NO_JSON as error:
        raise _no_data(reply) from error


def is_no_file(kind: str, disposition: str | None) -> bool:
    """Whether the answer to a download is a web page instead, by its headers ``Content-Type`` and ``-Disposition``.

    The archive names every file that it sends (contract C.7).
    """
    return is_web_page(kind) and not disposition


def web_page_for_file(reply: Reply) -> UnexpectedReply:
    """The error for a web page in place of a file, with status 200 (contract L.6)."""
    return _from_its_page("Something in front of the archive answered with a web page instead of the file.", reply)


def is_web_page(kind: str, body: bytes = b"") -> bool:
    """Whether an answer is a web page, by its header ``Content-Type`` or the beginning of its body."""
    if kind.lower().startswith(tuple(WEB_PAGES)):
        return True
    return body[:100].lstrip().lower().startswith((b"<!doctype html", b"<html"))


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
                return {name: number for name, number in found.items() if is_number(number)}
    return {}


def is_number(value: object) -> bool:
    """Whether a JSON value is a number of something, such as of pages or bytes."""
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def reason(reply: Reply) -> str:
    """The explanation in an answer: the archive's messages, else the beginning of its text without tags."""
    try:
        body = _value(reply.body)
    except NO_JSON:
        return _words(reply)
    if isinstance(body, dict):
        if isinstance(messages := body.get("messages"), list):
            return "\n".join(str(message) for message in messages)[:_LONGEST_MESSAGE]
        inner = body["content"] if isinstance(body.get("content"), dict) else body
        for key in ("message", "detailMessage", "error"):
            if inner.get(key):
                return str(inner[key])[:_LONGEST_MESSAGE]
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
    if somebody_else := not_the_archive(reply):
        return somebody_else
    error = _refusal(reply, server_message, of_download=of_download)
    if is_web_page(reply.kind, reply.body):
        error.speaker = "The page that came"
    return error


def leaves_token_in_doubt(reply: Reply, *, after_change: bool = False) -> bool:
    """Whether a refusal may mean an expired token without saying so: 403 or 500 of the archive (contract A.6)."""
    doubtful = _MAY_MEAN_EXPIRED_AFTER_CHANGE if after_change else _MAY_MEAN_EXPIRED
    return reply.status in doubtful - {_UNAUTHORIZED} and not not_the_archive(reply)


def not_the_archive(reply: Reply) -> RegardsError | None:
    """The error for a refusal that is not the archive's: by a firewall, or a redirect (contract L.6, L.7).

    None if the archive may have spoken, such as with the page of one of its own servers (contract A.6).
    """
    if reply.status in _REDIRECTS and reply.location:
        return _redirected(reply.location)
    if reply.status not in {_UNAUTHORIZED, _FORBIDDEN} or not is_web_page(reply.kind, reply.body):
        return None
    error = _from_its_page("A firewall in front of the archive refused this.", reply, Blocked)
    return None if error.server_message.startswith(_CONTAINERS) else error


def _refusal(reply: Reply, server_message: str, *, of_download: bool) -> RegardsError:
    status = reply.status
    if status == _UNAUTHORIZED and _ACTION_CODE.fullmatch(server_message):
        return Refused("The archive does not allow this now.", server_message)
    if status == _UNAVAILABLE and "json" in reply.kind:  # other bodies are those of a proxy without its backend
        return Maintenance(_CLOSED, server_message)
    if status == _CONFLICT and of_download:
        return NotReady("The archive cannot send this now.", server_message)
    if status in {400, 409, 413, 415, 422}:
        return order_refusals.refused("The archive refused the request.", server_message, _error_type(reply))
    if status in _CAUSES:
        cause, what = _CAUSES[status]
        return cause(what, server_message, momentary=status == _BAD_GATEWAY)
    return UnexpectedReply(f"The archive failed (status {status}).", server_message)


def _no_data(reply: Reply) -> UnexpectedReply:
    if is_web_page(reply.kind, reply.body):
        return _from_its_page("Something in front of the archive answered with a web page instead of data.", reply)
    return UnexpectedReply("The archive answered with something else than data.", _words(reply))


def _from_its_page(what: str, reply: Reply, cause: type[UnexpectedReply] = UnexpectedReply) -> UnexpectedReply:
    error = cause(what, _words(reply))
    error.speaker = "Its page"
    return error


def _redirected(location: str) -> UnexpectedReply:
    """The error for a redirect; it names the host only if that is one, because the text comes from outside."""
    try:
        host = urlsplit(location[:_MOST_LOOKED_AT]).hostname or ""
    except ValueError:
        host = ""
    at = f" at “{host}”" if _HOST.fullmatch(host) else ""
    error = UnexpectedReply(f"The archive's address sends you to another page{at}, probably to sign in there.")
    error.advice = "That sign-in cannot be used here. Ask the operators of this desk whether the address is right."
    return error


def _words(reply: Reply) -> str:
    """The beginning of a text, without tags; of a web page that is its title first, unless it says nothing else."""
    words = _without_tags(_decoded(reply)).split()
    half = len(words) // 2
    return " ".join(words[:half] if words[:half] == words[half:] else words)[:_MOST_CHARACTERS]


def _without_tags(text: str) -> str:
    first, *pieces = text.split("<")
    found, hidden = [first], ""
    for piece in pieces:
        tag, closed, rest = piece.partition(">")
        name = tag[:20].lower().partition(" ")[0]
        if hidden:
            if name == f"/{hidden}":
                found.append(rest)
                hidden = ""
        elif name in _NOT_TEXT:
            hidden = name
        else:
            found.append(rest if closed else f"<{piece}")
    return " ".join(found)


def _decoded(reply: Reply) -> str:
    """The beginning of the body as text, in the character set of its header, else in UTF-8."""
    beginning, header = reply.body[:_MOST_LOOKED_AT], Message()
    header["Content-Type"] = reply.kind[:_MOST_CHARACTERS]
    try:
        return beginning.decode(header.get_content_charset("utf-8"), errors="replace")
    except LookupError:
        return beginning.decode(errors="replace")


def _value(body: bytes) -> Any:  # noqa: ANN401 - JSON is any value
    """The value of a body of JSON; half of a surrogate pair, which UTF-8 cannot hold, becomes U+FFFD (RFC 8259, 8.2).

    Raises:
        ValueError, RecursionError: it is not JSON, see `NO_JSON`.
    """
    text = body.decode(json.detect_encoding(body), "surrogatepass")
    value = json.loads(text)
    if _ESCAPED_HALF.search(text) or (not text.isascii() and _HALF.search(text)):
        value = json.loads(_HALF.sub("\ufffd", json.dumps(value, ensure_ascii=False)))
    return value


def _error_type(reply: Reply) -> str:
    try:
        return str(unwrap(_value(reply.body)).get("errorType") or "")
    except (*NO_JSON, UnexpectedReply):
        return ""
