"""Pages of other sites, hosts and ports that make requests in a user's browser."""

from collections.abc import Mapping

import pytest

from components.web.same_origin import SameOrigin
from tests.security.asgi import first_answer, reached

OWN = "http://orders.example.org:8501"
HOST = {"host": "orders.example.org:8501"}
DOWNLOAD = "/orders/54/files.zip"
STREAM = "/_stcore/stream"


def answer(
    path: str, headers: Mapping[str, str], *, method: str = "GET", kind: str = "http", public_address: str = ""
) -> str:
    """What becomes of a request: reached, or how it was turned away."""
    scope = {
        "type": kind,
        "scheme": "ws" if kind == "websocket" else "http",
        "path": path,
        "method": method,
        "headers": [(name.encode(), value.encode()) for name, value in {**HOST, **headers}.items()],
    }
    sent = first_answer(SameOrigin(reached, "/orders/", lambda: public_address), scope)
    return str(sent.get("status", sent.get("code", sent["type"])))


@pytest.mark.parametrize(
    "origin",
    [
        "http://orders.example.org:8502",  # another port of the same host gets the same cookies
        "http://orders.example.org",
        "https://orders.example.org:8501",
        "http://evil.example:8501",
        "http://orders.example.org:8501.evil.example",
        "null",
        "",
        "http://[",
        "http://orders.example.org:99999999",
        "http://user@evil.example:8501",
    ],
)
def test_a_foreign_page_opens_no_stream(origin: str) -> None:
    assert answer(STREAM, {"origin": origin}, kind="websocket") == "1008"


def test_a_stream_without_an_origin_is_no_browsers() -> None:
    assert answer(STREAM, {}, kind="websocket") == "1008"


@pytest.mark.parametrize("origin", [OWN, "http://ORDERS.example.org:8501"])
def test_the_own_page_opens_its_stream(origin: str) -> None:
    assert answer(STREAM, {"origin": origin}, kind="websocket") == "reached"


@pytest.mark.parametrize("path", ["/login-cookie", "/_stcore/upload_file/session/file"])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_a_foreign_page_changes_nothing(path: str, method: str) -> None:
    assert answer(path, {"origin": "http://orders.example.org:8502"}, method=method) == "403"
    assert answer(path, {"sec-fetch-site": "same-site"}, method=method) == "403"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_the_own_page_may(method: str) -> None:
    assert answer("/login-cookie", {"origin": OWN, "sec-fetch-site": "same-origin"}, method=method) == "reached"


@pytest.mark.parametrize("site", ["same-site", "cross-site"])
def test_a_foreign_page_starts_no_download_which_would_change_the_files_state(site: str) -> None:
    assert answer(DOWNLOAD, {"sec-fetch-site": site}) == "403"


@pytest.mark.parametrize("site", ["same-origin", "none"])
def test_a_click_on_the_own_page_or_an_address_that_was_typed_does(site: str) -> None:
    assert answer(DOWNLOAD, {"sec-fetch-site": site}) == "reached"


def test_a_link_on_a_foreign_page_leads_to_a_page_of_the_desk() -> None:
    assert answer("/order", {"sec-fetch-site": "cross-site"}) == "reached"


def test_behind_a_proxy_that_ends_tls_the_scheme_is_the_browsers() -> None:
    behind = {"host": "orders.example.org", "x-forwarded-proto": "https"}
    assert answer(STREAM, {**behind, "origin": "https://orders.example.org"}, kind="websocket") == "reached"
    assert answer(STREAM, {**behind, "origin": "http://orders.example.org"}, kind="websocket") == "1008"


def test_where_the_settings_name_the_public_address_no_other_host_is_answered() -> None:
    public = "https://orders.example.org"
    assert answer("/", {"host": "orders.example.org"}, public_address=public) == "reached"
    assert answer("/", {"host": "evil.example"}, public_address=public) == "403"
    assert answer("/", {"host": "orders.example.org:8501"}, public_address=public) == "403"
    assert answer("/_stcore/health", {"host": "10.0.0.7:8501"}, public_address=public) == "reached"


@pytest.mark.parametrize("path", ["/ready", "/base/ready"])
def test_a_probe_of_readiness_may_know_the_desk_by_another_name_too_but_no_download(path: str) -> None:
    public, host = "https://orders.example.org", {"host": "10.0.0.7:8501"}
    assert answer(path, host, public_address=public) == "reached"
    assert answer(f"/orders/54{path}", host, public_address=public) == "403"


def test_where_the_settings_name_the_public_address_the_origin_is_that() -> None:
    public, host = "https://orders.example.org", {"host": "orders.example.org"}
    assert answer(STREAM, {**host, "origin": public}, kind="websocket", public_address=public) == "reached"
    wrong = {**host, "origin": "http://orders.example.org"}
    assert answer(STREAM, wrong, kind="websocket", public_address=public) == "1008"
