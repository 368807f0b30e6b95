"""How many files of science data a user may download, and how many at once (contract G)."""

from dataclasses import dataclass
from typing import Final

from components.demo.accounts.accounts import UNLIMITED, User
from components.demo.catalogue.products import DataFile, DataType
from components.demo.scenarios import Scenario

_SCENARIO_QUOTA: Final = 5


class QuotaReached(Exception):
    """The user may not download this file, or not now; the text is what REGARDS answers with."""


@dataclass(frozen=True)
class Quota:
    """A user's limits: numbers of files, not bytes; -1 for none."""

    most: int
    at_once: int


def quota_of(user: User, scenario: Scenario | None) -> Quota:
    """A user's limits, narrowed where a scenario wants them reached."""
    return Quota(_SCENARIO_QUOTA if scenario is Scenario.QUOTA else user.max_quota, user.rate_limit)


def counts(file: DataFile) -> bool:
    """Whether the quota is charged for a file: only RAWDATA that REGARDS itself stores."""
    return file.data_type is DataType.RAWDATA and not file.reference


def charge(user: User, quota: Quota, file: DataFile) -> None:
    """Charge the quota for a download that begins, or raise `QuotaReached`."""
    if not counts(file):
        return
    if quota.most != UNLIMITED and user.current_quota >= quota.most:
        raise QuotaReached(f"Download quota reached for {user.username}: {quota.most} files at most.")
    if quota.at_once != UNLIMITED and user.current_rate >= quota.at_once:
        raise QuotaReached(f"Download rate limit reached for {user.username}: {quota.at_once} files at once.")
    user.current_quota += 1
    user.current_rate += 1


def release(user: User, file: DataFile) -> None:
    """Take note that a download is over, well or badly."""
    user.current_rate -= counts(file)
