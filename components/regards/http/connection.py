"""The desk's client of an archive for one user: HTTP with time-outs, and errors named by cause."""

import logging
import math
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final, Protocol

from components.regards.errors import RegardsError, SessionOver
from components.regards.http import correlation, paging, read_retries, replies
from components.regards.http.client import Body
from components.regards.http.gateway import Answer, Gateway
from components.regards.http.read_retries import CONNECT_TIMEOUT, READ_TIMEOUT
from components.regards.http.replies import Reply
from components.regards.printable import in_one_line
from components.regards.settings import Archive

log = logging.getLogger(__name__)

_OK: Final = 200
_LONGEST_NAME: Final = 100  # characters of the name of a call in the log


class Token(Protocol):
    """A user's token or key."""

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers that bring it; none for public requests."""

    @property
    def usable_until(self) -> float:
        """When it counts as expired, in seconds of the connection's clock."""


class TokenSource(Protocol):
    """Where a connection gets the token of each request."""

    def current(self) -> Token:
        """The token of the next request; raises SessionOver if there is none any more."""

    def after_refusal(self, token: Token, refusal: SessionOver) -> None:
        """Called after the archive refused a token.

        Raises SessionOver unless the session goes on, and any other RegardsError if that cannot be found out now.
        """

    def is_refused(self, token: Token) -> bool:
        """Whether the archive refuses a token altogether; asked after a refusal that leaves this in doubt."""


class Connection:
    """A connection to one archive for one user. Thread-safe.

    Args:
        archive: the archive.
        token: the user's token, or a source of tokens; with "" only public requests work.
        usable_until: when a token given as text counts as expired, in seconds of the clock ``now``.
        now: the clock.
        rest: waits for some seconds before a read is repeated.

    Every method raises a RegardsError that names the cause.
    """

    def __init__(
        self,
        archive: Archive,
        token: str | TokenSource = "",
        usable_until: float = math.inf,
        now: Callable[[], float] = time.time,
        rest: Callable[[float], None] = time.sleep,
    ) -> None:
        self.archive = archive
        self._tokens = Unrenewed(_TokenText(token, usable_until)) if isinstance(token, str) else token
        self._now = now
        self._rest = rest
        self._gateway = Gateway(archive)

    def ask(self, path: str, /, **query: object) -> Reply:
        """The answer to a GET; repeated as `read_retries` describes."""
        return read_retries.repeated(lambda: self._reply("GET", path, query), self._rest)

    def read(self, path: str, /, **query: object) -> Any:  # noqa: ANN401 - JSON is any value
        """The JSON value of the same, or None if the archive has no content."""
        return replies.data_read(self.ask(path, **query))

    def read_once(self, path: str, within: float, /, **query: object) -> Any:  # noqa: ANN401
        """The same for callers that look again by themselves: not repeated.

        ``within`` is the number of seconds to wait for a connection, and for the next bytes.
        """
        return replies.data_read(self.answer_once(path, within, **query))

    def answer_once(self, path: str, within: float, /, **query: object) -> Reply:
        """The whole answer to the same GET; its status is a success."""
        return self._reply("GET", path, query, timeout=(min(CONNECT_TIMEOUT, within), within))

    def items(self, path: str, *, size: int) -> Iterator[Any]:
        """Every item of a paged list, wrapped or not (contract A.5); ``size`` is the number of items of a page."""
        return paging.every_item(lambda number: self.read(path, page=number, size=size), size)

    def send(self, method: str, path: str, body: str = "", read_timeout: float = READ_TIMEOUT) -> Any:  # noqa: ANN401
        """Send a request that changes something, once; return the JSON value of its answer.

        ``body`` is JSON text and is sent exactly as given.
        """
        content: dict[str, Any] = {}
        if body:
            content = {"body": body.encode(), "headers": {"Content-Type": "application/json"}}
        return replies.data(self._reply(method, path, timeout=(CONNECT_TIMEOUT, read_timeout), **content))

    @contextmanager
    def download(self, path: str, /) -> Iterator[Body]:
        """The body of a download; see `stream`."""
        answer = self.stream(path)
        try:
            yield Body(answer.pieces(), answer.header("Content-Type"))
        finally:
            answer.close()

    def stream(self, path: str) -> Answer:
        """The open answer of a download; the caller closes it.

        It is never repeated, because it changes the state of its files (contract C.7).

        Raises:
            NotReady: status 202 or 204; only 200 is content (T-53).
            UnexpectedReply: the content is a firewall's web page, which the archive does not name (contract L.6).
        """
        answer = self._call("GET", path, of_download=True, headers={"Accept": "*/*", "Accept-Encoding": "identity"})
        if answer.status != _OK:
            answer.close()
            raise replies.nothing_to_send()
        if answer.is_no_file():
            raise replies.web_page_for_file(answer.whole())
        answer.may_take_long()
        return answer

    def _reply(self, method: str, path: str, query: Mapping[str, object] | None = None, **options: Any) -> Reply:  # noqa: ANN401
        return self._call(method, path, query=query, **options).whole()

    def _call(self, method: str, path: str, **options: Any) -> Answer:  # noqa: ANN401
        token = self._tokens.current()
        if self._expired(token):
            raise replies.session_over()
        try:
            return self._send_with(token, method, path, **options)
        except SessionOver as refusal:
            try:
                self._tokens.after_refusal(token, refusal)
            except SessionOver:
                raise
            except RegardsError:
                if method == "GET":
                    raise
                raise refusal from None  # an outage now leaves no doubt about a change: it was refused
            raise replies.refused_within_session(refusal.server_message, after_change=method != "GET") from refusal

    def _send_with(
        self,
        token: Token,
        method: str,
        path: str,
        *,
        of_download: bool = False,
        **options: Any,  # noqa: ANN401
    ) -> Answer:
        options.setdefault("timeout", (CONNECT_TIMEOUT, READ_TIMEOUT))
        headers = {**options.pop("headers", {}), **token.headers, correlation.HEADER: correlation.begin()}
        began = time.monotonic()
        answer = self._gateway.answer(method, path, headers, **options)
        log.info(
            "%s %s: %s in %.0f ms, correlation %s",
            method, path, answer.status, (time.monotonic() - began) * 1000,
            in_one_line((answer.header(correlation.HEADER) or correlation.latest())[:_LONGEST_NAME]),
        )  # fmt: skip
        if not replies.is_success(answer.status):
            refusal = answer.whole()
            change = method != "GET"
            expired = self._expired(token) or self._found_refused(token, refusal, after_change=change)
            raise replies.failure(refusal, expired=expired, after_change=change, of_download=of_download)
        return answer

    def _found_refused(self, token: Token, answer: Reply, *, after_change: bool) -> bool:
        in_doubt = bool(token.headers) and replies.leaves_token_in_doubt(answer, after_change=after_change)
        return in_doubt and self._tokens.is_refused(token)

    def _expired(self, token: Token) -> bool:
        return bool(token.headers) and self._now() >= token.usable_until


def bearer(token: str) -> dict[str, str]:
    """A token as a header, with the capital B that REGARDS requires (T-40)."""
    return {"Authorization": f"Bearer {token}"} if token else {}


@dataclass(frozen=True, slots=True)
class Unrenewed:
    """The source of one token, which nobody renews."""

    token: Token

    def current(self) -> Token:
        """The token."""
        return self.token

    def after_refusal(self, _token: Token, refusal: SessionOver) -> None:
        """Raise the refusal: it is the end."""
        raise refusal

    def is_refused(self, _token: Token) -> bool:
        """False: nobody looks."""
        return False


@dataclass(frozen=True, slots=True)
class _TokenText:
    """A token given as text."""

    text: str
    usable_until: float

    @property
    def headers(self) -> Mapping[str, str]:
        return bearer(self.text)
