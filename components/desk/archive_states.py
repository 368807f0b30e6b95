"""The state of all archives on offer, for a signed-in user."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from components.regards.archive_state import Observation, of_account, of_archive
from components.regards.http.connection import Connection
from components.regards.settings import Archive

ArchiveStates = tuple[tuple[str, tuple[Observation, ...]], ...]
"""What was observed, by the name of the archive."""


def look(archives: Sequence[Archive], connection: Connection) -> ArchiveStates:
    """Look at all archives at once, and at the rights of the user in the one of the connection."""

    def state(archive: Archive) -> tuple[str, tuple[Observation, ...]]:
        own = tuple(of_account(connection)) if archive.name == connection.archive.name else ()
        return archive.name, of_archive(archive) + own

    with ThreadPoolExecutor(len(archives)) as threads:
        return tuple(threads.map(state, archives))
