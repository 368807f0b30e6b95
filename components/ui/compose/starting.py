"""What an empty form offers: examples at one click, and what the archive holds."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import streamlit as st

from components.order.draft import Draft
from components.regards.catalogue.holdings import Holding
from components.ui import formatting
from components.ui.elements.tables import counts, show_table

_NAME_WIDTH: Final = 145  # pixels: the numbers have room beside it at 390
_MOST_ROWS = 200


def offer_examples(examples: Mapping[str, Draft], on_take: Callable[[Draft], None]) -> None:
    """A button for each example; `on_take` is called with the one that the user takes."""
    if examples:
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
            st.text("Or begin with an example:", width="content")
            for name, draft in examples.items():
                st.button(name, on_click=on_take, args=(draft,), icon=":material/science:", key=f"example {name}")


def show_holdings(holdings: Sequence[Holding]) -> None:
    """The datasets of the archive, with the numbers of their products and files."""
    st.subheader("What the archive holds", anchor=False)
    st.write(f"{formatting.count(len(holdings), 'dataset')} with products that you may order:")
    shown = holdings[:_MOST_ROWS]
    show_table(
        {
            "Dataset": [each.dataset for each in shown],
            "Products": [each.products for each in shown],
            "Files": [each.files for each in shown],
            "Size": [formatting.size(each.size) for each in shown],
        },
        "Datasets of the archive, with their numbers of products",
        {"Dataset": st.column_config.TextColumn(width=_NAME_WIDTH), **counts("Products", "Files")},
    )
