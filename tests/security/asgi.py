"""Requests to an ASGI application without a server."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from starlette.types import ASGIApp, Message, Receive, Scope, Send

T = TypeVar("T")


async def reached(_scope: Scope, _receive: Receive, send: Send) -> None:
    """An application that answers that it was reached."""
    await send({"type": "reached"})


def first_answer(app: ASGIApp, scope: Scope) -> Message:
    """The first message that an application sends for a request."""
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.request"}

    async def ask() -> None:
        await app(scope, receive, send)

    in_a_loop(ask())
    return sent[0]


class UnderWay:
    """Requests that stay under way until they are ended, and what became of each.

    Args:
        behind: puts a middleware before the application that they reach.
    """

    def __init__(self, behind: Callable[[ASGIApp], ASGIApp]) -> None:
        self._app = behind(self._take)
        self._ends: list[asyncio.Event] = []
        self._tasks: list[asyncio.Future[None]] = []

    async def begin(self, scope: Scope) -> object:
        """Begin a request: reached, or the status that it was turned away with."""
        answer: asyncio.Future[Message] = asyncio.get_running_loop().create_future()

        async def send(message: Message) -> None:
            if not answer.done():
                answer.set_result(message)

        async def receive() -> Message:
            return {"type": "http.request"}

        end = asyncio.Event()
        self._ends.append(end)
        self._tasks.append(asyncio.ensure_future(self._app({**scope, "end": end}, receive, send)))
        sent = await answer
        return sent.get("status", sent["type"])

    async def end(self, number: int, *, cut: bool = False) -> None:
        """End a request, or cut it off."""
        if cut:
            self._tasks[number].cancel()
        self._ends[number].set()
        await asyncio.wait([self._tasks[number]])

    async def _take(self, scope: Scope, receive: Receive, send: Send) -> None:
        await reached(scope, receive, send)
        await scope["end"].wait()


def in_a_loop(work: Coroutine[Any, Any, T]) -> T:
    """The result of some work in an event loop.

    In a thread of its own, because Playwright keeps an event loop running in that of the tests.
    """
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()
