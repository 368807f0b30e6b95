"""Compose an order: on one side what the user holds, on the other what will come, with the button that submits it."""

from collections.abc import Collection
from dataclasses import replace
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from components.desk.submissions import Click, ClickResult
from components.order.draft import By, Draft
from components.order.file_name import NameForm
from components.order.identifiers import Identifiers
from components.order.lucene import expressions
from components.regards.catalogue.checking import Cancelled, CheckResult
from components.regards.errors import NOT_SHOWN, Maintenance, RegardsError
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
from components.regards.unseen import Part
from components.ui import addresses, messages, session, way_to_order
from components.ui.compose import (
    lint_remarks,
    order_form,
    recipes,
    request_tabs,
    starting,
    submission_result,
    what_will_come,
)
from components.ui.compose.beside import show_beside
from components.ui.compose.catalogue import check_result, footprint_map, name_filter_trial, near_names, quicklooks
from components.ui.compose.tab_name import name_tab
from components.ui.elements import focus
from components.ui.frame.heading import show_heading
from components.ui.order_name import ask_name, show_name
from components.ui.sign_in.gate import signed_in
from components.ui.stale_fragments import end_page
from components.ui.unseen import show_unseen
from components.ui.unsettled import show_unsettled

COLUMN = 440  # pixels: two columns from a width of about 1,000 on, one below
HOLDINGS_FRESH = 3600.0  # seconds
EMPTY = Draft()


def last_submission() -> Batch | None:
    """What became of the draft if it was submitted; the page ends here while it is on its way, or if it is ordered.

    A user who waits here for an order that is accepted goes on to it. One who comes back later does not.
    A recipe in the address is shown once nothing is on its way.
    """
    submission = desk.submission()
    if submission is None:
        recipes.show_linked(desk.replace_draft)
        return None
    if way_to_order.has_just_submitted(desk) or not submission.done():
        way_to_order.await_submission(desk)
        with at_submission():
            submission_result.wait_for(submission)
        desk.drop_click()  # the second half of a double click
        end_page()
    batch = submission.result()
    if way_to_order.take_awaited(desk) and batch.end is None and len(batch.granted) <= addresses.MOST:
        way_to_order.note_accepted(desk, batch.granted)
        st.switch_page("order.py", query_params={"id": addresses.written(batch.granted)})
    recipes.show_linked(desk.replace_draft)
    if batch.granted or isinstance(batch.end, Unknown | Interrupted):
        with at_submission():
            show_outcome(batch)
        end_page()
    desk.draft_check.take_answer(batch)
    return batch


def at_submission() -> DeltaGenerator:
    """The place where a submission is shown; it has the focus, which Submit has lost."""
    focus.move_to_container("submission", desk.submission_key)
    return st.container(key="submission")


def show_outcome(batch: Batch) -> None:
    """What was ordered, and the ways to go on."""
    show_name(desk.ordered_here.entries(batch.granted))
    products = [len(part.identifiers) for part in desk.composition().parts]
    # While something is left to order, following one of the orders keeps the draft.
    submission_result.show_ordered(batch, None if batch.end else desk.begin_draft, products)
    if batch.end and (left_over := desk.left_over(batch)):
        st.button("Keep what was not ordered", on_click=desk.keep_only, args=(left_over,))
    st.button("Compose another order", on_click=desk.begin_draft)
    st.button("Change this order and submit it again", on_click=desk.begin_draft, args=(desk.draft,))


def show_refusal(batch: Batch) -> None:
    """Why the last submission ordered nothing, with the ways to go on."""
    submission_result.show_not_ordered(batch, desk.draft.data_types, desk.draft.file_name_expression())
    if isinstance(batch.end, Appeared):
        desk.unsettled.sight.renew()  # so that it is shown above
    resubmit = partial(Click, desk.requests(), desk.draft_key, again=True, confirmed=True)
    drawn = session.fields(desk.draft_key)
    unchecked = isinstance(batch.end, Unchecked) and not isinstance(batch.end.cause, Maintenance)
    if unchecked or (isinstance(batch.end, Doubtful | Unseen) and not empty_queries()):
        anyway = resubmit(blindly=isinstance(batch.end, Unseen))
        st.button("Submit all the same", on_click=way_to_order.click_submit, args=(desk, anyway, drawn))
    if isinstance(batch.end, BasketInUse):
        emptied = resubmit(empty_basket=True)
        st.button("Empty the basket and submit", on_click=way_to_order.click_submit, args=(desk, emptied, drawn))


def offer_draft_of_before() -> None:
    """A way back to what a file, a receipt, an earlier order or a fresh start has replaced, or to what is unread."""
    if desk.draft_is_unread:
        st.warning(
            "The desk cannot read now what you may have had here before. It is kept: reload this page in a minute, "
            "before you type.",
            icon=":material/cloud_off:",
        )
    if desk.has_replaced:
        with st.container(horizontal=True, vertical_alignment="center"):
            had = "What you had before is kept." if desk.draft.is_blank else "This has replaced what you had before."
            st.text(had, width="content")
            st.button("Bring it back", on_click=desk.bring_back, icon=":material/undo:")


def offer_fresh_start(place: DeltaGenerator) -> None:
    """An empty form, once there is something in it that can be brought back; all fields are read before."""
    if not EMPTY.holds(desk.draft) and place.button("Start over", type="tertiary", icon=":material/restart_alt:"):
        desk.replace_draft(EMPTY)
        st.rerun()


def choose_products() -> lint_remarks.Shown:
    """The fields for identifiers or search expressions, with the remarks on these."""

    def read(draft: Draft) -> Identifiers | None:
        if len(draft.files) != len(desk.draft.files):
            desk.replace_draft(draft)  # a file was removed: fresh fields
            st.rerun()
        desk.keep(draft)
        return desk.composition().identifiers

    offer = partial(starting.offer_examples, desk.login.archive.examples, take_example)
    draft = order_form.choose_products(desk.draft, desk.draft_key, desk.identifier_field, read, offer)
    taken_in = order_form.take_in_files(draft, desk.draft_key)
    if taken_in.draft is not draft or len(draft.files) != len(desk.draft.files):
        # A file was added or removed: fresh fields, so that the browser does not hold it as well.
        desk.replace_draft(taken_in.draft)
        session.note_refused_files(desk, taken_in.refused)
        st.rerun()
    order_form.show_refused(taken_in.refused or session.refused_files(desk))
    desk.keep(draft)
    found = desk.composition().identifiers if draft.by is By.IDENTIFIERS else None
    if taken_in.beside:
        show_beside(*taken_in.beside, found.identifiers if found else (), desk.keep_only, desk.replace_draft)
    if found and (visible := order_form.take_out_invisible(draft, found)):
        desk.begin_draft(visible)
        st.rerun()
    if not draft.is_blank:
        messages.show_problems(desk.composition().problems_of_products)
    if draft.by is By.IDENTIFIERS:
        return lint_remarks.Shown()
    lines = expressions(draft.expressions)
    remarks = lint_remarks.show_remarks(lines, desk.identifier_field, desk.draft_key, desk.attribute_names())
    if remarks.fixed:
        desk.begin_draft(replace(draft, expressions="\n".join(remarks.fixed)))
        st.rerun()
    return remarks


def keep_focus() -> None:
    """Let the focus go on where a draft has just begun, as elements of the one before, or of a blank one, are gone.

    Where a page is loaded with a draft, nothing is gone.
    """
    has_begun = session.has_begun(desk.draft_key, is_blank=desk.draft.is_blank)
    if has_begun and desk.draft.is_blank:
        focus.move_to_title(f"blank {desk.draft_key}")
    elif has_begun and not batch:  # else it is at the refusal
        fields = order_form.READ if desk.draft.by is By.IDENTIFIERS else "products"
        focus.move_to_container(fields, f"draft {desk.draft_key}", brief=True)


def take_example(example: Draft) -> None:
    """Fill in an example; the choice of files stays."""
    desk.begin_draft(
        replace(desk.draft, by=example.by, pasted=example.pasted, expressions=example.expressions, pasted_reading=None)
    )


def choose_files() -> bool:
    """The fields for data types and file names; gives whether the name filter takes no file of the order."""
    draft = order_form.choose_files(desk.draft, desk.draft_key)
    desk.keep(draft)
    if meant := order_form.offer_correction(draft, desk.draft_key):
        desk.begin_draft(replace(draft, file_name="", name_expression="").with_filter(meant))
        st.rerun()
    messages.show_problems(desk.composition().problems_of_names)
    return try_name_filter()


def try_name_filter() -> bool:
    """What the name filter does to known file names; gives whether it takes no file of the order."""
    result = desk.draft_check.result()
    if result is None and desk.draft.name_form is NameForm.ANY:
        return False
    names = result.names if result else name_filter_trial.paste_names()
    judged = desk.judge(names, desk.draft.data_types if result else ())
    if judged and (judged.kept or judged.left_out):
        name_filter_trial.show(
            judged,
            filtered=bool(desk.draft.file_name_expression()),
            of_catalogue=result is not None,
            all_names=result is None or result.all_names,
        )
    return bool(result and names and judged and not judged.kept)


def show_totals() -> None:
    """How much will come, as far as it is known."""
    result = desk.draft_check.result()
    every_name = result and result.all_names and desk.draft.file_name_expression()
    judged = desk.judge(result.names, desk.draft.data_types) if result and every_name else None
    what_will_come.show_totals(what_will_come.totals(desk.composition(), result, desk.draft.data_types, judged))


def name_order() -> None:
    """The field for the order's own name."""
    desk.keep(replace(desk.draft, name=ask_name(desk.draft.name, coming_products(), desk.draft_key)))


def coming_products() -> int | None:
    """How many of the products that the user names will come; 0 if they are searched for, None if nobody knows."""
    if desk.draft.by is By.EXPRESSIONS:
        return 0
    named, result = desk.composition().identifiers, desk.draft_check.result()
    if result and result.orderable:
        return len(result.orderable)
    return len(named.identifiers) or None if named else None


def submit(*, refused: Collection[str], again: bool, takes_nothing: bool, changed: bool) -> None:
    """One sentence, and the button that sends the order.

    Args:
        refused: the expressions that the archive would refuse.
        again: there was an answer to an earlier submission of this draft.
        takes_nothing: the name filter takes no file of the order.
        changed: the draft was changed together with the last click, which therefore sent nothing.
    """
    composition, result = desk.composition(), desk.draft_check.result()
    if composition.problems or refused or (result and result.failing):
        if desk.draft.is_blank and composition.problems_of_products:
            st.text(composition.problems_of_products[0])
        elif result and result.failing and not composition.problems and not refused:
            st.text("Nothing can be ordered like this: what the catalogue says is shown below.")
        else:
            st.text("Nothing can be ordered before the form is put right where it is marked.")
        with st.container(horizontal=True):
            st.button("Submit order", type="primary", icon=":material/send:", disabled=True)
            offer_check()
        return
    if changed:
        st.warning("You changed the order as you submitted it, so nothing was sent. Look at it again, then submit.")
    words = what_will_come.in_words(desk.draft, composition, result, desk.login.archive.name)
    nothing_comes, empty = what_will_come.nothing_comes(composition, result), empty_queries()
    held_back = False
    if nothing_comes or empty or takes_nothing:
        if nothing_comes:
            why = words
        elif empty:
            why = what_will_come.why_refused(empty)
        else:
            why = "No file that the catalogue knows of passes the name filter."
        st.warning(why, icon=":material/warning:")
        held_back = not st.checkbox("Submit all the same", key=f"nothing {composition.digest}")
    if not nothing_comes and not empty:
        st.write(words)
    if names := what_will_come.names_in_words(desk.requests()):
        st.text(names)
    # The user has seen what the catalogue says, if it may; an order of the whole catalogue always asks.
    check = desk.draft_check.current()
    seen = not result.whole_catalogue if result else check is not None and check.is_closed
    click = Click(desk.requests(), desk.draft_key, again=again, confirmed=seen)
    with st.container(horizontal=True):
        st.button(
            "Submit order",
            on_click=way_to_order.click_submit,
            args=(desk, click, session.fields(desk.draft_key)),
            type="primary",
            icon=":material/send:",
            disabled=held_back,
        )
        offer_check()


def empty_queries() -> int:
    """How many queries would have the archive refuse an order of which something could come."""
    composition, result = desk.composition(), desk.draft_check.result()
    if what_will_come.nothing_comes(composition, result):
        return 0
    return what_will_come.empty_queries(composition, result)


def offer_check() -> None:
    """The button that asks the catalogue, always at the same place, and how far a check is."""
    st.button(
        "Check with the catalogue",
        on_click=desk.draft_check.want,
        disabled=desk.composition().selection is None,
        icon=":material/fact_check:",
    )


def show_check(explained: Collection[str]) -> None:
    """What the catalogue says of the order. ``explained`` are expressions whose faults are told beside their field."""
    check = desk.draft_check.current()
    if check is None:
        if desk.draft_check.is_out_of_order and desk.composition().selection:
            st.text("The archive could not answer when it was last asked, so it is not asked by itself.")
        return
    if not check.future.done():
        check_result.wait_for(check)
        return
    try:
        result = check.future.result()
    except Cancelled:
        st.text("The check was cancelled.")
    except NOT_SHOWN:
        show_unseen([Part.CATALOGUE])
    except RegardsError as error:
        if not (batch and isinstance(batch.end, NotOrdered | Unchecked) and type(batch.end.cause) is type(error)):
            messages.show_error(error)  # else it is told above
    else:
        repairs = check_result.Repairs(desk.keep_only, take_latest, partial(show_near_names, "check"))
        check_result.show_result(result, desk.draft.data_types, repairs, explained)


def take_latest(latest_only: bool) -> None:
    """Order the latest versions only, or any."""
    desk.begin_draft(replace(desk.draft, latest_only=latest_only))


def show_near_names(place: str, result: CheckResult) -> None:
    """What the catalogue has instead of the names that it does not know, with buttons that take it."""
    field = desk.draft.field.strip() or desk.identifier_field
    key = f"{place} {desk.draft_key}"
    near_names.show_near_names(result.near, result.unknown, field, key, desk.take_near_names, desk.take_field)


def show_amounts() -> None:
    """What comes by dataset and data type."""
    result = desk.draft_check.result()
    if result and (result.of(desk.draft.data_types) or result.footprints.shapes):
        with st.expander("Files by dataset and data type", expanded=not result.unknown, icon=":material/bar_chart:"):
            filtered = bool(desk.draft.file_name_expression())
            check_result.show_amounts(result, desk.draft.data_types, filtered=filtered)
            footprint_map.show_map(result.footprints)


def show_quicklooks() -> None:
    """What some of the products look like, at a click."""
    if result := desk.draft_check.result():
        quicklooks.show_quicklooks(result.quicklooks, desk.quicklooks, desk.fetch_quicklooks, desk.picture_address)


def show_request() -> None:
    """The exact request, out of the way, and the draft as a file to keep."""
    if bodies := desk.composition().bodies:
        request = st.expander(
            "The exact request", icon=":material/data_object:", key="exact request", on_change="rerun"
        )
        if request.open:  # it is a quarter of the page's elements, and three copies of the list
            with request:
                of_archive = desk.login.archive, desk.login.project
                request_tabs.show_request(*of_archive, bodies, desk.requests(), desk.draft_key)
        with st.container(horizontal=True):
            recipes.offer_recipe(desk.draft)
            recipes.offer_link(desk.draft, desk.draft_key)


@st.fragment(run_every=0.5)
def await_holdings() -> None:
    """Draw the page again when it is known what the archive holds."""
    desk.holdings.take()
    if not desk.holdings.under_way:
        st.rerun()


def show_holdings() -> None:
    """What the archive holds, where it may be read."""
    desk.holdings.renew_when_older(HOLDINGS_FRESH)
    if desk.holdings.under_way:
        await_holdings()
    if desk.holdings.value:
        starting.show_holdings(desk.holdings.value)


desk = signed_in()
name_tab(desk)
show_heading("Compose order", desk)
show_unsettled(desk, shown=desk.submission_key)
batch = last_submission()
columns = st.grid(2, min_column_width=COLUMN, gap="medium")
with columns.cell(), st.container(key="products"):
    heading = st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center")
    heading.subheader("Products", anchor=False, width="content")
    offer_draft_of_before()
    remarks = choose_products()
    st.subheader("Which of their files", anchor=False)
    takes_nothing = choose_files()
    offer_fresh_start(heading)
    keep_focus()
with columns.cell():
    with st.container(key="refusal"):
        if batch:
            focus.move_to_container("refusal", f"refusal {desk.submission_key}")
            show_refusal(batch)
    with st.container(border=True):
        st.subheader("What will come", anchor=False)
        if not desk.draft.is_blank:
            show_totals()
            name_order()
        clicked = way_to_order.act_on_click(desk)  # all fields are read now
        if clicked is ClickResult.SENT:
            st.rerun()
        desk.draft_check.begin_if_due()
        submit(
            refused=remarks.refused,
            again=batch is not None,
            takes_nothing=takes_nothing,
            changed=clicked is ClickResult.CHANGED,
        )
    # Each in a place of its own: what appears above must not close what the user has opened below.
    with st.container():
        show_check(remarks.explained)
    with st.container():
        show_amounts()
    with st.container():
        show_quicklooks()
    with st.container():
        show_request()
    if desk.draft.is_blank:
        show_holdings()
