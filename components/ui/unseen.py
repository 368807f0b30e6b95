"""What cannot be looked at on this archive, and what that means, in words."""

from collections.abc import Iterable
from typing import Final

import streamlit as st

from components.regards.unseen import Part

_SENTENCES: Final = {
    Part.CATALOGUE: "The catalogue cannot be looked at here, so nobody can say before what would come.",
    Part.COUNTS: "What would come could not be counted: the catalogue did not answer that question.",
    Part.DATASETS: "The names of the datasets cannot be looked at here: their technical identifiers stand instead.",
    Part.QUOTA: "Your download quota could not be looked at, so nobody can say whether it is enough.",
    Part.BASKET: "Your basket cannot be looked at here. If anything lies in it, the archive adds it to this order.",
    Part.ORDERS: (
        "The list of your orders cannot be looked at here. If the archive's answer gets lost, the desk cannot find out "
        "whether the order was made."
    ),
}


def show_unseen(parts: Iterable[Part]) -> None:
    """A sentence for each part that could not be looked at; nothing if all were."""
    if sentences := [_SENTENCES[part] for part in parts]:
        st.info("  \n".join(sentences), icon=":material/visibility_off:")
