"""Selections of products, and checks of them at the demo archive."""

from components.order.selection import Selection
from components.regards.catalogue.checking import CheckResult, check
from tests.regards.served_demo import USER, ServedDemo

QUICKLOOKS = ("QUICKLOOK",)
RAWDATA = ("RAWDATA",)


def of(*identifiers: str, field: str = "providerId", latest_only: bool = False, per_query: int = 200) -> Selection:
    return Selection(identifiers, field, latest_only, per_query=per_query)


def expressed(*expressions: str) -> Selection:
    return Selection(expressions=expressions)


def checked(served_demo: ServedDemo, selection: Selection, username: str = USER) -> CheckResult:
    return check(served_demo.connection(username), selection)
