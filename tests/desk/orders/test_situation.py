"""Where orders stand, in one sentence with one step; a row for each situation, and near misses beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pytest

from components.desk.orders.amounts import Share, amounts
from components.desk.orders.situation import InFolder, Kind, Seen, Step, Work, situation
from components.regards.delivery.receipt import compose_receipt
from components.regards.delivery.snapshot import Proof, Snapshot
from components.regards.orders.records import Order, OrderFile
from components.regards.orders.statuses import UnseenStatus
from tests.ui.draw_block import NOW, file, order

RIGHT, BY_SIZE = Proof(NOW, "MD5", "browser"), Proof(NOW, "size", "browser")
NOTHING: Mapping[int, Any] = MappingProxyType({})
READY, PENDING, FETCHED, LOST = "AVAILABLE", "PENDING", "DOWNLOADED", "ERROR"
ALL_POSSIBLE = {"can_resume": True, "can_order_missing": True, "can_compose": True}


def files(*states: str) -> tuple[OrderFile, ...]:
    return tuple(file(number, state) for number, state in enumerate(states, start=1))


def seen(
    shown: Order,
    shown_files: Sequence[OrderFile] = (),
    proofs: Mapping[int, Proof] = NOTHING,
    problems: Mapping[int, str] = NOTHING,
    asked: Sequence[str] = (),
    **more: Any,  # noqa: ANN401 - parts of Seen
) -> Seen:
    """What is known of an order, with everything possible that could be offered."""
    snapshot = Snapshot(shown, tuple(shown_files), proofs, problems)
    receipt = compose_receipt([snapshot], "Archive", "project1", NOW, asked=asked)
    shares = {share: amount.files for share, amount in amounts([snapshot], receipt).items()}
    known = {
        "ready": shares.get(Share.READY, 0),
        "elsewhere": shares.get(Share.ELSEWHERE, 0),
        "to_come": shares.get(Share.TO_COME, 0),
        "failed": shares.get(Share.FAILED, 0),
        "settled": True,
    }
    return Seen((shown,), receipt, **{**ALL_POSSIBLE, **known, **more})


def unread(**more: Any) -> Seen:  # noqa: ANN401 - parts of Seen
    return Seen((), compose_receipt([], "Archive", "project1", NOW), **{**ALL_POSSIBLE, **more})


def waiting(**more: Any) -> Order:  # noqa: ANN401 - parts of an order
    return order(waiting_for_user=True, **more)


ONE, TWO = {1: RIGHT}, {1: RIGHT, 2: RIGHT}
SITUATIONS = {
    # Not known
    "being read": (unread(), Kind.READING, "Reading the order…", None),
    "unreadable": (unread(failing=True), Kind.UNREADABLE, "The archive does not say where this order stands.", None),
    "denied": (
        unread(failing=True, denied=True),
        Kind.UNREADABLE,
        "The archive shows you no order of this number.",
        None,
    ),
    "several, denied": (
        unread(failing=True, denied=True, numbers=2),
        Kind.UNREADABLE,
        "The archive shows you no order of these numbers.",
        None,
    ),
    "read before, and the archive does not answer": (
        seen(order(files=2), files(READY, PENDING), failing=True),
        Kind.STALE,
        "The archive cannot be asked now. When it was read last: 0 of 2 files verified.",
        None,
    ),
    "read before, and its files are denied": (
        seen(order(files=2), files(READY, PENDING), failing=True, denied=True),
        Kind.STALE,
        "The archive does not show all of this. When it was read last: 0 of 2 files verified.",
        None,
    ),
    "files older than the order": (
        seen(order(status="DONE", files=2), files(FETCHED, FETCHED), known=False, settled=False),
        Kind.READING,
        "Reading the files…",
        None,
    ),
    "files older than the order, and all here": (
        seen(order(status="DONE", files=2), files(FETCHED, FETCHED), TWO, known=False, settled=False),
        Kind.VERIFIED,
        "Both files arrived and are verified.",
        None,
    ),
    # Preparing
    "pending": (
        seen(order(status="PENDING", files=0)),
        Kind.PREPARING,
        "Preparing: the archive lists the files of your order.",
        Step.BRING,
    ),
    "running, nothing ready": (
        seen(order(files=2), files(PENDING, PENDING)),
        Kind.PREPARING,
        "Preparing: no file is ready yet.",
        Step.BRING,
    ),
    "running, its files not listed yet": (
        seen(order(files=2), listed=False),
        Kind.PREPARING,
        "Preparing: the list of the files is being read.",
        Step.BRING,
    ),
    "running, between two rounds": (
        seen(order(files=2), files(FETCHED, PENDING), ONE),
        Kind.PREPARING,
        "Preparing the next files: 1 of 2 files verified.",
        Step.BRING,
    ),
    "running, everything here": (
        seen(order(files=2), files(FETCHED, FETCHED), TWO),
        Kind.PREPARING,
        "Both files arrived. The archive has not ended the order yet.",
        None,
    ),
    # Ready
    "one of two is ready": (
        seen(order(files=2), files(READY, PENDING)),
        Kind.SOME_READY,
        "1 file is ready. The archive prepares the rest.",
        Step.GET,
    ),
    "all are ready, and it runs still": (
        seen(order(files=2), files(READY, READY)),
        Kind.ALL_READY,
        "Both files are ready. The archive has not ended the order yet.",
        Step.GET,
    ),
    "the only one is ready, and it runs still": (
        seen(order(files=1), files(READY)),
        Kind.ALL_READY,
        "The file is ready. The archive has not ended the order yet.",
        Step.GET,
    ),
    "all are ready, and it runs and waits still": (
        seen(waiting(files=2), files(READY, READY)),
        Kind.ALL_READY,
        "Both files are ready. The archive has not ended the order yet.",
        Step.GET,
    ),
    "one is here, the other is ready, and it runs still": (
        seen(order(files=2), files(FETCHED, READY), ONE),
        Kind.ALL_READY,
        "1 file is ready · 1 of 2 files verified. The archive has not ended the order yet.",
        Step.GET,
    ),
    "all that is listed is ready, of an order that is not shown and promises more": (
        seen(replace(order(files=0), status=UnseenStatus.MORE_TO_COME), files(READY, READY)),
        Kind.SOME_READY,
        "2 files are ready. The archive prepares the rest.",
        Step.GET,
    ),
    "waiting for the user": (
        seen(waiting(files=3), files(READY, READY, PENDING)),
        Kind.WAITING_FOR_USER,
        "2 files are ready: get them, then the archive prepares the rest.",
        Step.GET,
    ),
    "waiting, as the archive says, with nothing ready": (
        seen(waiting(files=2), files(FETCHED, PENDING), ONE),
        Kind.PREPARING,
        "Preparing the next files: 1 of 2 files verified.",
        Step.BRING,
    ),
    "done and waiting": (
        seen(waiting(status="DONE", files=2), files(READY, READY), settled=False),
        Kind.ALL_READY,
        "Both files are ready.",
        Step.GET,
    ),
    "done, one is here, one is ready": (
        seen(order(status="DONE", files=2), files(FETCHED, READY), ONE, settled=False),
        Kind.ALL_READY,
        "1 file is ready · 1 of 2 files verified.",
        Step.GET,
    ),
    "done, one ready that broke before": (
        seen(order(status="DONE", files=1), files(READY), problems={1: "It broke."}, settled=False),
        Kind.ALL_READY,
        "The file is ready.",
        Step.GET,
    ),
    "done, one ready and one failed": (
        seen(order(status="DONE_WITH_WARNING", files=2), files(READY, LOST), settled=False),
        Kind.ALL_READY,
        "1 file is ready · 0 of 2 files verified · 1 failed.",
        Step.GET,
    ),
    "done, one is here, one ready that broke before: it is told once": (
        seen(order(status="DONE", files=2), files(FETCHED, READY), ONE, {2: "It broke."}, settled=False),
        Kind.ALL_READY,
        "1 file is ready · 1 of 2 files verified.",
        Step.GET,
    ),
    # Paused
    "paused with files ready": (
        seen(order(status="PAUSED", files=2), files(READY, PENDING)),
        Kind.PAUSED,
        "Paused with 1 file ready: get it, or resume the order.",
        Step.GET,
    ),
    "paused with nothing ready": (
        seen(order(status="PAUSED", files=2), files(PENDING, PENDING)),
        Kind.PAUSED,
        "Paused: the archive prepares nothing more until you resume the order.",
        Step.RESUME,
    ),
    "paused, still stopping its work": (
        seen(order(status="PAUSED", files=2), files(PENDING, PENDING), can_resume=False),
        Kind.PAUSED,
        "Paused: the archive prepares nothing more until you resume the order.",
        None,
    ),
    # A delivery
    "delivering in another replica, or in this one before it was started again": (
        seen(waiting(files=2), files(FETCHED, PENDING), ONE, work=Work.ELSEWHERE),
        Kind.DELIVERING,
        "Another server of this desk brings the files, or this one did before a restart: 1 of 2 files verified.",
        None,
    ),
    "delivering": (
        seen(waiting(files=2), files(READY, PENDING), work=Work.WORKING),
        Kind.DELIVERING,
        "The files come into the folder by themselves: 0 of 2 files verified.",
        None,
    ),
    "delivering, after all came through the browser": (
        seen(order(files=2), files(FETCHED, FETCHED), TWO, work=Work.WORKING, in_folder=InFolder(2, 0)),
        Kind.DELIVERING,
        "The files come into the folder by themselves: 0 of 2 files verified.",
        None,
    ),
    "delivering, one of them not verifiable": (
        seen(order(files=2), files(FETCHED, READY), {1: BY_SIZE}, work=Work.WORKING, in_folder=InFolder(2, 0, 1)),
        Kind.DELIVERING,
        "The files come into the folder by themselves: 0 of 2 files verified · 1 here, not verifiable.",
        None,
    ),
    "a delivery that ended says nothing of what came otherwise": (
        seen(order(status="DONE", files=2), files(FETCHED, READY), ONE, settled=False, in_folder=InFolder(2, 0)),
        Kind.ALL_READY,
        "1 file is ready · 1 of 2 files verified.",
        Step.GET,
    ),
    "delivering an order that is paused on the archive": (
        seen(order(status="PAUSED", files=2), files(FETCHED, PENDING), ONE, work=Work.WORKING),
        Kind.PAUSED,
        "Paused: the archive prepares nothing more until you resume the order.",
        Step.RESUME,
    ),
    "the delivery is paused": (
        seen(waiting(files=2), files(READY, PENDING), work=Work.PAUSED),
        Kind.DELIVERY_PAUSED,
        "You paused the delivery: 0 of 2 files verified.",
        Step.GO_ON,
    ),
    "the delivery meets an outage": (
        seen(order(files=2), files(READY, PENDING), work=Work.INTERRUPTED, failing=True),
        Kind.INTERRUPTED,
        "The delivery is interrupted and tries again by itself: 0 of 2 files verified.",
        None,
    ),
    "a limit stopped the delivery, and more is ready": (
        seen(order(files=3), files(FETCHED, READY, PENDING), ONE, work=Work.LIMITED),
        Kind.LIMIT_REACHED,
        "A download limit is reached: 1 of 3 files verified. Continue when the archive allows more.",
        Step.GET,
    ),
    "a limit stopped the delivery, and all the rest is ready": (
        seen(order(status="DONE", files=2), files(FETCHED, READY), ONE, work=Work.LIMITED, settled=False),
        Kind.LIMIT_REACHED,
        "A download limit is reached: 1 of 2 files verified. Continue when the archive allows more.",
        Step.GET,
    ),
    "a limit stopped the delivery, and the rest is prepared": (
        seen(order(files=2), files(FETCHED, PENDING), ONE, work=Work.LIMITED),
        Kind.LIMIT_REACHED,
        "A download limit is reached: 1 of 2 files verified. Continue when the archive allows more.",
        Step.BRING,
    ),
    "a limit stopped the delivery at the last file": (
        seen(
            order(status="DONE", files=2),
            files(FETCHED, "DOWNLOAD_ERROR"),
            ONE,
            problems={2: "No more."},
            work=Work.LIMITED,
        ),
        Kind.LIMIT_REACHED,
        "A download limit is reached: 1 of 2 files verified. Continue when the archive allows more.",
        Step.BRING,
    ),
    "a limit stopped the delivery of an order that is paused with files ready": (
        seen(order(status="PAUSED", files=2), files(READY, PENDING), work=Work.LIMITED),
        Kind.LIMIT_REACHED,
        "A download limit is reached: 0 of 2 files verified. Continue when the archive allows more.",
        Step.GET,
    ),
    "a limit stopped the delivery of an order that is paused with nothing ready": (
        seen(order(status="PAUSED", files=2), files(FETCHED, PENDING), ONE, work=Work.LIMITED),
        Kind.PAUSED,
        "Paused: the archive prepares nothing more until you resume the order.",
        Step.RESUME,
    ),
    "a limit stopped the delivery, and the rest came through the browser": (
        seen(order(status="DONE", files=2), files(FETCHED, FETCHED), TWO, work=Work.LIMITED),
        Kind.VERIFIED,
        "Both files arrived and are verified.",
        None,
    ),
    "a limit stopped the delivery, the rest came, and the order runs still": (
        seen(order(files=2), files(FETCHED, FETCHED), TWO, work=Work.LIMITED),
        Kind.PREPARING,
        "Both files arrived. The archive has not ended the order yet.",
        None,
    ),
    "a limit stopped the delivery, and the archive does not answer": (
        seen(order(files=2), files(READY, PENDING), work=Work.LIMITED, failing=True),
        Kind.STALE,
        "The archive cannot be asked now. When it was read last: 0 of 2 files verified.",
        None,
    ),
    "a limit stopped the delivery, and the order expired": (
        seen(order(status="EXPIRED", files=2), files(FETCHED, PENDING), ONE, work=Work.LIMITED),
        Kind.EXPIRED,
        "Expired with 1 file not fetched.",
        Step.ORDER_MISSING,
    ),
    # All arrived
    "verified": (
        seen(order(status="DONE", files=2), files(FETCHED, FETCHED), TWO),
        Kind.VERIFIED,
        "Both files arrived and are verified.",
        None,
    ),
    "the only file is verified": (
        seen(order(status="DONE", files=1), files(FETCHED), ONE),
        Kind.VERIFIED,
        "The file arrived and is verified.",
        None,
    ),
    "verified, and expired since": (
        seen(order(status="EXPIRED", files=2), files(FETCHED, FETCHED), TWO),
        Kind.VERIFIED,
        "Both files arrived and are verified.",
        None,
    ),
    "arrived, one not verifiable": (
        seen(order(status="DONE", files=2), files(FETCHED, FETCHED), {1: RIGHT, 2: BY_SIZE}),
        Kind.NOT_VERIFIABLE,
        "Both files arrived; 1 of them cannot be verified.",
        None,
    ),
    "all that is listed of an order that is not shown": (
        seen(replace(order(files=0), status=UnseenStatus.UNKNOWN), files(FETCHED, FETCHED), TWO),
        Kind.LISTED_ARRIVED,
        "Every file that the archive has listed has arrived. It does not show the order, so more may come.",
        None,
    ),
    "downloaded elsewhere": (
        seen(order(status="DONE", files=2), files(FETCHED, FETCHED)),
        Kind.ELSEWHERE,
        "2 files downloaded, but not kept by this desk, so not verified here.",
        Step.BRING,
    ),
    # Some failed or missing
    "one failed": (
        seen(order(status="DONE_WITH_WARNING", files=2), files(FETCHED, LOST), ONE),
        Kind.INCOMPLETE,
        "1 of 2 files verified · 1 failed.",
        Step.ORDER_MISSING,
    ),
    "one failed, and something still moves": (
        seen(order(status="DONE_WITH_WARNING", files=2), files(FETCHED, LOST), ONE, settled=False),
        Kind.INCOMPLETE,
        "1 of 2 files verified · 1 failed.",
        None,
    ),
    "one failed, and nobody knows what to order": (
        seen(order(status="DONE_WITH_WARNING", files=2), files(FETCHED, LOST), ONE, can_order_missing=False),
        Kind.INCOMPLETE,
        "1 of 2 files verified · 1 failed.",
        None,
    ),
    "one failed, one elsewhere": (
        seen(order(status="DONE_WITH_WARNING", files=3), files(FETCHED, LOST, FETCHED), ONE),
        Kind.INCOMPLETE,
        "1 of 3 files verified · 1 failed · 1 not fetched.",
        Step.ORDER_MISSING,
    ),
    "everything failed": (
        seen(order(status="FAILED", files=2), files(LOST, LOST)),
        Kind.NOTHING_CAME,
        "0 of 2 files verified · 2 failed.",
        Step.ORDER_MISSING,
    ),
    "an identifier without any file": (
        seen(order(status="DONE", files=1), files(FETCHED), ONE, asked=("P00001", "NOWHERE")),
        Kind.INCOMPLETE,
        "1 of 1 file verified · 1 identifier without any file.",
        Step.ORDER_MISSING,
    ),
    "ended with no file": (
        seen(order(status="DONE_WITH_WARNING", files=0)),
        Kind.NOTHING_CAME,
        "No file matched what was asked, so there is none to get.",
        Step.COMPOSE_SAME,
    ),
    "failed with no file": (
        seen(order(status="FAILED", files=0)),
        Kind.NOTHING_CAME,
        "The archive could not provide this order: no file came.",
        Step.COMPOSE_SAME,
    ),
    "not shown, with no file": (
        seen(replace(order(files=0), status=UnseenStatus.UNKNOWN)),
        Kind.NOTHING_CAME,
        "The archive does not show this order, and lists no file of it.",
        None,
    ),
    "a status that nobody knows": (
        seen(order(status="ARCHIVING", files=2), files(FETCHED, PENDING), ONE),
        Kind.INCOMPLETE,
        "1 of 2 files verified. The archive's word for this order is new to this page.",
        None,
    ),
    # Gone
    "expired": (
        seen(order(status="EXPIRED", files=4), files(FETCHED, READY, PENDING), ONE),
        Kind.EXPIRED,
        "Expired with 3 files not fetched.",
        Step.ORDER_MISSING,
    ),
    "expired before a file was listed": (
        seen(order(status="EXPIRED", files=0), can_order_missing=False),
        Kind.EXPIRED,
        "Expired: the archive has dropped its files.",
        Step.COMPOSE_SAME,
    ),
    "deleted": (
        seen(order(status="DELETED", files=2), files(FETCHED, PENDING), ONE),
        Kind.DELETED,
        "Deleted on the archive: 1 of 2 files verified.",
        Step.ORDER_MISSING,
    ),
}


@pytest.mark.parametrize(("known", "kind", "sentence", "step"), SITUATIONS.values(), ids=SITUATIONS)
def test_each_situation_has_its_sentence_and_its_step(
    known: Seen, kind: Kind, sentence: str, step: Step | None
) -> None:
    found = situation(known)
    assert (found.kind, found.sentence, found.step) == (kind, sentence, step)


def test_each_kind_has_a_row() -> None:
    assert {kind for _, kind, _, _ in SITUATIONS.values()} == set(Kind)


def test_of_several_orders_one_that_still_prepares_decides() -> None:
    done = seen(order(54, "EXPIRED", files=1), files(PENDING), settled=False)
    both = replace(done, orders=(*done.orders, order(55)))
    assert situation(done).kind is Kind.EXPIRED
    assert situation(both).kind is Kind.PREPARING


def test_of_several_orders_one_whose_files_are_not_known_yet_may_bring_more() -> None:
    ready = seen(order(54, "DONE", files=2), files(READY, READY))
    both = replace(ready, orders=(*ready.orders, order(55, "PENDING", files=0)))
    assert situation(ready).sentence == "Both files are ready."
    assert situation(both).sentence == "2 files are ready. The archive prepares the rest."
