"""A server with scripted responses, for faults that the demo archive does not have."""

import json
import socket
import threading
import time
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from enum import Enum
from http.client import parse_headers
from typing import BinaryIO, Final
from urllib.parse import parse_qsl, urlsplit

from components.regards.http.connection import Connection
from components.regards.settings import Archive

LOOPBACK: Final = "127.0.0.1"
TOKEN: Final = "secret.token.of-the-user"
_BEGINNING: Final = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n[1"


class ConnectionFault(Enum):
    """A fault of a connection, instead of a response."""

    HANG_UP = "closes the connection without a response"
    SILENCE = "reads the request and sends nothing"
    STALL = "sends only the beginning of a response"
    VANISH = "stops listening after the response before it"


@dataclass(frozen=True)
class Endless:
    """A response that has no end: after its beginning, a piece comes again and again, after a pause in seconds."""

    beginning: bytes
    piece: bytes
    pause: float = 0.0


Answer = bytes | ConnectionFault | Endless


class AtOnce:
    """The responses to requests that come in any order, each by the end of its path: ``orders`` for `…/user/orders`.

    The requests are noted in the order of their names here.
    """

    def __init__(self, **answers: Answer) -> None:
        self.left = dict(answers)
        self._order = list(answers)
        self._noted: list[int] = []

    def take(self, request: "ReceivedRequest", asked: list["ReceivedRequest"]) -> Answer:
        """Note a request; gives its response."""
        name = request.path.rpartition("/")[2]
        place = self._order.index(name)
        asked.insert(len(asked) - sum(place < each for each in self._noted), request)
        self._noted.append(place)
        return self.left.pop(name)


@dataclass(frozen=True)
class ReceivedRequest:
    """A received request; the names of its headers are in lower case."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.target).query, keep_blank_values=True))

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


@dataclass
class ScriptedServer:
    """A running server, with its settings for the client and the requests so far."""

    archive: Archive
    requests: list[ReceivedRequest] = field(default_factory=list)

    def connection(self) -> Connection:
        return Connection(self.archive, TOKEN)

    def of(self, method: str) -> list[ReceivedRequest]:
        return [each for each in self.requests if each.method == method]


@contextmanager
def scripted_server(*answers: Answer | AtOnce) -> Iterator[ScriptedServer]:
    """Serve these responses in turn, each on its own connection; the last one is repeated."""
    with socket.create_server((LOOPBACK, 0)) as listener:
        port = listener.getsockname()[1]
        server = ScriptedServer(Archive("Scripted", f"http://{LOOPBACK}:{port}", "project1"))
        thread = threading.Thread(target=_serve, args=(listener, deque(answers), server.requests), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            _wake(port)
            thread.join(60)
            assert not thread.is_alive()


def reply(status: int, body: object = b"", kind: str = "application/json", **headers: str) -> bytes:
    """A response: bytes and text are sent unchanged, other bodies as JSON. `_` in headers means `-`."""
    if isinstance(body, str):
        body = body.encode()
    elif not isinstance(body, bytes):
        body = json.dumps(body).encode()
    fields = {"Content-Type": kind, "Content-Length": str(len(body)), "Connection": "close"}
    fields |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"HTTP/1.1 {status} Scripted\r\n{head}\r\n".encode() + body


def web_page(status: int, title: str = "Access control") -> bytes:
    """A web page as a proxy or a firewall sends it instead of the archive."""
    style, script = "<style>h1 { color: red }</style>", "<script>alert(1)</script>"
    page = f"<!doctype html><html><head>{style}{script}</head><body><h1>{title}</h1></body></html>"
    return reply(status, page, "text/html")


def short_name(value: object) -> str | None:
    """The name of a response for the name of a test: its status and its body."""
    if not isinstance(value, bytes):
        return value.name if isinstance(value, ConnectionFault) else None
    head, _, body = value.partition(b"\r\n\r\n")
    return " ".join([*head.decode().split()[1:2], body.decode()[:40]]).strip()


def _serve(listener: socket.socket, answers: deque[Answer | AtOnce], asked: list[ReceivedRequest]) -> None:
    with ExitStack() as held:
        while True:
            connection, _ = listener.accept()
            with ExitStack() as now:
                now.enter_context(connection)
                request = _read(now.enter_context(connection.makefile("rb")))
                if request is None:
                    return
                answer = _next(answers, request, asked)
                vanishing = answers[0] is ConnectionFault.VANISH
                if vanishing:
                    listener.close()
                if isinstance(answer, bytes):
                    connection.sendall(answer)
                elif isinstance(answer, Endless):
                    _send_without_end(connection, answer)
                elif answer is ConnectionFault.STALL:
                    connection.sendall(_BEGINNING)
                if answer in {ConnectionFault.SILENCE, ConnectionFault.STALL}:
                    held.push(now.pop_all())
                if vanishing:
                    return


def _next(answers: deque[Answer | AtOnce], request: ReceivedRequest, asked: list[ReceivedRequest]) -> Answer:
    """Note a request; gives its response."""
    first = answers[0]
    if isinstance(first, AtOnce):
        answer, is_done = first.take(request, asked), not first.left
    else:
        asked.append(request)
        answer, is_done = first, True
    if is_done and len(answers) > 1:
        answers.popleft()
    return answer


def _send_without_end(connection: socket.socket, answer: Endless) -> None:
    with suppress(OSError):  # the client hangs up
        connection.sendall(answer.beginning)
        while True:
            connection.sendall(answer.piece)
            time.sleep(answer.pause)


def _read(stream: BinaryIO) -> ReceivedRequest | None:
    """Read one request; None if the client sent nothing."""
    method, _, rest = stream.readline().decode().partition(" ")
    if not method:
        return None
    headers = {name.lower(): value for name, value in parse_headers(stream).items()}
    return ReceivedRequest(method, rest.split(" ")[0], headers, stream.read(int(headers.get("content-length", 0))))


def _wake(port: int) -> None:
    """Connect without a request, which ends the server."""
    with suppress(ConnectionRefusedError):  # it may have ended already
        socket.create_connection((LOOPBACK, port)).close()
