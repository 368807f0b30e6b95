"""Answers of an archive that are malformed: lengths, lives of tokens, and signs that steer a terminal or turn text."""

import json
import logging
import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urljoin

import pytest
import requests

from components.demo.listening import listening
from components.desk.archives import Archives
from components.desk.shared_state import opened, shared
from components.regards.errors import NoRight, RegardsError, UnexpectedReply
from components.regards.orders import records
from components.regards.program.console import say
from components.regards.sign_in import tokens
from components.regards.sign_in.login import Login
from components.web import login_cookie
from tests.clocks import Clock
from tests.regards.both_clients import Entrance, desk, program
from tests.regards.delivery.in_memory_archive import file_of
from tests.regards.scripted_server import reply, scripted_server
from tests.regards.served_demo import USER
from tests.web.test_downloads import application

NASTY = "\x1b[2J\x07\u202egpj.exe\u2066\x9b31m"
HARMLESS = " [2J  gpj.exe  31m"
MONTH = 30 * 86_400


@contextmanager
def downloaded(answer: bytes) -> Iterator[requests.Response]:
    """What a browser gets if the archive answers a download like this."""
    with scripted_server(answer) as server, opened(Archives((server.archive,))), listening(application()) as address:
        who = Login(server.archive, "project1", USER, "USER", "token", received_at=time.time(), life=3_600)
        link = shared().browser_downloads.file_address(who, file_of(1, "a.dat", b"12345"))
        cookies = {login_cookie.NAME: shared().kept_logins.seal(who)}
        with requests.get(urljoin(f"{address}/order", link), cookies=cookies, timeout=60) as got:
            yield got


@pytest.mark.parametrize("length", ["-1", "abc", "5, 6", "0x5", "5.0", "9" * 19, "9" * 5_000, "+5"])
def test_a_malformed_length_gets_the_page_of_a_refusal(length: str) -> None:
    with downloaded(reply(200, b"12345", "application/octet-stream", Content_Length=length)) as got:
        assert got.status_code == 502
        assert "The download did not start" in got.text
        assert "malformed length" in got.text


def test_a_proper_length_gets_the_file() -> None:
    with downloaded(reply(200, b"12345", "application/octet-stream")) as got:
        assert (got.status_code, got.content) == (200, b"12345")


def test_a_length_beside_chunks_does_not_count() -> None:
    # RFC 9112, section 6.3: the chunks override the length.
    kind = "application/octet-stream"
    chunks = reply(200, b"5\r\n12345\r\n0\r\n\r\n", kind, Content_Length="3", Transfer_Encoding="chunked")
    with downloaded(chunks) as got:
        assert (got.status_code, got.content) == (200, b"12345")


def test_a_refused_download_is_one_line_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "components.web"), downloaded(reply(403, {"messages": [NASTY]})) as got:
        assert got.status_code == 403
    assert [each.getMessage() for each in caplog.records if each.name != "components.regards.http.connection"] == [
        "download refused: Your account may not see or do this."
    ]


@pytest.fixture(params=[desk, program])
def enter(request: pytest.FixtureRequest) -> Entrance:
    entrance: Entrance = request.param
    return entrance


@pytest.mark.parametrize("life", [0, -1, -math.inf, math.inf, math.nan, "soon", "", True, None, [3_600], {"s": 1}])
def test_a_life_that_is_no_time_is_refused(enter: Entrance, life: object) -> None:
    answer = {"access_token": "token", "role": "USER", "sub": USER, "expires_in": life}
    with scripted_server(reply(200, json.dumps(answer))) as server, pytest.raises(UnexpectedReply):
        enter(server.archive, USER, Clock())


@pytest.mark.parametrize("life", [MONTH + 1, 1e300, 10**400, str(10**12)])
def test_the_longest_life_is_a_month(life: object) -> None:
    assert tokens.life(life) == MONTH


@pytest.mark.parametrize(("life", "seconds"), [(3_599, 3_599), (7_200.5, 7_200.5), ("3600", 3_600), (MONTH, MONTH)])
def test_a_usual_life_is_taken_as_it_is(life: object, seconds: float) -> None:
    assert tokens.life(life) == seconds


def test_the_words_of_an_error_are_printable() -> None:
    error = RegardsError(NASTY, f"{NASTY}\nsecond line")
    assert (error.what, str(error), error.server_message) == (HARMLESS, HARMLESS, f"{HARMLESS}\nsecond line")


def test_what_an_archive_calls_its_orders_is_printable_and_short() -> None:
    order = records.order({"id": 1, "label": NASTY, "status": NASTY + "x" * 9_999})
    assert order.label == HARMLESS
    assert order.status.isprintable()
    assert len(order.status) == 5_000


def test_the_name_of_a_file_stays_what_it_is() -> None:
    assert records.order_file({"id": 1, "filename": NASTY}, 1, "").name == NASTY


def test_the_program_prints_nothing_that_steers_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    say(f"{NASTY}\nsecond line")
    assert capsys.readouterr().out == f"{HARMLESS} second line\n"


def test_a_log_gets_nothing_that_steers_a_terminal(caplog: pytest.LogCaptureFixture) -> None:
    mark = "\x1b[2J\x9b31m" + "x" * 999
    caplog.set_level(logging.INFO)
    with scripted_server(reply(403, correlation_id=mark)) as server, pytest.raises(NoRight):
        server.connection().read("x")
    (line,) = (each.getMessage() for each in caplog.records)
    assert line.isprintable()
    assert len(line) < 300
