"""Blocks of HTML of our own, for links, buttons and pictures that Streamlit has no element for.

What they show reaches them as data, and `element.js` draws it as text.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Final

import streamlit as st

_ELEMENT: Final = Path(__file__).with_name("element.js").read_text()

HtmlBlock = Callable[[str, object], str]
"""Draws a block, given its key and its data; gives what its script says was just clicked, empty for nothing."""


def html_block(files: Path, html: str) -> HtmlBlock:
    """A block with its own style and script.

    Args:
        files: both without their ends, ``.css`` and ``.js``. The script may call `element`.
        html: what the script begins with.
    """
    component = st.components.v2.component(
        f"order_desk_{files.name}",
        html=html,
        css=files.with_suffix(".css").read_text(),
        js=_ELEMENT + files.with_suffix(".js").read_text(),
    )

    def draw(key: str, data: object) -> str:
        return str(component(key=key, data=data, on_clicked_change=_nothing).clicked or "")

    return draw


def _nothing() -> None:
    """Streamlit gives a trigger's value only where a function is to be called with it."""
