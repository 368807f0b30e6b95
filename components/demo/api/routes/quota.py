"""rs-access-project and rs-storage: the quota of the caller (contract G)."""

from typing import Final

from components.demo.accounts.quotas import quota_of
from components.demo.api.calls import Call, Endpoint
from components.demo.api.responses import Reply


def current(call: Call) -> Reply:
    """The limits of the caller and their use; not wrapped."""
    user = call.user
    used = {"currentQuota": user.current_quota, "currentRate": user.current_rate}
    return Reply({**_limits(call), **used})


def limits(call: Call) -> Reply:
    """The limits of the caller; not wrapped."""
    return Reply(_limits(call))


def _limits(call: Call) -> dict[str, object]:
    user = call.user
    quota = quota_of(user, call.archive.scenario_of(user.username))
    return {"email": user.username, "maxQuota": quota.most, "rateLimit": quota.at_once}


ENDPOINTS: Final = tuple(
    Endpoint("GET", f"/{service}/quota{end}", answer)
    for service in ("rs-access-project", "rs-storage")
    for end, answer in (("/current", current), ("", limits))
)
