"""Compose an order: which products, which of their files; check it; see the exact request; submit it once."""

from dataclasses import replace
from functools import partial

import streamlit as st

from components.desk.submissions import Click, ClickResult
from components.order.draft import By
from components.order.file_name import Form
from components.order.lucene import expressions
from components.regards.checking import Cancelled
from components.regards.errors import RegardsError
from components.regards.submission import BasketInUse, Doubtful, Unchecked, Unknown
from components.ui import messages, session
from components.ui.compose import check_result, lint_remarks, name_filter_trial, order_form, preview, submission_result
from components.ui.gate import signed_in
from components.ui.heading import show_heading

desk = signed_in()
show_heading("Compose order", desk)

batch = None
if submission := desk.submission():
    if not submission.done():
        submission_result.wait_for(submission)
        desk.drop_click()  # the second half of a double click: no click outlives the wait
        st.stop()
    batch = submission.result()
if batch and (batch.granted or isinstance(batch.end, Unknown)):
    # Whoever follows one order of a batch that stopped comes back to what was not ordered.
    submission_result.show_ordered(batch, on_follow=None if batch.end else desk.begin_draft)
    if batch.end and (left_over := desk.left_over(batch)):
        st.button("Keep what was not ordered", on_click=desk.keep_only, args=(left_over,))
    st.button("Compose another order", on_click=desk.begin_draft)
    st.button("Change this one and submit it anew", on_click=desk.begin_draft, args=(desk.draft,))
    st.stop()
if batch:
    submission_result.show_not_ordered(batch, desk.draft.data_types, desk.draft.file_name_expression())
    resubmit = partial(Click, desk.composition().bodies, desk.draft_key, again=True, confirmed=True)
    drawn = session.fields(desk.draft_key)
    with st.container(horizontal=True):
        if isinstance(batch.end, Doubtful) and batch.end.result.can_be_reduced:
            st.button("Order only what was found", on_click=desk.keep_only, args=(batch.end.result.orderable,))
        if isinstance(batch.end, Doubtful | Unchecked):
            st.button("Submit all the same", on_click=session.click_submit, args=(desk, resubmit(), drawn))
        if isinstance(batch.end, BasketInUse):
            emptied = resubmit(empty_basket=True)
            st.button("Empty the basket and submit", on_click=session.click_submit, args=(desk, emptied, drawn))

if desk.has_replaced:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text("What you had before has made way for this.", width="content")
        st.button("Bring it back", on_click=desk.bring_back, icon=":material/undo:")
st.header("1. Products")
draft = order_form.choose_products(desk.draft, desk.draft_key, desk.login.identifier_field)
taken_in = order_form.take_in_file(draft, desk.draft_key)
if taken_in is not draft or len(draft.files) != len(desk.draft.files):
    # A file was taken in or removed: fresh fields, so that the browser does not hold it as well.
    desk.replace_draft(taken_in)
    st.rerun()
desk.keep(draft)
if draft.by is By.IDENTIFIERS and (found := desk.composition().identifiers):
    order_form.show_identifiers(draft, found)
if draft.by is By.EXPRESSIONS:
    lines = expressions(draft.expressions)
    if mended := lint_remarks.show_remarks(lines, desk.login.identifier_field, desk.draft_key):
        desk.begin_draft(replace(draft, expressions="\n".join(mended)))
        st.rerun()

st.header("2. Files")
draft = order_form.choose_files(desk.draft, desk.draft_key)
if draft.name_form is Form.EXPRESSION and desk.draft.name_form is not Form.EXPRESSION:
    # Whoever goes over to an expression sees what the simple form has built.
    desk.begin_draft(replace(draft, file_name=desk.draft.file_name_expression(), any_case=False))
    st.rerun()
desk.keep(draft)
if meant := order_form.offer_mend(draft, desk.draft_key):
    desk.begin_draft(replace(draft, file_name=meant))
    st.rerun()
result = desk.check_result()
names = result.names if result else name_filter_trial.paste_names()
judged = desk.judge(names, draft.data_types if result else ())
if judged and names and (draft.file_name or not result):
    name_filter_trial.show(judged, of_catalogue=result is not None, all_names=result is None or result.all_names)
nothing_taken = bool(result and names and judged and not judged.kept)

clicked = desk.act_on_click()
if clicked is ClickResult.SENT:
    st.rerun()
composition = desk.composition()
bodies = composition.bodies

st.header("3. Check")
desk.begin_wanted_check()
check, seen = desk.check(), False
if composition.problems:
    st.write("Nothing to check yet.")
elif check is None:
    st.write("The catalogue can tell what would come. Asking orders nothing.")
    st.button("Check with the catalogue", on_click=desk.want_check, icon=":material/fact_check:")
elif not check.future.done():
    check_result.wait_for(check)
else:
    try:
        result = check.future.result()
        check_result.show_result(result, desk.draft.data_types)
        seen = not result.whole_catalogue  # which needs a word more
        if result.can_be_reduced:
            st.button("Order only what was found", on_click=desk.keep_only, args=(result.orderable,), key="reduce")
    except Cancelled:
        st.write("The check was cancelled.")
    except RegardsError as error:
        messages.show_error(error)
    st.button("Check again", on_click=desk.want_check, icon=":material/refresh:")

st.header("4. Submit")
if composition.problems:
    messages.show_problems(composition.problems)
    st.button("Submit order", disabled=True)
    st.stop()

preview.show_requests(bodies, desk.draft_key)
preview.offer_recipe(desk.draft)
if clicked is ClickResult.CHANGED:
    st.warning("You changed the order as you submitted it, so nothing was sent. Look at it again, then submit.")
if nothing_taken:
    st.warning("No file that the catalogue knows of passes the name filter.", icon=":material/warning:")
    nothing_taken = not st.checkbox("Submit it all the same", key=f"nothing {composition.digest}")
st.write(preview.in_words(composition, desk.draft.data_types, desk.login.archive.name))
click = Click(bodies, desk.draft_key, again=batch is not None, confirmed=seen)
st.button(
    "Submit order",
    on_click=session.click_submit,
    args=(desk, click, session.fields(desk.draft_key)),
    type="primary",
    icon=":material/send:",
    disabled=nothing_taken,
)
