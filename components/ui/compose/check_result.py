"""What the catalogue says of an order, in words, numbers and a chart."""

from collections.abc import Callable, Sequence

import pandas as pd
import streamlit as st

from components.desk.catalogue_checks import Check
from components.order import identifiers
from components.regards.catalogue.checking import CheckResult, FailingExpression
from components.regards.records import Basket
from components.ui import formatting
from components.ui.unseen import show_unseen

_LIST_HEIGHT = 160  # pixels
_FEW = 6  # identifiers that are shown without scrolling


@st.fragment(run_every=0.4)
def wait_for(check: Check) -> None:
    """How far a check is, and a way to stop it."""
    st.progress(check.progress, text="Asking the catalogue…")
    st.button("Cancel the check", on_click=check.cancel)
    if check.future.done():
        st.rerun()


def show_result(
    result: CheckResult, data_types: Sequence[str], key: str, beside_unknown: Callable[[], None] = lambda: None
) -> None:
    """Everything that the catalogue says.

    Args:
        result: what it says.
        data_types: those asked for, none for all.
        key: part of a button's key.
        beside_unknown: draws what belongs to the unknown identifiers.
    """
    _show_found(result, key, beside_unknown)
    for failing in result.failing:
        _show_failing(failing)
    if result.whole_catalogue:
        st.warning("One of the expressions covers the whole catalogue.", icon=":material/warning:")
    if result.clashing:
        st.warning(
            "The names of these datasets differ in case only, and one order would lose all but one of them. "
            "Order them one after the other.",
            icon=":material/warning:",
        )
        for label in result.clashing:
            st.text(label)
    if result.counted:
        _show_amounts(result, data_types)
    _show_quota(result, data_types)
    if result.basket:
        show_basket(result.basket)
    show_unseen(result.unseen)


def _show_amounts(result: CheckResult, data_types: Sequence[str]) -> None:
    """What would be ordered of the data types asked for, in numbers and a chart."""
    amounts = result.of(data_types)
    with st.container(horizontal=True):
        st.metric("Products", f"{result.products:,}", border=True, width="content")
        st.metric("Files", f"{sum(amount.files for amount in amounts):,}", border=True, width="content")
        st.metric("Size", formatting.size(sum(amount.size for amount in amounts)), border=True, width="content")
    if amounts:
        table = pd.DataFrame(
            {
                "Dataset": [result.labels.get(amount.dataset, amount.dataset) for amount in amounts],
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


def _show_found(result: CheckResult, key: str, beside_unknown: Callable[[], None]) -> None:
    asked = len(result.found) + len(result.unknown)
    if not asked:
        return
    if result.unknown:
        unknown = formatting.count(len(result.unknown), "is", "are")
        st.warning(
            f"{len(result.found):,} of {asked:,} identifiers were found. {unknown} unknown, or not accessible to "
            "you: the archive does not tell which.",
            icon=":material/warning:",
        )
        _show_list("Unknown or not accessible", result.unknown)
        st.download_button(
            "Download these names",
            lambda: identifiers.write(result.unknown),
            "unknown-names.txt",
            "text/plain",
            icon=":material/download:",
            on_click="ignore",
            key=f"unknown {key}",
        )
        beside_unknown()
    elif asked == 1:
        st.success("The identifier was found.", icon=":material/check_circle:")
    else:
        st.success(f"All {asked:,} identifiers were found.", icon=":material/check_circle:")
    if result.older_only:
        st.warning(
            "No version of these counts as the latest. Take “Latest version only” off.", icon=":material/warning:"
        )
    if result.unplaced:
        st.warning("In no dataset: the archive would accept these and never deliver them.", icon=":material/warning:")
        _show_list("In no dataset", result.unplaced)
    if result.fileless:
        st.warning(
            "Without any file that you may order: the archive would accept these and never deliver them.",
            icon=":material/warning:",
        )
        _show_list("Nothing to order", result.fileless)
    if result.several_versions:
        st.info("There are several versions of these, and all are ordered unless you take the latest only.")
        _show_list("In several versions", result.several_versions)
    if result.repeated:
        st.info("These belong to more than one dataset, and REGARDS delivers them once for each.")
        _show_list("In more than one dataset", result.repeated)


def _show_list(title: str, identifiers: Sequence[str]) -> None:
    st.write(f"{title} ({len(identifiers):,}):")
    st.code("\n".join(identifiers), language=None, height=_LIST_HEIGHT if len(identifiers) > _FEW else "content")


def _show_failing(failing: FailingExpression) -> None:
    st.warning("The whole order would be refused because of this expression:", icon=":material/warning:")
    st.code(failing.expression, language=None, wrap_lines=True)
    if failing.reason:
        st.write("The archive says:")
        st.code(failing.reason, language=None, wrap_lines=True)
    else:
        st.write("It finds no file that you may order.")


def _show_quota(result: CheckResult, data_types: Sequence[str]) -> None:
    left = result.quota.left if result.quota else None
    if result.quota is None or left is None:
        return
    charged = sum(amount.charged for amount in result.of(data_types))
    sentence = (
        f"{formatting.count(charged, 'file')} of this order count against your download quota, "
        f"of which {left:,} of {result.quota.most:,} are left."
    )
    if result.over_quota(data_types):
        st.warning(f"{sentence} You will not be able to download them all.", icon=":material/warning:")
    else:
        st.write(sentence)
