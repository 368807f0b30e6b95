"""Requests that nobody's browser sends: they get a plain refusal, never a traceback."""

import pytest

from components.web.same_origin import SameOrigin
from tests.security.asgi import first_answer, reached


@pytest.mark.parametrize(
    "origin", ["http://[", "http://desk.example:x", "http://desk.example:99999999", "null", "\xff"]
)
def test_a_malformed_origin_is_refused(origin: str) -> None:
    headers = [(b"host", b"desk.example"), (b"origin", origin.encode("latin-1"))]
    scope = {"type": "http", "scheme": "http", "path": "/login-cookie", "method": "POST", "headers": headers}
    assert first_answer(SameOrigin(reached, "/orders/", lambda: ""), scope)["status"] == 403
