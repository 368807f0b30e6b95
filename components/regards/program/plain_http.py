"""HTTP to one archive, with only the standard library."""

from __future__ import annotations

import socket
import ssl
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import TYPE_CHECKING, Final
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import HTTPHandler, HTTPSHandler, OpenerDirector, ProxyHandler, Request

from components.regards.http import answer_limits, correlation, network_failures, replies
from components.regards.http.answer_limits import MalformedLength, TimedAnswer
from components.regards.http.read_retries import CONNECT_TIMEOUT, READ_TIMEOUT
from components.regards.http.replies import Reply

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from http.client import HTTPResponse

_READ_AT_ONCE: Final = 1 << 18  # bytes
_CUT_OFF: Final = (ConnectionAbortedError, ConnectionResetError, BrokenPipeError, ssl.SSLError)


class PlainGateway:
    """A gateway to one archive, which sends each request once on a connection of its own. Thread-safe.

    Args:
        name: the name of the archive, for error messages.
        base_url: the beginning of every address, without a slash at the end.
        ca_bundle: a file of certificates to trust instead of the system's; "" for the system's.
        user_agent: what the program calls itself in each request.

    Raises:
        OSError: the file of certificates cannot be read, or holds none.
    """

    def __init__(self, name: str, base_url: str, ca_bundle: str = "", user_agent: str = "") -> None:
        self._name = name
        self._base_url = base_url
        self._user_agent = user_agent
        self._opener = OpenerDirector()
        # No handlers of redirects or statuses. A redirect could send the token to another server, so none is followed.
        # Only `replies` interprets statuses.
        trusted = ssl.create_default_context(cafile=ca_bundle or None)
        for handler in (ProxyHandler(), _Http(), _Https(trusted)):
            self._opener.add_handler(handler)

    @contextmanager
    def answer(
        self,
        path: str,
        headers: Mapping[str, str],
        query: Mapping[str, object] | None = None,
        body: bytes | None = None,
    ) -> Iterator[PlainAnswer]:
        """The open answer of any status to a GET, or to a POST if there is a body.

        Raises:
            Unreachable: nothing was sent.
            NoAnswer: it is not known whether the archive did what was asked.
        """
        address = f"{self._base_url}/{path}" + (f"?{urlencode(query)}" if query else "")
        usual = {"Accept": "application/json", "User-Agent": self._user_agent, correlation.HEADER: correlation.begin()}
        request = Request(address, body, {**usual, **headers})  # noqa: S310 - a setting: http(s)
        with _answered(self._name):
            response = self._opener.open(request, timeout=READ_TIMEOUT)
        with response:
            yield PlainAnswer(self._name, response)


class PlainAnswer:
    """An answer whose body is not read yet."""

    def __init__(self, archive_name: str, response: TimedAnswer) -> None:
        self._name = archive_name
        self._response = response
        self.status = response.status
        self._headers = response.headers
        self.kind = response.headers.get("Content-Type", "")

    def whole(self) -> Reply:
        """The answer with its body, within `answer_limits`; raises NoAnswer if the connection breaks."""
        body = answer_limits.whole(self._pieces(answer_limits.PIECE), self.status)
        return Reply(self.status, self.kind, body, self._headers.get("Location", ""))

    def is_no_file(self) -> bool:
        """Whether it is a web page in place of a file."""
        return replies.is_no_file(self.kind, self._headers.get("Content-Disposition"))

    def pieces(self) -> Iterator[bytes]:
        """The body in chunks, of any size; raises NoAnswer if the connection breaks before the announced end."""
        self._response.may_take_long()
        return self._pieces(_READ_AT_ONCE)

    def _pieces(self, size: int) -> Iterator[bytes]:
        while True:
            with _answered(self._name):
                piece = self._response.read(size)
                if not piece and self._response.length:  # the bytes still to come; None if the length is not known
                    raise HTTPException
            if not piece:
                return
            yield piece


class _Http(HTTPHandler):
    def http_open(self, req: Request) -> HTTPResponse:
        return self.do_open(_Connection, req)


class _Https(HTTPSHandler):
    def __init__(self, trusted: ssl.SSLContext) -> None:
        super().__init__(context=trusted)
        self._trusted = trusted

    def https_open(self, req: Request) -> HTTPResponse:
        return self.do_open(_SecureConnection, req, context=self._trusted)


class _Connection(HTTPConnection):
    response_class = TimedAnswer

    def connect(self) -> None:
        with _connecting(self):
            super().connect()


class _SecureConnection(HTTPSConnection):
    response_class = TimedAnswer

    def connect(self) -> None:
        with _connecting(self):
            super().connect()


@contextmanager
def _connecting(connection: HTTPConnection) -> Iterator[None]:
    """Meanwhile the time-out is that for connecting; urllib knows only one for all."""
    later, connection.timeout = connection.timeout, CONNECT_TIMEOUT
    yield
    connection.sock.settimeout(later)


@contextmanager
def _answered(archive_name: str) -> Iterator[None]:
    """Raise Unreachable (nothing was sent) or NoAnswer (it is not known what the archive did) for network errors."""
    try:
        yield
    except URLError as error:  # the connection was not made, or broke while the request was sent
        reason = error.reason
        if isinstance(reason, ssl.SSLCertVerificationError):
            raise network_failures.not_trusted(archive_name, reason.verify_message) from error
        if isinstance(reason, socket.timeout):
            raise network_failures.not_connected_in_time(archive_name) from error
        if isinstance(reason, _CUT_OFF):
            raise network_failures.broken_off(archive_name, str(reason)) from error
        raise network_failures.not_connected(archive_name, str(reason)) from error
    except socket.timeout as error:
        raise network_failures.silent(archive_name) from error
    except MalformedLength as error:
        raise network_failures.malformed(archive_name) from error
    except (OSError, HTTPException) as error:
        raise network_failures.broken_off(archive_name) from error
