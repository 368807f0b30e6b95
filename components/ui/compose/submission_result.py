"""What became of a submission, in words, with the next step."""

from collections.abc import Callable, Sequence
from typing import Final

import streamlit as st

from components.desk.submissions import Submission
from components.regards.submission.lost_verdict import Looking
from components.regards.submission.submission import (
    Appeared,
    BasketInUse,
    Batch,
    Doubtful,
    Interrupted,
    NotOrdered,
    Unchecked,
    Unknown,
    Unseen,
)
from components.ui import formatting, messages
from components.ui.compose import submission_progress
from components.ui.compose.catalogue import check_result
from components.ui.unseen import show_unseen

_FEW: Final = 5  # orders that are offered one by one

_TAKEN_OUT: Final = "What this order had put into your basket on the archive was taken out again."
_LEFT: Final = (
    "What this order had put into your basket on the archive may still lie there, because it could not be taken out. "
    "When you submit again, the desk looks at the basket first and asks."
)


def wait_for(submission: Submission) -> None:
    """Say how far a submission is until it has its result; at least once, also if it has that already."""
    is_drawn = False

    @st.fragment(run_every=0.4)
    def draw() -> None:
        nonlocal is_drawn
        if is_drawn and submission.done():
            st.rerun()
        is_drawn = True
        step, left = submission.progress.read()
        said = submission_progress.in_words(step)
        if isinstance(step, Looking):
            st.warning(said, icon=":material/search:")
        else:
            st.info(said, icon=":material/hourglass_top:")
        numbers = submission_progress.in_numbers(step, submission.progress.seconds, left)
        share = submission_progress.done(step)
        if share is None:
            st.text(numbers)
        else:
            st.progress(share, text=numbers)

    draw()


def show_ordered(batch: Batch, on_follow: Callable[[], None] | None, parts: Sequence[int] = ()) -> None:
    """Orders went out: accepted, some of them, or without a verdict.

    Args:
        batch: what became of them.
        on_follow: called before one is opened.
        parts: how many products each of them asked for by name.
    """
    _show_granted(batch)
    if batch.end and batch.planned > 1 and sum(parts):
        st.write(_products(batch, parts))
    if batch.end is None:
        st.write("The archive prepares the files now. Follow the order to see what really comes, and to download it.")
    elif isinstance(batch.end, Interrupted):
        pass  # said above
    elif isinstance(batch.end, Unknown):
        _show_unknown(batch.end)
        _offer_to_follow([order.order_id for order in batch.end.candidates], on_follow)
    else:
        show_not_ordered(batch, (), "")
    _offer_to_follow_all(batch.granted, on_follow)


def show_not_ordered(batch: Batch, data_types: Sequence[str], name_filter: str) -> None:
    """Something was not ordered, and why.

    Args:
        batch: what became of the order.
        data_types: those asked for, none for all.
        name_filter: that asked for.
    """
    match batch.end:
        case NotOrdered() as refused:
            _show_refused(refused)
        case Unchecked(cause):
            messages.show_error(cause)
        case BasketInUse(basket, ours):
            check_result.show_basket(basket, ours=ours)
        case Unseen(parts):
            st.warning("Nothing was sent yet. This archive does not show you everything:", icon=":material/help:")
            show_unseen(parts)
        case Appeared():
            st.warning(
                "Nothing was sent, because an order has appeared that may be your earlier one. "
                "Look at it above: follow it, or forget it and submit again.",
                icon=":material/help:",
            )
        case Doubtful(result):
            st.warning("Nothing was sent yet. Look at what the catalogue says below.", icon=":material/help:")
            if result.takes_nothing(data_types, name_filter):
                st.warning("No file that the catalogue knows of passes the name filter.", icon=":material/warning:")
    if not batch.granted:
        st.write("Nothing was ordered.")


def _show_refused(refused: NotOrdered) -> None:
    messages.show_error(refused.cause)
    if refused.taken_out is not None:
        st.write(_TAKEN_OUT if refused.taken_out else _LEFT)


def _products(batch: Batch, parts: Sequence[int]) -> str:
    """How many products are ordered and how many are not; where a verdict got lost, that of one order is open."""
    ordered = sum(parts[: len(batch.granted)])
    is_open = parts[len(batch.granted)] if isinstance(batch.end, Unknown) else 0
    others = {"may be": is_open, "are not": sum(parts) - ordered - is_open}
    words = "".join(f", {number:,} {what}" for what, number in others.items() if number)
    return f"{ordered:,} of {formatting.count(sum(parts), 'product')} are ordered{words}."


def accepted(order_ids: Sequence[int]) -> str:
    """That all orders of a request were accepted."""
    numbers = ", ".join(str(order_id) for order_id in order_ids)
    return (
        f"Order {numbers} is accepted."
        if len(order_ids) == 1
        else f"{formatting.every(len(order_ids), 'orders').capitalize()} are accepted: {numbers}."
    )


def _show_granted(batch: Batch) -> None:
    numbers = ", ".join(str(order_id) for order_id in batch.granted)
    if len(batch.granted) < batch.planned and batch.granted:
        st.warning(
            f"{len(batch.granted)} of {formatting.count(batch.planned, 'order')} are accepted: {numbers}. "
            f"{_why_stopped(batch)}",
            icon=":material/warning:",
        )
    elif batch.granted:
        st.success(accepted(batch.granted), icon=":material/check_circle:")


def _why_stopped(batch: Batch) -> str:
    match batch.end:
        case Unknown():
            rest = ", and the rest was not sent" if len(batch.granted) + 1 < batch.planned else ""
            return f"No verdict came back on the next one{rest}."
        case Interrupted():
            return "The desk stopped before the rest was sent."
        case _:
            return "The next one was not, so the rest was not sent."


def _show_unknown(outcome: Unknown) -> None:
    if outcome.candidates:
        st.warning(
            "The archive's answer got lost, but your list of orders shows what has appeared since. "
            "Nothing was sent twice.",
            icon=":material/help:",
        )
    else:
        st.write("Your order was sent once, and no verdict came back.")
        messages.show_words(outcome.cause)


def _offer_to_follow_all(order_ids: Sequence[int], on_follow: Callable[[], None] | None) -> None:
    """One button for all orders of a request, and one for each where these are few."""
    if len(order_ids) > 1:
        _button_to_follow(order_ids, f"Follow {formatting.every(len(order_ids), 'orders')}", on_follow, primary=True)
    if len(order_ids) <= _FEW:
        _offer_to_follow(order_ids, on_follow, primary=len(order_ids) == 1)


def _offer_to_follow(order_ids: Sequence[int], on_follow: Callable[[], None] | None, *, primary: bool = True) -> None:
    with st.container(horizontal=True):
        for order_id in order_ids:
            _button_to_follow([order_id], f"Follow order {order_id}", on_follow, primary=primary)


def _button_to_follow(
    order_ids: Sequence[int], label: str, on_follow: Callable[[], None] | None, *, primary: bool
) -> None:
    if st.button(label, type="primary" if primary else "secondary", icon=":material/arrow_forward:"):
        if on_follow:
            on_follow()
        st.switch_page("order.py", query_params={"id": ",".join(str(order_id) for order_id in order_ids)})
