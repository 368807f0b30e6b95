"""The troubles that a demonstration can call up, for the whole archive or for one account (design §10)."""

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
    Scenario.QUOTA: "the quota allows five downloads of science data; each one more answers 429",
    Scenario.MAINTENANCE: "the project is in maintenance: reading works, everything else answers 515",
    Scenario.FIREWALL: "a proxy answers every request with a page of its own: status 200, but HTML",
    Scenario.EXPIRED_SESSION: "the session ends after a few seconds and cannot be renewed",
    Scenario.SLOW: "every answer takes three seconds more",
    Scenario.GATEWAY_TIMEOUT: "an order is created, but the gateway loses patience and answers 504",
}
