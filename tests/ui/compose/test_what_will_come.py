"""What an order would bring, in words."""

import pytest

from components.order.composition import compose
from components.order.draft import Draft
from components.order.file_name import NameFilter, NameForm
from components.regards.catalogue.checking import CheckResult
from components.ui.compose import what_will_come

NAMES = tuple(f"P{number:04}" for number in range(1_753))


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (1_753, "You will order 1,753 products (9 queries)"),
        (1_752, "You will order 1,752 of the 1,753 products in your list (9 queries)"),
        (1, "You will order 1 of the 1,753 products in your list (9 queries)"),
        (0, "Nothing in your list can be delivered."),
    ],
)
def test_it_counts_the_products_that_come(found: int, said: str) -> None:
    draft = Draft(pasted="\n".join(NAMES))
    composition = compose(draft, "providerId")
    result = CheckResult(found, (), {}, None, None, found=NAMES[:found], unknown=NAMES[found:])
    assert what_will_come.in_words(draft, composition, result, "CNES").startswith(said)


@pytest.mark.parametrize(
    ("pasted", "said"),
    [
        ("A\nB", ""),
        ("A\nX", " The request names both, and nothing comes of the other one."),
        ("A\nB\nC", " The request names all 3, and nothing comes of the other one."),
        ("A\nB\nC\nD", " The request names all 4, and nothing comes of the other 2."),
    ],
)
def test_it_says_that_the_request_also_names_what_does_not_come(pasted: str, said: str) -> None:
    draft = Draft(pasted=pasted)
    found = tuple(name for name in pasted.split() if name in {"A", "B"})
    unknown = tuple(name for name in pasted.split() if name not in found)
    result = CheckResult(len(found), (), {}, None, None, found=found, unknown=unknown)
    words = what_will_come.in_words(draft, compose(draft, "providerId"), result, "CNES")
    assert words.endswith(f"of any name.{said}")


@pytest.mark.parametrize(
    ("form", "text", "said"),
    [
        (NameForm.ANY, "zzz", "of any name."),
        (NameForm.CONTAINS, " ", "of any name."),
        (NameForm.CONTAINS, "zzz", "whose names contain “zzz”."),
        (NameForm.STARTS_WITH, "S2A, S2B", "whose names start with “S2A” or “S2B”."),
        (NameForm.ENDS_WITH, ".nc", "whose names end with “.nc”."),
        (NameForm.ENDS_WITH, "1,2,3,4,5", "whose names end with “1” or “2” or “3” or “4” or “5”."),
        (NameForm.ENDS_WITH, "1,2,3,4,5,6", "whose names end with one of your texts."),
        (NameForm.EXPRESSION, "a|b", "whose names match your expression."),
    ],
)
def test_it_says_how_files_are_taken_by_name(form: NameForm, text: str, said: str) -> None:
    draft = Draft(pasted="A").with_filter(NameFilter(form, text))
    assert what_will_come.in_words(draft, compose(draft, "providerId"), None, "CNES").endswith(f", {said}")


def test_it_says_where_capital_and_small_letters_are_alike() -> None:
    draft = Draft(pasted="A").with_filter(NameFilter(NameForm.ENDS_WITH, ".NC", any_case=True))
    said = what_will_come.in_words(draft, compose(draft, "providerId"), None, "CNES")
    assert said.endswith("whose names end with “.NC”, in capital or small letters.")


def test_a_text_of_the_name_filter_is_no_markup() -> None:
    draft = Draft(pasted="A").with_filter(NameFilter(NameForm.CONTAINS, "_a_"))
    assert r"“\_a\_”" in what_will_come.in_words(draft, compose(draft, "providerId"), None, "CNES")


@pytest.mark.parametrize(
    ("unknown", "fileless", "empty"),
    [
        (NAMES[:200], (), 1),  # all of the first query
        (NAMES[1:200], (), 0),
        (NAMES[100:300], (), 0),  # of two queries the half
        (NAMES[:100], NAMES[100:200], 1),
        (NAMES[1_600:], (), 1),  # the last query, which is shorter
        (NAMES[200:600], (), 2),
    ],
)
def test_a_query_that_names_nothing_to_be_ordered_is_found_for_which_the_archive_refuses_the_order(
    unknown: tuple[str, ...], fileless: tuple[str, ...], empty: int
) -> None:
    composition = compose(Draft(pasted="\n".join(NAMES)), "providerId")
    found = tuple(name for name in NAMES if name not in unknown)
    result = CheckResult(len(found), (), {}, None, None, found=found, unknown=unknown, fileless=fileless)
    assert what_will_come.empty_queries(composition, result) == empty
    assert what_will_come.empty_queries(composition, None) == 0
