"""Submissions without a verdict: what is known of each, and what the user can do. Nothing is sent from here."""

from typing import Final

import streamlit as st

from components.desk.desk import Desk
from components.desk.intents import Intent
from components.desk.submissions import Unsettled
from components.ui import formatting, messages

AWAITED_ELSEWHERE: Final = "It was begun by another server of this desk, or before a restart; its result is awaited."

_FEW: Final = 5  # orders that are offered one by one
_EVERY: Final = 1.0  # seconds between two drawings while something may change


def show_unsettled(desk: Desk, shown: str = "") -> None:
    """The submissions of the user that have no verdict; nothing if there are none.

    ``shown`` is the key of the submission whose result the page shows already.
    """
    if not desk.unsettled.intents(shown):
        return
    moving = _something_moves(desk, shown)

    @st.fragment(run_every=_EVERY if moving else None)
    def draw() -> None:
        desk.unsettled.sight.renew_when_due()
        for intent in desk.unsettled.intents(shown):
            with st.container(border=True):
                _show(desk, desk.unsettled.found(intent), is_shown=intent.key == shown)
        if moving and not _something_moves(desk, shown):
            st.rerun()

    draw()


def _something_moves(desk: Desk, shown: str) -> bool:
    """Whether to look again by ourselves."""
    unsettled = desk.unsettled
    unsettled.sight.renew_when_due()
    return any(
        unsettled.is_sent_elsewhere(intent)
        or (intent.on_its_way and (unsettled.sight.under_way or _may_still_appear(unsettled.found(intent))))
        for intent in unsettled.intents(shown)
    )


def _may_still_appear(found: Unsettled) -> bool:
    return found.appeared is None or (found.listed and not found.appeared and not found.final)


def _show(desk: Desk, found: Unsettled, *, is_shown: bool) -> None:
    intent = found.intent
    if found.elsewhere:
        st.info(f"An order of yours is being submitted. {AWAITED_ELSEWHERE}", icon=":material/hourglass_top:")
        return
    if not intent.on_its_way:
        st.warning(_accepted(found), icon=":material/help:")
    else:
        st.warning(f"{_what_happened(intent)} {in_words(found)}", icon=":material/help:")
        if error := desk.unsettled.sight.error:
            messages.show_error(error)
        if found.accepted or intent.planned > 1:
            st.write(_accepted(found))
    with st.container(horizontal=True):
        _offer(desk, found, is_shown=is_shown)


def _what_happened(intent: Intent) -> str:
    if intent.lost:
        return f"{formatting.as_text(intent.lost)} The order was sent once, and its verdict got lost."
    return "An order was on its way when the desk stopped."


def in_words(found: Unsettled) -> str:
    """What the archive shows of a request that was on its way."""
    if found.appeared is None:
        return "The desk looks for it in the list of your orders."
    numbers = ", ".join(str(order.order_id) for order in found.appeared)
    if len(found.appeared) == 1:
        return f"Order {numbers} has appeared since."
    if found.appeared:
        return f"Orders {numbers} have appeared since; it may be one of them."
    if not found.listed:
        return (
            "The list of your orders cannot be looked at here, so the desk cannot find out whether it was ordered. "
            "An e-mail of the archive may tell, or its own site, or its operators: ask before you order it again."
        )
    in_basket = (
        " Products lie in your basket, which was empty before, and which REGARDS empties when it makes an order."
        if found.basket
        else ""
    )
    most_likely = "Most likely it was not ordered."
    if not found.final:
        left = f" for {formatting.in_steps(found.seconds_left, left=True)}" if found.seconds_left else ""
        judged = most_likely if found.basket else "Perhaps it was not ordered; perhaps the archive still works on it."
        return f"No order has appeared so far.{in_basket} {judged} This page goes on looking{left}."
    return f"No order has appeared since.{in_basket} {most_likely}"


def _accepted(found: Unsettled) -> str:
    intent = found.intent
    numbers = f": {', '.join(str(number) for number in found.accepted)}" if found.accepted else ""
    rest = " The rest was not sent." if intent.has_rest else ""
    return f"{intent.accepted} of the {intent.planned} orders of this request are accepted{numbers}.{rest}"


def _offer(desk: Desk, found: Unsettled, *, is_shown: bool) -> None:
    intent, key = found.intent, found.intent.key
    for order in (found.appeared or ())[:_FEW]:
        if st.button(f"Follow order {order.order_id}", key=f"follow {order.order_id} {key}", type="primary"):
            desk.unsettled.is_order(intent, order.order_id)
            st.switch_page("order.py", query_params={"id": str(order.order_id)})
    again = intent.on_its_way and found.appeared == () and found.final
    if again and st.button("Show this order again", key=f"again {key}"):
        desk.show_lost(intent)
        st.switch_page("compose.py")
    if intent.has_rest and not is_shown and st.button("Keep what was not sent", key=f"rest {key}"):
        rest = intent.draft_not_sent()
        desk.unsettled.leave(intent)
        if rest:
            desk.replace_draft(rest)
        st.switch_page("compose.py")
    if st.button("Forget it", key=f"forget {key}"):
        desk.unsettled.forget(intent)
        st.rerun()
