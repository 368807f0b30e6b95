"""Limits on the downloads of a user, in total and at once (contract G)."""

from dataclasses import dataclass
from typing import Final

from components.demo.accounts.accounts import UNLIMITED, User
from components.demo.catalogue.products import DataFile, DataType
from components.demo.scenarios import Scenario

_SCENARIO_QUOTA: Final = 5


class QuotaReached(Exception):
    """The user may not download this file, or not now; the message is the one of REGARDS."""


@dataclass(frozen=True)
class Quota:
    """The limits of a user: numbers of files, not bytes; -1 for no limit."""

    most: int
    at_once: int


def quota_of(user: User, scenario: Scenario | None) -> Quota:
    """The limits of a user; the scenario `quota` has its own."""
    return Quota(_SCENARIO_QUOTA if scenario is Scenario.QUOTA else user.max_quota, user.rate_limit)


def counts(file: DataFile) -> bool:
    """Whether a file counts towards the quota: only RAWDATA files stored by REGARDS do."""
    return file.data_type is DataType.RAWDATA and not file.reference


def charge(user: User, quota: Quota, file: DataFile) -> None:
    """Charge the quota for a download that begins. Raises `QuotaReached`."""
    if not counts(file):
        return
    if quota.most != UNLIMITED and user.current_quota >= quota.most:
        raise QuotaReached(f"Download quota reached for {user.username}: {quota.most} files at most.")
    if quota.at_once != UNLIMITED and user.current_rate >= quota.at_once:
        raise QuotaReached(f"Download rate limit reached for {user.username}: {quota.at_once} files at once.")
    user.current_quota += 1
    user.current_rate += 1


def release(user: User, file: DataFile) -> None:
    """Record the end of a download, successful or not."""
    user.current_rate -= counts(file)
