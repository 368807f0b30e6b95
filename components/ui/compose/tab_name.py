"""The name of a tab's draft in the tab's address, so that a refresh finds the draft again."""

import streamlit as st

from components.desk.desk import Desk
from components.ui import session

# `st.query_params` would make a step of its own in the tab's history: Back would then stay on this page for good.
_NAME = st.components.v2.component(
    "order_desk_tab_name",
    js="""
    export default function ({ data }) {
        const address = new URL(location.href);
        for (const [name, value] of Object.entries(data)) address.searchParams.set(name, value);
        if (address.href !== location.href) history.replaceState(history.state, "", address);
    }
    """,
)


def name_tab(desk: Desk) -> None:
    """Put the name of the tab's draft into its address."""
    _NAME(key="tab_name", data=session.tab_in_address(desk), height=0)
