"""Scenarios: problems that can be demonstrated, for the whole archive or for one account."""

from enum import StrEnum


class Scenario(StrEnum):
    """A problem to demonstrate. The first sign-in works in every scenario; the problem begins afterwards."""

    QUOTA = "quota"
    MAINTENANCE = "maintenance"
    FIREWALL = "firewall"
    FIREWALL_403 = "firewall-403"
    EXPIRED_SESSION = "expired-session"
    SLOW = "slow"
    GATEWAY_TIMEOUT = "gateway-timeout"
    FAILING_STORAGE = "failing-storage"
    LICENCE = "licence"

    @property
    def explanation(self) -> str:
        """What happens in the scenario, in one sentence for an audience."""
        return _EXPLANATIONS[self]


FIREWALLS = {Scenario.FIREWALL: 200, Scenario.FIREWALL_403: 403}
"""The scenarios of a firewall, with the status of its page (contract L.6)."""

_EXPLANATIONS = {
    Scenario.QUOTA: "five files of science data can be downloaded; the archive refuses any further one",
    Scenario.MAINTENANCE: "the archive is in maintenance: it can be read, and refuses everything else",
    Scenario.FIREWALL: "a firewall answers every request, from the second sign-in on, as if all were well",
    Scenario.FIREWALL_403: "a firewall refuses every request, from the second sign-in on, with a page of its own",
    Scenario.EXPIRED_SESSION: "a session ends after 20 seconds and cannot be renewed",
    Scenario.SLOW: "every response takes three seconds longer",
    Scenario.GATEWAY_TIMEOUT: "an order is created, but the answer that says so is lost",
    Scenario.FAILING_STORAGE: "orders are prepared ten times as slowly, and nine of ten files fail",
    Scenario.LICENCE: "a licence is not accepted, so nothing can be downloaded from the catalogue without an order",
}


class Scenarios:
    """The scenario of each account and its start time. A scenario of one account overrides the common one."""

    def __init__(self, common: Scenario | None = None) -> None:
        self._common = (common, 0.0)
        self._own: dict[str, tuple[Scenario | None, float]] = {}
        self._admitted: set[str] = set()

    def set_for_all(self, scenario: Scenario | None, now: float) -> None:
        """Set the scenario of all accounts without one of their own; None ends it."""
        self._common = (scenario, now)
        self._admitted.clear()

    def set_for(self, username: str, scenario: Scenario | None, now: float) -> None:
        """Set the scenario of one account; None turns scenarios off for it."""
        self._own[username] = (scenario, now)
        self._admitted.discard(username)

    def of(self, username: str | None) -> Scenario | None:
        """The scenario of an account, or of an anonymous caller."""
        return self._entry(username)[0]

    def since(self, username: str | None) -> float:
        """The time at which the scenario of an account began."""
        return self._entry(username)[1]

    def admit(self, username: str) -> bool:
        """Whether this is the first sign-in of an account since its scenario was set."""
        first = username not in self._admitted
        self._admitted.add(username)
        return first

    def _entry(self, username: str | None) -> tuple[Scenario | None, float]:
        return self._common if username is None else self._own.get(username, self._common)
