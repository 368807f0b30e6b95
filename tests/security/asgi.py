"""Requests to an ASGI application without a server."""

import asyncio
from collections.abc import Coroutine
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


def in_a_loop(work: Coroutine[Any, Any, T]) -> T:
    """The result of some work in an event loop.

    In a thread of its own, because Playwright keeps an event loop running in that of the tests.
    """
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()
