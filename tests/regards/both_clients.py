"""The desk's client and the program's, each signed in at a scripted server."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from components.regards.http.client import Client
from components.regards.program.plain_http import PlainGateway
from components.regards.program.plain_session import PlainSession, SignIn
from components.regards.settings import Archive
from components.regards.sign_in import login
from components.regards.sign_in import session as regards_session
from tests.clocks import Clock
from tests.regards.scripted_server import Answer, ReceivedRequest, ScriptedServer, reply, scripted_server
from tests.regards.served_demo import PASSWORD, USER

LIFE: Final = 3600  # seconds

Entrance = Callable[[Archive, str, Callable[[], float]], Callable[[], Client]]


def token(text: str = "first", life: float = LIFE) -> bytes:
    return reply(200, {"access_token": text, "expires_in": life, "role": "REGISTERED_USER", "sub": USER})


def desk(archive: Archive, username: str, clock: Callable[[], float]) -> Callable[[], Client]:
    """Sign in as the desk does."""
    session = regards_session.Session(login.sign_in(archive, archive.project, username, PASSWORD, clock), clock)
    return lambda: session.connection


def program(archive: Archive, username: str, clock: Callable[[], float]) -> Callable[[], Client]:
    """Sign in as the program does that users take away."""
    gateway = PlainGateway(archive.name, archive.base_url, user_agent=archive.user_agent)
    who = SignIn(
        archive.project,
        username,
        PASSWORD,
        client_secret=archive.client_secret,
        raw_client_secret=archive.raw_client_secret,
    )
    session = PlainSession(gateway, who, clock)
    return lambda: session


@dataclass
class Session:
    """A client that has signed in at a scripted server."""

    client: Callable[[], Client]
    clock: Clock
    server: ScriptedServer

    def reads(self) -> list[ReceivedRequest]:
        return self.server.of("GET")

    def tokens(self) -> list[str]:
        return [asked.headers["authorization"].removeprefix("Bearer ") for asked in self.reads()]


@contextmanager
def session(enter: Entrance, *answers: Answer, life: float = LIFE) -> Iterator[Session]:
    clock = Clock()
    with scripted_server(token(life=life), *answers) as server:
        yield Session(enter(server.archive, USER, clock), clock, server)
