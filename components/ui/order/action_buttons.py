"""What the user may do with an order on the archive, as buttons."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Final

import streamlit as st

from components.regards.orders.actions import Action, possible
from components.regards.orders.records import Order


@dataclass(frozen=True, slots=True)
class _Button:
    """An action as it is offered; one with a ``warning`` destroys something, and is confirmed first."""

    label: str
    help: str
    icon: str
    warning: str = ""


_BUTTONS: Final = {
    Action.PAUSE: _Button(
        "Pause",
        "The archive stops preparing files. What is ready can still be downloaded.",
        ":material/pause:",
    ),
    Action.RESUME: _Button(
        "Resume",
        "The archive goes on preparing files.",
        ":material/play_arrow:",
    ),
    Action.CANCEL: _Button(
        "Cancel order",
        "The archive stops preparing this order, and then deletes it.",
        ":material/cancel:",
        "The archive stops preparing this order and deletes it, together with its files there. It cannot be brought "
        "back. What you have downloaded stays with you.",
    ),
    Action.DELETE: _Button(
        "Delete",
        "The order disappears from the archive, together with its files there.",
        ":material/delete:",
        "The archive deletes this order, together with its files there. It cannot be brought back. "
        "What you have downloaded stays with you.",
    ),
}
_UNDER_WAY: Final = {
    Action.PAUSE: "Pausing the order…",
    Action.RESUME: "Resuming the order…",
    Action.RETRY: "Asking the archive to retry…",
    Action.RESTART: "Repeating the order…",
    Action.CANCEL: "Cancelling the order: the archive stops its work first, which can take a minute…",
    Action.DELETE: "Deleting the order…",
}


def show_under_way(action: Action) -> None:
    """That the archive has not answered an action yet."""
    st.info(_UNDER_WAY[action], icon=":material/hourglass_top:")


def danger(label: str) -> str:
    """The label of a button that destroys something, in the colour of danger."""
    return f":red[{label}]"


def offer_actions(
    order: Order, ask: Callable[[Action], None], *, without: Collection[Action] = (), disabled: bool = False
) -> None:
    """A button for each action that the archive allows now, apart from those that ask for files again.

    Args:
        order: as last read.
        ask: called with what the user wants. Both clicks of a double click may arrive.
        without: actions that are offered elsewhere on the page.
        disabled: an action is under way, and nothing else can be asked before the archive has answered it.
    """
    for action in possible(order):
        if action in _BUTTONS and action not in without:
            _offer(action, order, ask, disabled=disabled)


def _offer(action: Action, order: Order, ask: Callable[[Action], None], *, disabled: bool) -> None:
    button, key = _BUTTONS[action], f"{action} {order.order_id}"
    label = danger(button.label) if button.warning else button.label
    if disabled:  # also in place of a question: an open one would stay open over its own answer
        st.button(label, help=button.help, icon=button.icon, disabled=True, key=f"{key} disabled")
        return
    if not button.warning:
        st.button(label, on_click=ask, args=(action,), help=button.help, icon=button.icon, key=key)
        return
    with st.popover(label, help=button.help, icon=button.icon, key=f"confirm {key}"):
        st.write(button.warning)
        st.button(
            danger(f"{button.label if action is Action.CANCEL else 'Delete order'} {order.order_id}"),
            on_click=ask,
            args=(action,),
            icon=button.icon,
            key=key,
        )
