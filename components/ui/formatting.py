"""Statuses, sizes, numbers and time spans in words."""

import math
import re
from datetime import datetime, tzinfo

from components.desk.orders.listed_files import Gone
from components.regards.orders.records import Order
from components.regards.orders.statuses import GONE, FileState, OrderStatus, UnseenStatus
from components.regards.printable import printable

_ORDER: dict[str, str] = {
    OrderStatus.PENDING: "Being prepared",
    OrderStatus.RUNNING: "Running",
    OrderStatus.PAUSED: "Paused",
    OrderStatus.EXPIRED: "Expired",
    OrderStatus.FAILED: "Failed",
    OrderStatus.DONE_WITH_WARNING: "Done, with warnings",
    OrderStatus.DONE: "Done",
    OrderStatus.DELETED: "Deleted",
    OrderStatus.ERROR: "Could not be deleted",
    UnseenStatus.MORE_TO_COME: "More to come",
    UnseenStatus.UNKNOWN: "Not shown",
}
_FILE: dict[str, str] = {
    FileState.PENDING: "Not ready yet",
    FileState.AVAILABLE: "Ready",
    FileState.DOWNLOADED: "Downloaded",
    FileState.DOWNLOAD_ERROR: "Download failed",
    FileState.PROCESSING_ERROR: "Processing failed",
    FileState.ERROR: "Cannot be provided",
    FileState.UNLISTED: "No longer listed",
    Gone.DROPPED: "Dropped",
    Gone.NEVER_PREPARED: "Never prepared",
}
NOT_WAITING = GONE | {OrderStatus.PENDING, OrderStatus.FAILED}
"""Statuses of orders of which no file can be fetched."""

COUNT_IN_TABLES = "%,d"
"""How a table's column writes numbers as `count` does; they stay numbers, by which the table is sorted."""

_UNITS = ("bytes", "kB", "MB", "GB", "TB")
_STEP = 1000
_MARKDOWN = re.compile(r"([\\`*_\[\]<>~$|#!&])")
_MARKS = re.compile(r":(?=\S)|@|(?<=www)(?=\.)", re.IGNORECASE)
_WORD_JOINER = "\u2060"  # is not seen, and nothing is broken there
_SECONDS_STEP = 5
_LONGEST = 12_000  # characters of a text on the page
_FEW = 2  # units; fewer are told in the next smaller unit


def status(order: Order) -> str:
    """An order's status in words; one that this code does not know is shown as it is."""
    return _ORDER.get(order.status, order.status)


def order_status(order: Order) -> str:
    """The same; an order may also wait for its user to download files (contract C.4)."""
    words = status(order)
    return f"{words}, waiting for you" if order.waiting_for_user and order.status not in NOT_WAITING else words


def file_state(state: str) -> str:
    """A file's state in words; one that this code does not know is shown as it is."""
    return _FILE.get(state, state)


def size(number: float | None) -> str:
    """A size in bytes, in the unit that reads best (1 kB is 1000 bytes)."""
    if number is None:
        return "unknown"
    for unit in _UNITS:
        if number < _STEP or unit == _UNITS[-1]:
            break
        number /= _STEP
    return f"{number:,.0f} {unit}" if unit == "bytes" or number >= _STEP / 10 else f"{number:.1f} {unit}"


def count(number: int, one: str, several: str | None = None) -> str:
    """A number with its noun: ``1 file``, ``2,271 files``."""
    return f"{number:,} {one if number == 1 else several or one + 's'}"


def every(number: int, things: str = "") -> str:
    """All of several things: ``both orders``, ``all 2,271 files``, ``all 3``."""
    return f"{'both' if number == 2 else f'all {number:,}'} {things}".strip()  # noqa: PLR2004


def in_steps(seconds: float, *, left: bool = False) -> str:
    """A time span that is drawn again and again, in steps of five seconds, so that it can be read aloud.

    It is rounded down, or up if it is the time that is ``left``.
    """
    return duration(
        math.ceil(seconds / _SECONDS_STEP) * _SECONDS_STEP if left else seconds // _SECONDS_STEP * _SECONDS_STEP
    )


def duration(seconds: float) -> str:
    """A time span: ``2 d 5 h``, ``5 h 12 min``; below an hour to the second: ``12 min 5 s``, ``45 s``."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    if days:
        return f"{days} d {hours} h"
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def as_text(text: str) -> str:
    """Foreign text for a label or within a sentence, both of which are Markdown (CommonMark, section 2.4).

    Addresses would become links, and names between colons icons, also behind backslashes. An invisible sign within them
    keeps them text.
    """
    escaped = _MARKDOWN.sub(r"\\\1", " ".join(printable(text).split()))
    return _MARKS.sub(lambda mark: mark.group() + _WORD_JOINER, escaped)


def shorten(text: str, longest: int = _LONGEST) -> str:
    """A text of at most so many characters, and a line that says how many are left out of the middle."""
    if len(text) <= longest:
        return text
    half = longest // 2
    return f"{text[:half]}\n\n… {len(text) - 2 * half:,} characters are not shown here …\n\n{text[-half:]}"


def about(seconds: float) -> str:
    """A time span in its largest unit, so that it rarely changes: ``3 d``, ``5 h``, ``40 min``; minutes are begun."""
    minutes = math.ceil(seconds / 60)
    if minutes < _FEW * 60:
        return f"{minutes} min"
    hours = minutes // 60
    return f"{hours} h" if hours < _FEW * 24 else f"{hours // 24} d"


def moment(at: datetime, zone: tzinfo, now: datetime) -> str:
    """A date in a time zone: ``today 14:05``, else ``2026-02-03 14:05``."""
    local = at.astimezone(zone)
    is_today = local.date() == now.astimezone(zone).date()
    return f"today {local:%H:%M}" if is_today else f"{local:%Y-%m-%d %H:%M}"
