"""A streamed response that is checked on its way: it ends properly only if the check succeeds."""

import asyncio
import logging
from collections.abc import Iterable, Iterator, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, cast

import anyio
import pytest
from urllib3 import BaseHTTPResponse
from urllib3.exceptions import ProtocolError

from components.regards.http.gateway import Answer
from components.web import streaming
from components.web.file_check import DownloadCheck
from components.web.streaming import Sending

PIECE = 1 << 18

Messages = list[MutableMapping[str, Any]]


class Body:
    """A body as from urllib3: its pieces, and ``closed`` after it was closed."""

    status = 200

    def __init__(self, *pieces: bytes | Exception) -> None:
        self.headers = {"Transfer-Encoding": "chunked"}
        self.pieces: Iterable[bytes | Exception] = pieces
        self.closed = False

    def stream(self, _amount: int, *, decode_content: bool) -> Iterator[bytes]:
        assert decode_content
        for piece in self.pieces:
            if isinstance(piece, Exception):
                raise piece
            yield piece

    def close(self) -> None:
        self.closed = True

    def release_conn(self) -> None:
        self.closed = True


class Recording:
    """A check that records its calls; ``verdict`` is the problem that it finds at the end."""

    def __init__(self, verdict: str = "") -> None:
        self.verdict = verdict
        self.taken = b""
        self.told: list[str] = []

    def read(self, pieces: Iterable[bytes]) -> str:
        for piece in pieces:
            self.taken += piece
        self.told.append("end")
        return self.verdict

    def left(self) -> None:
        self.told.append("left")

    def break_off(self, why: str) -> None:
        self.told.append(why)


def send(body: Body, watch: DownloadCheck, *, leave_after: int | None = None) -> Messages:
    """Run the response as a server does; the browser disconnects after a number of messages."""
    upstream = Answer(cast("BaseHTTPResponse", body), "Archive")
    messages: Messages = []

    async def run() -> None:
        gone = anyio.Event()

        async def receive() -> MutableMapping[str, Any]:
            await gone.wait()
            return {"type": "http.disconnect"}

        async def take(message: MutableMapping[str, Any]) -> None:
            messages.append(message)
            if len(messages) == leave_after:
                gone.set()
                await anyio.sleep_forever()  # until the answer is ended because nobody listens

        scope = {"type": "http", "path": "/orders/54/files/1", "asgi": {"spec_version": "2.3"}}
        await Sending(upstream, watch, {}, "application/zip")(scope, receive, take)

    with ThreadPoolExecutor(1) as thread:  # other tests may keep a loop in this one
        thread.submit(anyio.run, run).result()
    return messages


def content(messages: Messages) -> bytes:
    return b"".join(message.get("body", b"") for message in messages)


def ended(messages: Messages) -> bool:
    return messages[-1].get("more_body") is False


def test_a_body_that_is_well_passes_unchanged_and_ends() -> None:
    body, watch = Body(b"first ", b"second ", b"third"), Recording()
    messages = send(body, watch)
    assert content(messages) == watch.taken == b"first second third"
    assert ended(messages)
    assert watch.told == ["end", "left"]
    assert body.closed


def test_an_empty_body_ends() -> None:
    watch = Recording()
    messages = send(Body(), watch)
    assert (content(messages), ended(messages)) == (b"", True)
    assert watch.told == ["end", "left"]


def test_a_body_that_is_wrong_has_no_end_even_where_its_length_is_known() -> None:
    watch = Recording(verdict="The checksum differs.")
    messages = send(Body(b"first ", b"last"), watch)
    assert not ended(messages)
    assert content(messages) == b"first "
    assert watch.told == ["end", "The checksum differs."]


def test_a_connection_that_breaks_is_named_and_the_answer_has_no_end() -> None:
    body, watch = Body(b"first ", b"second ", ProtocolError("Connection broken")), Recording()
    messages = send(body, watch)
    assert not ended(messages)
    assert len(watch.told) == 1
    assert "“Archive” broke" in watch.told[0]
    assert body.closed


class Faulty(Recording):
    """A check that fails by a fault of ours."""

    def read(self, pieces: Iterable[bytes]) -> str:
        next(iter(pieces))
        raise ZeroDivisionError


def test_a_fault_of_ours_is_not_told_as_the_browsers_and_stands_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    watch = Faulty()
    assert not ended(send(Body(b"first ", b"last"), watch))
    assert watch.told == ["This desk failed while it sent the download. Its log says why. Try again."]
    assert "ZeroDivisionError" in caplog.text


def test_a_browser_that_leaves_ends_the_archives_answer_too() -> None:
    body, watch = Body(*[bytes(PIECE)] * 50), Recording()
    messages = send(body, watch, leave_after=3)
    assert not ended(messages)
    assert body.closed
    assert len(watch.told) == 1
    assert "Your browser ended the download" in watch.told[0]


def test_a_browser_that_leaves_before_the_last_piece_has_not_got_the_file() -> None:
    watch = Recording()
    send(Body(b"all"), watch, leave_after=2)  # the head of the answer, then its only piece
    assert "left" not in watch.told


@pytest.mark.parametrize(("verdict", "lines"), [("", 0), ("The checksum\ndiffers.", 1)])
def test_what_went_wrong_is_one_line_in_the_log(verdict: str, lines: int, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        send(Body(b"all"), Recording(verdict))
    logged = [record.getMessage() for record in caplog.records]
    assert len(logged) == lines
    assert all("/orders/54/files/1" in line and "\n" not in line for line in logged)


def test_of_a_browser_that_takes_nothing_no_more_than_a_few_pieces_are_held() -> None:
    body, watch = Body(*[bytes(PIECE)] * 100), Recording()
    send(body, watch, leave_after=2)
    assert len(watch.taken) <= 10 * PIECE


def test_small_pieces_are_sent_together_and_large_ones_as_they_are() -> None:
    large = bytes(PIECE)
    taken = []

    async def run() -> None:
        passed = streaming._Passed(asyncio.get_running_loop())  # noqa: SLF001 - in an answer, the threads' times decide
        for piece in (b"first ", b"second ", large, large, b"last"):
            passed.put(piece)
        passed.end()
        while body := await passed.take():
            taken.append(body)

    with ThreadPoolExecutor(1) as thread:
        thread.submit(anyio.run, run).result()
    assert taken == [b"first second ", large, large, b"last"]
    assert taken[1] is taken[2] is large
