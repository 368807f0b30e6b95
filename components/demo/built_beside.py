"""An archive that is built beside the start of a server: its address is known at once, its first requests wait."""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.types import ASGIApp, Receive, Scope, Send

from components.demo.listening import listening

if TYPE_CHECKING:  # importing the archive takes long, so that is done beside the start, too
    from components.demo.archive import Archive


@dataclass(frozen=True)
class Promised:
    """An archive that is being built, and its address, which takes requests already."""

    url: str
    _building: "Future[Archive]"

    def archive(self) -> "Archive":
        """The archive, when it is built. Raises what building it raises."""
        return self._building.result()


@contextmanager
def serve_soon(build: "Callable[[], Archive]") -> Iterator[Promised]:
    """Serve an archive while the block runs, and build it meanwhile."""
    with ThreadPoolExecutor(1, "demo-archive-build") as worker:
        building = worker.submit(build)
        with listening(_Waiting(worker.submit(_application, building))) as url:
            yield Promised(url, building)


def demo(redirect_uri: str | None) -> "Archive":
    """The archive of a demonstration; for its `redirect_uri` see `Archive`."""
    from components.demo.archive import Archive  # noqa: PLC0415 - see above

    archive = Archive()
    archive.redirect_uri = redirect_uri
    return archive


class _Waiting:
    """A web application that answers when it is made."""

    def __init__(self, making: Future[ASGIApp]) -> None:
        self._making = making

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not self._making.done():
            await asyncio.wait([asyncio.wrap_future(self._making)])
        await self._making.result()(scope, receive, send)


def _application(building: "Future[Archive]") -> ASGIApp:
    from components.demo.server import application  # noqa: PLC0415 - see above

    return application(building.result())
