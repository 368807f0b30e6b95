"""The rounds of an order, and what became of each."""

from datetime import timedelta

from components.desk.orders.rounds import Round, rounds
from components.regards.delivery.snapshot import Proof, Snapshot
from tests.ui.draw_block import NOW, file, order

LATER = NOW + timedelta(minutes=1)


def test_each_suborder_is_a_round_in_the_archives_sequence() -> None:
    files = (
        file(1, "PENDING", suborder=907),
        file(2, "DOWNLOADED", suborder=31),
        file(3, "DOWNLOADED", suborder=31),
        file(4, "AVAILABLE", suborder=32),
        file(5, "ERROR", suborder=32),
    )
    proofs = {2: Proof(LATER, "MD5", "browser"), 3: Proof(NOW, "size", "browser")}
    found = rounds([Snapshot(order(files=5), files, proofs, {})])
    assert found == (
        Round(54, 1, files=2, arrived=2, ready=0, to_come=0, first=NOW, last=LATER),
        Round(54, 2, files=2, arrived=0, ready=1, to_come=0, first=None, last=None),
        Round(54, 3, files=1, arrived=0, ready=0, to_come=1, first=None, last=None),
    )
    assert [each.other for each in found] == [0, 1, 0]


def test_a_file_that_arrived_is_not_ready_as_well() -> None:
    [found] = rounds([Snapshot(order(files=1), (file(1),), {1: Proof(NOW, "MD5", "browser")}, {})])
    assert (found.arrived, found.ready, found.other) == (1, 0, 0)


def test_where_the_archive_does_not_say_the_suborders_there_are_no_rounds() -> None:
    assert rounds([Snapshot(order(files=2), (file(1, suborder=0), file(2)), {}, {})]) == ()
