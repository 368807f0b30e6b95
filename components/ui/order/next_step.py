"""What the head of the page of an order offers: the step that its situation asks for, the best way first."""

from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import Final

from components.desk.browser_downloads import zip_address
from components.desk.orders.followed_orders import FollowedOrders
from components.desk.orders.situation import Kind, Situation, Step
from components.regards.delivery.receipt import Receipt
from components.regards.orders.actions import Action
from components.regards.sign_in.login import Login
from components.ui import formatting
from components.ui.browser_time import in_zone
from components.ui.order import delivery_panel
from components.ui.order.banner import Offer
from components.ui.order.delivery_panel import Place

MOST_ZIPS: Final = 4
"""Links at the head of the page: more orders have theirs further below."""

_DRAFTS: Final = "Composes an order. Nothing is sent yet."
_LACKING: Final = frozenset({Kind.INCOMPLETE, Kind.NOTHING_CAME, Kind.EXPIRED, Kind.DELETED})
_MOST_REASONS: Final = 2
_LONGEST_REASON: Final = 200  # characters
_FETCHING: Final = frozenset({Step.GET, Step.BRING})


def is_into_folder(where: Situation, folder: Place | None) -> bool:
    """Whether the step is to bring files into a folder; ``folder`` is None where that is not the best way."""
    return folder is not None and where.step in _FETCHING


def offers(where: Situation, followed: FollowedOrders, folder: Place | None, login: Login) -> Sequence[Offer]:
    """The ways to take the step; none where there is nothing to do.

    Args:
        where: the situation of the orders.
        followed: the orders.
        folder: where files come; None where the browser is the better way.
        login: whose orders they are.
    """
    if is_into_folder(where, folder):
        label = delivery_panel.label_of_start((*followed.into_folder.deliveries, *followed.into_folder.broken_off))
        return (Offer(label, delivery_panel.START, followed.into_folder.deliver),)
    if where.step is Step.GET:
        return zip_offers(followed, login)[:MOST_ZIPS]
    receipt, one = followed.receipt(), followed.order_ids[0]
    resume = partial(followed.ask, one, Action.RESUME, after=followed.latest_action(one))
    missing = "Order them again" if where.kind is Kind.EXPIRED else _label_of_missing(receipt)
    single = {
        Step.GO_ON: Offer("Go on", ":material/play_arrow:", followed.into_folder.go_on),
        Step.RESUME: Offer("Resume the order", ":material/play_arrow:", resume),
        Step.ORDER_MISSING: Offer(missing, ":material/playlist_add:", followed.order_missing, help=_DRAFTS),
        Step.COMPOSE_SAME: Offer("Compose it again", ":material/edit_square:", followed.order_again, help=_DRAFTS),
    }
    return (single[where.step],) if where.step in single else ()


def zip_offers(followed: FollowedOrders, login: Login) -> tuple[Offer, ...]:
    """What is ready now of each order, as a ZIP for the browser."""
    found = []
    for part in followed.parts():
        if part.available:
            order_id = part.order.order_id
            which = "" if len(followed.order_ids) == 1 else f" of order {order_id}"
            label = f"Download what is ready{which} as ZIP ({part.available:,})"
            found.append(Offer(label, ":material/folder_zip:", address=zip_address(login, order_id)))
    return tuple(found)


def remarks(where: Situation, followed: FollowedOrders, folder: Place | None) -> list[str]:
    """Why files are missing, until when there is time for the step, and where the files come."""
    found = _reasons(followed.receipt()) if where.kind in _LACKING else []
    if where.step is Step.GET:
        deadlines = (each.order.expires for each in followed.parts() if each.available and each.order.expires)
        if first := min(deadlines, default=None):
            found.append(f"The archive keeps what is ready until {in_zone(first)}.")
    if folder and is_into_folder(where, folder):
        found.append(f"{folder.words} {folder.path}")
        if folder.warning:
            found.append(folder.warning)
    return found


def _label_of_missing(receipt: Receipt) -> str:
    if any(order.unlisted for order in receipt.orders):  # they may be those of identifiers without files
        return "Order what is missing"
    without = len(receipt.identifiers_without_files)
    if not receipt.not_arrived:  # Compose asks the catalogue for them, and for names that are near
        return "Look for the one without files" if without == 1 else f"Look for the {without:,} without files"
    missing = receipt.failed + receipt.left_out + without
    return "Order the missing one" if missing == 1 else f"Order the {missing:,} missing ones"


def _reasons(receipt: Receipt) -> list[str]:
    """Why files have not arrived, the most frequent reasons first; each is shown with its file further below."""
    counted = Counter(line.reason for line in receipt.not_arrived).most_common()
    shown = [f"{formatting.count(number, 'file')}: {_shortened(why)}" for why, number in counted[:_MOST_REASONS]]
    if rest := sum(number for _, number in counted[_MOST_REASONS:]):
        shown.append(f"{formatting.count(rest, 'more file')}: see the receipt.")
    return shown


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_REASON else f"{text[:_LONGEST_REASON]}…"
