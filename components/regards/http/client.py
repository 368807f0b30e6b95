"""The client of an archive that the desk and the program that users take away share.

Part of the program that users take away (`program`): standard library and Python 3.9 only.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from components.regards.http.replies import Reply


class Body(Iterator[bytes]):
    """The body of a download, in chunks.

    Args:
        chunks: the chunks.
        kind: its header ``Content-Type``, "" if there is none.
    """

    def __init__(self, chunks: Iterator[bytes], kind: str = "") -> None:
        self._chunks = chunks
        self.kind = kind

    def __next__(self) -> bytes:
        return next(self._chunks)


class Client(Protocol):
    """The client of one user: `Connection` in the desk, `PlainSession` in the program. Methods raise a RegardsError."""

    def ask(self, path: str, /, **query: object) -> Reply:
        """The answer to a GET; repeated as `read_retries` describes."""

    def read(self, path: str, /, **query: object) -> Any:  # noqa: ANN401 - JSON is any value
        """The JSON value of the same, or None if the archive has no content."""

    def download(self, path: str, /) -> AbstractContextManager[Body]:
        """The body of a download; never repeated."""
