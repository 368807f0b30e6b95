"""How a file leaves the archive: streamed, and noted as downloaded when all of it was read (contract C.7)."""

from collections.abc import Callable, Generator, Iterable, MutableMapping
from typing import Any, Final
from urllib.parse import quote

from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

_SAFE: Final = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._- ()")


def _nothing() -> None:
    """Take note of nothing."""


class DownloadResponse(StreamingResponse):
    """A body sent piece by piece.

    `complete` is called once the whole body was read, before its last piece goes out: who has received everything
    also sees it noted. Otherwise `broken` is called in the end, as when the peer hangs up in the middle. A `short`
    body stops without the end that HTTP requires, as a connection that breaks.
    """

    def __init__(
        self,
        pieces: Iterable[bytes],
        *,
        headers: dict[str, str],
        complete: Callable[[], None] = _nothing,
        broken: Callable[[], None] = _nothing,
        short: bool = False,
    ) -> None:
        self._pieces = self._noted(pieces)
        super().__init__(self._pieces, headers=headers)
        self._complete = complete
        self._broken = broken
        self._short = short
        self._whole = False

    async def stream_response(self, send: Send) -> None:
        """Send the body; of a short one, everything but its end."""

        async def without_end(message: MutableMapping[str, Any]) -> None:
            if message.get("more_body", True):
                await send(message)

        await super().stream_response(without_end if self._short else send)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the answer, whatever becomes of it."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._pieces.close()  # whatever the pieces hold is given back now, not when memory is tidied up
            if not self._whole:
                self._broken()

    def _noted(self, pieces: Iterable[bytes]) -> Generator[bytes]:
        """The pieces, one held back so that the end is known before the last one goes out."""
        held = b""
        for piece in pieces:
            if held:
                yield held
            held = piece
        if not self._short:
            self._whole = True
            self._complete()
        if held:
            yield held


def disposition(filename: str) -> str:
    """The header that names a file: in plain ASCII for old clients, and as it is for others (RFC 6266)."""
    plain = "".join(each if each in _SAFE else "_" for each in filename)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe='')}"
