"""The exact request, before it is sent."""

import streamlit as st

from components.order.identifiers import Identifiers
from components.order.request import OrderRequest
from components.ui import words

_LONGEST = 30_000  # characters that a browser shows at ease
_HEIGHT = 320  # pixels of a request that is longer than a few lines
_FEW_LINES = 600  # characters


def show_request(request_json: str) -> None:
    """The JSON that will be sent, to the letter; a long one is shortened in the middle, its download is not."""
    # Without colours: those of Streamlit's code blocks are too faint to read for many.
    st.code(
        shorten(request_json),
        language=None,
        wrap_lines=True,
        height=_HEIGHT if len(request_json) > _FEW_LINES else "content",
    )
    st.download_button(
        "Download the request",
        request_json,
        "order.json",
        "application/json",
        icon=":material/download:",
        on_click="ignore",
    )


def in_words(request: OrderRequest, found: Identifiers | None, archive_name: str) -> str:
    """What submitting will do, in a sentence."""
    queries = words.count(len(request.queries), "query", "queries")
    products = f"{words.count(len(found.identifiers), 'product')} in {queries}" if found else f"whatever {queries} find"
    types = " and ".join(request.data_types) or "RAWDATA and QUICKLOOK"
    names = "whose names match the expression" if request.file_name else "of any name"
    return f"You will order {products} from {archive_name}: files of type {types}, {names}."


def shorten(text: str, longest: int = _LONGEST) -> str:
    """A text of at most so many characters, and a line that says how many are left out of the middle."""
    if len(text) <= longest:
        return text
    half = longest // 2
    return f"{text[:half]}\n\n… {len(text) - 2 * half:,} characters are not shown here …\n\n{text[-half:]}"
