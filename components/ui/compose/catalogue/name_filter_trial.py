"""The bench: what a name filter does to real file names, before anything is ordered."""

from collections.abc import Sequence

import streamlit as st

from components.order.name_filter import Judged, NamedFile
from components.ui import formatting
from components.ui.elements.tables import show_table

_MOST_ROWS = 1_000
_FEW = 3  # names of each kind that are always shown
_LONGEST = 120  # characters of such a name


def paste_names() -> tuple[NamedFile, ...]:
    """A field for names to try a filter on, where the catalogue was not asked yet."""
    with st.expander("Try it on file names"):
        st.write("Check with the catalogue to try it on the real names, or paste some here, one a line.")
        pasted = st.text_area("File names", height=120, key="names")
    return tuple(NamedFile(name, "RAWDATA") for line in (pasted or "").splitlines() if (name := line.strip()))


def show(judged: Judged, *, filtered: bool, of_catalogue: bool, all_names: bool) -> None:
    """The first names, each kept or left out, with numbers by data type.

    Args:
        judged: what the filter does.
        filtered: whether there is a filter.
        of_catalogue: whether the names are those of the order, or some that the user pasted.
        all_names: whether they are all of them.
    """
    if filtered or not of_catalogue:
        whose = "the files found" if of_catalogue else "these names"
        st.write(f"Of {whose}, {len(judged.kept):,} would be taken and {len(judged.left_out):,} left out.")
    else:
        st.write("Names of files that were found:")
    if not all_names:
        st.write("Only the first names that the catalogue gave are tried here.")
    if of_catalogue and filtered:
        for data_type in dict.fromkeys(file.data_type for file in (*judged.kept, *judged.left_out)):
            kept = [file for file in judged.kept if file.data_type == data_type]
            size = formatting.size(sum(file.size or 0 for file in kept))
            st.text(f"{data_type}: {formatting.count(len(kept), 'file')}, {size}")
    _show_first(judged.kept, "Taken:" if filtered else "")
    _show_first(judged.left_out, "Left out:")
    if filtered or not of_catalogue:
        rows = [*_rows(judged.kept, "taken"), *_rows(judged.left_out, "left out")]
        with st.expander("Every name"):
            show_table(rows[:_MOST_ROWS], "File names, taken or left out")
            if len(rows) > _MOST_ROWS:
                st.write(f"These are the first {_MOST_ROWS:,}.")
    if of_catalogue and filtered:
        st.write(
            "Files attached to a dataset itself are always added. "
            "Documents, thumbnails and the like can never be ordered."
        )


def _show_first(files: Sequence[NamedFile], heading: str) -> None:
    if files:
        if heading:
            st.write(heading)
        st.code("\n".join(file.name[:_LONGEST] for file in files[:_FEW]), language=None, wrap_lines=True)


def _rows(files: Sequence[NamedFile], verdict: str) -> list[dict[str, str]]:
    return [{"Verdict": verdict, "File name": file.name, "Type": file.data_type} for file in files]
