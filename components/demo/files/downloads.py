"""Streamed responses that report whether the whole body was sent (contract C.7)."""

from collections.abc import Callable, Generator, Iterable, MutableMapping
from typing import Any, Final
from urllib.parse import quote

from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

_SAFE: Final = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._- ()")


def _nothing() -> None:
    """Do nothing."""


class DownloadResponse(StreamingResponse):
    """A response with a body in pieces.

    `complete` is called after the whole body is read and before its last piece is sent. So a client that has received
    everything finds the download recorded. Otherwise, for instance if the client disconnects, `broken` is called at the
    end. With `short`, the body ends without HTTP's end marker, as if the connection broke.
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
        self._pieces = self._reported(pieces)
        super().__init__(self._pieces, headers=headers)
        self._complete = complete
        self._broken = broken
        self._short = short
        self._whole = False

    async def stream_response(self, send: Send) -> None:
        """Send the body, of a short one without its end marker."""

        async def without_end(message: MutableMapping[str, Any]) -> None:
            if message.get("more_body", True):
                await send(message)

        await super().stream_response(without_end if self._short else send)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the response; then call `broken` if it is incomplete."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._pieces.close()  # release resources of the generator now, not at garbage collection
            if not self._whole:
                self._broken()

    def _reported(self, pieces: Iterable[bytes]) -> Generator[bytes]:
        """The pieces, each held back until the next one, so that `complete` is called before the last."""
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
    """The `Content-Disposition` of a file name, in ASCII and unchanged in UTF-8 (RFC 6266)."""
    plain = "".join(each if each in _SAFE else "_" for each in filename)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe='')}"
