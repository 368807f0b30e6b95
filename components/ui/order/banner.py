"""The head of the page of an order: where it stands in one sentence, what to do next, and how much has arrived.

It is no alert: its numbers change while files come, and a screen reader reads an alert aloud at each change. What is
announced is each new kind of situation.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final, Literal

import streamlit as st

from components.desk.orders.amounts import Amount, Share
from components.desk.orders.situation import Kind, Situation
from components.regards.delivery.receipt import Receipt
from components.ui import formatting
from components.ui.elements.announcement import announce
from components.ui.order import receipt_panel
from components.ui.order.status_panel import PLACES


@dataclass(frozen=True, slots=True)
class Offer:
    """A way to do what a situation asks for: a button with ``on_click``, or a link to an ``address``."""

    label: str
    icon: str
    on_click: Callable[[], None] | None = None
    address: str = ""
    help: str = ""


_SIGNS: Final = {
    Kind.READING: "hourglass_top",
    Kind.UNREADABLE: "visibility_off",
    Kind.STALE: "cloud_off",
    Kind.PREPARING: "hourglass_top",
    Kind.SOME_READY: "download",
    Kind.WAITING_FOR_USER: "notifications_active",
    Kind.ALL_READY: "download",
    Kind.PAUSED: "pause_circle",
    Kind.LIMIT_REACHED: "front_hand",
    Kind.DELIVERING: "downloading",
    Kind.DELIVERY_PAUSED: "pause_circle",
    Kind.INTERRUPTED: "cloud_off",
    Kind.VERIFIED: "task_alt",
    Kind.NOT_VERIFIABLE: "inbox",
    Kind.LISTED_ARRIVED: "inbox",
    Kind.ELSEWHERE: "move_item",
    Kind.INCOMPLETE: "rule",
    Kind.NOTHING_CAME: "error",
    Kind.EXPIRED: "timer_off",
    Kind.DELETED: "delete",
}
_FILLS: Final = {
    Share.VERIFIED: "#2b9a5c",
    Share.UNVERIFIABLE: "repeating-linear-gradient(45deg, #2b9a5c 0 4px, #7cc79c 4px 8px)",
    Share.ARRIVING: "repeating-linear-gradient(90deg, #2476c8 0 4px, #2b9a5c 4px 8px)",
    Share.READY: "#2476c8",
    Share.ELSEWHERE: "#7a8fa6",
    Share.FAILED: "#d64541",
    Share.TO_COME: "#8c9bab40",
    Share.HELD: "#8c9bab40",
    Share.LOST: "repeating-linear-gradient(45deg, #d6454140 0 4px, #8c9bab40 4px 8px)",
}
_TRACK: Final = "display:flex;gap:2px;height:14px;border-radius:7px;overflow:hidden"
_KEY: Final = "display:inline-block;width:.8em;height:.8em;border-radius:3px;margin-right:.4em;border:1px solid #8c9bab"
_LEGEND: Final = "display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;list-style:none;margin:.5rem 0 0;padding:0"
_LEAST: Final = "4px"  # of a share that is not empty


def show_banner(
    situation: Situation,
    amounts: Mapping[Share, Amount],
    offers: Sequence[Offer] = (),
    receipt: Receipt | None = None,
    remarks: Sequence[str] = (),
) -> None:
    """Show where some orders stand.

    Args:
        situation: of the orders.
        amounts: what is verified, ready, failed and to come.
        offers: the ways to do what the situation asks for, the best first.
        receipt: to take away; None while something moves.
        remarks: more sentences, such as until when files are kept and where they come; they may hold foreign text.
    """
    with st.container(border=True, key="outcome"):
        with st.container(horizontal=True, gap=None, wrap=False):  # one below the other would leave a gap
            st.header(situation.sentence, icon=f":material/{_SIGNS[situation.kind]}:", anchor=False)
            announce(situation.sentence, situation.kind.name)
        if situation.kind is Kind.WAITING_FOR_USER:
            st.write(PLACES)
        if amounts:
            st.html(bar(amounts))
        for remark in remarks:
            st.text(remark)
        if offers or receipt:
            with st.container(horizontal=True):
                for number, offer in enumerate(offers):
                    # Where a limit is reached, the archive asks to wait: nothing urges the user on.
                    _show(offer, primary=number == 0 and situation.kind is not Kind.LIMIT_REACHED)
                if receipt:
                    receipt_panel.offer_files(receipt)


def bar(amounts: Mapping[Share, Amount]) -> str:
    """The shares as one bar, by bytes, and in words below it; by files where the archive says no sizes."""
    by_size = any(each.size for each in amounts.values())
    weights = {share: each.size if by_size else each.files for share, each in amounts.items()}
    parts = "".join(
        f'<div style="flex:{weight} 0 0;min-width:{_LEAST};background:{_FILLS[share]}"></div>'
        for share, weight in weights.items()
        if weight
    )
    words = [_in_words(share, each) for share, each in amounts.items()]
    keys = "".join(
        f'<li><span style="{_KEY};background:{_FILLS[share]}"></span>{escape(text)}</li>'
        for share, text in zip(amounts, words, strict=True)
    )
    alt = escape(f"{'By bytes' if by_size else 'By files'}: {'; '.join(words)}", quote=True)
    return f'<div role="img" aria-label="{alt}" style="{_TRACK}">{parts}</div><ul style="{_LEGEND}">{keys}</ul>'


def _in_words(share: Share, amount: Amount) -> str:
    size = formatting.size(amount.size) if amount.size else ""
    if share is Share.ARRIVING:
        return f"{size} {share}"
    return f"{amount.files:,} {share}{f' ({size})' if size else ''}"


def _show(offer: Offer, *, primary: bool) -> None:
    kind: Literal["primary", "secondary"] = "primary" if primary else "secondary"
    if offer.address:
        st.link_button(offer.label, offer.address, type=kind, icon=offer.icon, help=offer.help or None)
        return
    st.button(offer.label, on_click=offer.on_click, type=kind, icon=offer.icon, help=offer.help or None)
