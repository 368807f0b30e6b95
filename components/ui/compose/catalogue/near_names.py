"""What the catalogue has instead of unknown names; it is taken at a click, never by itself."""

from collections.abc import Callable, Sequence

import streamlit as st

from components.order.near_names import NearName, Nearness
from components.regards.catalogue.near_names import MOST_OF_A_PATTERN, FittingField, NearNames
from components.ui import formatting
from components.ui.elements.tables import show_table

_MOST_BUTTONS = 10
_MOST_NAMES = 3  # of one proposal that are shown beside its button

OnNames = Callable[[tuple[NearName, ...]], None]
OnField = Callable[[str, bool], None]


def show_near_names(
    near: NearNames, unknown: Sequence[str], asked_field: str, key: str, on_names: OnNames, on_field: OnField
) -> None:
    """Every proposal beside its unknown name, with buttons that take one or all, and what was not looked for.

    Args:
        near: what the catalogue has.
        unknown: all names that it does not know.
        asked_field: the attribute under which they were looked for.
        key: part of the buttons' keys.
        on_names: called with the proposals that the user takes.
        on_field: called with the attribute that the user takes, and whether for later orders too.
    """
    if near.field:
        _show_field(near.field, len(unknown), asked_field, key, on_field)
    elif near.proposals:
        _show_proposals(near.proposals, key, on_names)
    elif near.tried and not near.incomplete and not near.too_wide:
        st.write("No near names were found in the catalogue.")
    if near.too_wide:
        st.write(f"Each of these stands for more than {MOST_OF_A_PATTERN} names. Use a search expression for it:")
        st.code("\n".join(near.too_wide), language=None, wrap_lines=True)
    if near.untried and not near.field:
        st.write(f"Other spellings were tried of {near.tried:,} unknown names, and not of the other {near.untried:,}.")
    if near.incomplete:
        st.write("Not every near name could be looked for, so some may be missing here.")


def _show_field(field: FittingField, unknown: int, asked_field: str, key: str, on_field: OnField) -> None:
    none = f"None of your {unknown:,} names is a {asked_field} here."
    if unknown == 1:
        none = f"Your name is no {asked_field} here."
    if field.tried == 1:
        found = f"As “{field.name}” it is found."
    else:
        verb = "is" if field.found == 1 else "are"
        found = f"As “{field.name}” {field.found} of the {field.tried} names tried {verb} found."
    with st.container(border=True):
        st.text(f"{none} {found}")
        with st.container(horizontal=True):
            for label, icon, kept in (
                ("Use this field", ":material/swap_horiz:", False),
                ("Always use it in this archive", ":material/keep:", True),
            ):
                st.button(label, key=f"{label} {key}", on_click=on_field, args=(field.name, kept), icon=icon)


def _show_proposals(proposals: tuple[NearName, ...], key: str, on_names: OnNames) -> None:
    st.write(
        f"For {len(proposals):,} of them the catalogue has a near name. Your list stays as it is until you take one."
    )
    with st.container(border=True):
        for position, proposal in enumerate(proposals[:_MOST_BUTTONS]):
            with st.container(gap="xsmall"):
                st.text(proposal.unknown)
                st.text(f"→\u00a0{_names(proposal)}")
                with st.container(horizontal=True, vertical_alignment="center"):
                    st.button(
                        "Use this name" if len(proposal.names) == 1 else f"Use these {len(proposal.names)} names",
                        key=f"near {position} {key}",
                        on_click=on_names,
                        args=((proposal,),),
                        icon=":material/swap_horiz:",
                    )
                    st.caption(_WHY[proposal.nearness])
    if len(proposals) > _MOST_BUTTONS:
        rest = proposals[_MOST_BUTTONS:]
        columns = {
            "Unknown": [each.unknown for each in rest],
            "Near name": [_names(each) for each in rest],
            "Why": [_WHY[each.nearness] for each in rest],
        }
        show_table(columns, "More near names")
    if len(proposals) > 1:
        st.button(
            f"Use {formatting.every(len(proposals), 'near names')}",
            key=f"all near {key}",
            on_click=on_names,
            args=(proposals,),
            icon=":material/done_all:",
        )


def _names(proposal: NearName) -> str:
    shown = ", ".join(proposal.names[:_MOST_NAMES])
    more = len(proposal.names) - _MOST_NAMES
    return f"{shown} and {more:,} more" if more > 0 else shown


_WHY = {
    Nearness.SPELLING: "The same name in another spelling.",
    Nearness.PART: "The only name that contains it.",
    Nearness.BEGINNING: "The only name that begins as it does; the end is another.",
    Nearness.URN: "The product of this URN.",
    Nearness.PATTERN: "All names that the pattern stands for.",
    Nearness.RUN_TOGETHER: "Names that stand in your list without a line end between them.",
}
