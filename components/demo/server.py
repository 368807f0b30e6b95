"""The HTTP server of the archive, on a loopback port."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from starlette.applications import Starlette
from starlette.exceptions import HTTPException

from components.demo.accounts.accounts import MAIN, VISITORS, Account
from components.demo.api.gateway import failure_page, route
from components.demo.api.outside import outside_routes
from components.demo.api.routes import all_endpoints
from components.demo.archive import Archive
from components.demo.listening import listening


@dataclass(frozen=True)
class Served:
    """A running archive with its address, project and accounts. The first account is the main one."""

    url: str
    project: str
    client_id: str
    client_secret: str
    accounts: tuple[Account, ...]
    archive: Archive


def application(archive: Archive) -> Starlette:
    """The web application of an archive."""
    routes = [*(route(archive, each) for each in all_endpoints()), *outside_routes(archive)]
    app = Starlette(routes=routes, exception_handlers={HTTPException: failure_page(archive)})
    app.router.redirect_slashes = False
    return app


@contextmanager
def serve(archive: Archive | None = None, *, port: int = 0) -> Iterator[Served]:
    """Serve an archive while the block runs; port 0 takes any free port. Raises `OSError` if the port is in use."""
    archive = archive or Archive()
    with listening(application(archive), port=port) as url:
        yield Served(
            url=url,
            project=archive.project,
            client_id=archive.client.username,
            client_secret=archive.client.password,
            accounts=(MAIN, *VISITORS),
            archive=archive,
        )
