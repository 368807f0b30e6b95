"""What the catalogue says of an order: first what is wrong and how to repair it, then what is good to know."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import streamlit as st

from components.desk.catalogue.checks import Check
from components.order import identifiers
from components.regards.catalogue.checking import CheckResult, FailingExpression
from components.regards.orders.records import Basket
from components.ui import formatting
from components.ui.elements import tables
from components.ui.unseen import show_unseen

_FEW = 6  # identifiers that are shown as text; more become a table, which the keyboard can scroll
_LIST_HEIGHT = 200  # pixels
_BAR_WIDTH = 110  # pixels; the usual width pushes the sizes out of the column


@dataclass(frozen=True, slots=True)
class Repairs:
    """What the buttons beside a finding do.

    ``keep_only`` takes the identifiers to keep; ``take_latest`` whether to order the latest versions only;
    ``near_names`` draws what the catalogue has instead of unknown identifiers.
    """

    keep_only: Callable[[tuple[str, ...]], None]
    take_latest: Callable[[bool], None]
    near_names: Callable[[CheckResult], None]


@st.fragment(run_every=0.4)
def wait_for(check: Check) -> None:
    """How far a check is, and a way to stop it."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.progress(check.progress, text="Asking the catalogue…", width="stretch")
        st.button("Cancel the check", on_click=check.cancel)
    if check.future.done():
        st.rerun()


def show_result(
    result: CheckResult, data_types: Sequence[str], repairs: Repairs, explained: Collection[str] = ()
) -> None:
    """Everything that the catalogue says.

    Args:
        result: what it says.
        data_types: those asked for, none for all.
        repairs: what the buttons do.
        explained: the expressions whose faults the page explains elsewhere.
    """
    _show_headline(result, data_types)
    if result.over_quota(data_types):
        said = f"{_quota(result, data_types)} You will not be able to download them all."
        st.warning(said, icon=":material/warning:")
    if reducible := result.can_be_reduced and result.orderable:
        what = "can be delivered" if result.unplaced or result.fileless else "were found"
        kept = f"the {len(reducible):,} that {what}" if len(reducible) > 1 else "the one that can be delivered"
        st.button(
            f"Keep only {kept}",
            on_click=repairs.keep_only,
            args=(reducible,),
            key="reduce",
            icon=":material/filter_alt:",
        )
    if result.unknown:
        _show_unknown(result, repairs)
    for show in _wrong(result, data_types, repairs, explained):
        with st.container(border=True):
            show()
    if known := list(_good_to_know(result, data_types, repairs)):
        st.markdown("**Good to know**")
        for show in known:
            show()
    show_unseen(result.unseen)


def show_amounts(result: CheckResult, data_types: Sequence[str], *, filtered: bool) -> None:
    """The files by dataset and data type; ``filtered`` if the order takes files by name, which is not counted in."""
    amounts = result.of(data_types)
    if not amounts:
        return
    files = [amount.files for amount in amounts]
    tables.show_table(
        {
            "Dataset": [result.labels.get(amount.dataset, amount.dataset) for amount in amounts],
            "Products": [amount.products for amount in amounts],
            "Data type": [amount.data_type for amount in amounts],
            "Files": files,
            "Size": [formatting.size(amount.size) for amount in amounts],
        },
        "Files by dataset and data type",
        {
            **tables.counts("Products"),
            "Files": st.column_config.ProgressColumn(
                format=formatting.COUNT_IN_TABLES, min_value=0, max_value=max(files), width=_BAR_WIDTH
            ),
        },
    )
    before = "These numbers are before your file-name filter. " if filtered else ""
    st.write(f"{before}Files attached to a dataset itself come in addition.")


def show_basket(basket: Basket, *, ours: bool = False) -> None:
    """What lies in the basket, which the order would take along; ``ours`` if it is there for this very order."""
    _title("Your basket on the archive is not empty")
    st.write(
        f"Your basket on the archive already holds {formatting.count(basket.files, 'file')} of "
        f"{formatting.count(basket.products, 'product')} ({formatting.size(basket.size)}), and REGARDS would add "
        "them to this order. You will be asked before they are thrown away; or finish that order on the archive's own "
        "site first."
    )
    if ours:
        st.write("It is what this order asks for: an earlier attempt that did not come to its end has left it there.")
    for dataset in basket.datasets:
        st.text(dataset)


def _show_headline(result: CheckResult, data_types: Sequence[str]) -> None:
    """The one sentence that matters; as an alert, so that it is read aloud once when it appears."""
    if result.failing:
        said = f"The archive would refuse this order because of {formatting.count(len(result.failing), 'expression')}."
    elif result.found or result.unknown:
        said = _found_of_the_asked(result)
    else:
        said = f"{formatting.count(result.products, 'product was', 'products were')} found."
    if result.faulty(data_types):
        st.warning(said, icon=":material/warning:")
    else:
        st.success(said, icon=":material/check_circle:")


def _found_of_the_asked(result: CheckResult) -> str:
    """How many identifiers were found, and how many of these can be delivered if not all can."""
    found, unknown, coming = len(result.found), len(result.unknown), len(result.orderable)
    asked = found + unknown
    if result.older_only:  # then they may be known: a sentence below says so
        return "No latest version was found."
    if unknown and asked == 1:
        return "The identifier is unknown, or closed to your account."
    of_all = f"{found:,} of {asked:,} identifiers" if unknown else formatting.every(asked, "identifiers").capitalize()
    said = f"{of_all} were found"
    if asked == 1:
        said = "The identifier was found"
    if not coming and found:
        said += f", but {'it cannot' if found == 1 else 'none of them can'} be delivered"
    elif coming < found:
        said += f", {coming:,} of them can be delivered"
    if not unknown:
        return f"{said}."
    are = formatting.count(unknown, "is", "are")
    return f"{said}. {are} unknown or closed to your account; REGARDS does not tell these cases apart."


def _show_unknown(result: CheckResult, repairs: Repairs) -> None:
    with st.container(border=True):
        latest = ", or without a latest version" if result.older_only else ""
        _show_list(f"Unknown, or closed to your account{latest}", result.unknown)
        st.download_button(
            "Download these names",
            lambda: identifiers.write(result.unknown),
            "unknown-names.txt",
            "text/plain",
            icon=":material/download:",
            on_click="ignore",
            type="tertiary",
        )
        repairs.near_names(result)


def _wrong(
    result: CheckResult, data_types: Sequence[str], repairs: Repairs, explained: Collection[str]
) -> Iterator[Callable[[], None]]:
    """What is wrong, the worst first."""
    yield from (partial(_show_failing, each) for each in result.failing if each.expression not in explained)
    if result.basket:
        yield partial(show_basket, result.basket)
    if result.older_only:
        yield partial(_show_older_only, repairs)
    yield from (partial(_say, sentence, listed) for sentence, listed in _never_delivered(result) if listed)
    is_known = result.found or not result.unknown  # else no data type would bring anything
    if result.counted and is_known and not result.of(data_types) and not result.failing:
        yield partial(_say, "No file of these data types would come.")
    if result.whole_catalogue:
        yield partial(_say, "One of the expressions covers the whole catalogue.")


def _never_delivered(result: CheckResult) -> tuple[tuple[str, Sequence[str]], ...]:
    return (
        ("In no dataset: the archive would accept these and never deliver them.", result.unplaced),
        (
            "Without any file that you may order: the archive would accept these and never deliver them.",
            result.fileless,
        ),
        (
            "The names of these datasets differ in case only: order them one after the other, or all but one are lost.",
            result.clashing,
        ),
    )


def _good_to_know(result: CheckResult, data_types: Sequence[str], repairs: Repairs) -> Iterator[Callable[[], None]]:
    if result.several_versions:
        yield partial(_show_versions, result.several_versions, repairs)
    if result.repeated:
        yield partial(
            _say_quietly,
            "These belong to more than one dataset, and REGARDS delivers them once for each.",
            result.repeated,
        )
    if (quota := _quota(result, data_types)) and not result.over_quota(data_types):
        yield partial(_say_quietly, quota)


def _show_failing(failing: FailingExpression) -> None:
    _title("The whole order would be refused because of this expression")
    st.code(failing.expression, language=None, wrap_lines=True)
    if failing.reason:
        st.write("The archive says:")
        st.code(failing.reason, language=None, wrap_lines=True)
    else:
        st.write("It finds no file that you may order.")


def _show_older_only(repairs: Repairs) -> None:
    _say("No version of these counts as the latest.")
    st.button("Order them in any version", on_click=repairs.take_latest, args=(False,), icon=":material/history:")


def _show_versions(several: Sequence[str], repairs: Repairs) -> None:
    _say_quietly("There are several versions of these, and all are ordered.", several)
    st.button(
        "Order the latest version only", on_click=repairs.take_latest, args=(True,), icon=":material/new_releases:"
    )


def _quota(result: CheckResult, data_types: Sequence[str]) -> str:
    left = result.quota.left if result.quota else None
    if result.quota is None or left is None:
        return ""
    charged = sum(amount.charged for amount in result.of(data_types))
    takes = formatting.count(charged, "download")
    return f"This order takes {takes}; your quota has {left:,} of {result.quota.most:,} left."


def _title(sentence: str) -> None:
    st.markdown(f":orange[:material/warning:] **{sentence}**")


def _say(sentence: str, listed: Sequence[str] = ()) -> None:
    _title(sentence)
    _list(listed)


def _say_quietly(sentence: str, listed: Sequence[str] = ()) -> None:
    st.write(sentence)
    _list(listed)


def _show_list(title: str, listed: Sequence[str]) -> None:
    st.write(f"{title} ({len(listed):,}):")
    _list(listed)


def _list(listed: Sequence[str]) -> None:
    if len(listed) > _FEW:
        tables.show_table({f"{len(listed):,} names": listed}, "Names", height=_LIST_HEIGHT)
    elif listed:
        st.code("\n".join(listed), language=None, wrap_lines=True)
