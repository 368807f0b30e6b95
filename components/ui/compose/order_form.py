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
from components.order.file_name import Form, probably_meant
from components.order.files import recipe
from components.order.identifiers import (
    LARGEST,
    Identifiers,
    Reading,
    Remark,
    TextFile,
    UnreadableFile,
    label,
    readings,
)
from components.ui import formatting

_MOST_ROWS = 1_000
_SEVERAL = 2
_MOST_SHOWN = 200  # characters of a rejected item

_BY = {By.IDENTIFIERS: "Product identifiers", By.EXPRESSIONS: "Search expressions"}
_HALVES = re.compile("[\ud800-\udfff]")
_FORMS = {
    Form.EXPRESSION: "matches an expression",
    Form.STARTS_WITH: "starts with",
    Form.CONTAINS: "contains",
    Form.ENDS_WITH: "ends with",
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
    form = st.radio(
        "Take files whose name",
        list(_FORMS),
        index=list(_FORMS).index(draft.name_form),
        format_func=lambda each: _FORMS[each],
        horizontal=True,
        key=f"name form {key}",
    )
    file_name = st.text_input(
        "File name",
        value=draft.file_name,
        placeholder=r"any, or an expression such as .*\.csv" if form == Form.EXPRESSION else "any",
        help="A Java regular expression matches the whole file name: `.*` stands for anything."
        if form == Form.EXPRESSION
        else None,
        live=True,
        persist_state="session",
        key=f"file name {key}",
    )
    any_case = draft.any_case
    if form != Form.EXPRESSION:
        any_case = st.checkbox("Capital and small letters alike", value=any_case, key=f"any case {key}")
    return replace(
        draft, data_types=tuple(data_types), name_form=Form(form), file_name=file_name or "", any_case=any_case
    )


def offer_correction(draft: Draft, key: str) -> str | None:
    """What an expression was probably meant to be; gives it when the user says so."""
    meant = probably_meant(draft.file_name) if draft.name_form is Form.EXPRESSION else None
    if meant is None:
        return None
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text(f"You probably mean {meant}")
        return meant if st.button("Use that", key=f"correct name {key}") else None


def _can_be_sent(draft: Draft) -> bool:
    """Whether the texts can be written in UTF-8; JSON can hold halves of characters, which cannot."""
    texts = (draft.pasted, draft.expressions, draft.field, draft.file_name, *(file.text for file in draft.files))
    return not any(_HALVES.search(text) for text in texts)


def show_identifiers(draft: Draft, found: Identifiers) -> None:
    """How many identifiers were kept, doubled and rejected, and which."""
    parts = [formatting.count(len(found.identifiers), "identifier")]
    if found.doubled:
        parts.append(f"{len(found.doubled):,} doubled (ordered once)")
    if found.rejected:
        parts.append(f"{len(found.rejected):,} rejected")
    passed_over = sum(each.remark is not Remark.REST for each in found.passed_over)
    if passed_over:
        parts.append(f"{formatting.count(passed_over, 'comment or title', 'comments or titles')} passed over")
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
    draft = replace(draft, pasted_reading=_choose_reading(draft.pasted, draft.pasted_reading, "pasted text", key))
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
            reading = _choose_reading(file.text, file.reading, file.name, f"{position} {key}")
            kept.append(replace(file, reading=reading))
    return replace(draft, files=tuple(kept))


def _choose_reading(text: str, reading: Reading | None, name: str, key: str) -> Reading | None:
    """A field for the way to read a text, where there are several."""
    options = [*readings(text)] if text else []
    if len(options) < _SEVERAL:
        return reading
    if reading is not None and reading not in options:
        options.append(reading)
    chosen = st.selectbox(
        "Read as",
        options,
        index=options.index(reading) if reading is not None else 0,
        format_func=lambda option: label(text, option),
        help="The first way is the one that fits best.",
        key=f"reading {name} {key}",
    )
    # What fits best is no choice of the user's.
    return reading if chosen == options[0] and reading is None else chosen


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
