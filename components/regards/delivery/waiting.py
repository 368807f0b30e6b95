"""What a delivery waits for, in sentences for the user."""

from __future__ import annotations

from typing import TYPE_CHECKING

from components.regards.delivery.order_state import LONG_QUIET
from components.regards.records import OrderStatus

if TYPE_CHECKING:
    from collections.abc import Sequence

    from components.regards.delivery.order_state import FollowedOrder


def why_waiting(orders: Sequence[FollowedOrder]) -> str:
    """Why there is nothing to fetch at this moment."""
    if not orders:
        return ""
    first = _why(orders[0])
    return first if len(orders) == 1 else f"{first} {len(orders) - 1} more of your orders go on after it."


def _why(followed: FollowedOrder) -> str:
    order = followed.order
    name = f"Order {order.order_id}"
    again = len(followed.by_number()) + len(followed.by_zip())
    if again:
        return f"{name}: {_files(again)} will be tried again."
    if order.status == OrderStatus.PAUSED:
        return f"{name} is paused on the archive: nothing more comes until you resume it."
    if order.status == OrderStatus.PENDING:
        return f"{name} has not begun yet: the archive is still listing its files."
    if followed.quiet < LONG_QUIET:
        return f"The archive is preparing the next files of order {order.order_id}, which is at {order.percent} %."
    return (
        f"{name} has stood at {order.percent} % for a while. The archive may still be preparing it. But it works on "
        "two parts of orders at a time for each user, and a part counts until its files are downloaded: another "
        "order of yours, whose files nobody downloads, may hold this one up."  # contract C.8
    )


def _files(count: int) -> str:
    return "1 file" if count == 1 else f"{count:,} files"
