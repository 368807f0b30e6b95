"""Requests to an ASGI application without a server."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from starlette.types import ASGIApp, Message, Receive, Scope, Send


async def reached(_scope: Scope, _receive: Receive, send: Send) -> None:
    """An application that answers that it was reached."""
    await send({"type": "reached"})


def first_answer(app: ASGIApp, scope: Scope) -> Message:
    """The first message that an application sends for a request.

    In a thread of its own, because Playwright keeps an event loop running in that of the tests.
    """
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.request"}

    async def ask() -> None:
        await app(scope, receive, send)

    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, ask()).result()
    return sent[0]
