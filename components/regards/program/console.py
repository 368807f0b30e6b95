"""The output of the program, in lines for a terminal or a log file."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Final

from components.regards.delivery.progress import Phase, number_of_files
from components.regards.delivery.receipt import Outcome
from components.regards.delivery.receipt_files import MOST_FOR_COMPOSE
from components.regards.errors import Maintenance, SessionOver, Unreachable
from components.regards.orders.statuses import GONE
from components.regards.printable import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import TextIO

    from components.regards.delivery.progress import Progress
    from components.regards.delivery.receipt import OrderLine, Receipt
    from components.regards.errors import RegardsError

_MOST_NAMES: Final = 5  # shown of a list; the receipt has all
_SECONDS_APART: Final = 2.0  # between two lines that differ only in numbers
_UNITS: Final = ("kB", "MB", "GB", "TB")
_THOUSAND: Final = 1000
_ADVICE_FOR_PAGES: Final = (Maintenance, SessionOver, Unreachable)  # it mentions what was typed on a page


def replace_unknown_characters() -> None:
    """Make the console print a question mark for unknown characters, instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(errors="replace")


def say(text: str, stream: TextIO | None = None) -> None:
    """Print a line at once. Control characters become spaces, so that text of an archive stays in its line."""
    print(printable(text).replace("\n", " "), file=stream or sys.stdout, flush=True)


def say_error(error: RegardsError, stream: TextIO | None = None) -> None:
    """Print what happened, the archive's own explanation, and what to do."""
    say(error.what, stream)
    if error.server_message:
        say(f"{error.speaker} says: {error.server_message}", stream)
    if not isinstance(error, _ADVICE_FOR_PAGES):
        say(error.advice, stream)
    if error.trace:
        say(f"The archive's operators find this call under its correlation id {error.trace}.", stream)


class ProgressPrinter:
    """A printer of progress: a line when the phase or the note changes, and the numbers from time to time."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._not_before = 0.0
        self._doing: tuple[object, ...] = ()
        self._last = ""

    def show(self, progress: Progress) -> None:
        """Print a line if there is something new to say."""
        now, line = self._now(), progress_line(progress)
        doing = (progress.phase, progress.note)
        if line != self._last and (doing != self._doing or now >= self._not_before):
            say(f"{time.strftime('%H:%M:%S')}  {line}")
            self._doing, self._last, self._not_before = doing, line, now + _SECONDS_APART


def progress_line(progress: Progress) -> str:
    """The progress of a delivery, in one line."""
    text = f"{progress.verified:,} of {number_of_files(progress.files)} verified"
    if progress.unverifiable:
        text += f", {progress.unverifiable:,} here but not verifiable"
    if progress.failed:
        text += f", {progress.failed:,} failed"
    if progress.size:
        text += f", {readable_size(progress.received)} of {readable_size(progress.size)}"
    if progress.under_way:
        text += f"; at {readable_size(progress.rate)}/s {', '.join(progress.under_way)}"
    outage = progress.trouble.what if progress.trouble and progress.phase is not Phase.STOPPED else ""
    sentences = [f"{text}." if progress.files else "", outage, progress.note]
    return " ".join(filter(None, sentences)) or "Looking for files."


def summary_lines(receipt: Receipt, orders: Sequence[int]) -> Iterator[str]:
    """The numbers of ordered, delivered, failed and left-out files, in lines; each reason with some names of files."""
    known = "Listed" if receipt.unseen else "Ordered"
    yield (
        f"{known} {number_of_files(receipt.ordered)}: {receipt.delivered:,} delivered and verified, "
        f"{f'{receipt.unverifiable:,} delivered but not verifiable, ' if receipt.unverifiable else ''}"
        f"{receipt.failed:,} failed, {receipt.left_out:,} left out."
    )
    for outcome in (Outcome.UNVERIFIABLE, Outcome.FAILED, Outcome.LEFT_OUT):
        names: dict[str, list[str]] = {}
        for line in receipt.lines:
            if line.outcome is outcome:
                names.setdefault(line.reason, []).append(line.name)
        for reason, files in names.items():
            yield f"{str(outcome).capitalize()}: {reason}"
            yield f"    {_some(files)}"
    for order in receipt.orders:
        yield from _order_lines(order)
    if unseen := sorted(set(orders) - {order.order_id for order in receipt.orders}):
        yield f"Not looked at: order {_some(list(map(str, unseen)))}."
    if receipt.identifiers_without_files:
        yield f"Ordered, but the archive named no file of: {_some(receipt.identifiers_without_files)}."


def _order_lines(order: OrderLine) -> Iterator[str]:
    name = f"order {order.order_id}"
    if order.unlisted:
        yield f"Left out: {number_of_files(order.unlisted)} that {name} counts, but the archive did not name."
    if order.unseen:
        yield f"The archive does not show {name} itself, so more files may come. Start the program again later."
    elif not order.ordered:
        yield f"{name.capitalize()} has no files; the archive calls it {order.status}."


def advice_lines(receipt: Receipt, phase: Phase) -> Iterator[str]:
    """The advice for missing files, in lines; none if no file is missing."""
    missing = {line.order_id for line in receipt.not_arrived}
    orders = [order for order in receipt.orders if order.unlisted or order.order_id in missing]
    gone = [order for order in orders if order.status in GONE]
    if phase is not Phase.ENDED:
        yield "Start the program again to continue. It downloads only what is missing."
    elif len(gone) < len(orders):
        yield "Start the program again to try the missing files again."
    if gone:
        how = "drop receipt.json on the desk's page Compose"
        if len(receipt.lines) > MOST_FOR_COMPOSE:
            how = "open these orders on the desk"
        yield f"To order the files of expired or deleted orders again, {how}."


def readable_size(size: float) -> str:
    """A number of bytes with a unit: ``999 bytes``, ``1.2 MB``."""
    units = iter(_UNITS)
    unit = "bytes"
    while size >= _THOUSAND and (larger := next(units, "")):
        size, unit = size / _THOUSAND, larger
    return f"{size:.0f} bytes" if unit == "bytes" else f"{size:.1f} {unit}"


def _some(names: Sequence[str]) -> str:
    more = len(names) - _MOST_NAMES
    return ", ".join(names[:_MOST_NAMES]) + (f" and {more:,} more" if more > 0 else "")
