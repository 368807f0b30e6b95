"""What became of files on their way to the browser: kept per account and order, never without bound."""

import hashlib
import threading
from datetime import UTC, datetime

import pytest

from components.desk.browser_downloads import BrowserDownloads, zip_name
from components.regards.orders.records import OrderFile
from components.web.file_check import FileCheck
from tests.clocks import Clock
from tests.ui import draw_block

CONTENT = b"0123456789" * 10  # as long as the files of `draw_block`


def file(file_id: int, order_id: int = 54) -> OrderFile:
    digest = hashlib.md5(CONTENT, usedforsecurity=False).hexdigest()
    return draw_block.file(file_id, order_id=order_id, checksum=digest, algorithm="MD5")


def check(downloads: BrowserDownloads, content: bytes, which: OrderFile | None = None) -> str:
    """Check a file as a download does, and return the problem."""
    checking = FileCheck("ann", which or file(1), downloads, 1_000)
    checking.take(content)
    if problem := checking.end():
        checking.break_off(problem)
    else:
        checking.left()
    return problem


def test_a_file_that_is_as_announced_is_proven() -> None:
    downloads = BrowserDownloads()
    assert check(downloads, CONTENT) == ""
    proofs, problems = downloads.of("ann", 54)
    assert [(file_id, proof.by, proof.place) for file_id, proof in proofs.items()] == [(1, "MD5", "browser")]
    assert problems == {}


def test_the_proof_says_when_in_utc() -> None:
    downloads = BrowserDownloads()
    check(downloads, CONTENT)
    offset = downloads.of("ann", 54)[0][1].at.utcoffset()
    assert offset is not None
    assert not offset


@pytest.mark.parametrize(("content", "words"), [(CONTENT[:-1], "99 of 100"), (CONTENT[:-1] + b"!", "checksum differs")])
def test_a_file_that_is_not_as_announced_has_a_problem(content: bytes, words: str) -> None:
    downloads = BrowserDownloads()
    assert words in check(downloads, content)
    proofs, problems = downloads.of("ann", 54)
    assert proofs == {}
    assert words in problems[1]


def test_a_file_of_which_nothing_was_announced_says_so_in_its_proof() -> None:
    downloads = BrowserDownloads()
    check(downloads, CONTENT, draw_block.file(1, size=None))
    assert downloads.of("ann", 54)[0][1].by == ""


def test_a_file_that_has_not_ended_is_neither_proven_nor_a_problem() -> None:
    downloads = BrowserDownloads()
    FileCheck("ann", file(1), downloads, 1_000).take(CONTENT)
    assert downloads.of("ann", 54) == ({}, {})


def test_a_later_success_ends_the_problem() -> None:
    downloads = BrowserDownloads()
    check(downloads, b"")
    check(downloads, CONTENT)
    proofs, problems = downloads.of("ann", 54)
    assert set(proofs) == {1}
    assert problems == {}


def test_a_later_failure_takes_no_proof_away() -> None:
    downloads = BrowserDownloads()
    check(downloads, CONTENT)
    check(downloads, b"")
    proofs, problems = downloads.of("ann", 54)
    assert set(proofs) == {1}
    assert problems == {}


@pytest.mark.parametrize(("account", "order_id"), [("bob", 54), ("ann", 55)])
def test_other_accounts_and_other_orders_see_nothing(account: str, order_id: int) -> None:
    downloads = BrowserDownloads()
    check(downloads, CONTENT)
    assert downloads.of("ann", 54) != ({}, {})
    assert downloads.of(account, order_id) == ({}, {})


def test_what_was_given_does_not_change_afterwards() -> None:
    downloads = BrowserDownloads()
    proofs, _ = downloads.of("ann", 54)
    check(downloads, CONTENT)
    assert proofs == {}


def test_beyond_the_bound_the_order_noted_longest_ago_goes_first() -> None:
    downloads = BrowserDownloads(most=3)
    for which in (file(1, 54), file(2, 55), file(3, 54), file(4, 56)):
        downloads.prove("ann", which, "MD5")
    assert [set(downloads.of("ann", order_id)[0]) for order_id in (54, 55, 56)] == [{1, 3}, set(), {4}]


def test_within_the_bound_nothing_goes() -> None:
    downloads = BrowserDownloads(most=3)
    for _ in range(5):
        for which in (file(1, 54), file(2, 55), file(3, 54)):
            downloads.prove("ann", which, "MD5")
    assert [set(downloads.of("ann", order_id)[0]) for order_id in (54, 55)] == [{1, 3}, {2}]


def test_one_order_alone_keeps_the_bound() -> None:
    downloads = BrowserDownloads(most=3)
    for number in range(10):
        downloads.fail("ann", file(number), "lost")
    assert set(downloads.of("ann", 54)[1]) == {7, 8, 9}


def test_many_downloads_note_at_once() -> None:
    downloads = BrowserDownloads()

    def note(first: int) -> None:
        for number in range(first, first + 500):
            downloads.prove("ann", file(number), "MD5")
            downloads.of("ann", 54)

    threads = [threading.Thread(target=note, args=(500 * number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(downloads.of("ann", 54)[0]) == 2000


# Repeats


def test_a_wrong_file_is_remembered_for_some_seconds_and_no_other() -> None:
    clock = Clock()
    downloads = BrowserDownloads(now=clock)
    check(downloads, b"x" + CONTENT[1:])
    clock.advance(19)
    assert downloads.lately_wrong("ann", 54, 1).startswith("The checksum differs")
    assert downloads.lately_wrong("ann", 54, 2) == ""
    assert downloads.lately_wrong("bert", 54, 1) == ""
    clock.advance(1)
    assert downloads.lately_wrong("ann", 54, 1) == ""


def test_the_zip_of_each_round_has_a_name_of_its_own() -> None:
    first, second = (zip_name(54, datetime(2026, 2, 3, 9, minute, tzinfo=UTC)) for minute in (0, 5))
    assert (first, second) == ("order_54_20260203T090000Z.zip", "order_54_20260203T090500Z.zip")
