"""What people know from other tools, and what it means in a filter on file names."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from components.order import java_regex
from components.order.file_name import NameFilter, NameForm, expression
from components.order.name_habits import probably_meant


@pytest.mark.parametrize(
    ("typed", "form", "text"),
    [
        # extensions
        ("nc", NameForm.ENDS_WITH, ".nc"),
        (".nc", NameForm.ENDS_WITH, ".nc"),
        (".nc.gz", NameForm.ENDS_WITH, ".nc.gz"),
        (r"\.nc", NameForm.ENDS_WITH, ".nc"),
        (r"\.nc$", NameForm.ENDS_WITH, ".nc"),
        (r"/\.nc$/", NameForm.ENDS_WITH, ".nc"),
        (".nc, .h5", NameForm.ENDS_WITH, ".nc, .h5"),
        (r"\.nc|\.h5", NameForm.ENDS_WITH, ".nc, .h5"),
        # shell patterns
        ("*.nc", NameForm.ENDS_WITH, ".nc"),
        ("*.nc,*.h5", NameForm.ENDS_WITH, ".nc, .h5"),
        ("*.nc *.h5", NameForm.ENDS_WITH, ".nc, .h5"),
        ("*.{nc,h5}", NameForm.ENDS_WITH, ".nc, .h5"),
        ("**/*.nc", NameForm.ENDS_WITH, ".nc"),
        ("GSM*", NameForm.STARTS_WITH, "GSM"),
        ("*GSM*", NameForm.CONTAINS, "GSM"),
        ("*B0[234]*.jp2", NameForm.EXPRESSION, r".*B0[234].*\.jp2"),
        ("[!a]*.nc", NameForm.EXPRESSION, r"[^a].*\.nc"),
        ("S2A_*.csv", NameForm.EXPRESSION, r"S2A_.*\.csv"),
        ("?.nc", NameForm.EXPRESSION, r".\.nc"),
        ("GSM_{2002,2003}*.nc", NameForm.EXPRESSION, r"GSM_2002.*\.nc|GSM_2003.*\.nc"),
        # words
        ("GSM", NameForm.CONTAINS, "GSM"),
        ("_B04", NameForm.CONTAINS, "_B04"),
        ("^GSM", NameForm.STARTS_WITH, "GSM"),
        ("B04|B03", NameForm.CONTAINS, "B04, B03"),
        ("B04, B03", NameForm.CONTAINS, "B04, B03"),
        # expressions that need to match only a part
        ("B0[234]", NameForm.EXPRESSION, ".*B0[234].*"),
        (r"_B04\.jp2$", NameForm.ENDS_WITH, "_B04.jp2"),
        ("^S2A.*B04", NameForm.EXPRESSION, "S2A.*B04.*"),
        (r"\.(nc|h5)$", NameForm.EXPRESSION, r".*\.(nc|h5)"),
    ],
)
def test_as_an_expression_what_other_tools_know_is_understood(typed: str, form: NameForm, text: str) -> None:
    assert probably_meant(NameForm.EXPRESSION, typed) == NameFilter(form, text)


def test_a_flag_for_any_case_is_kept() -> None:
    assert probably_meant(NameForm.EXPRESSION, r"/\.NC$/i") == NameFilter(NameForm.ENDS_WITH, ".NC", any_case=True)
    assert probably_meant(NameForm.EXPRESSION, r"(?i)\.nc$") == NameFilter(NameForm.ENDS_WITH, ".nc", any_case=True)


@pytest.mark.parametrize(
    "typed",
    [
        *("", " ", r".*\.nc", r"^.*\.nc$", "S2A_.*", "[ab]*", "(a|b)*", r"\d+", "a{2,3}", "data.nc", r"SWOT_\d{8}\.nc"),
        *("^a$", ".", "a.*b", "*" * 2_001, "[", "(*"),
    ],
)
def test_an_expression_that_may_be_meant_as_it_is_gets_no_advice(typed: str) -> None:
    assert probably_meant(NameForm.EXPRESSION, typed) is None


@pytest.mark.parametrize(
    ("form", "typed", "meant"),
    [
        (NameForm.ENDS_WITH, "*.nc", NameFilter(NameForm.ENDS_WITH, ".nc")),
        (NameForm.ENDS_WITH, r".*\.nc", NameFilter(NameForm.ENDS_WITH, ".nc")),
        (NameForm.ENDS_WITH, r"\.nc$", NameFilter(NameForm.ENDS_WITH, ".nc")),
        (NameForm.CONTAINS, "*.{nc,h5}", NameFilter(NameForm.ENDS_WITH, ".nc, .h5")),
        (NameForm.CONTAINS, "B04|B03", NameFilter(NameForm.CONTAINS, "B04, B03")),
        (NameForm.CONTAINS, "S2A_.*_B04", NameFilter(NameForm.EXPRESSION, ".*S2A_.*_B04.*")),
        (NameForm.STARTS_WITH, "^GSM", NameFilter(NameForm.STARTS_WITH, "GSM")),
        (NameForm.STARTS_WITH, ".nc", NameFilter(NameForm.ENDS_WITH, ".nc")),
        (NameForm.CONTAINS, ".nc", None),
        (NameForm.ENDS_WITH, "nc", None),
        (NameForm.CONTAINS, "GSM", None),
        (NameForm.CONTAINS, "a[1]", None),
        (NameForm.STARTS_WITH, "a.b, c", None),
        (NameForm.ANY, "*.nc", None),
    ],
)
def test_in_a_simple_form_too(form: NameForm, typed: str, meant: NameFilter | None) -> None:
    assert probably_meant(form, typed) == meant


PIECES = [
    "nc",
    ".nc",
    r"\.",
    "*",
    "?",
    "^",
    "$",
    "|",
    ",",
    " ",
    "{nc,h5}",
    "[234]",
    "[",
    "]",
    "(",
    ")",
    "/",
    ".*",
    "GSM",
]


@example(NameForm.CONTAINS, "?nc")
@given(
    st.sampled_from(NameForm),
    st.lists(st.sampled_from([*PIECES, "_B04", "+", "{2,3}", r"\d", "(?i)", "é", "-"]), max_size=7).map("".join)
    | st.text(max_size=12),
)
def test_what_is_offered_passes_and_brings_no_further_offer(form: NameForm, typed: str) -> None:
    meant = probably_meant(form, typed)
    if meant is not None:
        java_regex.check(meant.expression())
        assert meant.expression()
        assert meant.expression() != expression(form, typed)
        assert probably_meant(meant.form, meant.text) is None
