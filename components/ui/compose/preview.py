"""The exact request, before it is sent."""

from collections.abc import Sequence

import streamlit as st

from components.order.draft import Draft
from components.order.files import recipe

_LONGEST = 4_000  # characters, so that it needs no scrolling of its own


def show_requests(bodies: Sequence[str], key: str) -> None:
    """The JSON that will be sent, to the letter; a long one is shortened in the middle, its download is not."""
    position = 0
    if len(bodies) > 1:
        st.write(f"{len(bodies)} requests will be sent, each once the one before is accepted:")
        numbers = range(len(bodies))
        label = "Request to look at"
        position = st.selectbox(label, numbers, format_func=lambda n: f"{n + 1} of {len(bodies)}", key=f"request {key}")
    else:
        st.write("This is the exact request that will be sent:")
    shown = bodies[position]
    # Without colours: those of Streamlit's code blocks are too faint to read for many.
    st.code(shorten(shown), language=None, wrap_lines=True)
    st.download_button(
        "Download the request",
        shown,
        f"order-{position + 1}.json" if len(bodies) > 1 else "order.json",
        "application/json",
        icon=":material/download:",
        on_click="ignore",
    )


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
