"""What the order book holds before, while and after an order is sent."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Event
from urllib.parse import parse_qs, urlsplit

import pytest

from components.demo.archive import Scenario
from components.demo.server import Served
from components.desk.desk import Desk
from components.desk.drafts.kept_drafts import KeptDraft, KeptDrafts
from components.desk.intents import Intent
from components.desk.leases import LASTS, Leases
from components.desk.order_book import IN_MEMORY, OrderBook
from components.desk.submissions import (
    AwaitingEarlier,
    Click,
    Progress,
    Sending,
    SentElsewhere,
    Submission,
    Submissions,
)
from components.order.basket_request import BasketRequest
from components.order.draft import Draft
from components.order.files import recipe
from components.regards.orders import orders
from components.regards.settings import OrderThrough
from components.regards.sign_in.login import Login
from components.regards.sign_in.session import Session
from components.regards.submission.lost_verdict import MAY_APPEAR, Looking
from components.regards.submission.submission import BasketInUse, Batch, Interrupted, NotOrdered, Unknown
from tests.clocks import Clock

PATIENCE = 60  # seconds
BASKET = "/rs-order/order/basket"
LIST = "/rs-order/user/orders"
APPLY = "/rs-order/user/orders/apply"
SELECT = "/rs-order/order/basket/selection"


@pytest.fixture
def book() -> Iterator[OrderBook]:
    book = OrderBook(IN_MEMORY)
    yield book
    book.close()


@pytest.fixture
def desk(signed_in: Login, book: OrderBook) -> Desk:
    """A user whose orders have one identifier each."""
    archive = replace(signed_in.archive, identifiers_per_order=1, poll_every=0.01)
    return Desk(Session(replace(signed_in, archive=archive)), KeptDrafts(), Submissions(), book)


def begin(desk: Desk, pasted: str = "my_product_id_1", name: str = "Norway") -> Submission:
    desk.begin_draft(Draft(pasted=pasted, name=name))
    return submit(desk)


def submit(desk: Desk) -> Submission:
    desk.click(Click(desk.requests(), desk.draft_key, confirmed=True))
    desk.act_on_click()
    submission = desk.submission()
    assert submission
    return submission


def test_nothing_is_written_while_the_basket_is_still_read(desk: Desk, book: OrderBook, demo: Served) -> None:
    with demo.archive.hold(BASKET) as gate:
        submission = begin(desk)
        assert gate.reached.wait(PATIENCE)
        assert book.intents.find(desk.account, desk.submission_key) is None
    submission.result(PATIENCE)


def test_an_order_is_written_before_it_is_sent_with_the_orders_before_it(
    desk: Desk, book: OrderBook, demo: Served
) -> None:
    [before] = begin(desk, "my_product_id_2").result(PATIENCE).granted
    with demo.archive.hold(APPLY) as gate:
        submission = begin(desk)
        assert gate.reached.wait(PATIENCE)
        intent = book.intents.find(desk.account, desk.submission_key)
        assert intent
        assert (intent.before, intent.request_json) == (frozenset({before}), desk.composition().bodies[0])
        assert submission.progress.read()[0] == Sending(0, 1, 90.0, 0, 1)
    submission.result(PATIENCE)


def through_basket(desk: Desk, book: OrderBook) -> Desk:
    archive = replace(desk.login.archive, order_through=OrderThrough.BASKET)
    session = Session(replace(desk.login, archive=archive))
    return Desk(session, KeptDrafts(), Submissions(), book, order_page="https://o.example/order")


def test_through_the_basket_an_order_is_written_before_anything_is_added_and_again_before_it_is_made(
    desk: Desk, book: OrderBook, demo: Served
) -> None:
    desk = through_basket(desk, book)
    with demo.archive.hold(SELECT) as gate:
        submission = begin(desk)
        assert gate.reached.wait(PATIENCE)
        written = book.intents.find(desk.account, desk.submission_key)
        assert written
        assert written.request_json == str(desk.requests()[0])
        assert submission.progress.read()[0] == Sending(0, 1, 90.0, 0, 1, 0, 3)
        with demo.archive.hold(LIST) as last:
            gate.open()
            assert last.reached.wait(PATIENCE)
            again = book.intents.find(desk.account, desk.submission_key)
            assert again
            assert again.sent_at > written.sent_at
            assert submission.progress.read()[0] == Sending(0, 1, 90.0, 0, 1, 2, 3)
    [number] = submission.result(PATIENCE).granted
    asked = desk.ordered_here.asked(number)
    assert asked
    assert asked.request_json == written.request_json


@pytest.mark.parametrize(("name", "label"), [("Norway", "Norway"), ("", "my_product_id_1, 20")])
def test_through_the_basket_an_order_has_its_name_at_the_archive_and_the_page_that_finds_it(
    desk: Desk, book: OrderBook, name: str, label: str
) -> None:
    desk = through_basket(desk, book)
    [number] = begin(desk, name=name).result(PATIENCE).granted
    order = next(each for each in orders.newest(desk.connection) if each.order_id == number)
    assert order.label.startswith(label)
    [request] = desk.requests()
    assert isinstance(request, BasketRequest)
    page = urlsplit(json.loads(request.order)["onSuccessUrl"])
    assert (page.netloc, page.path, parse_qs(page.query)) == ("o.example", "/order", {"label": [order.label]})


def test_through_the_basket_a_lost_verdict_is_noted_as_the_order_of_this_name(
    desk: Desk, book: OrderBook, demo: Served
) -> None:
    desk = through_basket(desk, book)
    demo.archive.scenario = Scenario.GATEWAY_TIMEOUT
    demo.archive.gateway_timeout = 0
    end = begin(desk).result(PATIENCE).end
    assert isinstance(end, Unknown)
    [found] = end.candidates
    assert desk.ordered_here.asked(found.order_id)
    assert desk.unsettled.intents() == ()


def test_through_the_basket_the_draft_is_what_was_shown_until_it_changes(desk: Desk, book: OrderBook) -> None:
    desk = through_basket(desk, book)
    desk.begin_draft(Draft(pasted="my_product_id_1\nmy_product_id_2"))
    shown = desk.requests()
    assert desk.requests() == shown
    assert [
        request.label.endswith(f"({n} of 2)") for n, request in enumerate(shown, 1) if not isinstance(request, str)
    ] == [True] * 2
    desk.begin_draft(Draft(pasted="my_product_id_2"))
    assert desk.requests() != shown


def test_an_accepted_order_leaves_nothing_of_what_it_asked_in_its_intent(desk: Desk, book: OrderBook) -> None:
    begin(desk).result(PATIENCE)
    intent = book.intents.find(desk.account, desk.submission_key)
    assert intent
    assert (intent.complete, intent.request_json, intent.recipe) == (True, "", "")


def sent_elsewhere(desk: Desk, book: OrderBook) -> Intent:
    """Note, as another replica does, that the draft of this desk is on its way."""
    body = desk.composition().bodies[0]
    intent = Intent(desk.submission_key, "elsewhere", datetime.now(UTC), 1, before=frozenset(), request_json=body)
    book.intents.put(desk.account, intent)
    return intent


@pytest.mark.parametrize("through", [OrderThrough.APPLY, OrderThrough.BASKET])
def test_what_another_replica_has_sent_since_the_click_is_not_sent_again(
    desk: Desk, book: OrderBook, demo: Served, through: OrderThrough
) -> None:
    desk = through_basket(desk, book) if through is OrderThrough.BASKET else desk
    with demo.archive.hold(BASKET) as gate:
        submission = begin(desk)
        assert gate.reached.wait(PATIENCE)
        elsewhere = sent_elsewhere(desk, book)
    assert isinstance(submission.result(PATIENCE).end, Unknown)
    assert not [each for path in (APPLY, SELECT) for each in demo.archive.requests.of("POST", path)]
    assert book.intents.find(desk.account, desk.submission_key) == elsewhere


@pytest.fixture
def other(book: OrderBook) -> Leases:
    """Those of another replica."""
    return Leases(book.database)


def turn(desk: Desk) -> list[str]:
    """The lease of the account whose submissions take turns."""
    return [f"submission {desk.account}"]


def own(desk: Desk) -> list[str]:
    """The lease by which other replicas know that the draft is being submitted."""
    return [f"submission {desk.submission_key} {desk.account}"]


def test_submissions_of_an_account_take_turns_over_all_replicas(
    desk: Desk, demo: Served, other: Leases, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits = Event()
    pause = Progress.pause

    def watched(progress: Progress, _: float) -> None:
        waits.set()
        pause(progress, 0.01)

    monkeypatch.setattr(Progress, "pause", watched)
    other.take(turn(desk))
    submission = begin(desk)
    assert waits.wait(PATIENCE)
    assert not demo.archive.requests.of("GET", BASKET)
    other.give_back(turn(desk))
    assert submission.result(PATIENCE).end is None


def test_while_a_draft_is_submitted_other_replicas_know_it(desk: Desk, demo: Served, other: Leases) -> None:
    with demo.archive.hold(APPLY) as gate:
        submission = begin(desk)
        assert gate.reached.wait(PATIENCE)
        assert other.take([*turn(desk), *own(desk)]) == frozenset()
    submission.result(PATIENCE)
    assert other.take([*turn(desk), *own(desk)]) == {*turn(desk), *own(desk)}


@pytest.fixture
def half(desk: Desk, book: OrderBook) -> Intent:
    """A submission of three requests, of which the first was accepted."""
    desk.begin_draft(Draft(pasted="my_product_id_1\nmy_product_id_2\nmy_product_id_3"))
    intent = Intent(desk.submission_key, "b", datetime.now(UTC), 3, accepted=1, recipe=recipe.write(desk.draft))
    book.intents.put(desk.account, intent)
    return intent


def test_what_another_replica_submits_is_awaited_and_not_said_to_be_left_over(
    desk: Desk, book: OrderBook, half: Intent, other: Leases
) -> None:
    other.take(own(desk))
    submission = desk.submission()
    assert submission
    assert not submission.done()
    assert submission.progress.read()[0] == SentElsewhere()
    assert desk.unsettled.found(half).elsewhere
    book.intents.put(desk.account, replace(half, accepted=3))
    submission = desk.submission()
    assert submission
    assert submission.result(PATIENCE) == Batch((), 3)


@pytest.mark.usefixtures("half")
def test_what_is_awaited_of_another_replica_is_left_over_once_that_has_ended(desk: Desk, book: OrderBook) -> None:
    clock = Clock()
    book.leases = Leases(book.database, clock)
    other = Leases(book.database, clock)
    other.take(own(desk))
    submission = desk.submission()
    assert submission
    assert not submission.done()
    clock.advance(LASTS)
    assert submission.done()
    submission = desk.submission()
    assert submission
    batch = submission.result()
    assert batch == Batch((), 3, Interrupted())
    assert desk.left_over(batch)


def test_the_result_from_another_replica_is_what_the_order_book_says_by_then(
    desk: Desk, book: OrderBook, half: Intent, other: Leases
) -> None:
    other.take(own(desk))
    submission = desk.submission()
    assert submission
    book.intents.put(desk.account, replace(half, accepted=3))
    assert submission.result() == Batch((), 3)


def test_what_another_draft_waits_for_says_nothing_of_this_one(desk: Desk, half: Intent, other: Leases) -> None:
    other.take(turn(desk))
    submission = desk.submission()
    assert submission
    assert submission.result().end == Interrupted()
    assert not desk.unsettled.found(half).elsewhere


def test_a_desk_that_stops_waits_for_no_other_replica(desk: Desk, demo: Served, other: Leases) -> None:
    other.take(turn(desk))
    submission = begin(desk)
    submission.progress.stop()
    assert submission.result(PATIENCE) == Batch((), 1, Interrupted())
    assert not demo.archive.requests.of("GET", BASKET)


def test_who_is_not_let_send_leaves_what_another_replica_has_noted(desk: Desk, book: OrderBook, demo: Served) -> None:
    selection = {"engineType": "legacy", "searchParameters": {"q": ['productId:"my_product_id_2"']}}
    desk.connection.send("POST", SELECT[1:], json.dumps(selection))
    with demo.archive.hold(LIST) as gate:
        submission = begin(desk)
        assert gate.reached.wait(PATIENCE)
        elsewhere = sent_elsewhere(desk, book)
    assert isinstance(submission.result(PATIENCE).end, BasketInUse)
    assert book.intents.find(desk.account, desk.submission_key) == elsewhere


def test_a_refused_order_leaves_no_intent(desk: Desk, book: OrderBook) -> None:
    assert isinstance(begin(desk, "NO_SUCH").result(PATIENCE).end, NotOrdered)
    assert book.intents.find(desk.account, desk.submission_key) is None


def test_a_refusal_in_the_middle_of_a_batch_leaves_the_rest(desk: Desk, book: OrderBook) -> None:
    assert len(begin(desk, "my_product_id_1\nNO_SUCH\nmy_product_id_2").result(PATIENCE).granted) == 1
    [intent] = book.intents.of(desk.account)
    assert (intent.accepted, intent.planned, intent.on_its_way) == (1, 3, False)


def test_the_one_order_that_appears_after_a_lost_verdict_is_noted_as_the_one(desk: Desk, demo: Served) -> None:
    demo.archive.scenario = Scenario.GATEWAY_TIMEOUT
    demo.archive.gateway_timeout = 0
    submission = begin(desk)
    end = submission.result(PATIENCE).end
    assert isinstance(end, Unknown)
    [found] = end.candidates
    asked = desk.ordered_here.asked(found.order_id)
    assert asked
    assert asked.request_json == desk.composition().bodies[0]
    assert (asked.name, asked.products) == ("Norway", 1)
    assert desk.unsettled.intents() == ()
    assert isinstance(submission.progress.read()[0], Looking)


def test_a_desk_that_stops_settles_the_order_on_its_way_and_sends_no_other(desk: Desk, demo: Served) -> None:
    with demo.archive.hold(APPLY) as gate:
        submission = begin(desk, "my_product_id_1\nmy_product_id_2")
        assert gate.reached.wait(PATIENCE)
        submission.progress.stop()
    batch = submission.result(PATIENCE)
    assert (len(batch.granted), batch.planned, batch.end) == (1, 2, Interrupted())
    assert desk.left_over(batch) == ("my_product_id_2",)
    assert len(demo.archive.requests.of("POST", APPLY)) == 1


def test_a_desk_that_stops_waits_for_no_earlier_order(desk: Desk, book: OrderBook, demo: Served) -> None:
    lose(desk, book, seconds_left=60)
    submission = begin(desk)
    with demo.archive.hold(LIST) as gate:
        assert gate.reached.wait(PATIENCE)
        submission.progress.stop()
    assert submission.result(PATIENCE) == Batch((), 1, Interrupted())
    assert not demo.archive.requests.of("POST", APPLY)


def test_a_new_draft_forgets_what_became_of_the_one_before(desk: Desk, book: OrderBook) -> None:
    begin(desk).result(PATIENCE)
    key = desk.submission_key
    desk.begin_draft()
    assert book.intents.find(desk.account, key) is None


def test_a_draft_that_was_ordered_is_known_as_ordered_after_a_restart(desk: Desk, book: OrderBook) -> None:
    batch = begin(desk).result(PATIENCE)
    drafts = KeptDrafts()
    drafts.keep(desk.account, "tab", KeptDraft(desk.draft, desk.draft_key))
    again = Desk(desk.session, drafts, Submissions(), book, "tab")
    submission = again.submission()
    assert submission
    assert submission.result() == batch


def test_an_order_is_asked_again_under_the_attribute_of_then(desk: Desk) -> None:
    [number] = begin(desk).result(PATIENCE).granted
    asked = desk.composition().bodies
    desk.choose_field("properties.SceneID")
    desk.order_again([number])
    assert desk.composition().bodies == asked


@pytest.fixture
def second_of_three(desk: Desk, book: OrderBook) -> Intent:
    """Of three requests the first was accepted, the second lost its verdict long ago, and the third was not sent."""
    desk.begin_draft(Draft(pasted="my_product_id_1\nmy_product_id_2\nmy_product_id_3"))
    intent = Intent(
        desk.submission_key,
        "b",
        datetime.now(UTC) - timedelta(hours=1),
        planned=3,
        accepted=1,
        before=frozenset(),
        request_json=desk.composition().bodies[1],
        recipe=recipe.write(desk.draft),
        part_size=1,
    )
    book.intents.put(desk.account, intent)
    return intent


@pytest.mark.parametrize("is_same_tab", [True, False])
def test_of_a_lost_request_that_is_ordered_again_the_rest_is_still_told(
    desk: Desk, book: OrderBook, second_of_three: Intent, is_same_tab: bool
) -> None:
    if not is_same_tab:
        desk = Desk(desk.session, KeptDrafts(), Submissions(), book)
    desk.show_lost(second_of_three)
    assert desk.draft.pasted == "my_product_id_2"
    assert len(submit(desk).result(PATIENCE).granted) == 1
    [left] = book.intents.of(desk.account)
    rest = left.draft_not_sent()
    assert rest
    assert (left.on_its_way, rest.pasted) == (False, "my_product_id_3")
    assert len(book.in_batch(desk.account, left.batch)) == 1  # and so what is left over of it is counted right


def test_of_a_lost_request_whose_second_attempt_appears_the_rest_alone_is_still_told(
    desk: Desk, book: OrderBook, demo: Served, second_of_three: Intent
) -> None:
    desk.show_lost(second_of_three)
    demo.archive.scenario = Scenario.GATEWAY_TIMEOUT
    demo.archive.gateway_timeout = 0
    end = submit(desk).result(PATIENCE).end
    assert isinstance(end, Unknown)
    assert len(end.candidates) == 1
    [left] = book.intents.of(desk.account)
    assert (left.accepted, left.on_its_way, left.has_rest) == (2, False, True)


def test_of_two_lost_attempts_at_one_request_none_is_left_when_the_user_knows_its_order(
    desk: Desk, book: OrderBook
) -> None:
    request = '{"queries":["A"]}'
    sent_at = datetime.now(UTC) - timedelta(hours=1)
    first, second, other = (
        Intent(key, key, sent_at, 1, before=frozenset(), request_json=asked)
        for key, asked in (("first", request), ("second", request), ("other", '{"queries":["B"]}'))
    )
    for intent in (first, second, other):
        book.intents.put(desk.account, intent)
    desk.unsettled.is_order(second, 8)
    assert book.intents.of(desk.account) == [other]


@pytest.mark.usefixtures("second_of_three")
def test_what_is_ordered_with_the_lost_request_is_not_told_as_its_rest(desk: Desk, book: OrderBook) -> None:
    desk = Desk(desk.session, KeptDrafts(), Submissions(), book)
    assert len(begin(desk, "my_product_id_3\nmy_product_id_2", "").result(PATIENCE).granted) == 2
    assert book.intents.of(desk.account) == []


def lose(desk: Desk, book: OrderBook, seconds_left: float) -> None:
    """Leave an earlier order of the account without a verdict."""
    sent_at = datetime.now(UTC) - timedelta(seconds=MAY_APPEAR - seconds_left)
    book.intents.put(desk.account, Intent("earlier", "b", sent_at, 1, before=frozenset(), request_json="{}"))


def test_nothing_is_sent_while_an_earlier_order_may_still_appear(desk: Desk, book: OrderBook, demo: Served) -> None:
    lose(desk, book, MAY_APPEAR)
    with demo.archive.hold(LIST, free=1) as gate:  # the second look
        submission = begin(desk)
        assert gate.reached.wait(PATIENCE)
        assert isinstance(submission.progress.read()[0], AwaitingEarlier)
        assert not demo.archive.requests.of("POST", APPLY)
        book.intents.forget(desk.account, "earlier")
    assert submission.result(PATIENCE).end is None


def test_an_earlier_order_that_appears_no_more_holds_nothing_up(desk: Desk, book: OrderBook) -> None:
    lose(desk, book, 0)
    assert begin(desk).result(PATIENCE).end is None
