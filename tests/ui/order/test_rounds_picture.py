"""The picture of the rounds of an order."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from components.desk.orders.rounds import Round
from components.ui.order.rounds_picture import in_words, show_rounds
from tests.ui.draw_block import NOW, draw

DONE = Round(54, 1, files=2, arrived=2, ready=0, to_come=0, first=NOW, last=NOW + timedelta(seconds=30))
READY = Round(54, 2, files=3, arrived=0, ready=2, to_come=0, first=None, last=None)
NEXT = Round(54, 3, files=1, arrived=0, ready=0, to_come=1, first=None, last=None)


def charts(rounds: Sequence[Round], asked: datetime | None = NOW) -> list[dict[str, Any]]:
    app = draw(lambda: show_rounds(rounds, asked, NOW + timedelta(minutes=5)))
    return [json.loads(each.proto.spec) for each in app.get("vega_lite_chart")]


def test_what_arrived_is_drawn_when_it_did_and_what_is_ready_or_to_come_at_the_present() -> None:
    [chart] = charts([DONE, READY, NEXT])
    points = chart["layer"][2]["data"]["values"]
    assert [(each["round"], each["what"], each["files"], each["at"][11:19]) for each in points] == [
        ("Suborder 1", "arrived", 2, "09:00:30"),
        ("Suborder 2", "ready", 2, "09:05:00"),
        ("Suborder 2", "failed or elsewhere", 1, "09:05:00"),
        ("Suborder 3", "to come", 1, "09:05:00"),
    ]


@pytest.mark.parametrize("rounds", [[], [DONE], [READY, NEXT]], ids=["none", "only one", "nothing has arrived"])
def test_there_is_no_picture_of_what_is_none(rounds: list[Round]) -> None:
    assert charts(rounds) == []


def test_there_is_no_picture_of_too_many_rounds() -> None:
    assert charts([replace(DONE, rank=rank) for rank in range(31)]) == []
    assert charts([replace(DONE, rank=rank) for rank in range(30)])


def test_an_order_whose_beginning_is_not_known_has_a_picture_too() -> None:
    [chart] = charts([DONE, NEXT], asked=None)
    assert chart["layer"][0]["data"]["values"] == []


def test_the_same_is_said_in_words() -> None:
    assert in_words([DONE, READY, NEXT]) == (
        "Suborder 1, 2 files: 2 arrived from 09:00:00 to 09:00:30 UTC. "
        "Suborder 2, 3 files: 2 ready, 1 failed or elsewhere. Suborder 3, 1 file: 1 to come."
    )
