"""The headers of every answer of the running desk, and where its answers lead."""

import re
from contextlib import closing
from http.client import HTTPConnection

import pytest
import requests
from websockets.exceptions import ConnectionClosedError
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

from tests.browser.conftest import PATIENCE

FOREIGN = re.compile(r"https?:|(?<![\w'-])\*|//")


def ask(desk: str, path: str, method: str = "GET", **headers: str) -> requests.Response:
    return requests.request(method, desk + path, headers=headers, allow_redirects=False, timeout=PATIENCE)


@pytest.mark.parametrize(
    ("path", "method"),
    [
        ("/", "GET"),
        ("/order?id=5", "GET"),
        ("/sign-in", "GET"),
        ("/static/nothing.js", "GET"),
        ("/_stcore/health", "GET"),
        ("/_stcore/host-config", "GET"),
        ("/_stcore/upload_file/session/file", "PUT"),
        ("/media/nothing.png", "GET"),
        ("/component/nothing", "GET"),
        ("/orders/1/files.zip", "GET"),
        ("/orders/quicklooks/1", "GET"),
        ("/login-cookie", "POST"),
        ("/provider-return?code=x", "GET"),
        ("/nothing/here", "GET"),
    ],
)
def test_no_answer_can_be_framed_and_none_may_load_from_elsewhere(desk: str, path: str, method: str) -> None:
    headers = ask(desk, path, method).headers
    policy = dict(each.split(" ", 1) for each in headers["Content-Security-Policy"].split("; "))
    assert (policy["frame-ancestors"], headers["X-Frame-Options"]) == ("'none'", "DENY")
    assert not [each for each in policy.values() if FOREIGN.search(each)]
    assert not {"'unsafe-inline'", "'unsafe-eval'"} & set(policy["script-src"].split())
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] in {"same-origin", "no-referrer"}


def test_the_pages_own_scripts_have_them_too(desk: str) -> None:
    page = ask(desk, "/").text
    scripts = re.findall(r'src="\.?/?(static/[^"]+\.js)"', page)
    assert scripts
    for script in scripts:
        answer = ask(desk, f"/{script}")
        assert answer.ok
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


def test_a_message_that_is_too_long_is_refused_before_it_comes(desk: str) -> None:
    """Its beginning says how long it is (RFC 6455, section 5.2)."""
    stream = f"{desk.replace('http', 'ws', 1)}/_stcore/stream"
    with connect(stream, origin=Origin(desk), subprotocols=[Subprotocol("streamlit")]) as tab:
        tab.socket.sendall(b"\x82\xff" + (32_000_001).to_bytes(8) + b"mask")
        with pytest.raises(ConnectionClosedError) as closed:
            tab.recv(PATIENCE)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1009


def test_streamlits_way_to_drive_pages_without_a_browser_is_shut(desk: str) -> None:
    answer = requests.post(f"{desk}/_stcore/agent/interact", json={}, timeout=PATIENCE)
    assert answer.status_code == 403
    assert answer.json()["error"]["code"] == "not_available"


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example",
        "//evil.example/",
        "/%2fevil.example/..",
        "/\\evil.example/",
        "/order/?next=//evil.example",
        "/.//evil.example/",
    ],
)
def test_no_address_of_the_desk_leads_to_another_host(desk: str, path: str) -> None:
    with closing(HTTPConnection(desk.removeprefix("http://"), timeout=PATIENCE)) as connection:
        connection.request("GET", path)  # requests would normalize the path
        place = connection.getresponse().getheader("Location", "")
    assert not re.match(r"(?:\w+:)?[/\\]{2}", place.removeprefix(desk))
