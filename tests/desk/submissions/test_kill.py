"""A desk that is killed while it submits: nothing is lost, nothing doubled, and what is known is told afterwards."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from components.demo.gates import Gate
from components.demo.server import Served
from components.desk.desk import Desk
from components.desk.drafts.kept_drafts import KeptDrafts
from components.desk.order_book import OrderBook
from components.desk.submissions import Click, ClickResult, Submissions, Unsettled
from components.order.draft import Draft
from components.regards.settings import Archive, OrderThrough
from components.regards.sign_in import login
from components.regards.sign_in.session import Session
from components.regards.submission.submission import Appeared, BasketInUse, Batch, Interrupted, Unknown

PATIENCE = 60  # seconds
BASKET = "/rs-order/order/basket"
SELECT = f"{BASKET}/selection"
LIST = "/rs-order/user/orders"
APPLY = "/rs-order/user/orders/apply"
ROOT = Path(__file__).parents[3]
ONE = "my_product_id_1"
THREE = "my_product_id_1\nmy_product_id_2\nmy_product_id_3"

Start = Callable[..., Desk]


@pytest.fixture
def address(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/orders.db"


@pytest.fixture
def start(demo: Served, address: str) -> Iterator[Start]:
    """A function that signs in at a desk that has just started."""
    books: list[OrderBook] = []
    archive = Archive("Demo archive", demo.url, demo.project, identifiers_per_order=1, poll_every=0.01)
    who = demo.accounts[0]

    def begin(way: OrderThrough = OrderThrough.APPLY) -> Desk:
        books.append(OrderBook(address))
        signed_in = login.sign_in(replace(archive, order_through=way), demo.project, who.username, who.password)
        return Desk(Session(signed_in), KeptDrafts(books[-1].database), Submissions(), books[-1])

    yield begin
    for book in books:
        book.close()


@contextmanager
def killed_at(
    demo: Served, address: str, place: str, pasted: str = ONE, *, free: int = 0, way: str = "apply"
) -> Iterator[Gate]:
    """Submit in another process and kill it when the archive holds its request; the gate is still shut then."""
    who = demo.accounts[0]
    with demo.archive.hold(place, free=free) as gate:
        command = [sys.executable, "-m", "tests.desk.submissions.desk_process"]
        arguments = [demo.url, demo.project, who.username, who.password, address, pasted, way]
        with subprocess.Popen([*command, *arguments], cwd=ROOT) as desk:  # noqa: S603 - our own command
            assert gate.reached.wait(PATIENCE)
            os.kill(desk.pid, signal.SIGKILL)
        with closing(OrderBook(address)) as book:  # as 20 seconds later
            book.database.change(lambda session: session.execute(text("DELETE FROM leases")))
        yield gate


def ordered(demo: Served) -> list[int]:
    with demo.archive.moment():
        return sorted(demo.archive.lifecycle.orders)


def let_answer(demo: Served, gate: Gate, requests: int = 1, place: str = APPLY) -> None:
    """Open the gate, and wait until the archive has answered so many requests of the killed desk."""
    gate.open()
    deadline = time.monotonic() + PATIENCE
    while len(demo.archive.requests.of("POST", place)) < requests:
        assert time.monotonic() < deadline
        time.sleep(0.01)


def after_a_while(desk: Desk, address: str) -> Desk:
    """The same desk as if the killed one had sent its request ten minutes ago."""
    with closing(OrderBook(address)) as book:
        for intent in desk.unsettled.intents():
            book.intents.put(desk.account, replace(intent, sent_at=intent.sent_at - timedelta(minutes=10)))
    return desk


def looked_at(desk: Desk) -> Unsettled:
    """The one submission without a verdict, after a look at the archive."""
    desk.unsettled.sight.renew()
    desk.unsettled.sight.take(PATIENCE)
    [intent] = desk.unsettled.intents()
    return desk.unsettled.found(intent)


def numbers(found: Unsettled) -> list[int]:
    assert found.appeared is not None
    return [order.order_id for order in found.appeared]


def click(desk: Desk, *, empty_basket: bool = False) -> Batch:
    again = desk.submission() is not None
    desk.click(Click(desk.requests(), desk.draft_key, again=again, confirmed=True, empty_basket=empty_basket))
    assert desk.act_on_click() is ClickResult.SENT
    submission = desk.submission()
    assert submission
    return submission.result(PATIENCE)


def test_an_order_that_the_archive_makes_after_the_desk_was_killed_is_told_and_not_sent_again(
    demo: Served, address: str, start: Start
) -> None:
    with killed_at(demo, address, APPLY) as gate:
        let_answer(demo, gate)
    found = looked_at(start())
    assert numbers(found) == ordered(demo)
    assert len(demo.archive.requests.of("POST", APPLY)) == 1


def test_an_order_that_the_archive_never_made_has_not_appeared(demo: Served, address: str, start: Start) -> None:
    with killed_at(demo, address, APPLY) as gate:
        demo.archive.maintenance = True
        let_answer(demo, gate)
    demo.archive.maintenance = False
    found = looked_at(start())
    assert (numbers(found), ordered(demo)) == ([], [])
    assert found.basket is None


def test_a_desk_that_is_killed_before_it_sends_anything_leaves_nothing_to_tell(
    demo: Served, address: str, start: Start
) -> None:
    with killed_at(demo, address, BASKET):
        pass
    desk = start()
    assert desk.unsettled.intents() == ()
    assert desk.submission() is None
    assert desk.draft.pasted == ONE


def test_after_a_kill_the_same_draft_is_not_offered_as_if_it_had_not_been_sent(
    demo: Served, address: str, start: Start
) -> None:
    with killed_at(demo, address, APPLY) as gate:
        let_answer(demo, gate)
    desk = start()
    assert desk.draft.pasted == ONE
    submission = desk.submission()
    assert submission
    assert isinstance(submission.result().end, Unknown)
    click(desk)
    assert len(demo.archive.requests.of("POST", APPLY)) == 1


def test_submitted_anew_after_a_kill_an_order_that_has_appeared_is_shown_and_nothing_is_sent(
    demo: Served, address: str, start: Start
) -> None:
    with killed_at(demo, address, APPLY) as gate:
        let_answer(demo, gate)
    desk = start()
    desk.begin_draft(Draft(pasted=ONE))
    batch = click(desk)
    assert isinstance(batch.end, Appeared)
    assert [order.order_id for order in batch.end.orders] == ordered(demo)
    assert len(demo.archive.requests.of("POST", APPLY)) == 1


def test_submitted_anew_after_a_kill_an_order_that_has_not_appeared_is_sent_and_settles_the_one_before(
    demo: Served, address: str, start: Start
) -> None:
    with killed_at(demo, address, APPLY) as gate:
        demo.archive.maintenance = True
        let_answer(demo, gate)
    demo.archive.maintenance = False
    desk = after_a_while(start(), address)
    desk.begin_draft(Draft(pasted=ONE))
    batch = click(desk)
    assert (list(batch.granted), batch.end) == (ordered(demo), None)
    assert desk.unsettled.intents() == ()


def test_submitted_anew_while_the_archive_still_works_on_it_nothing_is_sent_before_it_appears(
    demo: Served, address: str, start: Start
) -> None:
    with killed_at(demo, address, APPLY) as gate:
        desk = start()
        desk.begin_draft(Draft(pasted=ONE))
        with demo.archive.hold(LIST) as list_gate:
            desk.click(Click(desk.requests(), desk.draft_key, confirmed=True))
            desk.act_on_click()
            assert list_gate.reached.wait(PATIENCE)
            let_answer(demo, gate)
        submission = desk.submission()
        assert submission
        assert isinstance(submission.result(PATIENCE).end, Appeared)
    assert len(ordered(demo)) == 1


def test_an_order_that_the_user_follows_is_noted_with_what_was_asked(demo: Served, address: str, start: Start) -> None:
    with killed_at(demo, address, APPLY) as gate:
        let_answer(demo, gate)
    desk = start()
    found = looked_at(desk)
    [number] = numbers(found)
    desk.unsettled.is_order(found.intent, number)
    assert desk.unsettled.intents() == ()
    asked = desk.ordered_here.asked_in([number])
    assert asked
    assert asked.pasted == ONE
    submission = desk.submission()
    assert submission
    assert submission.result() == Batch((number,), 1)


def test_a_forgotten_order_is_told_no_more_and_its_draft_can_be_submitted(
    demo: Served, address: str, start: Start
) -> None:
    with killed_at(demo, address, APPLY) as gate:
        let_answer(demo, gate)
    desk = start()
    desk.unsettled.forget(looked_at(desk).intent)
    assert start().unsettled.intents() == ()
    assert click(desk).end is None
    assert len(ordered(demo)) == 2


def test_an_order_that_was_made_and_noted_later_is_not_taken_for_the_lost_one(
    demo: Served, address: str, start: Start
) -> None:
    with killed_at(demo, address, APPLY) as gate:
        demo.archive.maintenance = True
        let_answer(demo, gate)
    demo.archive.maintenance = False
    desk = after_a_while(start(), address)
    desk.begin_draft(Draft(pasted="my_product_id_2"))
    assert click(desk).end is None
    assert numbers(looked_at(desk)) == []


def test_of_a_batch_that_was_killed_what_is_accepted_what_has_appeared_and_the_rest_are_told_apart(
    demo: Served, address: str, start: Start
) -> None:
    with killed_at(demo, address, APPLY, THREE, free=1) as gate:
        let_answer(demo, gate, 2)
    desk = start()
    found = looked_at(desk)
    first, second = ordered(demo)
    assert (found.accepted, numbers(found)) == ((first,), [second])
    rest = found.intent.draft_not_sent()
    assert rest
    assert rest.pasted == "my_product_id_3"
    asked = found.intent.draft_on_its_way()
    assert asked
    assert asked.pasted == "my_product_id_2"


def test_of_a_batch_that_was_killed_between_two_orders_the_rest_is_told_and_nothing_is_looked_for(
    demo: Served, address: str, start: Start
) -> None:
    with killed_at(demo, address, BASKET, THREE, free=1):
        pass
    desk = start()
    submission = desk.submission()
    assert submission
    batch = submission.result()
    assert (list(batch.granted), batch.planned, batch.end) == (ordered(demo), 3, Interrupted())
    assert desk.left_over(batch) == ("my_product_id_2", "my_product_id_3")
    [intent] = desk.unsettled.intents()
    assert not intent.on_its_way
    desk.keep_only(desk.left_over(batch))
    assert desk.unsettled.intents() == ()


# Through the basket


def test_an_order_that_the_basket_becomes_after_the_kill_is_found_by_its_name_and_not_sent_again(
    demo: Served, address: str, start: Start
) -> None:
    with killed_at(demo, address, LIST, free=1, way="basket") as gate:  # after the list of orders before
        let_answer(demo, gate, place=LIST)
    desk = start(OrderThrough.BASKET)
    found = looked_at(desk)
    assert numbers(found) == ordered(demo)
    assert found.appeared
    assert found.appeared[0].label == found.intent.label
    assert len(demo.archive.requests.of("POST", LIST)) == 1


def test_a_desk_that_is_killed_while_it_fills_the_basket_has_ordered_nothing_and_knows_its_own_the_next_time(
    demo: Served, address: str, start: Start
) -> None:
    with killed_at(demo, address, SELECT, way="basket") as gate:
        let_answer(demo, gate, place=SELECT)
    desk = after_a_while(start(OrderThrough.BASKET), address)
    found = looked_at(desk)
    assert numbers(found) == ordered(demo) == []
    assert found.basket
    desk.begin_draft(Draft(pasted=ONE))
    stopped = click(desk).end
    assert isinstance(stopped, BasketInUse)
    assert stopped.ours
    assert ordered(demo) == []
    batch = click(desk, empty_basket=True)
    assert (list(batch.granted), batch.end) == (ordered(demo), None)
    assert desk.unsettled.intents() == ()
