"""A table of orders whose rows are links.

`st.dataframe` draws on a canvas: it has no links that open in another tab, selects a row by a box at its left only, and
reports a cell as soon as the arrow keys reach it. So this is a table of HTML. Texts reach it as data and are shown as
text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from components.ui import addresses
from components.ui.elements.html_block import html_block

_TABLE: Final = html_block(Path(__file__).with_name("order_table"), "<table></table>")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: a text, a badge that stands out, a bar of so many percent, or several of these."""

    text: str = ""
    badge: str = ""
    tone: Literal["orange", "red"] = "orange"
    percent: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A row: the orders whose page it opens, and its cells, the first of which is the link.

    ``parts`` are rows that are shown when this one is unfolded.
    """

    order_ids: tuple[int, ...]
    cells: tuple[Cell, ...]
    parts: tuple["Row", ...] = ()


def show(columns: Sequence[str], rows: Sequence[Row], title: str, key: str) -> tuple[int, ...]:
    """Draw the table, and give the orders of the row that the user has just clicked; none if none was.

    Columns in which no row says anything are left out.

    Args:
        columns: their names.
        rows: each with a cell for each column.
        title: of the table, for those who do not see it.
        key: of the table.
    """
    every = [each for row in rows for each in (row, *row.parts)]
    said = [number for number, _ in enumerate(columns) if any(row.cells[number] != Cell() for row in every)]
    drawn = {
        "title": title,
        "columns": [columns[number] for number in said],
        "rows": [_drawn(row, said) for row in rows],
    }
    return addresses.order_numbers(_TABLE(key, drawn))


def _drawn(row: Row, said: Sequence[int]) -> dict[str, object]:
    has_page = len(row.order_ids) <= addresses.MOST
    return {
        "orders": addresses.written(row.order_ids) if has_page else "",
        "cells": [
            {"text": cell.text, "badge": cell.badge, "tone": cell.tone, "percent": cell.percent}
            for cell in map(row.cells.__getitem__, said)
        ],
        "parts": [_drawn(part, said) for part in row.parts],
    }
