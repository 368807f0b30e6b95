"""A server that answers from a script: for all that a real archive does only on its worst days."""

import json
import socket
import threading
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


class Trick(Enum):
    """What a server can do instead of answering."""

    HANG_UP = "closes the connection without a word"
    SILENCE = "takes the request and never says anything"
    STALL = "begins an answer and never goes on"
    VANISH = "is no longer there: nobody listens from the answer before it on"


Answer = bytes | Trick


@dataclass(frozen=True)
class Asked:
    """A request as it came in; names of headers are in lower case."""

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
class Script:
    """The running server: what it was asked so far, and the settings that lead to it."""

    archive: Archive
    asked: list[Asked] = field(default_factory=list)

    def connection(self) -> Connection:
        return Connection(self.archive, TOKEN)

    def of(self, method: str) -> list[Asked]:
        return [each for each in self.asked if each.method == method]


@contextmanager
def scripted(*answers: Answer) -> Iterator[Script]:
    """Serve these answers one after the other, each on a connection of its own; the last one is repeated."""
    with socket.create_server((LOOPBACK, 0)) as listener:
        port = listener.getsockname()[1]
        script = Script(Archive("Scripted", f"http://{LOOPBACK}:{port}", "project1"))
        thread = threading.Thread(target=_play, args=(listener, deque(answers), script.asked), daemon=True)
        thread.start()
        try:
            yield script
        finally:
            _say_goodbye(port)
            thread.join(60)
            assert not thread.is_alive()


def reply(status: int, body: object = b"", kind: str = "application/json", **headers: str) -> bytes:
    """Write an answer: bytes are sent as they are, text too, anything else as JSON. `_` in headers means `-`."""
    if isinstance(body, str):
        body = body.encode()
    elif not isinstance(body, bytes):
        body = json.dumps(body).encode()
    fields = {"Content-Type": kind, "Content-Length": str(len(body)), "Connection": "close"}
    fields |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"HTTP/1.1 {status} Scripted\r\n{head}\r\n".encode() + body


def web_page(status: int, title: str = "Access control") -> bytes:
    """Write what a proxy or a firewall sends in an archive's place."""
    style, script = "<style>h1 { color: red }</style>", "<script>alert(1)</script>"
    page = f"<!doctype html><html><head>{style}{script}</head><body><h1>{title}</h1></body></html>"
    return reply(status, page, "text/html")


def in_short(value: object) -> str | None:
    """Name an answer in the name of a test: by its status line and its body."""
    if not isinstance(value, bytes):
        return value.name if isinstance(value, Trick) else None
    head, _, body = value.partition(b"\r\n\r\n")
    return " ".join([*head.decode().split()[1:2], body.decode()[:40]]).strip()


def _play(listener: socket.socket, answers: deque[Answer], asked: list[Asked]) -> None:
    with ExitStack() as held:
        while True:
            connection, _ = listener.accept()
            with ExitStack() as now:
                now.enter_context(connection)
                request = _read(now.enter_context(connection.makefile("rb")))
                if request is None:
                    return
                asked.append(request)
                answer = answers.popleft() if len(answers) > 1 else answers[0]
                vanishing = answers[0] is Trick.VANISH
                if vanishing:
                    listener.close()
                if isinstance(answer, bytes):
                    connection.sendall(answer)
                elif answer is Trick.STALL:
                    connection.sendall(_BEGINNING)
                if answer in {Trick.SILENCE, Trick.STALL}:
                    held.push(now.pop_all())
                if vanishing:
                    return


def _read(stream: BinaryIO) -> Asked | None:
    """Read one request, or None where the visitor only knocked."""
    method, _, rest = stream.readline().decode().partition(" ")
    if not method:
        return None
    headers = {name.lower(): value for name, value in parse_headers(stream).items()}
    return Asked(method, rest.split(" ")[0], headers, stream.read(int(headers.get("content-length", 0))))


def _say_goodbye(port: int) -> None:
    """Wake the server, which leaves when a visitor says nothing."""
    with suppress(ConnectionRefusedError):  # it may have left already
        socket.create_connection((LOOPBACK, port)).close()
