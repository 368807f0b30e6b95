"""What an order would bring, in words."""

import pytest

from components.order.composition import compose
from components.order.draft import Draft
from components.regards.catalogue.checking import CheckResult
from components.ui.compose import what_will_come

NAMES = tuple(f"P{number:04}" for number in range(1_753))


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (1_753, "You will order 1,753 products in 9 queries"),
        (1_752, "You will order 1,752 of the 1,753 products in your list, in 9 queries"),
        (0, "You will order none of the 1,753 products in your list, in 9 queries"),
    ],
)
def test_it_counts_the_products_that_come(found: int, said: str) -> None:
    composition = compose(Draft(pasted="\n".join(NAMES)), "providerId")
    result = CheckResult(found, (), {}, None, None, found=NAMES[:found], unknown=NAMES[found:])
    assert what_will_come.in_words(composition, result, (), "CNES").startswith(said)
