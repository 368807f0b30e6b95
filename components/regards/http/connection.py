"""The desk's client of an archive for one user: HTTP with time-outs, and errors named by cause."""

import logging
import math
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from typing import Any, Final, Protocol
from urllib.parse import urlsplit

import requests
from requests.auth import AuthBase
from urllib3.exceptions import MaxRetryError, NewConnectionError, ProtocolError, ProxyError, ReadTimeoutError

from components.regards.errors import RegardsError, SessionOver, Unreachable
from components.regards.http import correlation, network_failures, paging, read_retries, replies
from components.regards.http.answer_limits import MalformedLength
from components.regards.http.client import Body
from components.regards.http.idle_connections import Adapter, may_take_long, read_whole
from components.regards.http.read_retries import CONNECT_TIMEOUT, READ_TIMEOUT
from components.regards.http.replies import Reply
from components.regards.printable import in_one_line
from components.regards.settings import Archive

log = logging.getLogger(__name__)

_CHUNK: Final = 1 << 18  # bytes
_LONGEST_NAME: Final = 100  # characters of the name of a call in the log
_shared: Final = Adapter()


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
        self._session = new_session(archive.user_agent)

    def ask(self, path: str, /, **query: object) -> Reply:
        """The answer to a GET; repeated as `read_retries` describes."""
        return reply(read_retries.repeated(lambda: self._call(self._session, "GET", path, params=query), self._rest))

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
        timeout = (min(CONNECT_TIMEOUT, within), within)
        return reply(self._call(self._session, "GET", path, params=query, timeout=timeout))

    def items(self, path: str, *, size: int) -> Iterator[Any]:
        """Every item of a paged list, wrapped or not (contract A.5); ``size`` is the number of items of a page."""
        return paging.every_item(lambda number: self.read(path, page=number, size=size), size)

    def send(self, method: str, path: str, body: str = "", read_timeout: float = READ_TIMEOUT) -> Any:  # noqa: ANN401
        """Send a request that changes something, once; return the JSON value of its answer.

        ``body`` is JSON text and is sent exactly as given.
        """
        content = {"data": body.encode(), "headers": {"Content-Type": "application/json"}} if body else {}
        timeout = (CONNECT_TIMEOUT, read_timeout)
        return replies.data(reply(self._call(self._session, method, path, timeout=timeout, **content)))

    @contextmanager
    def download(self, path: str, /) -> Iterator[Body]:
        """The body of a download; see `stream`."""
        with self.stream(path) as response:
            yield Body(chunks(response, self.archive.name), response.headers.get("Content-Type", ""))

    def stream(self, path: str) -> requests.Response:
        """The open answer of a download; the caller closes it.

        It is never repeated, because it changes the state of its files (contract C.7).

        Raises:
            NotReady: status 202 or 204; only 200 is content (T-53).
            UnexpectedReply: the content is a firewall's web page, which the archive does not name (contract L.6).
        """
        response = self._call(
            self._session,
            "GET",
            path,
            stream=True,
            headers={"Accept": "*/*", "Accept-Encoding": "identity"},
        )
        if response.status_code != requests.codes.ok:
            response.close()
            raise replies.nothing_to_send()
        headers = response.headers
        if replies.is_no_file(headers.get("Content-Type", ""), headers.get("Content-Disposition")):
            with answered(self.archive.name):
                read_whole(response)
            raise replies.web_page_for_file(reply(response))
        may_take_long(response)
        return response

    def _call(self, session: requests.Session, method: str, path: str, **options: Any) -> requests.Response:  # noqa: ANN401
        token = self._tokens.current()
        if self._expired(token):
            raise replies.session_over()
        try:
            return self._send_with(token, session, method, path, **options)
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
        session: requests.Session,
        method: str,
        path: str,
        **options: Any,  # noqa: ANN401
    ) -> requests.Response:
        options.setdefault("timeout", (CONNECT_TIMEOUT, READ_TIMEOUT))
        headers = {**options.pop("headers", {}), correlation.HEADER: correlation.begin()}
        address = f"{self.archive.base_url}/{path}"
        began = time.monotonic()
        with answered(self.archive.name):
            # Redirects are not followed: one could turn the POST of an order into a GET, or lead to a sign-in page.
            response = session.request(
                method,
                address,
                auth=_Credentials(token.headers),
                headers=headers,
                allow_redirects=False,
                verify=trusted(self.archive),
                **options,
            )
        log.info(
            "%s %s: %s in %.0f ms, correlation %s",
            method, path, response.status_code, (time.monotonic() - began) * 1000,
            in_one_line(response.headers.get(correlation.HEADER, correlation.latest())[:_LONGEST_NAME]),
        )  # fmt: skip
        if not replies.is_success(response.status_code):
            with answered(self.archive.name):
                read_whole(response)
            answer = reply(response)
            change = method != "GET"
            expired = self._expired(token) or self._found_refused(token, answer, after_change=change)
            raise replies.failure(answer, expired=expired, after_change=change, of_download="stream" in options)
        return response

    def _found_refused(self, token: Token, answer: Reply, *, after_change: bool) -> bool:
        in_doubt = bool(token.headers) and replies.leaves_token_in_doubt(answer, after_change=after_change)
        return in_doubt and self._tokens.is_refused(token)

    def _expired(self, token: Token) -> bool:
        return bool(token.headers) and self._now() >= token.usable_until


def reply(response: requests.Response) -> Reply:
    """An answer that was read whole, as a `Reply`."""
    headers = response.headers
    return Reply(
        response.status_code,
        headers.get("Content-Type", ""),
        response.content,
        headers.get("Location", ""),
        headers.get("Date", ""),
    )


def chunks(response: requests.Response, archive_name: str = "the archive") -> Iterator[bytes]:
    """The bytes of an open download, in chunks. It is closed at the end, or when the iterator is closed.

    Raises:
        NoAnswer: the connection to the archive broke before the end, or nothing came within the time-out.
    """
    with closing(response), answered(archive_name):
        yield from response.iter_content(_CHUNK)


def new_session(user_agent: str) -> requests.Session:
    """An HTTP session that accepts JSON, repeats nothing by itself, and keeps no cookies: an archive may set any.

    All sessions of the process share their idle connections, so that their number does not grow with that of the
    users. A connection says nothing of its user: each request brings its own token.
    """
    session = _Session()
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    session.headers.update({"Accept": "application/json", "User-Agent": user_agent})
    for scheme in ("http://", "https://"):
        session.mount(scheme, _shared)
    return session


class _Session(requests.Session):
    """A session that reads the settings of the environment, such as proxies, once for each host.

    requests reads all variables for each request, which took a tenth of the work for a small file.
    """

    def __init__(self) -> None:
        super().__init__()
        self._settings: dict[tuple[str, ...], Any] = {}

    def merge_environment_settings(self, url: Any, *given: Any, **named: Any) -> Any:  # noqa: ANN401 - as in the base class
        """The settings of a request to this address, with what is ``given`` for this request alone."""
        key = (*urlsplit(url)[:2], repr(given), repr(named))
        if key not in self._settings:
            self._settings[key] = super().merge_environment_settings(url, *given, **named)
        return {**self._settings[key]}


def trusted(archive: Archive) -> str | None:
    """The certificates to trust for an archive, a file; None for those of the environment.

    To be passed with each request: REQUESTS_CA_BUNDLE overrides the setting of a session.
    """
    return archive.ca_bundle or None


@contextmanager
def answered(archive_name: str) -> Iterator[None]:
    """Raise Unreachable (nothing was sent) or NoAnswer (it is not known what the archive did) for network errors."""
    try:
        yield
    except requests.exceptions.SSLError as error:
        if _is_untrusted(error):
            raise network_failures.not_trusted(archive_name, str(error)) from error
        raise network_failures.broken_off(archive_name, str(error)) from error
    except requests.exceptions.ConnectTimeout as error:
        raise network_failures.not_connected_in_time(archive_name) from error
    except requests.exceptions.Timeout as error:
        raise network_failures.silent(archive_name) from error
    except requests.exceptions.RequestException as error:
        cause = error.args[0] if error.args else None
        reason = cause.reason if isinstance(cause, MaxRetryError) else cause
        if isinstance(reason, (NewConnectionError, ProxyError)):
            raise network_failures.not_connected(archive_name) from error
        if isinstance(cause, ProtocolError) and isinstance(cause.args[-1], MalformedLength):
            raise network_failures.malformed(archive_name) from error
        if isinstance(reason, ReadTimeoutError):  # requests raises another error for a time-out within a body
            raise network_failures.silent(archive_name) from error
        raise network_failures.broken_off(archive_name) from error
    except OSError as error:  # the file of certificates does not exist; nothing was sent
        raise Unreachable(f"“{archive_name}” cannot be reached: its setting ca_bundle is wrong.", str(error)) from error


def _is_untrusted(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False


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


class _Credentials(AuthBase):
    """The headers of a token: an auth object, because requests would replace headers by an entry of ``.netrc``."""

    def __init__(self, headers: Mapping[str, str]) -> None:
        self._headers = headers

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers.update(self._headers)
        return request
