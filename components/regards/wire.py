"""One user's way to one archive: HTTP with time-outs, failures named by cause."""

import logging
import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

import requests
from requests.adapters import HTTPAdapter
from requests.auth import AuthBase
from urllib3.exceptions import MaxRetryError, NewConnectionError
from urllib3.util import Retry

from components.regards import replies
from components.regards.errors import NoAnswer, NotReady, SessionOver, Unreachable
from components.regards.settings import Archive

log = logging.getLogger(__name__)

CONNECT_TIMEOUT: Final = 10.0  # seconds
READ_TIMEOUT: Final = 65.0  # seconds; the gateway gives up after 60 (contract A.7)

# What an expired token may be answered with (contract A.6); a 500 that answers a change may mean more.
_EXPIRED: Final = {True: frozenset({401, 403, 500}), False: frozenset({401, 403})}
_MOST_PAGES = 10_000  # an archive that never says "last page" must not hold us for ever

# Only reads are repeated: the connection failed, or a proxy says that nobody answered.
_REPEAT_READS = Retry(
    total=2, backoff_factor=0.3, status_forcelist={502}, allowed_methods={"GET"}, raise_on_status=False
)


class Connection:
    """Calls to one archive in the name of one user; usable by several threads.

    Args:
        archive: where to.
        token: the user's token; without one only public calls work.
        usable_until: from when on the token counts as expired, in seconds of the clock ``now``.
        now: the clock.

    Every method raises a RegardsError that names the cause.
    """

    def __init__(
        self,
        archive: Archive,
        token: str = "",
        usable_until: float = math.inf,
        now: Callable[[], float] = time.time,
    ) -> None:
        self.archive = archive
        self._token = token
        self._usable_until = usable_until
        self._now = now
        self._reads = new_session(archive, _REPEAT_READS)
        self._writes = new_session(archive)

    def read(self, path: str, **parameters: object) -> Any:  # noqa: ANN401 - JSON is any value
        """The JSON value behind GET, or None where the archive has no content."""
        return replies.data(self._call(self._reads, "GET", path, params=parameters))

    def items(self, path: str, *, size: int) -> Iterator[Any]:
        """Every item of a paged answer (contract A.5), each perhaps wrapped."""
        for number in range(_MOST_PAGES):
            page = self.read(path, page=number, size=size)
            found = replies.items(page)
            yield from found
            pages = replies.paging(page).get("totalPages")
            if len(found) < size if pages is None else number + 1 >= pages:
                return

    def send(self, method: str, path: str, body: str = "", read_timeout: float = READ_TIMEOUT) -> Any:  # noqa: ANN401
        """The JSON value that answers a call which changes something; sent once, whatever happens.

        ``body`` is JSON text and is sent to the letter.
        """
        content = {"data": body.encode(), "headers": {"Content-Type": "application/json"}} if body else {}
        timeout = (CONNECT_TIMEOUT, read_timeout)
        return replies.data(self._call(self._writes, method, path, timeout=timeout, **content))

    def stream(self, path: str) -> requests.Response:
        """The open answer of a download; who takes it closes it.

        A download has a connection of its own, because it is long, and is never repeated, because it changes
        the state of its files (contract C.7).

        Raises:
            NotReady: status 202 or 204; only 200 is content (T-53).
        """
        response = self._call(
            new_session(self.archive),
            "GET",
            path,
            stream=True,
            headers={"Accept": "*/*", "Accept-Encoding": "identity"},
        )
        if response.status_code != requests.codes.ok:
            response.close()
            raise NotReady("The archive has nothing to send at this moment.")
        return response

    def _call(self, session: requests.Session, method: str, path: str, **options: Any) -> requests.Response:  # noqa: ANN401
        if self._expired():
            raise SessionOver("Your session with the archive is over.")
        options.setdefault("timeout", (CONNECT_TIMEOUT, READ_TIMEOUT))
        address = f"{self.archive.base_url}/{path}"
        began = time.monotonic()
        with answered(self.archive.name):
            # A redirect could turn the POST of an order into a GET, or lead to a sign-in page: never followed.
            response = session.request(method, address, auth=_Bearer(self._token), allow_redirects=False, **options)
        log.info(
            "%s %s: %s in %.0f ms, correlation %s",
            method, path, response.status_code, (time.monotonic() - began) * 1000,
            response.headers.get("correlation-id", "-"),
        )  # fmt: skip
        if not response.ok or response.is_redirect:
            with response:
                if response.status_code in _EXPIRED[method == "GET"] and self._expired():
                    raise SessionOver("Your session with the archive is over.", replies.reason(response))
                raise replies.failure(response)
        return response

    def _expired(self) -> bool:
        return bool(self._token) and self._now() >= self._usable_until


def new_session(archive: Archive, retries: Retry | None = None) -> requests.Session:
    """An HTTP session that trusts what the archive's settings trust."""
    session = requests.Session()
    session.headers["Accept"] = "application/json"
    session.verify = archive.ca_bundle or True
    adapter = HTTPAdapter(max_retries=retries or Retry(total=0, read=False))
    session.mount("http://", adapter)
    session.mount("https://", adapter)
    return session


@contextmanager
def answered(archive_name: str) -> Iterator[None]:
    """Turn failures of the network into Unreachable (nothing was sent) or NoAnswer (nobody knows)."""
    try:
        yield
    except requests.exceptions.SSLError as error:
        what = f"The identity of “{archive_name}” could not be verified (its certificate)."
        raise Unreachable(what, str(error)) from error
    except requests.exceptions.ConnectTimeout as error:
        raise Unreachable(f"“{archive_name}” cannot be reached.") from error
    except requests.exceptions.Timeout as error:
        raise NoAnswer(f"“{archive_name}” did not answer in time.") from error
    except requests.exceptions.RequestException as error:
        if _never_connected(error):
            raise Unreachable(f"“{archive_name}” cannot be reached.") from error
        raise NoAnswer(f"The connection to “{archive_name}” broke before its answer was complete.") from error


def _never_connected(error: requests.exceptions.RequestException) -> bool:
    cause = error.args[0] if error.args else None
    return isinstance(cause, MaxRetryError) and isinstance(cause.reason, NewConnectionError)


class _Bearer(AuthBase):
    """The token in REGARDS' spelling, with a capital B (T-40).

    Given as an auth object because requests would otherwise replace the header by an entry of ``.netrc``.
    """

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if self._token:
            request.headers["Authorization"] = f"Bearer {self._token}"
        return request
