"""The check before an order: quota, basket, progress, and how it is cancelled."""

from collections.abc import Callable
from functools import partial

import pytest

from components.demo.archive import Scenario
from components.order.selection import Selection
from components.regards.catalogue.checking import Cancelled, check
from components.regards.errors import Refused
from components.regards.orders import orders
from components.regards.quota import UNLIMITED, Quota
from components.regards.submission import basket
from tests.regards.catalogue.selections import QUICKLOOKS, RAWDATA, checked, expressed, of
from tests.regards.served_demo import NEIGHBOUR, USER, ServedDemo, request

# Quota and basket, against the demo archive


def test_the_quota_of_the_user_is_told_and_five_files_fit_into_five(served_demo: ServedDemo) -> None:
    served_demo.demo.set_scenario(USER, Scenario.QUOTA)
    result = checked(served_demo, of(*(f"TIDE_GAUGE_{number}" for number in range(1, 6))))
    assert result.quota == Quota(most=5, done=0, at_once=UNLIMITED)
    assert not result.over_quota(RAWDATA)


def test_six_files_exceed_five(served_demo: ServedDemo) -> None:
    served_demo.demo.set_scenario(USER, Scenario.QUOTA)
    result = checked(served_demo, of(*(f"TIDE_GAUGE_{number}" for number in range(1, 7))))
    assert result.over_quota(RAWDATA)
    assert not result.over_quota(QUICKLOOKS)


def test_files_downloaded_before_count_against_the_quota(served_demo: ServedDemo) -> None:
    user = served_demo.demo.directory.get(USER)
    assert user is not None
    user.max_quota, user.current_quota = 5, 4
    assert checked(served_demo, of("PROD_1", "PROD_10")).over_quota(RAWDATA)
    assert not checked(served_demo, of("PROD_1")).over_quota(RAWDATA)


def test_external_files_exceed_no_quota(served_demo: ServedDemo) -> None:
    served_demo.demo.set_scenario(USER, Scenario.QUOTA)
    names = (*(f"EXTERNAL_{n}" for n in range(1, 6)), *(f"EXTERNAL_NO_CHECKSUM_{n}" for n in range(1, 4)))
    result = checked(served_demo, of(*names))
    assert sum(amount.files for amount in result.amounts) == 8
    assert not result.over_quota(RAWDATA)


def test_what_lies_in_the_basket_is_told_and_stays_there(served_demo: ServedDemo) -> None:
    connection = served_demo.connection()
    with pytest.raises(Refused):  # what its first query found stays in the basket (contract C.1)
        orders.apply(connection, request('providerId:"my_product_id_1"', 'providerId:"NO_SUCH"'))
    lying = basket.read(connection)
    result = check(connection, of("my_product_id_2"))
    assert result.basket == lying
    assert lying is not None
    assert basket.read(connection) == lying
    assert checked(served_demo, of("my_product_id_2"), NEIGHBOUR).basket is None


def test_a_check_orders_nothing_and_changes_nothing(served_demo: ServedDemo) -> None:
    connection = served_demo.connection()
    check(connection, of("my_product_id_1", "NO_SUCH"))
    check(connection, expressed('providerId:"my_product_id_1"'))
    assert served_demo.posts() == 0
    assert orders.newest(connection) == ()
    assert basket.read(connection) is None


# Progress and its end


def steps_of(served_demo: ServedDemo, selection: Selection) -> list[tuple[int, int]]:
    seen: list[tuple[int, int]] = []
    check(served_demo.connection(), selection, lambda done, steps: seen.append((done, steps)))
    return seen


@pytest.mark.parametrize(
    "selection",
    [of("PROD_1", "PROD_10", "NO_SUCH", per_query=1), expressed('providerId:"PROD_1"', 'providerId:"PROD_10"')],
    ids=["identifiers", "expressions"],
)
def test_progress_grows_and_stays_below_the_end(served_demo: ServedDemo, selection: Selection) -> None:
    seen = steps_of(served_demo, selection)
    done = [each for each, _ in seen]
    assert done == sorted(set(done))
    assert len({steps for _, steps in seen}) == 1
    assert done[0] >= 0
    assert done[-1] < seen[-1][1]
    assert len(seen) > len(selection.queries())


def stop_at(call: int) -> Callable[[int, int], None]:
    """A progress callback that stops the check at a number of calls."""
    calls = iter(range(1, call))

    def progress(_done: int, _steps: int) -> None:
        if next(calls, None) is None:
            raise Cancelled

    return progress


def test_a_check_that_is_cancelled_at_once_asks_nothing(served_demo: ServedDemo) -> None:
    connection = served_demo.connection()
    with pytest.raises(Cancelled):
        check(connection, of("PROD_1"), stop_at(1))
    assert served_demo.demo.requests.of("POST", "/complex/search") == []


def test_a_cancelled_check_stops_before_the_next_question(served_demo: ServedDemo) -> None:
    connection = served_demo.connection()
    with pytest.raises(Cancelled):
        check(connection, of("PROD_1", "PROD_10", "prod_1", per_query=1), stop_at(3))
    assert len(served_demo.demo.requests.of("POST", "/complex/search")) == 2


def test_checking_expressions_can_be_cancelled(served_demo: ServedDemo) -> None:
    connection = served_demo.connection()
    with pytest.raises(Cancelled):
        check(connection, expressed('providerId:"PROD_1"', 'providerId:"PROD_10"'), stop_at(2))
    asked = [each.body for each in served_demo.demo.requests.of("POST", "/complex/search/summary")]
    assert not any(b"PROD_10" in (body or b"") for body in asked)


@pytest.mark.parametrize(
    "selection", [of("SWOT", field="mission"), expressed('mission:"SWOT"')], ids=["identifiers", "expressions"]
)
def test_a_cancelled_check_stops_before_the_next_page_of_a_search(
    served_demo: ServedDemo, selection: Selection
) -> None:
    connection, pages = served_demo.connection(), partial(served_demo.demo.requests.of, "POST", "/complex/search")

    def cancel_after_a_page(_done: int, _steps: int) -> None:
        if pages():
            raise Cancelled

    with pytest.raises(Cancelled):
        check(connection, selection, cancel_after_a_page)
    assert len(pages()) == 1  # of four
