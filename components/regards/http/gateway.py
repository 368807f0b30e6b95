"""The gateway to one archive: each request is sent once, and its answer may stay open."""

import ssl
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from functools import cached_property
from typing import Any, Final
from urllib.parse import urlencode

import requests
from urllib3 import BaseHTTPResponse, Timeout
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    MaxRetryError,
    NewConnectionError,
    ProtocolError,
    ProxyError,
    ReadTimeoutError,
    SSLError,
)
from urllib3.util import make_headers

from components.regards.errors import RegardsError, Unreachable
from components.regards.http import answer_limits, network_failures, replies
from components.regards.http.answer_limits import MalformedLength
from components.regards.http.idle_connections import Adapter, may_take_long, more_is_there
from components.regards.http.replies import Reply
from components.regards.settings import Archive

_CHUNK: Final = 1 << 18  # bytes
transport: Final = Adapter()
"""The connections of this process to all archives; a sign-in through requests uses them, too."""

_USUAL: Final = {"Accept": "application/json", **make_headers(accept_encoding=True)}


class Gateway:
    """Sends requests to an archive, and repeats none. Thread-safe.

    Nothing is followed or kept: no redirect, no cookie, no entry of ``.netrc``. All gateways of the process share their
    idle connections, so that their number does not grow with that of the users. A connection says nothing of its user:
    each request brings its own token.

    urllib3 sends. From requests comes which proxy and which certificates the environment asks for, read once; what a
    session of requests does for each request took more than half of the work for a small file.
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._usual = {**_USUAL, "User-Agent": archive.user_agent}

    def answer(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str],
        timeout: tuple[float, float],
        query: Mapping[str, object] | None = None,
        body: bytes | None = None,
    ) -> "Answer":
        """The open answer of any status; ``timeout`` is for the connection, and for the next bytes."""
        with answered(self._archive.name):
            way = self._way
            connect, read = timeout
            way.check()
            response = way.pool.urlopen(
                method,
                f"{way.prefix}/{path}" + (f"?{urlencode(query)}" if query else ""),
                body,
                {**self._usual, **headers},
                retries=transport.max_retries,
                redirect=False,
                assert_same_host=False,
                timeout=Timeout(connect=connect, read=read),
                preload_content=False,
                decode_content=False,
            )
        return Answer(response, self._archive.name)

    @cached_property
    def _way(self) -> "_Way":
        return _Way(self._archive)


class _Way:
    """How an archive is reached: through which connections, with which trust, and how addresses begin."""

    def __init__(self, archive: Archive) -> None:
        request = requests.Request("GET", archive.base_url).prepare()
        with requests.Session() as session:
            settings: dict[str, Any] = {
                **session.merge_environment_settings(request.url, {}, None, trusted(archive), None)
            }
        self._address = archive.base_url
        self._trusted = settings["verify"]
        self.pool: Any = transport.get_connection_with_tls_context(request, settings["verify"], settings["proxies"])
        self.prefix = transport.request_url(request, settings["proxies"]).rstrip("/")

    def check(self) -> None:
        """Raise an OSError if the file of certificates is no longer there."""
        transport.cert_verify(self.pool, self._address, self._trusted, None)  # type: ignore[no-untyped-call]  # of requests


class Answer:
    """An answer whose body is not read yet.

    Args:
        response: the answer.
        archive_name: for the messages of errors.
    """

    def __init__(self, response: BaseHTTPResponse, archive_name: str = "the archive") -> None:
        self._response = response
        self._name = archive_name
        self.status = response.status

    def header(self, name: str) -> str:
        """The value of a header, the last one if there are several; "" if there is none."""
        return next(reversed(self._response.headers.getlist(name)), "")

    def whole(self) -> Reply:
        """The answer with its body, within `answer_limits`, and closed."""
        with closing(self), answered(self._name):
            body = answer_limits.whole(self._response.stream(answer_limits.PIECE, decode_content=True), self.status)
        return Reply(self.status, self.header("Content-Type"), body, self.header("Location"), self.header("Date"))

    def is_no_file(self) -> bool:
        """Whether it is a web page in place of a file."""
        return replies.is_no_file(self.header("Content-Type"), self.header("Content-Disposition"))

    def may_take_long(self) -> None:
        """Let it go on as long as bytes come."""
        may_take_long(self._response)

    def pieces(self) -> Iterator[bytes]:
        """The body in chunks, as they come. It is closed at the end, or when the iterator is closed.

        Raises:
            NoAnswer: the connection to the archive broke before the end, or nothing came within the time-out.
        """
        with closing(self), answered(self._name):
            if "Transfer-Encoding" in self._response.headers or "Content-Encoding" in self._response.headers:
                yield from self._response.stream(_CHUNK, decode_content=True)  # in the chunks of the archive
                return
            while piece := self._next_bytes():
                yield piece

    def _next_bytes(self) -> bytes:
        """What has come, together, as a small piece costs its readers as much as a large one; nothing at the end."""
        parts, size = list[bytes](), 0
        while size < _CHUNK and (part := self._response.read1(_CHUNK - size, decode_content=False)):
            parts.append(part)
            size += len(part)
            if not more_is_there(self._response):
                break
        return parts[0] if len(parts) == 1 else b"".join(parts)

    @property
    def closed(self) -> bool:
        """Whether nothing more can be read of it."""
        return self._response.closed

    def close(self) -> None:
        """Give the connection back; one whose answer was not read to its end is closed."""
        if not self.closed:
            self._response.close()
        self._response.release_conn()


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
    except (HTTPError, requests.RequestException) as error:
        raise _failure(error, archive_name) from error
    except OSError as error:  # the file of certificates does not exist; nothing was sent
        raise Unreachable(f"“{archive_name}” cannot be reached: its setting ca_bundle is wrong.", str(error)) from error


def _failure(error: Exception, archive_name: str) -> RegardsError:
    cause = _cause(error)
    if isinstance(cause, SSLError):
        meaning = network_failures.not_trusted if _is_untrusted(cause) else network_failures.broken_off
        return meaning(archive_name, str(error))
    if isinstance(cause, (NewConnectionError, ProxyError)):
        return network_failures.not_connected(archive_name)
    if isinstance(cause, ConnectTimeoutError):
        return network_failures.not_connected_in_time(archive_name)
    if isinstance(cause, ReadTimeoutError):
        return network_failures.silent(archive_name)
    if isinstance(cause, ProtocolError) and isinstance(cause.args[-1], MalformedLength):
        return network_failures.malformed(archive_name)
    return network_failures.broken_off(archive_name)


def _cause(error: Exception) -> Exception:
    """The error of urllib3 within one of requests, and within that of retries, of which there are none."""
    within = error.reason if isinstance(error, MaxRetryError) else next(iter(error.args), None)
    if isinstance(error, (MaxRetryError, requests.RequestException)) and isinstance(within, Exception):
        return _cause(within)
    return error


def _is_untrusted(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False
