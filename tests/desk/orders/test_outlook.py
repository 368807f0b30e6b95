"""Where orders stand, from what was read of them: a reading that failed, and why."""

from types import SimpleNamespace
from typing import Any

import pytest

from components.desk.orders.outlook import outlook
from components.regards.delivery.receipt import compose_receipt
from components.regards.errors import Missing, NoAnswer, NoRight, Refused, RegardsError, UnexpectedReply
from tests.ui.draw_block import NOW

DENIED = "The archive does not show this."
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
        orders=(),
        errors=errors,
        receipt=lambda: compose_receipt([], "Archive", "project1", NOW),
        amounts=dict,
        all_known=False,
        settled=False,
        asked=False,
        can_order_missing=False,
        deliveries={},
        elsewhere=(),
    )
    assert outlook(unread).sentence == sentence
