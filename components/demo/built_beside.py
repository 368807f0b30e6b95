"""An archive that is built beside the start of a server: its address is known at once, and its first requests wait."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import AbstractContextManager, contextmanager
from socket import socket
from threading import Event
from typing import TYPE_CHECKING

from starlette.types import ASGIApp

from components.demo.listening import address, bound, serving

if TYPE_CHECKING:  # to import the archive takes long, so that is done beside the start, too
    from components.demo.archive import Archive


class Promised:
    """An archive to be built, and the address that it will answer at."""

    def __init__(self, listener: socket, build: "Callable[[], Archive]") -> None:
        self.url = address(listener)
        self._listener = listener
        self._build = build
        self._archive: Future[Archive] = Future()

    def archive(self) -> "Archive":
        """The archive, once it is built. Raises what building it raises."""
        return self._archive.result()

    def served(self) -> AbstractContextManager[Event]:
        """Build the archive in a thread, and serve it while the block runs."""
        return serving(self._listener, self._application)

    def _application(self) -> ASGIApp:
        from components.demo.server import application  # noqa: PLC0415 - see above

        try:
            archive = self._build()
        except BaseException as error:
            self._listener.close()  # or requests would wait until they time out
            self._archive.set_exception(error)
            raise
        self._archive.set_result(archive)
        return application(archive)


@contextmanager
def promised(build: "Callable[[], Archive]") -> Iterator[Promised]:
    """Take connections for an archive while the block runs; they wait until it is `served`."""
    with bound() as listener:
        yield Promised(listener, build)


def demo(redirect_uri: str | None) -> "Archive":
    """The archive of a demonstration; for its `redirect_uri` see `Archive`."""
    from components.demo.archive import Archive  # noqa: PLC0415 - see above

    archive = Archive()
    archive.redirect_uri = redirect_uri
    return archive
