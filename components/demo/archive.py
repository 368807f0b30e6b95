"""The demo archive: all its state and rules, driven by an injected clock, without any HTTP."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from components.demo.accounts import Account, Directory, User
from components.demo.catalogue import Catalogue, build
from components.demo.clock import Pace, Timeline
from components.demo.faults import Fault
from components.demo.lifecycle import LifeCycle
from components.demo.request_log import RequestLog
from components.demo.scenarios import Scenario
from components.demo.sequences import Sequences
from components.demo.shop import Shop
from components.demo.suborders import Limits
from components.demo.tokens import Tokens

__all__ = ["Account", "Archive", "Fault", "Limits", "Pace", "Scenario", "User"]

_DEFAULT_PACE = Pace.default()


class Archive:
    """One project of a REGARDS archive.

    Everything that may be changed while it runs is a plain attribute: `documented` answers as the public
    pages say (contract J.10), `maintenance` closes the project for all, `faults` gives files a trouble by
    their name, `token_life` is in seconds, `expired_status` is what a dead token is answered with (401, 403
    or 500, contract A.6), `gateway_patience` is the wait before a scenario's 504 and `slowness` that of the
    slow archive.
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
        self.documented = documented
        self.scenario = scenario
        self.maintenance = False
        self.token_life = 3600
        self.expired_status = 401
        self.gateway_patience = 2.0
        self.slowness = 3.0
        self.short_session = 20
        self.client = Account("client", "secret")
        self.redirect_uri: str | None = None
        self.legacy_login = False

        self.faults: dict[str, Fault] = {}
        self.directory = Directory()
        self.tokens = Tokens()
        self.requests = RequestLog()
        self.applying: set[str] = set()

        self._lock = threading.RLock()
        self._now = float("-inf")
        self._timeline = Timeline()
        self._scenarios: dict[str, tuple[Scenario | None, float]] = {}
        numbers = Sequences()
        self.lifecycle = LifeCycle(self._timeline, pace, limits or Limits(), self.faults, numbers)
        self.shop = Shop(self.catalogue, self.lifecycle, numbers)

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

    def set_scenario(self, username: str, scenario: Scenario | None) -> None:
        """Give one account a scenario of its own from now on, whatever the archive's; None lets it run smoothly."""
        with self.moment() as now:
            self._scenarios[username] = (scenario, now)

    def scenario_of(self, username: str) -> Scenario | None:
        """Give the scenario that an account is in."""
        return self._scenarios.get(username, (self.scenario, 0.0))[0]

    def scenario_since(self, username: str) -> float:
        """Give the instant at which an account's scenario began."""
        return self._scenarios.get(username, (None, 0.0))[1]
