"""What the user may do with an order on the archive, as buttons."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import streamlit as st

from components.regards.orders.actions import Action, possible
from components.regards.orders.records import Order


@dataclass(frozen=True, slots=True)
class _Button:
    """An action as it is offered; one with a ``warning`` is confirmed first."""

    label: str
    help: str
    icon: str
    under_way: str
    warning: str = ""


_BUTTONS: Final = {
    Action.PAUSE: _Button(
        "Pause",
        "The archive stops preparing files. What is available can still be downloaded.",
        ":material/pause:",
        "Pausing the order…",
    ),
    Action.RESUME: _Button(
        "Resume",
        "The archive goes on preparing files.",
        ":material/play_arrow:",
        "Resuming the order…",
    ),
    Action.RETRY: _Button(
        "Retry what failed",
        "The archive tries again to provide the files in error, and those whose download failed.",
        ":material/replay:",
        "Asking the archive to retry…",
    ),
    Action.RESTART: _Button(
        "Repeat this order",
        "The archive makes a new order of the same files, and this page goes over to it.",
        ":material/library_add:",
        "Repeating the order…",
    ),
    Action.CANCEL: _Button(
        "Cancel order",
        "The archive stops preparing this order, and then deletes it.",
        ":material/cancel:",
        "Cancelling the order: the archive stops its work first, which can take a minute…",
        "The archive stops preparing this order and deletes it, together with its files there. It cannot be brought "
        "back. What you have downloaded stays with you.",
    ),
    Action.DELETE: _Button(
        "Delete",
        "The order disappears from the archive, together with its files there.",
        ":material/delete:",
        "Deleting the order…",
        "The archive deletes this order, together with its files there. It cannot be brought back. "
        "What you have downloaded stays with you.",
    ),
}


def offer_actions(order: Order, under_way: Action | None, ask: Callable[[Action], None]) -> None:
    """A button for each action that the archive allows now.

    Args:
        order: as last read.
        under_way: an action that the archive has not answered yet; until it has, nothing else can be asked.
        ask: called with what the user wants. Both clicks of a double click may arrive.
    """
    offered = possible(order)
    if under_way:
        st.info(_BUTTONS[under_way].under_way, icon=":material/hourglass_top:")
    with st.container(horizontal=True):
        for action in offered:
            _offer(action, order, ask, disabled=under_way is not None)


def _offer(action: Action, order: Order, ask: Callable[[Action], None], *, disabled: bool) -> None:
    button, key = _BUTTONS[action], f"{action} {order.order_id}"
    if disabled:  # also in place of a question: an open one would stay open over its own answer
        st.button(button.label, help=button.help, icon=button.icon, disabled=True, key=f"{key} disabled")
        return
    if not button.warning:
        st.button(button.label, on_click=ask, args=(action,), help=button.help, icon=button.icon, key=key)
        return
    with st.popover(button.label, help=button.help, icon=button.icon, key=f"confirm {key}"):
        st.write(button.warning)
        st.button(
            f"{button.label if action is Action.CANCEL else 'Delete order'} {order.order_id}",
            on_click=ask,
            args=(action,),
            type="primary",
            icon=button.icon,
            key=key,
        )
