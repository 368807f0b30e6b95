"""What can be asked of an archive in the name of one user, by the desk and by the program that users take away.

Part of the program that users take away (`program`): standard library and Python 3.9 only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager


class Client(Protocol):
    """The desk's `Connection` and the program's `PlainSession`. Every method raises a RegardsError."""

    def read(self, path: str, /, **query: object) -> Any:  # noqa: ANN401 - JSON is any value
        """The JSON value behind GET, or None where the archive has no content; repeated as `retries` says."""

    def download(self, path: str, /) -> AbstractContextManager[Iterator[bytes]]:
        """The body of a download, piece by piece; never repeated."""
