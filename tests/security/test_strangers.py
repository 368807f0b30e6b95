"""Pages that strangers open, many at once and with much in their fields."""

import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.datastructures import Headers
from starlette.types import Message, Receive, Scope, Send

from components.desk.archives import Archives
from components.desk.shared_state import opened, shared
from components.order.identifiers import LARGEST
from components.regards.settings import Archive
from components.regards.sign_in.login import Login
from components.web import login_cookie, stream_limits
from components.web.stream_limits import StreamLimits
from tests.security.asgi import UnderWay, in_a_loop

ARCHIVE = Archive("Archive", "https://archive.example", "project")
LONGEST = 256_000  # bytes
SETTINGS = Path(__file__).parents[2] / ".streamlit" / "config.toml"


@pytest.fixture(autouse=True)
def _state() -> Iterator[None]:
    with opened(Archives((ARCHIVE,)), cookie_secret="some secret"):
        yield


def cookie() -> str:
    login = Login(ARCHIVE, "project", "user", "REGISTERED_USER", "token", received_at=time.time(), life=3_600)
    return f"{login_cookie.NAME}={shared().kept_logins.seal(login)}"


def stream(address: str | None, cookie: str = "") -> Scope:
    client = (address, 50_000) if address else None
    return {"type": "websocket", "client": client, "headers": [(b"cookie", cookie.encode())]}


def elsewhere(number: int) -> str:
    return f"198.51.{number // 100}.{number % 100}"


def answers(*scopes: Scope) -> list[object]:
    """What becomes of streams that are open at once: reached, or a status."""

    async def attack() -> list[object]:
        desk = UnderWay(StreamLimits)
        return [await desk.begin(scope) for scope in scopes]

    return in_a_loop(attack())


def test_one_address_opens_only_so_many_pages_and_leaves_room_for_others() -> None:
    streams = [stream("203.0.113.7")] * 51
    assert answers(*streams, stream("203.0.113.8")) == ["reached"] * 50 + [503, "reached"]


def test_the_addresses_that_a_user_of_ipv6_has_count_as_one() -> None:
    own = [stream(f"2001:db8:0:1::{number:x}") for number in range(51)]
    assert answers(*own, stream("2001:db8:0:2::1")) == ["reached"] * 50 + [503, "reached"]


def test_many_addresses_open_only_so_many_pages() -> None:
    assert answers(*(stream(elsewhere(number)) for number in range(301))) == ["reached"] * 300 + [503]


@pytest.mark.parametrize("address", [None, "127.0.0.1", "::1", "::ffff:127.0.0.1", "unix:"])
def test_behind_a_proxy_that_names_no_address_all_count_together_alone(address: str | None) -> None:
    assert answers(*[stream(address)] * 301) == ["reached"] * 300 + [503]


def test_a_user_with_a_cookie_opens_a_page_all_the_same() -> None:
    streams = [stream("203.0.113.7")] * 50
    assert answers(*streams, stream("203.0.113.7", cookie()), stream("203.0.113.7", "order_desk_login=x"))[50:] == [
        "reached",
        503,
    ]


@pytest.mark.parametrize("cut", [False, True])
def test_a_page_that_was_closed_counts_no_more(cut: bool) -> None:
    async def go_on() -> list[object]:
        desk = UnderWay(StreamLimits)
        before = [await desk.begin(stream("203.0.113.7")) for _ in range(51)]
        await desk.end(0, cut=cut)
        return [*before[49:], await desk.begin(stream("203.0.113.7")), await desk.begin(stream("203.0.113.7"))]

    assert in_a_loop(go_on()) == ["reached", 503, "reached", 503]


class Page:
    """A page that takes one message, before which somebody may have signed in through it."""

    def __init__(self, *, signs_in: bool = False) -> None:
        self.got: Message = {}
        self._signs_in = signs_in

    async def __call__(self, scope: Scope, receive: Receive, _send: Send) -> None:
        if self._signs_in:
            shared().strangers.release(Headers(scope=scope).get(stream_limits.STREAM, ""))
        self.got = await receive()


def bring(page: Page, message: Message, scope: Scope) -> list[Message]:
    """Send a page a message; gives what is answered."""
    sent: list[Message] = []

    async def receive() -> Message:
        return message

    async def send(answer: Message) -> None:
        sent.append(answer)

    in_a_loop(StreamLimits(page)(scope, receive, send))
    return sent


@pytest.mark.parametrize("kind", ["bytes", "text"])
def test_a_long_message_of_a_stranger_closes_the_stream(kind: str) -> None:
    long, page = b"x" * (LONGEST + 1), Page()
    message = {"type": "websocket.receive", kind: long if kind == "bytes" else long.decode()}
    assert bring(page, message, stream("203.0.113.7")) == [{"type": "websocket.close", "code": 1009}]
    assert page.got == {"type": "websocket.disconnect", "code": 1009}


def test_a_short_one_reaches_the_page() -> None:
    short, page = {"type": "websocket.receive", "bytes": b"x" * LONGEST}, Page()
    assert bring(page, short, stream("203.0.113.7")) == []
    assert page.got == short


def test_a_message_has_room_for_a_list_that_is_too_long_to_be_told_so_and_for_no_more() -> None:
    settings = tomllib.loads(SETTINGS.read_text(encoding="utf-8"))["server"]
    assert settings["maxMessageSize"] == settings["maxWidgetStateSize"] == 2 * LARGEST / 1e6


@pytest.mark.parametrize("with_cookie", [False, True])
def test_who_is_signed_in_sends_long_ones(with_cookie: bool) -> None:
    long, page = {"type": "websocket.receive", "bytes": b"x" * (LONGEST + 1)}, Page(signs_in=not with_cookie)
    assert bring(page, long, stream("203.0.113.7", cookie() if with_cookie else "")) == []
    assert page.got == long


def test_a_stream_through_which_somebody_has_signed_in_counts_no_more() -> None:
    strangers = shared().strangers
    names = [strangers.admit("203.0.113.7") for _ in range(50)]
    strangers.release("")
    assert strangers.admit("203.0.113.7") == ""
    strangers.release(names[0])
    assert strangers.admit("203.0.113.7") != ""


def test_a_browser_does_not_choose_the_name_of_its_stream() -> None:
    seen: list[str] = []

    async def page(scope: Scope, _receive: Receive, _send: Send) -> None:
        seen.extend(Headers(scope=scope).getlist(stream_limits.STREAM))

    scope = stream("203.0.113.7")
    scope["headers"].append((stream_limits.STREAM.encode(), b"chosen"))

    async def nothing(*_: object) -> Message:
        return {}

    in_a_loop(StreamLimits(page)(scope, nothing, nothing))  # type: ignore[arg-type]
    assert len(seen) == 1
    assert seen != ["chosen"]
