"""What submitting will do, in words, and the draft as a file to keep."""

from collections.abc import Sequence

import streamlit as st

from components.order.composition import Composition
from components.order.data_types import DataType
from components.order.draft import Draft
from components.order.files import recipe
from components.ui import formatting

_LONGEST = 30_000  # characters that a browser shows at ease


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


def in_words(composition: Composition, data_types: Sequence[str], archive_name: str) -> str:
    """What submitting will do, in a sentence."""
    queries = formatting.count(sum(len(request.queries) for request in composition.requests), "query", "queries")
    found = composition.identifiers
    products = (
        f"{formatting.count(len(found.identifiers), 'product')} in {queries}"
        if found
        else f"the products that {queries} find"
    )
    orders = f", as {len(composition.requests)} orders" if len(composition.requests) > 1 else ""
    types = " and ".join(data_types or DataType)
    names = "whose names match the expression" if composition.requests[0].file_name else "of any name"
    return f"You will order {products}{orders} from {archive_name}: files of type {types}, {names}."


def shorten(text: str, longest: int = _LONGEST) -> str:
    """A text of at most so many characters, and a line that says how many are left out of the middle."""
    if len(text) <= longest:
        return text
    half = longest // 2
    return f"{text[:half]}\n\n… {len(text) - 2 * half:,} characters are not shown here …\n\n{text[-half:]}"
