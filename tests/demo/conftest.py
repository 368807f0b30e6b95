from collections.abc import Callable, Iterator

import pytest
import requests

from components.demo.archive import Archive
from components.demo.catalogue.catalogue import Catalogue
from components.demo.clock import Pace
from components.demo.orders.suborders import Limits
from components.demo.server import application, listening
from tests.demo.small_archive import Clock, Desk, Exchangeable, Guest, small_catalogue


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return small_catalogue()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def archive(catalogue: Catalogue, clock: Clock) -> Archive:
    """An archive of few products at the pace of a real one, whose suborders close at two products."""
    archive = Archive(catalogue=catalogue, clock=clock, pace=Pace.real(), limits=Limits(size=800))
    archive.token_life = 30 * 24 * 3600  # nobody should have to sign in again while the clock is wound
    return archive


@pytest.fixture
def desk(archive: Archive, clock: Clock) -> Desk:
    return Desk(archive, clock)


@pytest.fixture(scope="session")
def server() -> Iterator[tuple[Exchangeable, str]]:
    application = Exchangeable()
    with listening(application) as url:
        yield application, url


@pytest.fixture
def visit(server: tuple[Exchangeable, str], archive: Archive) -> Iterator[Callable[[str | None], Guest]]:
    """Lets people in by their login, or anonymous ones with None."""
    exchangeable, url = server
    exchangeable.app = application(archive)
    sessions = []

    def arrive(username: str | None) -> Guest:
        session = requests.Session()
        sessions.append(session)
        guest = Guest(url, session, archive)
        if username:
            answer = guest.sign_in(username)
            assert answer.status_code == 200, answer.text
            session.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        return guest

    yield arrive
    for session in sessions:
        session.close()


@pytest.fixture
def guest(visit: Callable[[str | None], Guest]) -> Guest:
    return visit("user@demo.example")


@pytest.fixture
def other(visit: Callable[[str | None], Guest]) -> Guest:
    return visit("visitor-01@demo.example")


@pytest.fixture
def stranger(visit: Callable[[str | None], Guest]) -> Guest:
    return visit(None)
