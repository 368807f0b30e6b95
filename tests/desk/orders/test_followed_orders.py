"""Orders that are followed together: each for itself, and made again only where something has changed."""

import gc
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import wait
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from components.desk.archives import Archives
from components.desk.kept_quicklooks import KeptQuicklooks
from components.desk.orders import followed_orders, into_folder
from components.desk.orders.followed_order import FollowedOrder
from components.desk.orders.followed_orders import FollowedOrders
from components.desk.orders.situation import InFolder
from components.desk.shared_state import SharedState, opened
from components.regards.delivery.snapshot import Proof, Snapshot
from components.regards.errors import SignInAwaited, UnexpectedReply
from components.regards.orders import order_files
from components.regards.orders.actions import Action
from components.regards.orders.records import Order, OrderFile
from components.regards.settings import Archive
from components.regards.sign_in.login import Login
from components.regards.sign_in.session import Session
from tests.ui.draw_block import NOW, file, order

PATIENCE = 60.0  # seconds
NONSENSE = UnexpectedReply("The archive sent something without a sensible “id”.")


class Answers:
    """Answers for each order; one may answer nonsense, another not at all until its gate is opened."""

    def __init__(self) -> None:
        self.nonsense: set[int] = set()
        self.silent: set[int] = set()
        self.gate = threading.Event()
        self.asked: list[int] = []
        self.asked_again = threading.Event()
        self.status = "DONE"
        self.expired: set[int] = set()
        self.state = "AVAILABLE"

    def order(self, _connection: object, order_id: int) -> Order:
        if order_id in self.asked:
            self.asked_again.set()
        self.asked.append(order_id)
        if order_id in self.nonsense:
            raise NONSENSE
        if order_id in self.silent:
            assert self.gate.wait(PATIENCE)
        return order(order_id, status="EXPIRED" if order_id in self.expired else self.status, files=2)

    def files(self, _connection: object, of: Order) -> tuple[OrderFile, ...]:
        return file(1, self.state, order_id=of.order_id), file(2, "DOWNLOADED", order_id=of.order_id)


def a_session() -> Session:
    settings = Archive("A", "http://127.0.0.1:9", "p", poll_every=3600.0)
    return Session(Login(settings, "p", "anna", "REGISTERED_USER", "token", received_at=0.0, life=3600.0))


@pytest.fixture
def archive(monkeypatch: pytest.MonkeyPatch) -> Iterator[Answers]:
    made = Answers()
    monkeypatch.setattr(order_files, "order", made.order)
    monkeypatch.setattr(order_files, "files", made.files)
    yield made
    made.gate.set()


@pytest.fixture
def state() -> Iterator[SharedState]:
    with opened(Archives(())) as shared:
        yield shared


@pytest.fixture
def desk() -> Any:  # noqa: ANN401 - a stand-in
    settings = SimpleNamespace(
        name="A", delivery_folder="", delivery_mode=None, poll_every=3600.0, largest_unannounced_file=1, guests=None
    )
    return SimpleNamespace(
        account="anna",
        quicklooks=KeptQuicklooks(),
        login=SimpleNamespace(archive=settings, project="p", username="anna"),
        session=a_session(),
        connection=None,
        identifier_field="providerId",
        ordered_here=SimpleNamespace(asked_in=lambda _: None, asked=lambda _: None),
    )


Follow = Callable[[int], FollowedOrders]


@pytest.fixture
def follow(archive: Answers, desk: Any, state: SharedState) -> Follow:  # noqa: ANN401 - a stand-in
    assert archive

    def begin(count: int) -> FollowedOrders:
        return FollowedOrders(desk, tuple(range(1, count + 1)), state)

    return begin


# Drawing


def test_nothing_is_made_again_while_nothing_changes(follow: Follow) -> None:
    followed = follow(3)
    followed.look(PATIENCE)
    before = followed.parts()
    followed.look()
    assert [part.available for part in before] == [1, 1, 1]
    assert all(now is then for now, then in zip(followed.parts(), before, strict=True))


def test_only_that_order_is_made_again_of_which_something_was_noted(follow: Follow, state: SharedState) -> None:
    followed = follow(3)
    followed.look(PATIENCE)
    before, drawn, receipt = followed.parts(), followed.drawn, followed.receipt()
    state.browser_downloads.prove("anna", file(1, order_id=2), "MD5")
    followed.look()
    assert [now is then for now, then in zip(followed.parts(), before, strict=True)] == [True, False, True]
    assert followed.parts()[1].verified == 1
    assert followed.drawn != drawn
    assert followed.receipt() is not receipt


def test_what_is_noted_of_another_account_changes_nothing(follow: Follow, state: SharedState) -> None:
    followed = follow(3)
    followed.look(PATIENCE)
    drawn, receipt = followed.drawn, followed.receipt()
    state.browser_downloads.prove("ben", file(1, order_id=2), "MD5")
    assert followed.drawn == drawn
    assert followed.receipt() is receipt


def test_the_order_book_is_asked_for_the_other_orders_of_a_request_only_after_a_change(
    follow: Follow,
    desk: Any,  # noqa: ANN401 - a stand-in
) -> None:
    asked: list[int] = []

    def batch_of(order_id: int) -> tuple[int, ...]:
        asked.append(order_id)
        return 1, 2

    desk.ordered_here.batch_of = batch_of
    followed, one = follow(1), order(1)
    assert [followed.together(one) for _ in range(3)] == [(1, 2)] * 3
    assert asked == [1]
    followed.together(replace(one, percent=50))
    assert asked == [1, 1]


# What an action leaves behind


@pytest.mark.parametrize(("status", "moves"), [("EXPIRED", False), ("FAILED", True)])
def test_after_an_action_an_order_may_begin_to_move_unless_it_is_gone(
    follow: Follow, archive: Answers, state: SharedState, monkeypatch: pytest.MonkeyPatch, status: str, moves: bool
) -> None:
    monkeypatch.setattr(followed_orders, "monotonic", lambda: 0.0)  # the time after an action is not over
    archive.status, archive.state = status, "DOWNLOADED"
    followed = follow(1)
    followed.look(PATIENCE)
    assert not followed.moves
    state.order_actions.ask("anna", 1, Action.RETRY, lambda: 1, after=None)
    action = followed.latest_action(1)
    assert action
    action.outcome.result(PATIENCE)
    followed.look(PATIENCE)
    assert followed.moves is moves


# Each order for itself


def test_an_order_that_answers_nonsense_does_not_hold_up_the_others(follow: Follow, archive: Answers) -> None:
    archive.nonsense.add(1)
    followed = follow(3)
    followed.look(PATIENCE)
    assert [part.order.order_id for part in followed.parts()] == [2, 3]
    assert followed.failures == {NONSENSE: (1,)}
    assert followed.all_files is not None
    assert len(followed.all_files.files) == 4


def test_an_order_that_does_not_answer_does_not_keep_the_others_from_being_read(
    follow: Follow, archive: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The wait for it ends when the user's patience does; here, when the others have come."""
    archive.silent.add(1)
    followed = follow(3)
    waits: list[int] = []

    def until_the_others_are_here(futures: list[Any], seconds: float, until: str) -> object:
        waits.append(len(futures))
        return wait(futures, seconds if len(futures) > 1 else 0.0, until)

    monkeypatch.setattr(followed_orders, "wait", until_the_others_are_here)
    followed.look(PATIENCE)
    assert [part.order.order_id for part in followed.parts()] == [2, 3]
    assert followed.all_files is not None
    assert len(followed.all_files.files) == 4
    assert waits[-1] == 1


def test_of_several_orders_the_files_of_each_that_is_gone_are(follow: Follow, archive: Answers) -> None:
    archive.expired.add(1)
    followed = follow(2)
    followed.look(PATIENCE)
    listed = followed.all_files
    assert listed is not None
    assert [(file.order_id, listed.state(file)) for file in listed.files if file.available] == [
        (1, "DROPPED"),
        (2, "AVAILABLE"),
    ]
    assert [part.available for part in followed.parts()] == [0, 1]


# Several tabs


def of_another_sign_in(desk: Any) -> Any:  # noqa: ANN401 - stand-ins
    return SimpleNamespace(**{**vars(desk), "session": a_session()})


def test_two_tabs_of_one_sign_in_ask_the_archive_once(
    archive: Answers,
    desk: Any,  # noqa: ANN401 - a stand-in
    state: SharedState,
) -> None:
    first, second = (FollowedOrders(desk, order_ids, state) for order_ids in [(1,), (1, 2)])
    first.look(PATIENCE)
    second.look(PATIENCE)
    assert sorted(archive.asked) == [1, 2]
    assert [part.order.order_id for part in first.parts()] == [1]
    assert [part.order.order_id for part in second.parts()] == [1, 2]


def test_another_sign_in_of_the_same_account_reads_for_itself(
    archive: Answers,
    desk: Any,  # noqa: ANN401 - a stand-in
    state: SharedState,
) -> None:
    first, second = (FollowedOrders(each, (1,), state) for each in (desk, of_another_sign_in(desk)))
    first.look(PATIENCE)
    assert second.orders == ()
    second.look(PATIENCE)
    assert archive.asked == [1, 1]


def test_a_tab_that_comes_later_has_an_old_reading_renewed_and_a_young_one_not(
    follow: Follow,
    archive: Answers,
    desk: Any,  # noqa: ANN401 - a stand-in
) -> None:
    first = follow(1)
    first.look(PATIENCE)
    follow(1).look(PATIENCE)
    assert archive.asked == [1]
    desk.login.archive.poll_every = 0.0
    follow(1).look(PATIENCE)
    assert archive.asked_again.wait(PATIENCE)


def test_what_no_tab_follows_any_more_is_forgotten(follow: Follow, archive: Answers) -> None:
    follow(1).look(PATIENCE)
    for thread in [each for each in threading.enumerate() if each.name == "reading"]:
        thread.join(PATIENCE)  # it holds its last piece of work
    gc.collect()
    follow(1).look(PATIENCE)
    assert archive.asked == [1, 1]


def test_a_page_whose_session_is_over_asks_once_and_does_not_wait(
    follow: Follow, archive: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    def over(_connection: object, order_id: int) -> Order:
        archive.asked.append(order_id)
        raise SignInAwaited("over")

    monkeypatch.setattr(order_files, "order", over)
    follow(1).look(PATIENCE)
    assert archive.asked == [1]


# Deliveries


def test_a_delivery_takes_its_places_among_the_downloads_of_the_account(
    follow: Follow,
    desk: Any,  # noqa: ANN401 - a stand-in
    state: SharedState,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: object,
) -> None:
    desk.login.archive.delivery_folder = str(tmp_path)
    made: list[dict[str, Any]] = []

    class Noted:
        def __init__(self, *_: object, **options: object) -> None:
            made.append(options)

        def run(self) -> None:
            """Bring nothing."""

        def break_off(self) -> None:
            """End nothing: the state that is closed afterwards may still find this one at work."""

    monkeypatch.setattr(into_folder, "Delivery", Noted)
    monkeypatch.setattr(state.sessions, "lasting", lambda _: None)
    follow(1).into_folder.deliver()
    assert made[0]["place"] == state.streams.of("anna").place


def test_what_stands_in_the_folder_is_counted_without_what_came_through_the_browser(
    follow: Follow, state: SharedState, monkeypatch: pytest.MonkeyPatch
) -> None:
    followed = follow(2)
    followed.look(PATIENCE)
    for number in (1, 2):
        state.browser_downloads.prove("anna", file(number), "MD5")
    assert followed.into_folder.outcome(followed.orders, followed.receipt()) is None
    first = followed.orders[0]
    snapshot = Snapshot(first, (), {1: Proof(NOW, "MD5", "a.nc"), 2: Proof(NOW, "size", "b.nc")}, {})
    delivery = SimpleNamespace(snapshot=lambda _: snapshot)
    monkeypatch.setattr(followed.into_folder, "delivery", lambda number: delivery if number == first.order_id else None)
    outcome = followed.into_folder.outcome(followed.orders, followed.receipt())
    assert outcome == InFolder(ordered=2, verified=1, unverifiable=1)


PROOFS = {number: Proof(NOW, "MD5", f"{number}.nc") for number in (1, 2)}


class OneDelivery:
    """The deliveries of a process, of which there is at most one; it knows the first file only."""

    def __init__(self) -> None:
        self.is_kept = self.is_at_work = True
        self.is_at_work_elsewhere = False

    def find(self, _account: str, order_id: int) -> Any:  # noqa: ANN401 - a stand-in
        snapshot = Snapshot(order(order_id, files=2), (), {1: PROOFS[1]}, {})
        return SimpleNamespace(snapshot=lambda _: snapshot) if self.is_kept else None

    def runs(self, _account: str, _order_id: int) -> bool:
        return self.is_at_work

    def runs_elsewhere(self, _account: str, _order_id: int) -> bool:
        return self.is_at_work_elsewhere


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch) -> Any:  # noqa: ANN401 - a stand-in
    """What each reading of the folder finds, of a delivery that is at work."""
    found = SimpleNamespace(files={}, proofs={1: PROOFS[1]}, broken_off=NOW, verified=1)
    monkeypatch.setattr(FollowedOrder, "_open", lambda *_: SimpleNamespace(**vars(found)))
    return found


@pytest.fixture
def deliveries(monkeypatch: pytest.MonkeyPatch) -> OneDelivery:
    made = OneDelivery()
    monkeypatch.setattr(SharedState, "deliveries_of", lambda *_: made)
    return made


def ends(deliveries: OneDelivery, folder: Any) -> None:  # noqa: ANN401 - a stand-in
    """The delivery brings the second file, ends, and is no longer kept: others have ended since."""
    folder.proofs, folder.verified, folder.broken_off = PROOFS, 2, None
    deliveries.is_kept = deliveries.is_at_work = False


def test_what_a_delivery_brought_after_the_last_look_is_known_when_it_is_no_longer_kept(
    follow: Follow,
    deliveries: OneDelivery,
    folder: Any,  # noqa: ANN401 - a stand-in
) -> None:
    followed = follow(1)
    followed.look(PATIENCE)
    assert followed.receipt().arrived == 1
    ends(deliveries, folder)
    followed.look(PATIENCE)
    assert followed.receipt().arrived == 2


@pytest.mark.parametrize("is_watched", [True, False])
def test_what_another_replica_has_brought_since_counts_and_not_what_an_ended_delivery_knows(
    follow: Follow,
    deliveries: OneDelivery,
    folder: Any,  # noqa: ANN401 - a stand-in
    is_watched: bool,
) -> None:
    deliveries.is_at_work, deliveries.is_at_work_elsewhere = False, is_watched
    followed = follow(1)
    if is_watched:
        followed.look(PATIENCE)
        assert followed.receipt().arrived == 1
        deliveries.is_at_work_elsewhere = False
    folder.proofs, folder.verified, folder.broken_off = PROOFS, 2, None
    followed.look(PATIENCE)
    assert followed.receipt().arrived == 2


def test_a_page_that_is_opened_after_that_does_not_take_the_folder_as_it_was_in_the_middle(
    follow: Follow,
    deliveries: OneDelivery,
    folder: Any,  # noqa: ANN401 - a stand-in
) -> None:
    earlier = follow(1)
    earlier.look(PATIENCE)
    ends(deliveries, folder)
    followed = follow(1)
    followed.look(PATIENCE)
    assert (followed.receipt().arrived, followed.into_folder.broken_off) == (2, ())
