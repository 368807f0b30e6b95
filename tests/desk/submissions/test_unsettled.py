"""Submissions without a verdict: which are told, and what the archive shows of them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from threading import Event

import pytest

from components.desk.intents import Intent
from components.desk.order_book import IN_MEMORY, OrderBook, SubmittedOrder
from components.desk.polling import Reading
from components.desk.submissions import Submissions, UnsettledSubmissions
from components.order.draft import Draft
from components.order.files import recipe
from components.regards.errors import NoAnswer
from components.regards.orders.records import Basket, Order
from components.regards.submission.lost_verdict import Sight
from components.regards.submission.submission import Batch, NotOrdered, Unknown

PATIENCE = 60  # seconds
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
LOST = NoAnswer("Lost.")
FULL = Basket(("L2",), 1, 3, 1_000)
SENT = Intent(
    "key",
    "b1",
    NOON,
    planned=3,
    accepted=1,
    before=frozenset({7}),
    request_json="{}",
    recipe=recipe.write(Draft(pasted="A\nB\nC\nD\nE")),
    part_size=2,
)


def order(number: int) -> Order:
    return Order(
        number, "Generated order 2026", "RUNNING", 0, None, None, 0, waiting_for_user=False, tasks=(), links=None
    )


class Desk:
    """The submissions of one account after a look that showed this."""

    def __init__(self, book: OrderBook) -> None:
        self.book = book
        self.now = NOON
        self.submissions = Submissions()
        sight: Reading[Sight] = Reading(lambda: pytest.fail("nothing is asked"))
        self.unsettled = UnsettledSubmissions("ada", book, self.submissions, sight, now=lambda: self.now)

    def sees(self, *listed: int, basket: Basket | None = None) -> None:
        self.unsettled.sight.value = Sight(tuple(order(number) for number in listed), basket, self.now)

    def appeared(self, intent: Intent = SENT) -> list[int] | None:
        found = self.unsettled.found(intent).appeared
        return None if found is None else [each.order_id for each in found]

    def finished(self, batch: Batch) -> None:
        self.submissions.submit("ada", "key", lambda: batch)
        found = self.submissions.find("ada", "key")
        assert found
        found.result(PATIENCE)


@pytest.fixture
def desk() -> Iterator[Desk]:
    book = OrderBook(IN_MEMORY)
    book.intents.put("ada", SENT)
    yield Desk(book)
    book.close()


# Which are told


def test_an_intent_that_nobody_works_on_is_told(desk: Desk) -> None:
    assert desk.unsettled.intents() == (SENT,)


def test_an_intent_of_another_account_is_not(desk: Desk) -> None:
    desk.book.intents.forget("ada", "key")
    desk.book.intents.put("bob", SENT)
    assert desk.unsettled.intents() == ()


def test_an_intent_whose_order_is_on_its_way_is_not(desk: Desk) -> None:
    may_end = Event()

    def work() -> Batch:
        may_end.wait(PATIENCE)
        return Batch((), 3, Unknown(LOST, ()))

    desk.submissions.submit("ada", "key", work)
    assert desk.unsettled.intents() == ()
    may_end.set()
    found = desk.submissions.find("ada", "key")
    assert found
    found.result(PATIENCE)
    assert desk.unsettled.intents() == (SENT,)


def test_an_intent_that_ended_with_a_refusal_which_the_page_has_shown_is_not(desk: Desk) -> None:
    desk.finished(Batch((54,), 3, NotOrdered(LOST)))
    assert desk.unsettled.intents() == ()


def test_an_intent_whose_candidates_the_page_shows_is_not_told_twice(desk: Desk) -> None:
    desk.finished(Batch((54,), 3, Unknown(LOST, (order(8), order(9)))))
    assert desk.unsettled.intents(shown="key") == ()
    assert desk.unsettled.intents(shown="other") == (SENT,)


def test_an_intent_of_which_all_is_accepted_is_not_told(desk: Desk) -> None:
    desk.book.intents.put("ada", replace(SENT, accepted=3, before=None))
    assert desk.unsettled.intents() == ()


# What the archive shows


def test_before_a_look_nothing_is_known(desk: Desk) -> None:
    assert desk.appeared() is None


def test_a_new_order_has_appeared(desk: Desk) -> None:
    desk.sees(8, 7)
    assert desk.appeared() == [8]


def test_an_order_whose_verdict_came_is_another(desk: Desk) -> None:
    desk.book.add("ada", SubmittedOrder(8, "{}", NOON, "", "b2"))
    desk.sees(9, 8, 7)
    assert desk.appeared() == [9]


def test_of_a_request_that_was_not_sent_nothing_can_appear(desk: Desk) -> None:
    desk.sees(8, 7)
    assert desk.appeared(replace(SENT, before=None)) == []


def test_what_lies_in_the_basket_is_told(desk: Desk) -> None:
    desk.sees(7, basket=FULL)
    assert desk.unsettled.found(SENT).basket == FULL


def test_a_look_before_the_request_shows_nothing_of_it(desk: Desk) -> None:
    desk.now -= timedelta(seconds=1)
    desk.sees(7)
    desk.now += timedelta(days=1)
    found = desk.unsettled.found(SENT)
    assert (found.appeared, found.final) == (None, False)


@pytest.mark.parametrize(("looked_after", "final"), [(179, False), (180, True)])
def test_only_a_look_after_the_last_moment_tells_that_no_order_has_appeared(
    desk: Desk, looked_after: int, final: bool
) -> None:
    desk.now += timedelta(seconds=looked_after)
    desk.sees(7)
    desk.now += timedelta(days=1)
    found = desk.unsettled.found(SENT)
    assert (found.appeared, found.final, found.seconds_left) == ((), final, 0)


@pytest.mark.parametrize(("passed", "left"), [(-600, 180), (0, 180), (100, 80), (180, 0), (86_400, 0)])
def test_an_order_may_appear_for_three_minutes(desk: Desk, passed: int, left: int) -> None:
    desk.now += timedelta(seconds=passed)
    assert desk.unsettled.found(SENT).seconds_left == left


def test_the_accepted_orders_of_the_same_request_are_told(desk: Desk) -> None:
    desk.book.add("ada", SubmittedOrder(6, "{}", NOON, "", "b1"))
    desk.book.add("ada", SubmittedOrder(5, "{}", NOON, "", "b2"))
    assert desk.unsettled.found(SENT).accepted == (6,)


def test_orders_of_an_attempt_before_are_not_told_as_those_of_this_one(desk: Desk) -> None:
    for number in (5, 6):
        desk.book.add("ada", SubmittedOrder(number, "{}", NOON, "", "b1"))
    assert desk.unsettled.found(replace(SENT, planned=1, accepted=0)).accepted == ()
    assert desk.unsettled.found(replace(SENT, planned=2, accepted=1)).accepted == (6,)


# What the user does


def test_the_draft_of_the_request_on_its_way_and_of_the_rest_are_told_apart() -> None:
    on_its_way, rest = SENT.draft_on_its_way(), SENT.draft_not_sent()
    assert on_its_way
    assert rest
    assert (on_its_way.pasted, rest.pasted) == ("C\nD", "E")


def test_who_takes_the_rest_over_is_still_told_of_the_lost_verdict_alone(desk: Desk) -> None:
    desk.unsettled.leave(SENT)
    [left] = desk.unsettled.intents()
    assert (left.on_its_way, left.has_rest) == (True, False)
    on_its_way = left.draft_on_its_way()
    assert on_its_way
    assert on_its_way.pasted == "C\nD"


def test_who_leaves_what_has_a_verdict_is_told_of_it_no_more(desk: Desk) -> None:
    unfinished = replace(SENT, before=None)
    desk.book.intents.put("ada", unfinished)
    desk.unsettled.leave(unfinished)
    assert desk.unsettled.intents() == ()


def test_an_order_that_is_the_one_is_written_into_the_book_with_its_own_part(desk: Desk) -> None:
    desk.unsettled.is_order(SENT, 8)
    noted = desk.book.find("ada", 8)
    assert noted
    assert (noted.request_json, noted.submitted_at, noted.batch) == ("{}", NOON, "b1")
    asked = recipe.read(noted.recipe)
    assert asked
    assert asked.pasted == "C\nD"
    [left] = desk.unsettled.intents()
    assert (left.accepted, left.on_its_way) == (2, False)


# In the order book


def test_an_intent_is_found_as_it_was_written(desk: Desk) -> None:
    there = replace(SENT, sent_at=NOON.astimezone(timezone(timedelta(hours=5))), lost="Lost.", key="other")
    desk.book.intents.put("ada", there)
    assert desk.book.intents.find("ada", "other") == there


def test_intents_are_forgotten_after_thirty_days(desk: Desk) -> None:
    desk.book.intents.put("ada", replace(SENT, key="other", sent_at=NOON + timedelta(days=30)))
    assert desk.book.intents.find("ada", "key")
    desk.book.intents.put("ada", replace(SENT, key="other", sent_at=NOON + timedelta(days=30, seconds=1)))
    assert desk.book.intents.find("ada", "key") is None


# Where the archive shows no list of orders

UNLISTED = SENT.sending("{}", None, NOON)


def test_an_intent_without_a_list_of_orders_survives_the_order_book(desk: Desk) -> None:
    desk.book.intents.put("ada", UNLISTED)
    [kept] = desk.book.intents.of("ada")
    assert kept == UNLISTED
    assert kept.on_its_way


def test_where_no_orders_were_listed_before_none_is_taken_for_new(desk: Desk) -> None:
    desk.sees(7, 8)
    assert desk.appeared(UNLISTED) == []
    assert not desk.unsettled.found(UNLISTED).listed


def test_where_orders_are_no_longer_shown_nothing_is_called_absent(desk: Desk) -> None:
    desk.unsettled.sight.value = Sight(None, None, NOON)
    assert not desk.unsettled.found(SENT).listed


def test_where_orders_are_shown_they_are_compared(desk: Desk) -> None:
    desk.sees(7, 8)
    assert desk.unsettled.found(SENT).listed
    assert desk.appeared(SENT) == [8]
