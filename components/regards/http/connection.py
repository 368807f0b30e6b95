"""One user's way to one archive: HTTP with time-outs, failures named by cause."""

import logging
import math
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final, Self

import requests
from requests.adapters import HTTPAdapter
from requests.auth import AuthBase
from urllib3.exceptions import MaxRetryError, NewConnectionError, ReadTimeoutError
from urllib3.util import Retry

from components.regards.errors import NoAnswer, NotReady, SessionOver, UnexpectedReply, Unreachable
from components.regards.http import replies
from components.regards.http.replies import Reply
from components.regards.settings import Archive

log = logging.getLogger(__name__)

CONNECT_TIMEOUT: Final = 10.0  # seconds
READ_TIMEOUT: Final = 65.0  # seconds; the gateway gives up after 60 (contract A.7)

# What an expired token may be answered with (contract A.6); a 500 that answers a change may mean more.
_EXPIRED: Final = {True: frozenset({401, 403, 500}), False: frozenset({401, 403})}
_SUCCESS: Final = range(200, 300)
_MOST_PAGES = 10_000  # an archive that never says "last page" must not hold us for ever


class _Repeat(Retry):
    """Repeats a call unless the archive was silent for the whole time-out: a page waits that long only once."""

    def increment(self, *args: Any, **more: Any) -> Self:  # noqa: ANN401 - handed on
        if isinstance(error := more.get("error"), ReadTimeoutError):
            raise error
        return super().increment(*args, **more)


# Only reads are repeated: the connection failed, or a proxy says that nobody answered. An archive that says
# "retry after an hour" (429, 503) is not obeyed: the user would look at a page that hangs.
_REPEAT_READS = _Repeat(
    total=2,
    backoff_factor=0.3,
    status_forcelist={502},
    allowed_methods={"GET"},
    raise_on_status=False,
    respect_retry_after_header=False,
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
        self._reads = new_session(_REPEAT_READS)
        self._writes = new_session()

    def read(self, path: str, **parameters: object) -> Any:  # noqa: ANN401 - JSON is any value
        """The JSON value behind GET, or None where the archive has no content."""
        response = self._call(self._reads, "GET", path, params=parameters)
        if response.status_code == requests.codes.ok and not response.content:
            raise UnexpectedReply("The archive answered without any data.")  # an outage is never an empty list
        return replies.data(reply(response))

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
        return replies.data(reply(self._call(self._writes, method, path, timeout=timeout, **content)))

    def stream(self, path: str) -> requests.Response:
        """The open answer of a download; who takes it closes it.

        A download has a connection of its own, because it is long, and is never repeated, because it changes
        the state of its files (contract C.7).

        Raises:
            NotReady: status 202 or 204; only 200 is content (T-53).
        """
        response = self._call(
            new_session(),
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
            response = session.request(
                method,
                address,
                auth=_Bearer(self._token),
                allow_redirects=False,
                verify=trusted(self.archive),
                **options,
            )
        log.info(
            "%s %s: %s in %.0f ms, correlation %s",
            method, path, response.status_code, (time.monotonic() - began) * 1000,
            response.headers.get("correlation-id", "-"),
        )  # fmt: skip
        if response.status_code not in _SUCCESS:
            with response, answered(self.archive.name):
                if response.status_code in _EXPIRED[method == "GET"] and self._expired():
                    raise SessionOver("Your session with the archive is over.", replies.reason(reply(response)))
                raise replies.failure(reply(response))
        return response

    def _expired(self) -> bool:
        return bool(self._token) and self._now() >= self._usable_until


def reply(response: requests.Response) -> Reply:
    """An answer as the rules of `replies` read it."""
    return Reply(response.status_code, response.headers.get("Content-Type", ""), response.content)


def new_session(retries: Retry | None = None) -> requests.Session:
    """An HTTP session that repeats what is said here and nothing else."""
    session = requests.Session()
    session.headers["Accept"] = "application/json"
    adapter = HTTPAdapter(max_retries=retries or Retry(total=0, read=False))
    session.mount("http://", adapter)
    session.mount("https://", adapter)
    return session


def trusted(archive: Archive) -> str | None:
    """What to verify the archive's certificate by: None for what the environment says.

    Given with each call: what is set on a session yields to REQUESTS_CA_BUNDLE.
    """
    return archive.ca_bundle or None


@contextmanager
def answered(archive_name: str) -> Iterator[None]:
    """Turn failures of the network into Unreachable (nothing was sent) or NoAnswer (nobody knows)."""
    try:
        yield
    except requests.exceptions.SSLError as error:
        if not _untrusted(error):  # the encryption broke, perhaps after the request was through
            raise NoAnswer(f"The connection to “{archive_name}” broke.", str(error)) from error
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
    except OSError as error:  # before anything is sent: the file with certificates is not there
        raise Unreachable(f"“{archive_name}” cannot be reached: its setting ca_bundle is wrong.", str(error)) from error


def _untrusted(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False


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
