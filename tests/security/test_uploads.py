"""Uploads by strangers, and more or larger ones than memory has room for."""

import asyncio
import time
from collections.abc import Iterator, Mapping

import pytest
from starlette.types import Message, Receive, Scope, Send

from components.desk.archives import Archives
from components.desk.shared_state import opened, shared
from components.regards.settings import Archive
from components.regards.sign_in.login import Login
from components.web import login_cookie
from components.web.upload_limits import UploadLimits
from tests.security.asgi import UnderWay, first_answer, in_a_loop, reached

MB = 1_000_000
ARCHIVE = Archive("Archive", "https://archive.example", "project")


@pytest.fixture(autouse=True)
def _state() -> Iterator[None]:
    with opened(Archives((ARCHIVE,)), cookie_secret="some secret"):
        yield


def cookie() -> str:
    now = time.time()
    login = Login(ARCHIVE, "project", "user", "REGISTERED_USER", "token", received_at=now, life=3_600)
    return f"{login_cookie.NAME}={shared().kept_logins.seal(login)}"


def upload(
    size: object, *, signed_in: bool = True, held: Mapping[str, list[int]] | None = None, method: str = "PUT"
) -> object:
    """What becomes of an upload of some bytes to a session: reached, or a status."""
    sent = first_answer(UploadLimits(reached, lambda: held or {}), request(size, signed_in=signed_in, method=method))
    return sent.get("status", sent["type"])


def request(size: object, session: str = "mine", *, signed_in: bool = True, method: str = "PUT") -> Scope:
    headers = [(b"content-length", str(size).encode()), (b"cookie", cookie().encode() if signed_in else b"")]
    return {"type": "http", "path": f"/desk/_stcore/upload_file/{session}/1", "method": method, "headers": headers}


def uploading() -> UnderWay:
    return UnderWay(lambda desk: UploadLimits(desk, dict))


def test_who_is_signed_in_uploads() -> None:
    assert upload(16 * MB) == "reached"


@pytest.mark.parametrize("method", ["PUT", "POST"])
def test_a_stranger_does_not(method: str) -> None:
    assert upload(1, signed_in=False, method=method) == 403


def test_taking_an_upload_away_needs_nothing() -> None:
    assert upload("", signed_in=False, method="DELETE") == "reached"


@pytest.mark.parametrize("size", ["", "-1", "1e9", "٣", "9" * 400, "1, 2"])
def test_an_upload_that_does_not_say_its_size_is_refused(size: str) -> None:
    assert upload(size) == 413


def test_the_uploads_of_one_session_are_bounded_in_bytes_and_number() -> None:
    assert upload(16 * MB, held={"mine": [48 * MB]}) == "reached"
    assert upload(16 * MB + 1, held={"mine": [48 * MB]}) == 413
    assert upload(1, held={"mine": [1] * 49}) == "reached"
    assert upload(1, held={"mine": [1] * 50}) == 413


def test_the_uploads_of_all_sessions_are_bounded() -> None:
    others = {str(number): [64 * MB] for number in range(7)}
    assert upload(16 * MB, held=others) == "reached"
    assert upload(16 * MB, held=others | {"another": [64 * MB]}) == 413


def test_a_size_that_binds_nobody_does_not_count() -> None:
    """Where both are there, the encoding says how the body ends (RFC 9112, section 6.3)."""
    scope = request(1)
    scope["headers"].append((b"transfer-encoding", b"chunked"))
    assert first_answer(UploadLimits(reached, dict), scope)["status"] == 413


def test_uploads_at_once_do_not_pass_the_limit_of_a_session_together() -> None:
    async def attack() -> list[object]:
        desk = uploading()
        return [await desk.begin(request(16 * MB)) for _ in range(5)] + [await desk.begin(request(16 * MB, "another"))]

    assert in_a_loop(attack()) == ["reached"] * 4 + [413, "reached"]


def test_files_at_once_do_not_pass_the_limit_of_a_session_together() -> None:
    async def attack() -> list[object]:
        desk = uploading()
        return [await desk.begin(request(0)) for _ in range(51)]

    assert in_a_loop(attack()) == ["reached"] * 50 + [413]


def test_uploads_at_once_do_not_pass_the_limit_of_all_sessions_together() -> None:
    async def attack() -> list[object]:
        desk = uploading()
        return [await desk.begin(request(64 * MB, str(number))) for number in range(9)] + [
            await desk.begin(request(0, "another"))
        ]

    assert in_a_loop(attack()) == ["reached"] * 8 + [413, "reached"]


def test_an_upload_that_trickles_is_ended_and_gives_its_room_back() -> None:
    async def attack() -> list[object]:
        answered: list[object] = []

        async def never(*_: object) -> Message:
            return await asyncio.Event().wait()  # type: ignore[return-value]  # it never returns

        async def send(message: Message) -> None:
            answered.append(message.get("status"))

        async def read(_scope: Scope, receive: Receive, _send: Send) -> None:
            await receive()

        desk = UploadLimits(read, dict, longest=0.0)
        for _ in range(5):  # of which four have room at once
            await desk(request(16 * MB), never, send)
        return [status for status in answered if status]

    assert in_a_loop(attack()) == [408] * 5


def test_an_upload_that_arrives_in_time_is_not_ended() -> None:
    assert first_answer(UploadLimits(reached, dict, longest=60.0), request(1))["type"] == "reached"


@pytest.mark.parametrize("cut", [False, True])
def test_an_upload_that_has_ended_gives_its_room_back(cut: bool) -> None:
    async def go_on() -> list[object]:
        desk = uploading()
        before = [await desk.begin(request(64 * MB)), await desk.begin(request(1))]
        await desk.end(0, cut=cut)
        return [*before, await desk.begin(request(64 * MB))]

    assert in_a_loop(go_on()) == ["reached", 413, "reached"]


def test_the_files_of_all_sessions_are_bounded() -> None:
    others = {str(number): [0] * 50 for number in range(39)}
    assert upload(1, held={**others, "another": [0] * 49}) == "reached"
    assert upload(1, held={**others, "another": [0] * 50}) == 413
