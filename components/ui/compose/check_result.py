"""What the catalogue says of an order, in words, numbers and a chart."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from components.desk.catalogue_checks import Check
from components.regards.checking import Answer, Failing
from components.regards.records import Basket
from components.ui import formatting

_LIST_HEIGHT = 160  # pixels
_FEW = 6  # identifiers that are shown without scrolling


@st.fragment(run_every=0.4)
def wait_for(check: Check) -> None:
    """How far a check is, and a way to stop it."""
    st.progress(check.progress, text="Asking the catalogue…")
    st.button("Cancel the check", on_click=check.cancel)
    if check.answer.done():
        st.rerun()


def show_answer(answer: Answer, data_types: Sequence[str]) -> None:
    """Everything that the catalogue says; ``data_types`` are those asked for, none for all."""
    _show_found(answer)
    for failing in answer.failing:
        _show_failing(failing)
    if answer.whole_catalogue:
        st.warning("One of the expressions covers the whole catalogue.", icon=":material/warning:")
    if answer.clashing:
        st.warning(
            "The names of these datasets differ in case only, and one order would lose all but one of them. "
            "Order them one after the other.",
            icon=":material/warning:",
        )
        for label in answer.clashing:
            st.text(label)
    amounts = answer.of(data_types)
    with st.container(horizontal=True):
        st.metric("Products", f"{answer.products:,}", border=True, width="content")
        st.metric("Files", f"{sum(amount.files for amount in amounts):,}", border=True, width="content")
        st.metric("Size", formatting.size(sum(amount.size for amount in amounts)), border=True, width="content")
    if amounts:
        table = pd.DataFrame(
            {
                "Dataset": [answer.labels.get(amount.dataset, amount.dataset) for amount in amounts],
                "Products": [amount.products for amount in amounts],
                "Data type": [amount.data_type for amount in amounts],
                "Files": [amount.files for amount in amounts],
                "Size": [formatting.size(amount.size) for amount in amounts],
            }
        )
        st.dataframe(
            table,
            hide_index=True,
            column_config={
                "Files": st.column_config.ProgressColumn(format="%d", min_value=0, max_value=int(table["Files"].max()))
            },
            alt="Files by dataset and data type",
        )
        st.write("The file-name filter is not counted in; files attached to a dataset itself come in addition.")
    else:
        st.warning("No file of these data types would come.", icon=":material/warning:")
    _show_quota(answer, data_types)
    if answer.basket:
        show_basket(answer.basket)


def show_basket(basket: Basket) -> None:
    """What lies in the basket, which the order would take along."""
    st.warning(
        f"Your basket on the archive already holds {formatting.count(basket.files, 'file')} of "
        f"{formatting.count(basket.products, 'product')} ({formatting.size(basket.size)}), and REGARDS would add "
        "them to this order. You will be asked before they are thrown away; or finish that order on the archive's own "
        "site first.",
        icon=":material/shopping_basket:",
    )
    for dataset in basket.datasets:
        st.text(dataset)


def _show_found(answer: Answer) -> None:
    asked = len(answer.found) + len(answer.unknown)
    if not asked:
        return
    if answer.unknown:
        unknown = formatting.count(len(answer.unknown), "is", "are")
        st.warning(
            f"{len(answer.found):,} of {asked:,} identifiers were found. {unknown} unknown, or not accessible to "
            "you: the archive does not tell which.",
            icon=":material/warning:",
        )
        _show_list("Unknown or not accessible", answer.unknown)
    elif asked == 1:
        st.success("The identifier was found.", icon=":material/check_circle:")
    else:
        st.success(f"All {asked:,} identifiers were found.", icon=":material/check_circle:")
    if answer.older_only:
        st.warning(
            "No version of these counts as the latest. Take “Latest version only” off.", icon=":material/warning:"
        )
    if answer.unplaced:
        st.warning("In no dataset: the archive would accept these and never deliver them.", icon=":material/warning:")
        _show_list("In no dataset", answer.unplaced)
    if answer.fileless:
        st.warning(
            "Without any file that you may order: the archive would accept these and never deliver them.",
            icon=":material/warning:",
        )
        _show_list("Nothing to order", answer.fileless)
    if answer.several_versions:
        st.info("There are several versions of these, and all are ordered unless you take the latest only.")
        _show_list("In several versions", answer.several_versions)
    if answer.repeated:
        st.info("These belong to more than one dataset, and REGARDS delivers them once for each.")
        _show_list("In more than one dataset", answer.repeated)


def _show_list(title: str, identifiers: Sequence[str]) -> None:
    st.write(f"{title} ({len(identifiers):,}):")
    st.code("\n".join(identifiers), language=None, height=_LIST_HEIGHT if len(identifiers) > _FEW else "content")


def _show_failing(failing: Failing) -> None:
    st.warning("The whole order would be refused because of this expression:", icon=":material/warning:")
    st.code(failing.expression, language=None, wrap_lines=True)
    if failing.reason:
        st.write("The archive says:")
        st.code(failing.reason, language=None, wrap_lines=True)
    else:
        st.write("It finds no file that you may order.")


def _show_quota(answer: Answer, data_types: Sequence[str]) -> None:
    left = answer.quota.left if answer.quota else None
    if answer.quota is None or left is None:
        return
    charged = sum(amount.charged for amount in answer.of(data_types))
    sentence = (
        f"{formatting.count(charged, 'file')} of this order count against your download quota, "
        f"of which {left:,} of {answer.quota.most:,} are left."
    )
    if answer.over_quota(data_types):
        st.warning(f"{sentence} You will not be able to download them all.", icon=":material/warning:")
    else:
        st.write(sentence)
