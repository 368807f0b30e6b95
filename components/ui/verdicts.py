"""What became of a submission, in words, with the next step."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import Final

import streamlit as st

from components.regards.errors import Refused
from components.regards.submission import BasketInUse, Granted, NotOrdered, Outcome, Unknown
from components.ui import messages, words

_REASONS: Final = {  # contract C.1
    "EMPTY_ORDER": "At least one query finds no file that you may order. Check the identifiers and the data types.",
    "INTERNAL_ERROR": "The catalogue could not run one of the queries. Check the field and the expressions.",
    "ORDER_LIMIT_REACHED": "The order is larger than the archive allows. Split it.",
}


@st.fragment(run_every=0.4)
def wait_for(submission: Future[Outcome]) -> None:
    """Say that an order is on its way until the archive has answered."""
    st.info(
        "Submitting your order. The archive looks for the products now; that can take a minute. "
        "You may leave this page: the order is sent once.",
        icon=":material/hourglass_top:",
    )
    if submission.done():
        st.rerun()


def show_ordered(outcome: Granted | Unknown, on_follow: Callable[[], None]) -> None:
    """The order went out: accepted, or without a verdict. `on_follow` is called before its page opens."""
    if isinstance(outcome, Granted):
        _show_granted(outcome, on_follow)
    else:
        _show_unknown(outcome, on_follow)


def _show_granted(granted: Granted, on_follow: Callable[[], None]) -> None:
    """The order is accepted."""
    st.success(f"Order {granted.order_id} is accepted.", icon=":material/check_circle:")
    st.write("The archive prepares its files now. Follow the order to see what really comes, and to download it.")
    _offer_to_follow(granted.order_id, on_follow)


def show_not_ordered(outcome: NotOrdered) -> None:
    """Nothing was ordered, and why."""
    cause = outcome.cause
    messages.show_error(cause)
    if isinstance(cause, Refused) and cause.error_type in _REASONS:
        st.write(_REASONS[cause.error_type])
    st.write("Nothing was ordered.")


def show_basket_in_use(outcome: BasketInUse) -> None:
    """The basket holds something that the order would take along."""
    basket = outcome.basket
    st.warning(
        f"Nothing was sent yet. Your basket on the archive already holds {words.count(basket.files, 'file')} of "
        f"{words.count(basket.products, 'product')} ({words.size(basket.size)}), and REGARDS would add them to this "
        "order. Empty the basket, or finish that order on the archive's own site first.",
        icon=":material/shopping_basket:",
    )
    for dataset in basket.datasets:
        st.text(dataset)


def _show_unknown(outcome: Unknown, on_follow: Callable[[], None]) -> None:
    """No verdict came back, so the archive's list of orders was compared with the one before."""
    if not outcome.candidates:
        messages.show_error(outcome.cause)
        st.warning(
            "Your order was sent, no verdict came back, and no new order has appeared in your list so far. "
            "Look at “My orders” again in a few minutes before you order the same once more.",
            icon=":material/help:",
        )
        return
    st.warning(
        "The archive's answer got lost, but your list of orders shows what has appeared since. Nothing was sent twice.",
        icon=":material/help:",
    )
    for order in outcome.candidates:
        _offer_to_follow(order.order_id, on_follow)


def _offer_to_follow(order_id: int, on_follow: Callable[[], None]) -> None:
    if st.button(f"Follow order {order_id}", type="primary", icon=":material/arrow_forward:"):
        on_follow()
        st.switch_page("order.py", query_params={"id": str(order_id)})
