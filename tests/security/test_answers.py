"""Answers of the desk's own server: headers on each of them, and no traceback for malformed requests."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import requests
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from components.demo.listening import listening
from components.desk.archives import Archives
from components.desk.shared_state import opened
from components.web import downloads, login_cookie, pictures
from components.web.same_origin import SameOrigin
from components.web.security_headers import SecurityHeaders

HEADERS = ("Content-Security-Policy", "Referrer-Policy", "X-Content-Type-Options", "X-Frame-Options")


def fail(_request: Request) -> Response:
    raise ZeroDivisionError


@contextmanager
def served() -> Iterator[str]:
    routes = [
        Route("/fails", fail),
        Route(login_cookie.ROUTE, login_cookie.exchange, methods=["POST"]),
        Route(downloads.ZIP_ROUTE, downloads.send_zip),
        Route(downloads.FILE_ROUTE, downloads.send_file),
        Route(pictures.ROUTE, pictures.send_picture),
    ]
    doors = [Middleware(SecurityHeaders), Middleware(SameOrigin, "/orders/", lambda: "")]
    with opened(Archives(())), listening(Starlette(routes=routes, middleware=doors)) as url:
        yield url


@pytest.fixture
def desk() -> Iterator[str]:
    with served() as url:
        yield url


@pytest.mark.parametrize(("path", "status"), [("/fails", 500), ("/nothing-here", 404), ("/orders/54/files.zip", 403)])
def test_every_answer_has_the_headers_a_fault_too(desk: str, path: str, status: int) -> None:
    answer = requests.get(desk + path, timeout=60)
    assert answer.status_code == status
    assert all(answer.headers.get(name) for name in HEADERS)


def test_a_fault_is_a_sentence_without_a_traceback(desk: str) -> None:
    assert requests.get(f"{desk}/fails", timeout=60).text.startswith("The desk has failed")


@pytest.mark.parametrize("number", ["9" * 19, "9" * 5_000, "-1", "0x1", "1.0"])
def test_a_number_that_no_order_has_is_not_found(desk: str, number: str) -> None:
    assert requests.get(f"{desk}/orders/{number}/files.zip", timeout=60).status_code == 404
    assert requests.get(f"{desk}/orders/54/files/{number}", timeout=60).status_code == 404


@pytest.mark.parametrize("origin", ["http://[", "http://desk:99999999", "null", "\xff", "http://" + "a" * 10_000])
def test_a_malformed_origin_is_refused(desk: str, origin: str) -> None:
    answer = requests.post(f"{desk}/login-cookie", headers={"Origin": origin, "X-Ticket": "x"}, timeout=60)
    assert answer.status_code == 403
