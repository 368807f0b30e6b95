"""What submitting will do, in words, and the draft as a file to keep."""

import streamlit as st

from components.order.draft import Draft
from components.order.files import recipe

_LONGEST = 12_000  # characters of a text on the page


def offer_recipe(draft: Draft) -> None:
    """The draft as a file to keep, and to drop on this page again."""
    st.download_button(
        "Keep this as a recipe",
        lambda: recipe.write(draft),
        "recipe.json",
        "application/json",
        icon=":material/bookmark:",
        on_click="ignore",
        help="A file that you can drop here later, or give to a colleague, to compose the same order again.",
    )


def shorten(text: str, longest: int = _LONGEST) -> str:
    """A text of at most so many characters, and a line that says how many are left out of the middle."""
    if len(text) <= longest:
        return text
    half = longest // 2
    return f"{text[:half]}\n\n… {len(text) - 2 * half:,} characters are not shown here …\n\n{text[-half:]}"
