"""The troubles that a demonstration can call up, for the whole archive or for one account."""

from enum import StrEnum


class Scenario(StrEnum):
    """One trouble. Signing in always works: the trouble begins once one is in."""

    QUOTA = "quota"
    MAINTENANCE = "maintenance"
    FIREWALL = "firewall"
    EXPIRED_SESSION = "expired-session"
    SLOW = "slow"
    GATEWAY_TIMEOUT = "gateway-timeout"

    @property
    def explanation(self) -> str:
        """What happens, in one sentence for a presenter."""
        return _EXPLANATIONS[self]


_EXPLANATIONS = {
    Scenario.QUOTA: "five files of science data may be downloaded; each further one answers 429",
    Scenario.MAINTENANCE: "the project is in maintenance: reading works, everything else answers 515",
    Scenario.FIREWALL: "a proxy answers every request with a page of its own: status 200, but HTML",
    Scenario.EXPIRED_SESSION: "a session ends after 20 seconds and cannot be renewed",
    Scenario.SLOW: "every answer takes three seconds more",
    Scenario.GATEWAY_TIMEOUT: "an order is created, but the gateway loses patience and answers 504",
}


class Scenarios:
    """Who is in which scenario, and since when. What is set for one account goes before what is set for all."""

    def __init__(self, common: Scenario | None = None) -> None:
        self._common = (common, 0.0)
        self._own: dict[str, tuple[Scenario | None, float]] = {}

    def set_for_all(self, scenario: Scenario | None, now: float) -> None:
        """Put all accounts that have none of their own into a scenario; None ends it."""
        self._common = (scenario, now)

    def set_for(self, username: str, scenario: Scenario | None, now: float) -> None:
        """Put one account into a scenario; None lets it run smoothly whatever the others have."""
        self._own[username] = (scenario, now)

    def of(self, username: str | None) -> Scenario | None:
        """The scenario of an account, or of an anonymous caller."""
        return self._entry(username)[0]

    def since(self, username: str | None) -> float:
        """The instant at which it began."""
        return self._entry(username)[1]

    def _entry(self, username: str | None) -> tuple[Scenario | None, float]:
        return self._common if username is None else self._own.get(username, self._common)
