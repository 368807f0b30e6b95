from collections.abc import Callable, Iterator

import pytest
import requests

from components.demo.archive import Archive
from components.demo.catalogue.catalogue import Catalogue
from components.demo.clock import Pace
from components.demo.listening import listening
from components.demo.orders.suborders import Limits
from components.demo.server import application
from tests.clocks import Clock
from tests.demo.small_archive import START, ApiClient, ArchiveDriver, SwitchableApp, small_catalogue


@pytest.fixture(scope="session")
def few_products() -> Catalogue:
    """A catalogue with a name of its own: one that overrode ``catalogue`` would stay in the archives of other tests."""
    return small_catalogue()


@pytest.fixture
def clock() -> Clock:
    return Clock(START)


@pytest.fixture
def archive(few_products: Catalogue, clock: Clock) -> Archive:
    """An archive of few products at the pace of a real one, with two products per suborder."""
    archive = Archive(catalogue=few_products, clock=clock, pace=Pace.real(), limits=Limits(size=800))
    archive.token_life = 30 * 24 * 3600  # no login expires when the clock is advanced
    return archive


@pytest.fixture
def driver(archive: Archive, clock: Clock) -> ArchiveDriver:
    return ArchiveDriver(archive, clock)


@pytest.fixture(scope="session")
def server() -> Iterator[tuple[SwitchableApp, str]]:
    application = SwitchableApp()
    with listening(application) as url:
        yield application, url


@pytest.fixture
def new_client(server: tuple[SwitchableApp, str], archive: Archive) -> Iterator[Callable[[str | None], ApiClient]]:
    """A factory of clients: signed in by username, or anonymous with None."""
    switchable_app, url = server
    switchable_app.app = application(archive)
    sessions = []

    def create(username: str | None) -> ApiClient:
        session = requests.Session()
        sessions.append(session)
        client = ApiClient(url, session, archive)
        if username:
            user = archive.directory.get(username)
            answer = client.sign_in(username, user.password if user else "")
            assert answer.status_code == 200, answer.text
            session.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        return client

    yield create
    for session in sessions:
        session.close()


@pytest.fixture
def client(new_client: Callable[[str | None], ApiClient]) -> ApiClient:
    return new_client("user@demo.example")


@pytest.fixture
def other_client(new_client: Callable[[str | None], ApiClient]) -> ApiClient:
    return new_client("visitor-01@demo.example")


@pytest.fixture
def anonymous_client(new_client: Callable[[str | None], ApiClient]) -> ApiClient:
    return new_client(None)
