"""Where orders stand, from what was read of them: a reading that failed, and why."""

from types import SimpleNamespace
from typing import Any

import pytest

from components.desk.orders.amounts import Amount, Share
from components.desk.orders.outlook import outlook
from components.desk.orders.situation import InFolder, Kind
from components.regards.delivery.engine import Phase, Progress
from components.regards.delivery.receipt import compose_receipt
from components.regards.delivery.snapshot import Snapshot
from components.regards.errors import LimitReached, Missing, NoAnswer, NoRight, Refused, RegardsError, UnexpectedReply
from tests.ui.draw_block import NOW, file, order

DENIED = "The archive shows you no order of this number."
SILENT = "The archive does not say where this order stands."


@pytest.mark.parametrize(
    ("errors", "sentence"),
    [
        ((Missing("No."),), DENIED),
        ((NoRight("No."),), DENIED),
        ((Refused("No."),), DENIED),
        ((NoAnswer("Silence."),), SILENT),
        ((UnexpectedReply("A page of a firewall."),), SILENT),
        ((Missing("No."), NoAnswer("Silence.")), SILENT),
        ((), "Reading the order…"),
    ],
)
def test_an_order_that_the_archive_denies_is_no_outage(errors: tuple[RegardsError, ...], sentence: str) -> None:
    unread: Any = SimpleNamespace(
        listed=False,
        orders=(),
        order_ids=(54,),
        failures=dict.fromkeys(errors, (1,)),
        receipt=lambda: compose_receipt([], "Archive", "project1", NOW),
        amounts=dict,
        all_known=False,
        settled=False,
        asked=False,
        can_order_missing=False,
        into_folder=SimpleNamespace(deliveries={}, outcome=lambda *_: None, elsewhere=()),
    )
    assert outlook(unread).sentence == sentence


class Delivery:
    """Stands for a delivery of which 1 of 3 files arrived."""

    def __init__(self, phase: Phase, trouble: RegardsError | None = None) -> None:
        self._progress = Progress(phase, 3, 1, 0, 0, 300, 100, 0.0, (), "", trouble)

    def progress(self) -> Progress:
        return self._progress


def delivered_by(deliveries: dict[Delivery, bool], elsewhere: tuple[int, ...] = ()) -> Any:  # noqa: ANN401 - stands for followed orders
    """An order of three files that are ready, with these deliveries, each with whether it is at work."""
    files = (file(1), file(2), file(3))
    receipt = compose_receipt([Snapshot(order(files=3), files, {}, {})], "Archive", "project1", NOW)
    brought = InFolder(3, 1)
    return SimpleNamespace(
        listed=True,
        orders=(order(files=3),),
        order_ids=(54,),
        failures={},
        receipt=lambda: receipt,
        amounts=lambda: {Share.READY: Amount(3, 300)},
        all_known=True,
        settled=False,
        asked=False,
        can_order_missing=False,
        into_folder=SimpleNamespace(deliveries=deliveries, outcome=lambda *_: brought, elsewhere=elsewhere),
        latest_action=lambda _order_id: None,
    )


LIMITED = Delivery(Phase.STOPPED, LimitReached("No more."))


@pytest.mark.parametrize(
    ("deliveries", "kind"),
    [
        ({LIMITED: False}, Kind.LIMIT_REACHED),
        ({Delivery(Phase.STOPPED, NoRight("No.")): False}, Kind.ALL_READY),
        ({Delivery(Phase.CANCELLED): False}, Kind.ALL_READY),
        ({Delivery(Phase.ENDED): False, LIMITED: False}, Kind.LIMIT_REACHED),
        ({LIMITED: False, Delivery(Phase.FETCHING): True}, Kind.DELIVERING),
        ({Delivery(Phase.WAITING, NoAnswer("Silence.")): True}, Kind.INTERRUPTED),
        ({Delivery(Phase.PAUSED): True}, Kind.DELIVERY_PAUSED),
    ],
    ids=["limit", "no right", "cancelled", "one ended, one limit", "limit, one works", "outage", "paused"],
)
def test_a_delivery_that_a_limit_stopped_is_told_by_its_own_reason(
    deliveries: dict[Delivery, bool], kind: Kind
) -> None:
    assert outlook(delivered_by(deliveries)).kind is kind


def test_the_numbers_of_a_delivery_are_its_own_unless_another_server_has_it() -> None:
    working = {Delivery(Phase.FETCHING): True}
    here, elsewhere = (outlook(delivered_by(working, elsewhere=others)) for others in ((), (54,)))
    assert here.sentence == "The files come into the folder by themselves: 1 of 3 files verified."
    assert elsewhere.sentence == (
        "Another server of this desk brings the files, or this one did before a restart: 0 of 3 files verified."
    )
