"""The fields in which a user says which products and which of their files."""

import heapq
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import streamlit as st

from components.order.data_types import DataType
from components.order.draft import HALF_A_CHARACTER, By, Draft
from components.order.drafts import LONG_PASTE
from components.order.file_name import NameFilter, NameForm
from components.order.files import earlier, recipe
from components.order.files.earlier import Earlier
from components.order.identifiers import LARGEST, Identifiers, PassedOver, Remark, TextFile, UnreadableFile, summary
from components.order.name_habits import probably_meant
from components.regards.printable import printable
from components.ui import formatting
from components.ui.compose import live_field
from components.ui.compose.reading_choice import choose_reading
from components.ui.elements.tables import show_table

_MOST_ROWS = 1_000
_MOST_SHOWN = 200  # characters of a rejected item
READ = "read"
"""The key of the sentence that says what was read, below the field."""

_BY = {By.IDENTIFIERS: "Product identifiers", By.EXPRESSIONS: "Search expressions"}
_IDENTIFIERS = _BY[By.IDENTIFIERS]
_FORMS = {
    NameForm.ANY: "any file",
    NameForm.CONTAINS: "contains",
    NameForm.STARTS_WITH: "starts with",
    NameForm.ENDS_WITH: "ends with",
    NameForm.EXPRESSION: "matches an expression",
}
_EXAMPLES = {
    NameForm.CONTAINS: "such as B04, or several: B03, B04",
    NameForm.STARTS_WITH: "such as S2A, or several: S2A, S2B",
    NameForm.ENDS_WITH: "such as .nc, or several: .nc, .h5",
    NameForm.EXPRESSION: r"such as .*_B0[234]\.jp2",
}
_DATA_TYPES = {DataType.RAWDATA: "RAWDATA (the data)", DataType.QUICKLOOK: "QUICKLOOK (pictures)"}


def choose_products(
    draft: Draft,
    key: str,
    default_field: str,
    read: Callable[[Draft], Identifiers | None],
    offer: Callable[[], None],
) -> Draft:
    """Fields for the products of an order; gives the draft with what the user typed.

    Args:
        draft: what the fields begin with.
        key: of this draft, part of the fields' keys: another draft gets fresh fields.
        default_field: the attribute that holds identifiers unless the user names another.
        read: gives the identifiers of a draft, for the sentence below the field.
        offer: draws what stands below a blank field.
    """
    by = st.radio(
        "Which products?",
        list(_BY),
        index=list(_BY).index(draft.by),
        format_func=lambda way: _BY[way],
        horizontal=True,
        label_visibility="collapsed",
        key=f"by {key}",
    )
    draft = replace(draft, by=By(by))
    if draft.by is By.EXPRESSIONS:
        draft = _by_expressions(draft, key)
        if draft.is_blank:
            offer()
        return draft
    return _by_identifiers(draft, key, default_field, read, offer)


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of dropped files.

    ``draft`` has what they hold, and ``refused`` are those that cannot be used, each with why. One ``beside`` it is an
    earlier order to compare it with, or a receipt of which nothing is missing.
    """

    draft: Draft
    refused: tuple[tuple[str, str], ...] = ()
    beside: tuple[str, Earlier] | None = None


def take_in_files(draft: Draft, key: str) -> TakenIn:
    """A place to drop files; gives the draft with what they hold, or the draft that one is, if it is a recipe."""
    uploaded = st.file_uploader(
        "Or drop files: lists, tables, JSON, metalinks, or the recipe or receipt of an earlier order",
        accept_multiple_files=True,
        max_upload_size=LARGEST // 1_000_000,
        key=f"file {key}",
    )
    refused: list[tuple[str, str]] = []
    beside: tuple[str, Earlier] | None = None
    for file in uploaded:
        content = file.getvalue()
        try:
            alone = len(uploaded) - len(refused) == 1
            if alone and (found := earlier.read(file.name, content)) and _stays_beside(found, draft):
                beside = file.name, found
                continue
            taken_in = recipe.take_in(draft, file.name, content, alone=alone)
        except UnreadableFile as problem:
            refused.append((file.name, str(problem)))
        else:
            if taken_in.can_be_sent:
                draft = taken_in
            else:
                refused.append((file.name, HALF_A_CHARACTER))
    return TakenIn(draft, tuple(refused), beside)


def _stays_beside(found: Earlier, draft: Draft) -> bool:
    """Whether an earlier order does not take the place of the draft: it can be compared, or asks for nothing."""
    return found.draft is None or bool(found.asked and draft.by is By.IDENTIFIERS and not draft.is_blank)


def show_refused(files: Sequence[tuple[str, str]]) -> None:
    """The dropped files that cannot be used, each with why."""
    for name, why in files:
        with st.container(border=True):
            st.error("This file cannot be used.", icon=":material/error:")
            st.text(name)
            st.text(why)


def choose_files(draft: Draft, key: str) -> Draft:
    """Fields for the files of an order; gives the draft with what the user typed. Arguments as above."""
    data_types = st.multiselect(
        "Data types",
        list(_DATA_TYPES),
        default=list(draft.data_types),
        format_func=lambda each: _DATA_TYPES[each],
        placeholder="Both",
        help="Nothing chosen means both. REGARDS delivers no other types, such as documents or thumbnails.",
        key=f"data types {key}",
    )
    if not data_types:
        st.write("Nothing chosen means both: the data and the pictures.")
    draft = replace(draft, data_types=tuple(data_types))
    form = st.radio(
        "Take files by name",
        list(_FORMS),
        index=list(_FORMS).index(draft.name_form),
        format_func=lambda each: _FORMS[each],
        horizontal=True,
        key=f"name form {key}",
    )
    place = st.empty()
    if form != draft.name_form and (draft.name_form is NameForm.EXPRESSION or form == NameForm.EXPRESSION):
        with place.container():  # what was typed into the old field, and came together with the click
            draft = _filter_names(draft, key)
    draft = draft.in_form(NameForm(form))
    with place.container():
        return _filter_names(draft, key)


def offer_correction(draft: Draft, key: str) -> NameFilter | None:
    """What the name filter was probably meant to be; gives it when the user says so."""
    meant = probably_meant(draft.name_form, draft.name_text)
    if meant is None:
        return None
    with st.container(horizontal=True, vertical_alignment="center"):
        whole = "An expression must match the whole name. " if draft.name_form is NameForm.EXPRESSION else ""
        st.text(f"{whole}You probably mean: {_FORMS[meant.form]} {meant.text}")
        return meant if st.button("Use that", key=f"correct name {key}") else None


def _filter_names(draft: Draft, key: str) -> Draft:
    """The fields of the name filter in its form; an expression has a field of its own."""
    if draft.name_form is NameForm.ANY:
        return draft
    is_expression = draft.name_form is NameForm.EXPRESSION
    text = st.text_input(
        "File name",
        value=draft.name_text,
        placeholder=_EXAMPLES[draft.name_form],
        help="A Java regular expression matches the whole file name: `.*` stands for anything."
        if is_expression
        else "Commas separate several texts; one of them is enough. Without a text, any file is taken.",
        live=True,
        key=f"name expression {key}" if is_expression else f"file name {key}",
    )
    any_case = draft.any_case
    if not is_expression:
        any_case = st.checkbox("Capital and small letters alike", value=any_case, key=f"any case {key}")
    return draft.with_filter(NameFilter(draft.name_form, text or "", any_case))


def _show_identifiers(draft: Draft, found: Identifiers) -> None:
    """What was read, in a sentence, and line by line what was not kept."""
    st.text(printable(summary(found)))
    aside = len(found.doubled) + len(found.rejected) + len(_left_out(found))
    if aside:
        with st.expander("Line by line: what was not kept, and why"):
            show_table(_set_aside(draft, found), "Lines and items that were not kept")
            if aside > _MOST_ROWS:
                st.write(f"These are the first {_MOST_ROWS:,}.")


def take_out_invisible(draft: Draft, found: Identifiers) -> Draft | None:
    """Tell of invisible characters; gives the draft without them when the user says so."""
    if not found.invisible:
        return None
    hidden = formatting.count(len(found.invisible), "identifier holds", "identifiers hold")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.warning(
            f"{hidden} invisible characters inside, as text copied from pages often does. "
            "With them the catalogue will hardly know these names.",
            icon=":material/visibility_off:",
        )
        if st.button("Take them out"):
            return draft.without_invisible()
    return None


def _by_identifiers(
    draft: Draft,
    key: str,
    default_field: str,
    read: Callable[[Draft], Identifiers | None],
    offer: Callable[[], None],
) -> Draft:
    pasted = st.text_area(
        _IDENTIFIERS,
        value=draft.pasted,
        height=170,
        placeholder="Paste whatever holds them: a list, a table, a mail, JSON, code, links…",
        key=f"pasted {key}",
        persist_state="session",
    )
    if pasted and len(pasted) > LONG_PASTE:
        return replace(draft, pasted="", files=(*draft.files, TextFile("pasted text", pasted)))
    live_field.make_live(_IDENTIFIERS)
    said = st.container(key=READ)
    draft = replace(draft, pasted=pasted or "")
    with st.container(horizontal=True):
        if draft.pasted:
            reading = choose_reading(draft.pasted, draft.pasted_reading, "it", key)
            draft = replace(draft, pasted_reading=reading)
        with st.popover("Options", icon=":material/tune:"):
            field = st.text_input(
                "Identifier field",
                value=draft.field,
                placeholder=default_field,
                help="The attribute of the archive's data model that holds the identifiers.",
                key=f"field {key}",
                persist_state="session",
            )
            latest_only = st.checkbox("Latest version only", value=draft.latest_only, key=f"latest {key}")
    draft = replace(_with_files(draft, key), field=field or "", latest_only=latest_only)
    with said:
        if draft.is_blank:
            offer()
        elif found := read(draft):
            _show_identifiers(draft, found)
    return draft


def _with_files(draft: Draft, key: str) -> Draft:
    kept = []
    for position, file in enumerate(draft.files):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(f"{file.name} ({formatting.size(len(file.text))})")
            removed = st.button("Remove", key=f"remove {position} {key}")
            if not removed:
                reading = choose_reading(file.text, file.reading, f"file {position + 1}", f"{position} {key}")
                kept.append(replace(file, reading=reading))
    return replace(draft, files=tuple(kept))


def _by_expressions(draft: Draft, key: str) -> Draft:
    expressions = st.text_area(
        "Search expressions",
        value=draft.expressions,
        height=160,
        placeholder='One a line, in Lucene syntax: providerId:"…" AND cycle:[10 TO 12]',
        help="Each line is run alone; the order takes what any of them finds. Always put values in quotes: "
        "without, REGARDS takes every value that contains them.",
        key=f"expressions {key}",
        persist_state="session",
    )
    return replace(draft, expressions=expressions or "")


def _left_out(found: Identifiers) -> list[PassedOver]:
    """The lines that were left out, but not the rest of JSON or code around the chosen field."""
    return [each for each in found.passed_over if each.remark is not Remark.REST]


def _set_aside(draft: Draft, found: Identifiers) -> list[dict[str, str]]:
    place = draft.places()
    doubled = (
        (each.line, each.identifier, f"It stands in {place(each.first_line)} already.") for each in found.doubled
    )
    rejected = ((each.line, each.text[:_MOST_SHOWN], f"It is no identifier: {each.reason}.") for each in found.rejected)
    left_out = ((each.line, each.text[:_MOST_SHOWN], f"Left out: {each.remark}.") for each in _left_out(found))
    first = islice(heapq.merge(doubled, rejected, left_out), _MOST_ROWS)
    return [{"Where": place(line), "Text": text, "Why": why} for line, text, why in first]
