"""What the program prints: plain lines, for any text of an archive and any console."""

import io
import sys
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from components.regards.delivery.progress import Phase, Progress
from components.regards.delivery.receipt import compose_receipt
from components.regards.delivery.snapshot import Proof, Snapshot
from components.regards.errors import LimitReached, NoAnswer, SessionOver
from components.regards.orders.records import DatasetTask, Order, OrderFile
from components.regards.program import console
from components.regards.program.console import (
    ProgressPrinter,
    advice_lines,
    progress_line,
    readable_size,
    replace_unknown_characters,
    say,
    say_error,
    summary_lines,
)
from tests.clocks import Clock


def progress(phase: Phase = Phase.FETCHING, **more: object) -> Progress:
    usual: dict[str, object] = {
        "files": 12,
        "verified": 3,
        "unverifiable": 0,
        "failed": 0,
        "size": 2_000_000,
        "received": 500_000,
        "rate": 0.0,
        "under_way": (),
        "note": "",
        "trouble": None,
    }
    return Progress(phase=phase, **{**usual, **more})  # type: ignore[arg-type]  # names checked by the dataclass


def printed(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().out.splitlines()


def test_what_an_archive_writes_stays_one_line_and_cannot_move_the_cursor(capsys: pytest.CaptureFixture[str]) -> None:
    say("a\nb\r\x1b[2Jc\u202ed é 東京")
    assert capsys.readouterr().out == "a b  [2Jc d é 東京\n"


def test_a_console_that_does_not_know_a_character_prints_a_question_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    console = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(console, "cp437", newline="\n"))
    replace_unknown_characters()
    say("東京 é “x”")
    assert console.getvalue() == b"?? \x82 ?x?\n"


def test_a_program_without_a_console_says_nothing_and_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    replace_unknown_characters()
    say("nobody hears this")


def test_progress_tells_files_bytes_and_what_is_under_way() -> None:
    told = progress_line(progress(failed=1, rate=1500.0, under_way=("a.nc", "b.nc")))
    assert told == "3 of 12 files verified, 1 failed, 500.0 kB of 2.0 MB; at 1.5 kB/s a.nc, b.nc."


def test_progress_tells_what_it_waits_for() -> None:
    told = progress_line(progress(Phase.WAITING, note="The archive is preparing the next files."))
    assert told == "3 of 12 files verified, 500.0 kB of 2.0 MB. The archive is preparing the next files."


def test_progress_tells_of_an_outage_that_is_waited_out() -> None:
    told = progress_line(
        progress(Phase.WAITING, size=0, note="The next try is in 5 seconds.", trouble=NoAnswer("Silence."))
    )
    assert told == "3 of 12 files verified. Silence. The next try is in 5 seconds."


def test_before_any_file_is_known_there_are_no_numbers() -> None:
    assert progress_line(progress(Phase.LOOKING, files=0, verified=0, size=0)) == "Looking for files."
    assert progress_line(progress(Phase.WAITING, files=0, size=0, note="It has not begun.")) == "It has not begun."


def test_numbers_alone_are_told_from_time_to_time(capsys: pytest.CaptureFixture[str]) -> None:
    clock = Clock()
    printer = ProgressPrinter(clock)
    printer.show(progress(verified=1))
    printer.show(progress(verified=2))
    clock.advance(2)
    printer.show(progress(verified=3))
    assert [line.split("  ")[1][:6] for line in printed(capsys)] == ["1 of 1", "3 of 1"]


def test_what_changes_is_told_at_once_and_what_stays_is_not_told_again(capsys: pytest.CaptureFixture[str]) -> None:
    clock = Clock()
    printer = ProgressPrinter(clock)
    printer.show(progress())
    printer.show(progress(Phase.WAITING, note="Waiting."))
    clock.advance(3600)
    printer.show(progress(Phase.WAITING, note="Waiting."))
    assert len(printed(capsys)) == 2


def test_a_trouble_has_the_archives_words_and_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    say_error(LimitReached("A limit is reached.", "quota of 5 files"))
    assert printed(capsys) == ["A limit is reached.", "The archive says: quota of 5 files", LimitReached.advice]


def test_advice_for_a_page_is_not_given_in_a_console(capsys: pytest.CaptureFixture[str]) -> None:
    say_error(SessionOver("Over."))
    assert printed(capsys) == ["Over."]


@pytest.mark.parametrize(
    ("size", "told"),
    [
        (0, "0 bytes"),
        (999, "999 bytes"),
        (1000, "1.0 kB"),
        (2_500_000, "2.5 MB"),
        (3e12, "3.0 TB"),
        (3e15, "3000.0 TB"),
    ],
)
def test_sizes_are_told_as_people_say_them(size: float, told: str) -> None:
    assert readable_size(size) == told


# At the end

NOW = datetime(2026, 2, 3, 9, 5, tzinfo=UTC)


def order(order_id: int, files: int, status: str = "DONE") -> Order:
    tasks = (DatasetTask(1, "Dataset", files, files, files),) if files else ()
    return Order(order_id, "", status, 100, None, None, 0, waiting_for_user=False, tasks=tasks, links=None)


def file(file_id: int, state: str = "AVAILABLE") -> OrderFile:
    name = f"{file_id}.nc"
    return OrderFile(file_id, 1, 0, name, f"P{file_id}", "Dataset", "RAWDATA", state, 1, "", "", "", False, "")


def ending(*parts: Snapshot, asked: tuple[str, ...] = ()) -> list[str]:
    return list(
        summary_lines(compose_receipt(parts, "A", "p", NOW, asked=asked), [part.order.order_id for part in parts])
    )


def test_the_end_tells_ordered_delivered_failed_and_left_out() -> None:
    part = Snapshot(order(1, 4), (file(1), file(2), file(3)), {1: Proof(NOW, "MD5", "/x")}, {2: "It broke."})
    assert ending(part, asked=("P1", "P9")) == [
        "Ordered 4 files: 1 delivered and verified, 1 failed, 2 left out.",
        "Failed: It broke.",
        "    2.nc",
        "Left out: This file is ready on the archive, but was not downloaded yet.",
        "    3.nc",
        "Left out: 1 file that order 1 counts, but the archive did not name.",
        "Ordered, but the archive named no file of: P9.",
    ]


def test_files_with_one_reason_are_told_together_and_not_all_of_many() -> None:
    part = Snapshot(order(1, 7), tuple(map(file, range(1, 8))), {}, dict.fromkeys(range(1, 8), "It broke."))
    assert ending(part)[1:] == ["Failed: It broke.", "    1.nc, 2.nc, 3.nc, 4.nc, 5.nc and 2 more"]


def test_an_order_without_files_is_told() -> None:
    (_, told) = ending(Snapshot(order(1, 0, "DONE_WITH_WARNING"), (), {}, {}))
    assert told == "Order 1 has no files; the archive calls it DONE_WITH_WARNING."


def test_orders_that_were_not_looked_at_are_told() -> None:
    receipt = compose_receipt([Snapshot(order(1, 0), (), {}, {})], "A", "p", NOW)
    assert "Not looked at: order 2, 3." in summary_lines(receipt, [1, 2, 3])


def next_steps(phase: Phase, *statuses: str, verified: bool = False) -> list[str]:
    proofs = {1: Proof(NOW, "MD5", "/x")} if verified else {}
    parts = [
        Snapshot(order(number, 1, status), (replace(file(1), order_id=number),), proofs, {})
        for number, status in enumerate(statuses)
    ]
    return list(advice_lines(compose_receipt(parts, "A", "p", NOW), phase))


CONTINUE = "Start the program again to continue. It downloads only what is missing."
TRY_AGAIN = "Start the program again to try the missing files again."
ORDER_AGAIN = "To order the files of expired or deleted orders again, drop receipt.json on the desk's page Compose."


def test_what_was_interrupted_can_be_continued() -> None:
    assert next_steps(Phase.CANCELLED, "RUNNING") == next_steps(Phase.STOPPED, "DONE") == [CONTINUE]


def test_what_failed_can_be_tried_again_and_what_expired_must_be_ordered_again() -> None:
    assert next_steps(Phase.ENDED, "DONE") == [TRY_AGAIN]
    assert next_steps(Phase.ENDED, "EXPIRED") == next_steps(Phase.ENDED, "DELETED") == [ORDER_AGAIN]
    assert next_steps(Phase.ENDED, "DONE", "EXPIRED") == [TRY_AGAIN, ORDER_AGAIN]


def test_nothing_is_to_be_done_where_nothing_is_missing() -> None:
    assert next_steps(Phase.ENDED, "DONE", verified=True) == []


@pytest.mark.parametrize(
    ("most", "how"), [(1, "drop receipt.json on the desk's page Compose."), (0, "open these orders on the desk.")]
)
def test_a_receipt_that_is_too_large_for_compose_is_not_to_be_dropped_there(
    monkeypatch: pytest.MonkeyPatch, most: int, how: str
) -> None:
    monkeypatch.setattr(console, "MOST_FOR_COMPOSE", most)
    [said] = next_steps(Phase.ENDED, "EXPIRED")
    assert said.endswith(how)
