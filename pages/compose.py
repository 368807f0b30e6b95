"""Compose an order: which products, which of their files; check it; see the exact request; submit it once."""

from dataclasses import replace
from functools import partial

import streamlit as st

from components.desk.submissions import Click, ClickResult
from components.order.draft import By, Draft
from components.order.identifiers import Identifiers
from components.order.lucene import expressions
from components.regards.catalogue.checking import Cancelled, CheckResult
from components.regards.errors import RegardsError
from components.regards.submission import Appeared, BasketInUse, Batch, Doubtful, Interrupted, Unchecked, Unknown
from components.ui import messages, session
from components.ui.compose import (
    check_result,
    footprint_map,
    lint_remarks,
    name_filter_trial,
    near_names,
    order_form,
    preview,
    request_tabs,
    submission_result,
)
from components.ui.gate import signed_in
from components.ui.heading import show_heading
from components.ui.unsettled import show_unsettled


def last_submission() -> Batch | None:
    """What became of the draft if it was submitted; the page ends here while it is on its way, or if it is ordered."""
    submission = desk.submission()
    if submission is None:
        return None
    if not submission.done():
        submission_result.wait_for(submission)
        desk.drop_click()  # the second half of a double click
        st.stop()
    batch = submission.result()
    if batch.granted or isinstance(batch.end, Unknown | Interrupted):
        # While something is left to order, following one of the orders keeps the draft.
        submission_result.show_ordered(batch, on_follow=None if batch.end else desk.begin_draft)
        if batch.end and (left_over := desk.left_over(batch)):
            st.button("Keep what was not ordered", on_click=desk.keep_only, args=(left_over,))
        st.button("Compose another order", on_click=desk.begin_draft)
        st.button("Change this order and submit it again", on_click=desk.begin_draft, args=(desk.draft,))
        st.stop()
    return batch


def show_refusal(batch: Batch) -> None:
    """Why the last submission ordered nothing, with the ways to go on."""
    submission_result.show_not_ordered(
        batch, desk.draft.data_types, desk.draft.file_name_expression(), partial(show_near_names, "refusal")
    )
    if isinstance(batch.end, Appeared):
        desk.unsettled.sight.renew()  # so that it is shown above
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


def offer_replaced_draft() -> None:
    """A way back to the draft that a file, a receipt or an earlier order has replaced."""
    if desk.has_replaced:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text("This has replaced what you had before.", width="content")
            st.button("Bring it back", on_click=desk.bring_back, icon=":material/undo:")


def choose_products() -> None:
    """The fields for identifiers or search expressions."""

    def read(draft: Draft) -> Identifiers | None:
        if len(draft.files) != len(desk.draft.files):
            desk.replace_draft(draft)  # a file was removed: fresh fields
            st.rerun()
        desk.keep(draft)
        return desk.composition().identifiers

    draft = order_form.choose_products(desk.draft, desk.draft_key, desk.login.identifier_field, read)
    taken_in = order_form.take_in_files(draft, desk.draft_key)
    if taken_in.draft is not draft or len(draft.files) != len(desk.draft.files):
        # A file was added or removed: fresh fields, so that the browser does not hold it as well.
        desk.replace_draft(taken_in.draft)
        session.note_refused_files(desk, taken_in.refused)
        st.rerun()
    order_form.show_refused(taken_in.refused or session.refused_files(desk))
    desk.keep(draft)
    found = desk.composition().identifiers if draft.by is By.IDENTIFIERS else None
    if found and (visible := order_form.take_out_invisible(draft, found)):
        desk.begin_draft(visible)
        st.rerun()
    if draft.by is By.EXPRESSIONS:
        lines = expressions(draft.expressions)
        if fixed := lint_remarks.show_remarks(
            lines, desk.login.identifier_field, desk.draft_key, desk.attribute_names()
        ):
            desk.begin_draft(replace(draft, expressions="\n".join(fixed)))
            st.rerun()


def choose_files() -> None:
    """The fields for data types and file names."""
    draft = order_form.choose_files(desk.draft, desk.draft_key)
    desk.keep(draft)
    if meant := order_form.offer_correction(draft, desk.draft_key):
        desk.begin_draft(replace(draft, file_name="", name_expression="").with_filter(meant))
        st.rerun()


def try_name_filter() -> bool:
    """What the name filter does to known file names; gives whether it takes no file of the order."""
    result = desk.check_result()
    names = result.names if result else name_filter_trial.paste_names()
    judged = desk.judge(names, desk.draft.data_types if result else ())
    if judged and names and (desk.draft.file_name_expression() or not result):
        name_filter_trial.show(judged, of_catalogue=result is not None, all_names=result is None or result.all_names)
    return bool(result and names and judged and not judged.kept)


def check() -> bool:
    """What the catalogue says of the order; gives whether the user has seen it, and needs no further warning."""
    desk.begin_wanted_check()
    check = desk.check()
    if desk.composition().problems:
        st.write("Nothing to check yet.")
        return False
    if check is None:
        st.write("The catalogue can tell what would come. Asking orders nothing.")
        st.button("Check with the catalogue", on_click=desk.want_check, icon=":material/fact_check:")
        return False
    if not check.future.done():
        check_result.wait_for(check)
        return False
    seen = False
    try:
        result = check.future.result()
        check_result.show_result(result, desk.draft.data_types, "check", partial(show_near_names, "check", result))
        footprint_map.show_map(result.footprints)
        seen = not result.whole_catalogue
        if result.can_be_reduced:
            st.button("Order only what was found", on_click=desk.keep_only, args=(result.orderable,), key="reduce")
    except Cancelled:
        st.write("The check was cancelled.")
    except RegardsError as error:
        messages.show_error(error)
    st.button("Check again", on_click=desk.want_check, icon=":material/refresh:")
    return seen


def show_near_names(place: str, result: CheckResult) -> None:
    """What the catalogue has instead of the names that it does not know, with buttons that take it."""
    field = desk.draft.field.strip() or desk.login.identifier_field
    key = f"{place} {desk.draft_key}"
    near_names.show_near_names(result.near, result.unknown, field, key, desk.take_near_names, desk.take_field)


def submit(*, seen: bool, again: bool, takes_nothing: bool, changed: bool) -> None:
    """The exact request, and the button that sends it.

    Args:
        seen: the user has seen what the catalogue says of the order.
        again: there was an answer to an earlier submission of this draft.
        takes_nothing: the name filter takes no file of the order.
        changed: the draft was changed together with the last click, which therefore sent nothing.
    """
    composition = desk.composition()
    if composition.problems:
        messages.show_problems(composition.problems)
        st.button("Submit order", disabled=True)
        return
    request_tabs.show_request(desk.login.archive, desk.login.project, composition.bodies, desk.draft_key)
    preview.offer_recipe(desk.draft)
    if changed:
        st.warning("You changed the order as you submitted it, so nothing was sent. Look at it again, then submit.")
    if takes_nothing:
        st.warning("No file that the catalogue knows of passes the name filter.", icon=":material/warning:")
        takes_nothing = not st.checkbox("Submit it all the same", key=f"nothing {composition.digest}")
    st.write(preview.in_words(composition, desk.draft.data_types, desk.login.archive.name))
    click = Click(composition.bodies, desk.draft_key, again=again, confirmed=seen)
    st.button(
        "Submit order",
        on_click=session.click_submit,
        args=(desk, click, session.fields(desk.draft_key)),
        type="primary",
        icon=":material/send:",
        disabled=takes_nothing,
    )


desk = signed_in()
session.name_tab(desk)
show_heading("Compose order", desk)
show_unsettled(desk, shown=desk.submission_key)
batch = last_submission()
if batch:
    show_refusal(batch)
offer_replaced_draft()
st.header("1. Products")
choose_products()
st.header("2. Files")
choose_files()
takes_nothing = try_name_filter()
clicked = desk.act_on_click()  # all fields are read now
if clicked is ClickResult.SENT:
    st.rerun()
st.header("3. Check")
seen = check()
st.header("4. Submit")
submit(seen=seen, again=batch is not None, takes_nothing=takes_nothing, changed=clicked is ClickResult.CHANGED)
