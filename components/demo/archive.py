"""The state and the rules of the demo archive, without HTTP and with an injected clock."""

import random
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from components.demo.accounts.accounts import CLIENT, Account, Directory, User
from components.demo.accounts.provider import Provider
from components.demo.accounts.tokens import Tokens
from components.demo.catalogue.catalogue import Catalogue, build
from components.demo.catalogue.faulty_products import FAULTS
from components.demo.clock import Pace, Timeline
from components.demo.files.faults import Fault
from components.demo.gates import Gate
from components.demo.orders.baskets import Baskets
from components.demo.orders.lifecycle import LifeCycle
from components.demo.orders.suborders import Limits
from components.demo.request_log import RequestLog
from components.demo.scenarios import FIREWALLS, Scenario, Scenarios
from components.demo.sequences import Sequences

__all__ = ["Account", "Archive", "Fault", "Limits", "Pace", "Scenario", "User"]

_DEFAULT_PACE = Pace.default()


class Archive:
    """One project of a REGARDS archive.

    The public attributes below may be changed while the archive runs. The clock returns seconds since 1970.
    """

    def __init__(  # noqa: PLR0913 - each is a keyword-only setting of the archive
        self,
        *,
        catalogue: Catalogue | None = None,
        clock: Callable[[], float] = time.time,
        pace: Pace = _DEFAULT_PACE,
        documented: bool = False,
        scenario: Scenario | None = None,
        seed: int = 1,
        limits: Limits | None = None,
    ) -> None:
        self.catalogue = catalogue or build(seed=seed)
        self.clock = clock
        self.pace = pace
        self.limits = limits or Limits()

        self.documented = documented
        """Whether to answer as in the public documentation instead of as the code of REGARDS does (contract J.10)."""
        self.maintenance = False
        """Whether the project is in maintenance: all methods but GET answer 515, sign-in included (contract A.6)."""
        self.latency = 0.0
        """Seconds added to every response."""
        self.slow_latency = 3.0
        """Seconds added to every response in the scenario `slow`."""
        self.gateway_timeout = 2.0
        """Seconds before the 504 of the scenario `gateway-timeout`; 60 in REGARDS (contract A.7)."""
        self.token_life = 3600
        """Lifetime of a token in seconds."""
        self.short_token_life = 20
        """Lifetime of a token in the scenario `expired-session`, in seconds."""
        self.expired_status = 401
        """Status of the response to an expired token: 401, 403 or 500, depending on the deployment (contract A.6)."""
        self.legacy_login = False
        """Whether sign-in reads its parameters from query and form only, as versions up to 1.15 did (contract B.1)."""
        self.forgets_owners = False
        """Whether anybody gets the ZIP, the metalink and the lists of files of any order, as in REGARDS (C.6, C.7)."""
        self.redirect_uri: str | None = None
        """Address to which the identity provider redirects the browser; None: no provider is listed (contract B.4)."""
        self.response_mode = "query"
        """Where the identity provider puts its code: in the query of that address or in its fragment (contract B.4)."""
        self.api_keys: dict[str, str] = {}
        """The username of each key that is taken under `X-API-Key` instead of a token (contract L.9)."""
        self.client = CLIENT
        """Name and secret of the OAuth client that a sign-in must send."""
        self.faults: dict[str, Fault] = dict(FAULTS)
        """Faults by file name; at the start those of the faulty products."""
        self.gates: dict[str, Gate] = {}
        """Gates that hold requests, by the path of their endpoint, and downloads, by file name (see `hold`)."""

        self.directory = Directory(lock=pace.hour)
        self.tokens = Tokens()
        self.provider = Provider()
        self.requests = RequestLog()
        self.applying: set[str] = set()
        self._lock = threading.RLock()
        self._now = float("-inf")
        self._random = random.Random(seed)  # noqa: S311 - repeatable identifiers, nothing secret
        self._scenarios = Scenarios(scenario)
        self._timeline = Timeline()
        numbers = Sequences()
        self.lifecycle = LifeCycle(self._timeline, pace, self.limits, self.faults, numbers, self._storage_fails)
        self.baskets = Baskets(self.catalogue, self.lifecycle, numbers)

    @property
    def project(self) -> str:
        """The name of the project, called `scope` or `tenant` elsewhere in REGARDS."""
        return self.catalogue.project

    def _storage_fails(self, username: str) -> bool:
        return self.scenario_of(username) is Scenario.FAILING_STORAGE

    @contextmanager
    def moment(self) -> Iterator[float]:
        """Lock the archive, run all events that are due, and yield the present time.

        All other requests wait for the lock: do not search, wait or send within the block.
        """
        with self._lock:
            self._now = max(self._now, self.clock())
            self._timeline.run(self._now)
            yield self._now

    @contextmanager
    def hold(self, *places: str, free: int = 0, after: int = 0) -> Iterator[Gate]:
        """Hold requests to some endpoints or downloads of some files until the block ends or the gate is opened.

        A place is the path of an endpoint, such as "/rs-order/user/orders/apply", or a file name, which holds the
        download of that file by its number. The first `free` requests pass. Of a download, `after` bytes are sent
        before it is held.
        """
        gate = Gate(free=free, after=after)
        self.gates |= dict.fromkeys(places, gate)
        try:
            yield gate
        finally:
            for place in places:
                del self.gates[place]
            gate.open()

    def new_identifier(self) -> str:
        """A new UUID; the same seed gives the same sequence of UUIDs."""
        with self._lock:
            return str(uuid.UUID(int=self._random.getrandbits(128), version=4))

    @property
    def scenario(self) -> Scenario | None:
        """The scenario of all accounts without one of their own."""
        return self._scenarios.of(None)

    @scenario.setter
    def scenario(self, scenario: Scenario | None) -> None:
        self._scenarios.set_for_all(scenario, self.clock())

    def set_scenario(self, username: str, scenario: Scenario | None) -> None:
        """Set the scenario of one account; None turns scenarios off for it."""
        self._scenarios.set_for(username, scenario, self.clock())

    def scenario_of(self, username: str | None) -> Scenario | None:
        """The scenario of an account, or of an anonymous caller (None)."""
        return self._scenarios.of(username)

    def stops_sign_in(self, username: str) -> Scenario | None:
        """The scenario in which a firewall stops this sign-in, if there is one.

        The first sign-in passes, so that those who chose the scenario get in.
        """
        scenario = self._scenarios.of(username)
        return scenario if scenario in FIREWALLS and not self._scenarios.admit(username) else None

    def ends_session_early(self, username: str, left: float) -> bool:
        """Whether the scenario `expired-session` ends a session that began before it.

        `left` is the remaining lifetime of the session's token in seconds. Tokens issued within the scenario have a
        short lifetime of their own; an older token is recognised by its longer one.
        """
        return (
            self._scenarios.of(username) is Scenario.EXPIRED_SESSION
            and left > self.short_token_life
            and self.clock() >= self._scenarios.since(username) + self.short_token_life
        )
