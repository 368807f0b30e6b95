"""The state of the archives: whether each can be reached, its ways in, and what this user may do."""

from typing import Final

import streamlit as st

from components.ui import messages, session
from components.ui.frame.heading import show_heading
from components.ui.sign_in.gate import signed_in

FRESH: Final = 30.0  # seconds in which the archives are not asked again
FIRST_READING: Final = 3.0  # seconds that the page waits for it, so that it is not drawn twice
SIGNS: Final = {True: "✓", False: "✗", None: "·"}

desk = signed_in()
show_heading("Archives", desk)
states = session.archive_states(desk)
states.renew_when_older(FRESH)
states.take(FIRST_READING)
drawn = states.value


@st.fragment(run_every=1.0 if states.under_way else None)
def await_states() -> None:
    """Draw the page again when the archives have answered."""
    states.take()
    if states.value is not drawn or not states.under_way:
        st.rerun()
    st.text("Looking at the archives…")
    messages.show_silence(states.silence)


if states.under_way:
    await_states()
if states.error:
    messages.show_error(states.error)
for name, observations in states.value or ():
    with st.container(border=True):
        st.subheader(name, anchor=False)
        for each in observations:
            st.text(f"{SIGNS[each.good]} {each.what}: {each.found}")
if desk.has_chosen_field:
    with st.container(border=True):
        st.text(f"Your identifiers are looked for in “{desk.identifier_field}”, as you chose.")
        st.button("Look in the archive's own field again", on_click=desk.choose_field, icon=":material/undo:")
st.write("✓ is well, ✗ stands in the way of ordering, · is for your information.")
st.button("Look again", on_click=states.renew, icon=":material/refresh:")
