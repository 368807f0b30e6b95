"""How much has arrived, is ready, failed or is to come: every file is in one share."""

from collections.abc import Mapping
from types import MappingProxyType

import pytest

from components.desk.orders.amounts import Amount, Share, amounts, with_arriving
from components.regards.delivery.receipt import compose_receipt
from components.regards.delivery.snapshot import Proof, Snapshot
from components.regards.orders.records import Order, OrderFile
from tests.ui.draw_block import NOW, file, order


def of(
    shown: Order,
    *listed: OrderFile,
    proofs: Mapping[int, Proof] = MappingProxyType({}),
    problems: Mapping[int, str] = MappingProxyType({}),
) -> Mapping[Share, Amount]:
    snapshot = Snapshot(shown, listed, proofs, problems)
    return amounts([snapshot], compose_receipt([snapshot], "Archive", "project1", NOW))


@pytest.mark.parametrize(
    ("status", "state", "by", "problem", "share"),
    [
        ("RUNNING", "DOWNLOADED", "MD5", "", Share.VERIFIED),
        ("RUNNING", "AVAILABLE", "MD5", "", Share.VERIFIED),
        ("RUNNING", "DOWNLOADED", "size", "", Share.UNVERIFIABLE),
        ("RUNNING", "AVAILABLE", None, "", Share.READY),
        ("RUNNING", "AVAILABLE", None, "It broke.", Share.READY),
        ("RUNNING", "DOWNLOADED", None, "It is wrong.", Share.FAILED),
        ("RUNNING", "DOWNLOADED", None, "", Share.ELSEWHERE),
        ("RUNNING", "ERROR", None, "", Share.FAILED),
        ("RUNNING", "PENDING", None, "", Share.TO_COME),
        ("PAUSED", "PENDING", None, "", Share.HELD),
        ("PAUSED", "AVAILABLE", None, "", Share.READY),
        ("DONE", "PENDING", None, "", Share.LOST),
        ("EXPIRED", "AVAILABLE", None, "", Share.LOST),
        ("EXPIRED", "ERROR", None, "", Share.FAILED),
        ("EXPIRED", "DOWNLOADED", "MD5", "", Share.VERIFIED),
    ],
)
def test_a_file_is_in_one_share(status: str, state: str, by: str | None, problem: str, share: Share) -> None:
    proofs = {} if by is None else {1: Proof(NOW, by, "browser")}
    problems = {1: problem} if problem else {}
    found = of(order(status=status, files=1), file(1, state), proofs=proofs, problems=problems)
    assert found == {share: Amount(1, 100)}


def test_files_that_the_archive_only_counts_are_to_come_with_what_is_left_of_the_sum() -> None:
    assert of(order(files=5), file(1), file(2)) == {Share.READY: Amount(2, 200), Share.TO_COME: Amount(3, 300)}


def test_files_of_a_paused_order_that_it_only_counts_are_not_prepared_yet() -> None:
    assert of(order(status="PAUSED", files=5)) == {Share.HELD: Amount(5, 500)}


def test_files_of_an_expired_order_that_it_only_counts_are_lost() -> None:
    assert of(order(status="EXPIRED", files=5)) == {Share.LOST: Amount(5, 500)}


def test_a_file_without_a_size_counts_as_a_file() -> None:
    assert of(order(files=1), file(1, size=None)) == {Share.READY: Amount(1, 0)}


def test_bytes_on_their_way_are_taken_from_what_is_ready() -> None:
    known = of(order(files=2), file(1), file(2, "PENDING"))
    moved = with_arriving(known, 30)
    assert moved[Share.ARRIVING] == Amount(0, 30)
    assert moved[Share.READY] == Amount(1, 70)
    assert list(moved) == [Share.ARRIVING, Share.READY, Share.TO_COME]


def test_no_more_is_on_its_way_than_is_ready() -> None:
    assert with_arriving(of(order(files=1), file(1)), 1_000)[Share.ARRIVING] == Amount(0, 100)
    assert with_arriving(of(order(files=1), file(1, "PENDING")), 1_000) == {Share.TO_COME: Amount(1, 100)}
