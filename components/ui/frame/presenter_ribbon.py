"""What a presenter sees while the demo archive acts out a trouble: which one, and the way to end or change it."""

import streamlit as st

from components.desk.desk import Desk
from components.desk.shared_state import shared


def show_ribbon(desk: Desk) -> None:
    """The trouble that is acted out for the user; nothing if there is none."""
    rehearsal, username = shared().archives.rehearsal, desk.login.username
    trouble = rehearsal.acted_out(username) if rehearsal and desk.login.archive.guests else None
    if rehearsal is None or trouble is None:
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="presenter"):
        st.markdown(f":orange-badge[Acted out for you] **{trouble}**: {rehearsal.troubles[trouble]}.")
        with st.popover("Another trouble", icon=":material/theater_comedy:"):
            for name, explanation in rehearsal.troubles.items():
                if name != trouble:
                    act_out = f"{name}: {explanation}"
                    st.button(act_out, on_click=rehearsal.begin, args=(username, name), type="tertiary")
        st.button("End the trouble", on_click=rehearsal.begin, args=(username, None), icon=":material/stop_circle:")
