"""The fields in which a user says which products and which of their files."""

import heapq
import re
from dataclasses import replace
from itertools import islice

import pandas as pd
import streamlit as st

from components.order.data_types import DataType
from components.order.draft import By, Draft
from components.order.drafts import LONG_PASTE
from components.order.file_name import Form, NameFilter
from components.order.files import recipe
from components.order.identifiers import LARGEST, Identifiers, TextFile, UnreadableFile, table
from components.order.identifiers.table import EVERY_COLUMN
from components.order.name_habits import probably_meant
from components.ui import formatting

_MOST_ROWS = 1_000
_MOST_SHOWN = 200  # characters of a rejected item

_BY = {By.IDENTIFIERS: "Product identifiers", By.EXPRESSIONS: "Search expressions"}
_HALVES = re.compile("[\ud800-\udfff]")
_FORMS = {
    Form.ANY: "any file",
    Form.CONTAINS: "contains",
    Form.STARTS_WITH: "starts with",
    Form.ENDS_WITH: "ends with",
    Form.EXPRESSION: "matches an expression",
}
_EXAMPLES = {
    Form.CONTAINS: "such as B04, or several: B03, B04",
    Form.STARTS_WITH: "such as S2A, or several: S2A, S2B",
    Form.ENDS_WITH: "such as .nc, or several: .nc, .h5",
    Form.EXPRESSION: r"such as .*_B0[234]\.jp2",
}
_DATA_TYPES = {DataType.RAWDATA: "RAWDATA (the data)", DataType.QUICKLOOK: "QUICKLOOK (pictures)"}


def choose_products(draft: Draft, key: str, default_field: str) -> Draft:
    """Fields for the products of an order; gives the draft with what the user typed.

    Args:
        draft: what the fields begin with.
        key: of this draft, part of the fields' keys: another draft gets fresh fields.
        default_field: the attribute that holds identifiers unless the user names another.
    """
    by = st.radio(
        "Which products?",
        list(_BY),
        index=list(_BY).index(draft.by),
        format_func=lambda way: _BY[way],
        horizontal=True,
        key=f"by {key}",
    )
    draft = replace(draft, by=By(by))
    return _by_identifiers(draft, key, default_field) if draft.by is By.IDENTIFIERS else _by_expressions(draft, key)


def take_in_file(draft: Draft, key: str) -> Draft:
    """A place to drop a file; gives the draft with what it holds, or the draft that it is, if it is a recipe."""
    uploaded = st.file_uploader(
        "Or drop a file: a list, a table, or the recipe or receipt of an earlier order",
        type=["txt", "csv", "tsv", "json", "lst"],
        max_upload_size=LARGEST // 1_000_000,
        key=f"file {key}",
    )
    if uploaded is None:
        return draft
    try:
        taken_in = recipe.take_in(draft, uploaded.name, uploaded.getvalue())
    except UnreadableFile as problem:
        st.error("This file cannot be used.", icon=":material/error:")
        st.text(str(problem))
        return draft
    if not _can_be_sent(taken_in):
        st.error(
            "This file cannot be used: it holds half a character, which no request can carry.", icon=":material/error:"
        )
        return draft
    return taken_in


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
    if form != draft.name_form and (draft.name_form is Form.EXPRESSION or form == Form.EXPRESSION):
        with place.container():  # what was typed into the old field, and came together with the click
            draft = _filter_names(draft, key)
    draft = draft.in_form(Form(form))
    with place.container():
        return _filter_names(draft, key)


def offer_correction(draft: Draft, key: str) -> NameFilter | None:
    """What the name filter was probably meant to be; gives it when the user says so."""
    meant = probably_meant(draft.name_form, draft.name_text)
    if meant is None:
        return None
    with st.container(horizontal=True, vertical_alignment="center"):
        whole = "An expression must match the whole name. " if draft.name_form is Form.EXPRESSION else ""
        st.text(f"{whole}You probably mean: {_FORMS[meant.form]} {meant.text}")
        return meant if st.button("Use that", key=f"correct name {key}") else None


def _filter_names(draft: Draft, key: str) -> Draft:
    """The fields of the name filter in its form; an expression has a field of its own."""
    if draft.name_form is Form.ANY:
        return draft
    is_expression = draft.name_form is Form.EXPRESSION
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


def _can_be_sent(draft: Draft) -> bool:
    """Whether the texts can be written in UTF-8; JSON can hold halves of characters, which cannot."""
    texts = (
        draft.pasted,
        draft.expressions,
        draft.field,
        draft.file_name,
        draft.name_expression,
        *(file.text for file in draft.files),
    )
    return not any(_HALVES.search(text) for text in texts)


def show_identifiers(draft: Draft, found: Identifiers) -> None:
    """How many identifiers were kept, doubled and rejected, and which."""
    parts = [formatting.count(len(found.identifiers), "identifier")]
    if found.doubled:
        parts.append(f"{len(found.doubled):,} doubled (ordered once)")
    if found.rejected:
        parts.append(f"{len(found.rejected):,} rejected")
    if found.passed_over:
        parts.append(
            f"{formatting.count(len(found.passed_over), 'comment or title', 'comments or titles')} passed over"
        )
    st.write(" · ".join(parts))
    if found.doubled or found.rejected:
        with st.expander("Doubled and rejected, line by line"):
            st.dataframe(_set_aside(draft, found), hide_index=True, alt="Doubled and rejected identifiers")
            if len(found.doubled) + len(found.rejected) > _MOST_ROWS:
                st.write(f"These are the first {_MOST_ROWS:,}.")


def _by_identifiers(draft: Draft, key: str, default_field: str) -> Draft:
    pasted = st.text_area(
        "Product identifiers",
        value=draft.pasted,
        height=200,
        placeholder="One a line, or separated by commas, semicolons or tabs",
        key=f"pasted {key}",
        persist_state="session",
    )
    if pasted and len(pasted) > LONG_PASTE:
        return replace(draft, pasted="", files=(*draft.files, TextFile("pasted text", pasted)))
    draft = replace(draft, pasted=pasted or "")
    draft = replace(draft, pasted_column=_choose_column(draft.pasted, draft.pasted_column, "pasted text", key))
    draft = _with_files(draft, key)
    with st.expander("Options"):
        field = st.text_input(
            "Identifier field",
            value=draft.field,
            placeholder=default_field,
            help="The attribute of the archive's data model that holds the identifiers.",
            key=f"field {key}",
            persist_state="session",
        )
        latest_only = st.checkbox("Latest version only", value=draft.latest_only, key=f"latest {key}")
    return replace(draft, field=field or "", latest_only=latest_only)


def _with_files(draft: Draft, key: str) -> Draft:
    kept = []
    for position, file in enumerate(draft.files):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(f"{file.name} ({formatting.size(len(file.text))})")
            removed = st.button("Remove", key=f"remove {position} {key}")
        if not removed:
            column = _choose_column(file.text, file.column, file.name, f"{position} {key}")
            kept.append(replace(file, column=column))
    return replace(draft, files=tuple(kept))


def _choose_column(text: str, column: int | None, name: str, key: str) -> int | None:
    """A field for the column that holds the identifiers, where a text is a table."""
    found = table.recognise(text, None if column == EVERY_COLUMN else column)
    if found is None:
        return column
    options = [*range(len(found.columns)), EVERY_COLUMN]
    chosen = st.selectbox(
        "Column with the identifiers",
        options,
        index=options.index(EVERY_COLUMN if column == EVERY_COLUMN else found.column),
        format_func=lambda position: "none: it is no table" if position == EVERY_COLUMN else found.columns[position],
        help="This text looks like a table.",
        key=f"column {name} {key}",
    )
    # What the table itself suggests is no choice of the user's.
    return column if chosen == found.column and column is None else chosen


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


def _set_aside(draft: Draft, found: Identifiers) -> pd.DataFrame:
    place = draft.places()
    doubled = (
        (each.line, each.identifier, f"It stands in {place(each.first_line)} already.") for each in found.doubled
    )
    rejected = ((each.line, each.text[:_MOST_SHOWN], f"It is no identifier: {each.reason}.") for each in found.rejected)
    first = islice(heapq.merge(doubled, rejected), _MOST_ROWS)
    rows = [(place(line), text, why) for line, text, why in first]
    return pd.DataFrame(rows, columns=["Where", "Text", "Why"])
