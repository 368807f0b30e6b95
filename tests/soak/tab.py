"""A browser tab without a browser: it speaks with a Streamlit server over a real WebSocket."""

import asyncio
import json
import math
import ssl
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import requests
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

PATIENCE: Final = 120.0  # seconds that anything may take on a busy machine


class Failed(Exception):
    """A page has shown a fault, or did not show in time what it should."""


@dataclass
class _Drawn:
    """An element of the page, with the run and the fragment that drew it."""

    element: Any  # of Streamlit's protocol, which has no types
    run: int
    fragment: str


@dataclass
class Tab:
    """One tab of one user.

    ``cookies`` are those of the user's browser, shared by its tabs; ``certificate`` is that of a server which nobody
    else vouches for.
    """

    url: str
    cookies: requests.cookies.RequestsCookieJar
    certificate: Path | None = None
    _socket: ClientConnection | None = None
    _drawn: dict[tuple[int, ...], _Drawn] = field(default_factory=dict)
    _values: dict[str, dict[str, Any]] = field(default_factory=dict)
    _ticks: dict[str, tuple[float, float]] = field(default_factory=dict)  # fragment: (interval, due at)
    _run: int = 0
    _fragments: tuple[str, ...] = ()
    _page: str = ""
    query: str = ""
    _idle: bool = False
    _exchanged: str = ""  # the last ticket, with the route that took it

    async def __aenter__(self) -> Self:
        header = "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.cookies)
        self._socket = await connect(
            f"{self.url.replace('http', 'ws', 1)}/_stcore/stream",
            subprotocols=["streamlit"],  # type: ignore[list-item] # a plain text serves
            additional_headers={"Cookie": header} if header else {},
            origin=self._origin,  # type: ignore[arg-type] # as above
            max_size=None,
            ssl=ssl.create_default_context(cafile=self.certificate) if self.certificate else None,
        )
        await self._send()
        await self.settled()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._socket
        await self._socket.close()

    # What the user sees

    def texts(self) -> Iterator[str]:
        """All text of the page that users read."""
        for drawn in self._drawn.values():
            element = drawn.element
            match element.WhichOneof("type"):
                case "heading" | "text" | "markdown" | "alert":
                    yield getattr(element, element.WhichOneof("type")).body
                case "exception":
                    raise Failed(f"The page shows a traceback: {element.exception.message}")

    def shows(self, words: str) -> bool:
        """Whether some words stand on the page."""
        return any(words in text for text in self.texts())

    def offers(self, label: str) -> bool:
        """Whether there is a button whose label begins with these words."""
        return self._find("button", label) is not None

    def link(self, label: str) -> str:
        """The address behind a link whose label begins with these words."""
        for drawn in self._drawn.values():
            if drawn.element.WhichOneof("type") == "link_button" and drawn.element.link_button.label.startswith(label):
                return f"{self.url}/{drawn.element.link_button.url.removeprefix('./')}"
        raise self._missing("link", label)

    # What the user does

    async def open(self, page: str, query: str = "") -> None:
        """Open another page by its name, such as ``orders``."""
        self.query = query
        await self._send(page_name=page)
        await self.settled()

    async def fill(self, label: str, value: str) -> None:
        """Type into a field."""
        drawn = self._find("text_area", label) or self._find("text_input", label)
        if drawn is None:
            raise self._missing("field", label)
        widget = getattr(drawn.element, drawn.element.WhichOneof("type"))
        self._values[widget.id] = {"string_value": value}
        if not widget.form_id:
            await self._send()
            await self.settled()

    async def press(self, label: str) -> None:
        """Press a button whose label begins with these words."""
        drawn = self._find("button", label)
        if drawn is None:
            raise self._missing("button", label)
        await self._send({drawn.element.button.id: {"trigger_value": True}}, fragment=drawn.fragment)
        await self.settled()

    async def rerun(self) -> None:
        """Have the page drawn again, as after any click."""
        await self._send()
        await self.until(lambda: True, "drawn")

    async def stay(self, seconds: float) -> None:
        """Stay on the page for some seconds, which ticks as in a browser."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            await self._step(until)

    async def until(self, condition: Callable[[], bool], what: str) -> None:
        """Stay on the page, which ticks as in a browser, until something is true of it."""
        deadline = time.monotonic() + PATIENCE
        while not (self._idle and condition()):
            if time.monotonic() > deadline:
                raise Failed(f"Not after {PATIENCE:.0f} s: {what}; the page says: {self._said()}")
            await self._step()

    async def settled(self) -> None:
        """Wait until the page is drawn."""
        await self.until(lambda: True, "drawn")

    # The protocol

    @property
    def _origin(self) -> str:
        return "/".join(self.url.split("/")[:3])

    def _find(self, kind: str, label: str) -> _Drawn | None:
        for drawn in self._drawn.values():
            if drawn.element.WhichOneof("type") == kind:
                widget = getattr(drawn.element, kind)
                if widget.label.startswith(label) and not widget.disabled:
                    return drawn
        return None

    def _missing(self, what: str, label: str) -> Failed:
        return Failed(f"There is no {what} “{label}”; the page says: {self._said()}")

    def _said(self) -> str:
        return " | ".join(self.texts())[:500]

    async def _send(
        self, triggers: dict[str, dict[str, Any]] | None = None, *, fragment: str = "", page_name: str = ""
    ) -> None:
        message = BackMsg()
        state = message.rerun_script
        state.query_string, state.fragment_id = self.query, fragment
        if page_name:
            state.page_name = page_name
        else:
            state.page_script_hash = self._page
        for widget_id, value in {**self._values, **(triggers or {})}.items():
            state.widget_states.widgets.add(id=widget_id, **value)
        self._idle = False
        assert self._socket
        await self._socket.send(message.SerializeToString())

    async def _step(self, until: float = math.inf) -> None:
        """Take one message of the server, or send what a timer asks for, if it comes until some moment."""
        assert self._socket
        due = min(until, min((at for _, at in self._ticks.values()), default=time.monotonic() + 1.0))
        try:
            async with asyncio.timeout(max(due - time.monotonic(), 0.0)):
                received = await self._socket.recv()
        except TimeoutError:
            for fragment, (interval, at) in self._ticks.items():
                if at <= time.monotonic():
                    self._ticks[fragment] = interval, time.monotonic() + interval
                    if self._idle:
                        await self._send(fragment=fragment)
            return
        assert isinstance(received, bytes)
        message = ForwardMsg()
        message.ParseFromString(received)
        self._take(message)
        await self._exchange_ticket(message)

    def _take(self, message: Any) -> None:  # noqa: ANN401 - see `_Drawn`
        match message.WhichOneof("type"):
            case "new_session":
                self._run += 1
                self._idle = False
                self._fragments = tuple(message.metadata.run.fragment_ids)
                if not self._fragments:
                    self._ticks.clear()
            case "delta" if message.delta.WhichOneof("type") == "new_element":
                path = tuple(message.metadata.delta_path)
                self._drawn[path] = _Drawn(message.delta.new_element, self._run, message.delta.fragment_id)
            case "auto_rerun":
                rerun = message.auto_rerun
                self._ticks[rerun.fragment_id] = rerun.interval, time.monotonic() + rerun.interval
            case "navigation":
                self._page = message.navigation.page_script_hash
            case "stop_auto_rerun":
                for fragment in message.stop_auto_rerun.fragment_ids:
                    self._ticks.pop(fragment, None)
            case "page_info_changed":
                self.query = message.page_info_changed.query_string
            case "script_finished" if message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                self._drawn = {path: drawn for path, drawn in self._drawn.items() if not self._is_stale(drawn)}
                self._idle = True

    def _is_stale(self, drawn: _Drawn) -> bool:
        in_this_run = not self._fragments or drawn.fragment in self._fragments
        return in_this_run and drawn.run != self._run

    async def _exchange_ticket(self, message: Any) -> None:  # noqa: ANN401 - see `_Drawn`
        """Bring a ticket to the route that sets or removes the cookie at once, as the script on the page does."""
        component = message.delta.new_element.bidi_component
        if "ticket" not in component.json or component.json == self._exchanged:
            return
        self._exchanged = component.json
        data = json.loads(component.json)
        address, ticket = self.url + data["route"], {"X-Ticket": data["ticket"], "Origin": self._origin}
        answer = await asyncio.to_thread(
            requests.post,
            address,
            headers=ticket,
            cookies=self.cookies,
            timeout=PATIENCE,
            verify=str(self.certificate) if self.certificate else True,
        )
        self.cookies.update(answer.cookies)
