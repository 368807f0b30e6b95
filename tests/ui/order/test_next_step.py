"""What the head of the page of an order offers."""

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from components.desk.orders.order_waiting import OrderWithFiles
from components.desk.orders.situation import Kind, Situation, Step
from components.regards.delivery.checksums import BY_SIZE
from components.regards.delivery.receipt import compose_receipt
from components.regards.delivery.snapshot import Proof, Snapshot
from components.regards.orders.records import OrderFile
from components.regards.settings import Archive
from components.regards.sign_in.login import Login
from components.ui.order import next_step
from components.ui.order.delivery_panel import Place
from tests.ui.draw_block import NOW, file, order

LOGIN = Login(Archive("swot", "https://regards.example.org", "swot"), "swot", "ann", "EXPLOIT", "token", 0.0, 3600.0)
FOLDER = Place("/srv/orders", here=True, passes=True)


def nothing(*_: object, **__: object) -> None:
    """Stands for an act."""


def followed(*files: OrderFile, orders: int = 1, broken_off: tuple[object, ...] = ()) -> Any:  # noqa: ANN401 - stands for followed orders
    """Orders that are followed, each with these files."""
    made = tuple(order(54 + number, expires=NOW + timedelta(hours=number + 1)) for number in range(orders))
    receipt = compose_receipt([Snapshot(made[0], files, {}, {})], "Archive", "swot", NOW)
    return SimpleNamespace(
        orders=made,
        order_ids=tuple(each.order_id for each in made),
        parts=lambda: [OrderWithFiles(each, files) for each in made],
        receipt=lambda: receipt,
        into_folder=SimpleNamespace(deliveries={}, broken_off=broken_off, deliver=nothing, go_on=nothing),
        latest_action=nothing,
        ask=nothing,
        order_missing=nothing,
        order_again=nothing,
    )


def labels(where: Situation, of: Any, folder: Place | None = None) -> list[str]:  # noqa: ANN401 - as above
    return [each.label for each in next_step.offers(where, of, folder, LOGIN)]


def test_the_deadline_of_an_order_with_nothing_ready_is_nobodys() -> None:
    of = followed(file(1), orders=2)
    first, second = of.parts()
    of.parts = lambda: [replace(first, files=(file(1, "DOWNLOADED"),)), second]
    [told] = next_step.remarks(Situation(Kind.SOME_READY, "", Step.GET), of, None)
    assert told == "The archive keeps what is ready until 2026-02-03 11:00 (UTC)."


@pytest.mark.parametrize("step", [Step.GET, Step.BRING])
def test_into_a_folder_it_is_one_button(step: Step) -> None:
    where = Situation(Kind.SOME_READY, "", step)
    assert labels(where, followed(file(1)), FOLDER) == ["Bring all files into this folder"]


def test_a_delivery_that_was_broken_off_is_continued() -> None:
    where = Situation(Kind.SOME_READY, "", Step.GET)
    assert labels(where, followed(file(1), broken_off=(object(),)), FOLDER) == ["Continue"]


def test_through_the_browser_it_is_a_zip_of_what_is_ready_of_each_order() -> None:
    where = Situation(Kind.SOME_READY, "", Step.GET)
    assert labels(where, followed(file(1), file(2, "PENDING"))) == ["Download what is ready as ZIP (1)"]
    assert labels(where, followed(file(1), orders=2)) == [
        "Download what is ready of order 54 as ZIP (1)",
        "Download what is ready of order 55 as ZIP (1)",
    ]


def test_of_many_orders_the_head_of_the_page_has_a_few_zips() -> None:
    where = Situation(Kind.SOME_READY, "", Step.GET)
    assert len(labels(where, followed(file(1), orders=9))) == next_step.MOST_ZIPS
    assert len(next_step.zip_offers(followed(file(1), orders=9), LOGIN)) == 9


def test_the_browser_has_nothing_to_fetch_before_something_is_ready() -> None:
    assert labels(Situation(Kind.PREPARING, "", Step.BRING), followed(file(1, "PENDING"))) == []


@pytest.mark.parametrize(
    ("kind", "step", "label"),
    [
        (Kind.DELIVERY_PAUSED, Step.GO_ON, "Go on"),
        (Kind.PAUSED, Step.RESUME, "Resume the order"),
        (Kind.EXPIRED, Step.ORDER_MISSING, "Order them again"),
        (Kind.INCOMPLETE, Step.ORDER_MISSING, "Order the 2 missing ones"),
        (Kind.NOTHING_CAME, Step.COMPOSE_SAME, "Compose it again"),
    ],
)
def test_every_other_step_is_one_button(kind: Kind, step: Step, label: str) -> None:
    two = followed(file(1, "ERROR"), file(2, "ERROR"), orders=1)
    two.receipt = lambda: compose_receipt(
        [Snapshot(order(files=2), (file(1, "ERROR"), file(2, "ERROR")), {}, {})], "Archive", "swot", NOW
    )
    assert labels(Situation(kind, "", step), two, FOLDER) == [label]


def test_missing_files_that_the_archive_never_named_are_not_counted_twice() -> None:
    where, of = Situation(Kind.DELETED, "", Step.ORDER_MISSING), followed()
    for files, label in ((1, "Order the missing one"), (2, "Order what is missing")):
        snapshot = Snapshot(order(files=files), (file(1),), {}, {})
        receipt = compose_receipt([snapshot], "Archive", "swot", NOW, asked=[file(1).product])
        of.receipt = lambda receipt=receipt: receipt
        assert labels(where, of) == [label]


@pytest.mark.parametrize(
    ("asked", "label"), [(["A"], "Look for the one without files"), (["A", "B"], "Look for the 2 without files")]
)
def test_where_only_identifiers_without_files_are_missing_the_catalogue_is_to_be_asked(
    asked: list[str], label: str
) -> None:
    of, one = followed(), file(1)
    proofs = {one.file_id: Proof(NOW, BY_SIZE, "there")}
    receipt = compose_receipt(
        [Snapshot(order(files=1), (one,), proofs, {})], "Archive", "swot", NOW, asked=[one.product, *asked]
    )
    of.receipt = lambda: receipt
    assert labels(Situation(Kind.INCOMPLETE, "", Step.ORDER_MISSING), of) == [label]


def test_where_there_is_nothing_to_do_nothing_is_offered() -> None:
    assert labels(Situation(Kind.VERIFIED, ""), followed(), FOLDER) == []


def test_the_first_deadline_and_the_folder_are_told_where_files_are_to_be_got() -> None:
    where = Situation(Kind.SOME_READY, "", Step.GET)
    assert next_step.remarks(where, followed(file(1), orders=2), FOLDER) == [
        "The archive keeps what is ready until 2026-02-03 10:00 (UTC).",
        "The folder on this computer: /srv/orders",
        "This folder passes away when the demo is stopped: copy what you want to keep.",
    ]
    assert next_step.remarks(Situation(Kind.VERIFIED, ""), followed(file(1)), FOLDER) == []


def test_why_files_are_missing_is_told_the_most_frequent_reasons_first_and_cut_short() -> None:
    failed = [
        *(file(number, "ERROR", error="lost on tape") for number in (1, 2)),
        file(3, "ERROR", error="x" * 1_000),
        file(4, "PROCESSING_ERROR"),
    ]
    found = next_step.remarks(Situation(Kind.INCOMPLETE, "", Step.ORDER_MISSING), followed(*failed), FOLDER)
    assert found[0] == "2 files: The archive cannot provide this file. It says: lost on tape"
    assert len(found[1]) < 220
    assert found[1].endswith("…")
    assert found[2] == "1 more file: see the receipt."
