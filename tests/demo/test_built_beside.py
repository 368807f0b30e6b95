"""An archive that is built beside the start of a server."""

import http.client
import threading
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
import requests

from components.demo.archive import Archive
from components.demo.built_beside import demo, promised
from tests.demo.small_archive import TIMEOUT

_ASKED = "/api/v1/rs-authentication/serviceproviders/public?scope=demo"


def test_the_port_takes_a_request_before_the_archive_is_built_and_answers_it_afterwards(
    new_demo: Callable[[], Archive],
) -> None:
    begun, finish, built = threading.Event(), threading.Event(), new_demo()

    def build() -> Archive:
        begun.set()
        assert finish.wait(TIMEOUT)
        return built

    with promised(build) as archive, archive.served():
        assert begun.wait(TIMEOUT)
        first = http.client.HTTPConnection(urlsplit(archive.url).netloc, timeout=TIMEOUT)
        first.request("GET", _ASKED)
        finish.set()
        assert first.getresponse().status == http.client.OK
        first.close()
        assert archive.archive() is built


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")  # the traceback is for the log
def test_an_archive_that_cannot_be_built_says_why_and_lets_nobody_wait() -> None:
    def build() -> Archive:
        raise OSError("no data")

    with promised(build) as archive, archive.served():
        with pytest.raises(OSError, match="no data"):
            archive.archive()
        with pytest.raises(requests.ConnectionError):
            requests.get(archive.url + _ASKED, timeout=TIMEOUT)


@pytest.mark.parametrize("redirect_uri", ["http://127.0.0.1:8501/sign-in/return", None])
def test_the_archive_of_a_demonstration_sends_browsers_where_it_is_told(redirect_uri: str | None) -> None:
    assert demo(redirect_uri).redirect_uri == redirect_uri
