"""How a text was read, and the other ways to read it."""

from collections.abc import Sequence

import streamlit as st

from components.order.identifiers import Reading, label, parse, preview, readings
from components.ui import formatting
from components.ui.elements.tables import show_table

_MOST_AT_ONCE = 12  # readings that are shown one below the other
_READ_AS = "Read it as"
_LONGEST = 120  # characters of an identifier in the preview


def choose_reading(text: str, reading: Reading | None, what: str, key: str) -> Reading | None:
    """A button behind which the other ways to read a text are; gives the user's choice, None for the best guess.

    Args:
        text: of one source.
        reading: what the user chose before.
        what: the source, as the button names it.
        key: of the draft and the source.
    """
    box = st.popover(
        f"Read {what} otherwise",
        icon=":material/alt_route:",
        key=f"otherwise {key}",
        on_change="rerun",
    )
    if not text or not box.open:
        return reading
    options = readings(text)
    if not options:
        return reading
    current = parse(text, reading).reading or options[0]  # an edit may have left no room for the choice
    if current not in options:
        options = (*options, current)
    with box:
        if len(options) == 1:
            st.text("There is no other way to read it.")
        # Other readings get another field: an edit of the text must not bring an old guess back as a choice.
        chosen = _choose(text, options, current, f"reading {hash(options)} {key}")
        _show_first(preview(text, chosen), chosen.column)
    # What fits best is no choice of the user's.
    return None if chosen == options[0] else chosen


def _choose(text: str, options: Sequence[Reading], current: Reading, key: str) -> Reading:
    def in_words(option: Reading) -> str:
        return label(text, option)

    if len(options) > _MOST_AT_ONCE:
        return st.selectbox(_READ_AS, options, index=options.index(current), format_func=in_words, key=key)
    return st.radio(  # whose options are Markdown
        _READ_AS,
        options,
        index=options.index(current),
        format_func=lambda option: formatting.as_text(in_words(option)),
        key=key,
    )


def _show_first(rows: Sequence[Sequence[str]], column: int | None) -> None:
    """The first rows: of a table all cells, and the chosen column first; of anything else the identifiers."""
    if not rows:
        st.text("Read so, it holds no identifiers.")
        return
    st.text("It begins with:")
    if column is None:
        st.code("\n".join(cell[:_LONGEST] for row in rows for cell in row), language=None)
        return
    width = max(map(len, rows))
    order = [column, *(position for position in range(width) if position != column)]
    names = ["Identifier", *(f"Column {position + 1}" for position in order[1:])]
    columns = {
        name: [row[position][:_LONGEST] if position < len(row) else "" for row in rows]
        for name, position in zip(names, order, strict=True)
    }
    show_table(columns, "The first rows of the table")
