"""Compose an order: which products, which of their files; see the exact request; submit it once."""

import streamlit as st

from components.regards.submission import BasketInUse, Granted, NotOrdered, Unknown
from components.ui import choices, messages, preview, verdicts
from components.ui.gate import signed_in
from components.ui.heading import show_heading

desk = signed_in()
show_heading("Compose order", desk)

outcome = None
if submission := desk.submission():
    if not submission.done():
        verdicts.wait_for(submission)
        st.stop()
    outcome = submission.result()
if isinstance(outcome, Granted | Unknown):
    verdicts.show_ordered(outcome, on_follow=desk.begin_draft)
    st.button("Compose another order", on_click=desk.begin_draft)
    st.button("Change this one and submit it anew", on_click=desk.begin_draft, args=(desk.draft,))
    st.stop()
if isinstance(outcome, NotOrdered):
    verdicts.show_not_ordered(outcome)
if isinstance(outcome, BasketInUse):
    verdicts.show_basket_in_use(outcome)
    st.button(
        "Empty the basket and submit",
        on_click=desk.click,
        args=(outcome.request_json, desk.draft_key),
        kwargs={"again": True, "empty_basket": True},
    )

st.header("1. Products")
draft = choices.choose_products(desk.draft, desk.draft_key, desk.login.identifier_field)
if draft.files != desk.draft.files:
    # A file was taken in or removed: fresh fields, so that the browser does not hold it as well.
    desk.begin_draft(draft)
    st.rerun()
desk.keep(draft)
if found := desk.composition().identifiers:
    choices.show_identifiers(draft, found)

st.header("2. Files")
desk.keep(choices.choose_files(desk.draft, desk.draft_key))

st.header("3. Submit")
composition, click = desk.composition(), desk.take_click()
if composition.request is None:
    messages.show_problems(composition.problems)
    st.button("Submit order", disabled=True)
    st.stop()

request_json = composition.request.to_json()
if click and click.previewed == request_json:
    desk.submit(click)
    st.rerun()

st.write("This is the exact request that will be sent:")
preview.show_request(request_json)
if click:
    st.warning("You changed the order as you submitted it, so nothing was sent. Look at it again, then submit.")
st.write(preview.in_words(composition.request, composition.identifiers, desk.login.archive.name))
st.button(
    "Submit order",
    on_click=desk.click,
    args=(request_json, desk.draft_key),
    kwargs={"again": outcome is not None},
    type="primary",
    icon=":material/send:",
)
