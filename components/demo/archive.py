"""The demo archive: all its state and rules, driven by an injected clock, without any HTTP."""

import random
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from components.demo.accounts.accounts import Account, Directory, User
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
from components.demo.scenarios import Scenario, Scenarios
from components.demo.sequences import Sequences

__all__ = ["Account", "Archive", "Fault", "Limits", "Pace", "Scenario", "User"]

_DEFAULT_PACE = Pace.default()


class Archive:
    """One project of a REGARDS archive.

    What may be changed while it runs is a plain attribute, given below with its unit. The clock gives seconds since
    1970.
    """

    def __init__(  # noqa: PLR0913 - each is one knob of the whole archive, by name
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
        """Whether it answers as the public pages say, instead of as the code does (contract J.10)."""
        self.maintenance = False
        """Whether the project is closed to all: everything but GET answers 515, signing in too (contract A.6)."""
        self.latency = 0.0
        """Seconds that every answer takes more."""
        self.slow_latency = 3.0
        """The same for those in the scenario `slow`."""
        self.gateway_timeout = 2.0
        """Seconds before the 504 of the scenario `gateway-timeout`; 60 in REGARDS (contract A.7)."""
        self.token_life = 3600
        """Seconds that a token lives."""
        self.short_token_life = 20
        """Seconds that it lives in the scenario `expired-session`."""
        self.expired_status = 401
        """What a dead token is answered with: 401, 403 or 500, nobody knows beforehand (contract A.6)."""
        self.legacy_login = False
        """Whether it signs in as versions up to 1.15 did: from parameters alone (contract B.1)."""
        self.redirect_uri: str | None = None
        """Where the identity provider sends people back to; as long as it is None, no provider is listed (B.4)."""
        self.client = Account("client", "secret")
        """Name and secret of the client that a sign-in must show."""
        self.faults: dict[str, Fault] = dict(FAULTS)
        """The trouble that a file has, by its file name; at first only the files made for it have one."""
        self.gates: dict[str, Gate] = {}
        """What holds requests, by the path of their endpoint, and downloads, by the name of the file; see `hold`."""

        self.directory = Directory()
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
        self.lifecycle = LifeCycle(self._timeline, pace, self.limits, self.faults, numbers)
        self.baskets = Baskets(self.catalogue, self.lifecycle, numbers)

    @property
    def project(self) -> str:
        """The name of the project; `scope` and `tenant` elsewhere in REGARDS."""
        return self.catalogue.project

    @contextmanager
    def moment(self) -> Iterator[float]:
        """Hold the archive still at its present instant, all that is due by then having happened.

        Nothing slow belongs inside: no search, no waiting, no sending.
        """
        with self._lock:
            self._now = max(self._now, self.clock())
            self._timeline.run(self._now)
            yield self._now

    @contextmanager
    def hold(self, *places: str, free: int = 0, after: int = 0) -> Iterator[Gate]:
        """Hold what comes to some places while the block runs, or until the gate is opened.

        A place is the path of an endpoint, such as "/rs-order/user/orders/apply", or the name of a file, whose
        download by its number is held. The first `free` pass; of a download, `after` bytes leave before it is held.
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
        """A UUID that no other thing has; the same seed gives the same ones in the same order."""
        with self._lock:
            return str(uuid.UUID(int=self._random.getrandbits(128), version=4))

    @property
    def scenario(self) -> Scenario | None:
        """The scenario of all accounts that have none of their own."""
        return self._scenarios.of(None)

    @scenario.setter
    def scenario(self, scenario: Scenario | None) -> None:
        self._scenarios.set_for_all(scenario, self.clock())

    def set_scenario(self, username: str, scenario: Scenario | None) -> None:
        """One account a scenario of its own from now on; None lets it run smoothly whatever the others have."""
        self._scenarios.set_for(username, scenario, self.clock())

    def scenario_of(self, username: str | None) -> Scenario | None:
        """The scenario that an account is in, or an anonymous caller."""
        return self._scenarios.of(username)

    def ends_session_early(self, username: str, left: float) -> bool:
        """Whether a scenario ends a session that began before it, given the seconds that its token has left.

        Tokens issued within the scenario say themselves when they end; an older one has more left than those.
        """
        return (
            self._scenarios.of(username) is Scenario.EXPIRED_SESSION
            and left > self.short_token_life
            and self.clock() >= self._scenarios.since(username) + self.short_token_life
        )
