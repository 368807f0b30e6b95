"""What people know from other tools, and what it means in a filter on file names."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from components.order import java_regex
from components.order.file_name import Form, NameFilter, expression
from components.order.name_habits import probably_meant


@pytest.mark.parametrize(
    ("typed", "form", "text"),
    [
        # extensions
        ("nc", Form.ENDS_WITH, ".nc"),
        (".nc", Form.ENDS_WITH, ".nc"),
        (".nc.gz", Form.ENDS_WITH, ".nc.gz"),
        (r"\.nc", Form.ENDS_WITH, ".nc"),
        (r"\.nc$", Form.ENDS_WITH, ".nc"),
        (r"/\.nc$/", Form.ENDS_WITH, ".nc"),
        (".nc, .h5", Form.ENDS_WITH, ".nc, .h5"),
        (r"\.nc|\.h5", Form.ENDS_WITH, ".nc, .h5"),
        # shell patterns
        ("*.nc", Form.ENDS_WITH, ".nc"),
        ("*.nc,*.h5", Form.ENDS_WITH, ".nc, .h5"),
        ("*.nc *.h5", Form.ENDS_WITH, ".nc, .h5"),
        ("*.{nc,h5}", Form.ENDS_WITH, ".nc, .h5"),
        ("**/*.nc", Form.ENDS_WITH, ".nc"),
        ("GSM*", Form.STARTS_WITH, "GSM"),
        ("*GSM*", Form.CONTAINS, "GSM"),
        ("*B0[234]*.jp2", Form.EXPRESSION, r".*B0[234].*\.jp2"),
        ("[!a]*.nc", Form.EXPRESSION, r"[^a].*\.nc"),
        ("S2A_*.csv", Form.EXPRESSION, r"S2A_.*\.csv"),
        ("?.nc", Form.EXPRESSION, r".\.nc"),
        ("GSM_{2002,2003}*.nc", Form.EXPRESSION, r"GSM_2002.*\.nc|GSM_2003.*\.nc"),
        # words
        ("GSM", Form.CONTAINS, "GSM"),
        ("_B04", Form.CONTAINS, "_B04"),
        ("^GSM", Form.STARTS_WITH, "GSM"),
        ("B04|B03", Form.CONTAINS, "B04, B03"),
        ("B04, B03", Form.CONTAINS, "B04, B03"),
        # expressions that need to match only a part
        ("B0[234]", Form.EXPRESSION, ".*B0[234].*"),
        (r"_B04\.jp2$", Form.ENDS_WITH, "_B04.jp2"),
        ("^S2A.*B04", Form.EXPRESSION, "S2A.*B04.*"),
        (r"\.(nc|h5)$", Form.EXPRESSION, r".*\.(nc|h5)"),
    ],
)
def test_as_an_expression_what_other_tools_know_is_understood(typed: str, form: Form, text: str) -> None:
    assert probably_meant(Form.EXPRESSION, typed) == NameFilter(form, text)


def test_a_flag_for_any_case_is_kept() -> None:
    assert probably_meant(Form.EXPRESSION, r"/\.NC$/i") == NameFilter(Form.ENDS_WITH, ".NC", any_case=True)
    assert probably_meant(Form.EXPRESSION, r"(?i)\.nc$") == NameFilter(Form.ENDS_WITH, ".nc", any_case=True)


@pytest.mark.parametrize(
    "typed",
    [
        *("", " ", r".*\.nc", r"^.*\.nc$", "S2A_.*", "[ab]*", "(a|b)*", r"\d+", "a{2,3}", "data.nc", r"SWOT_\d{8}\.nc"),
        *("^a$", ".", "a.*b", "*" * 2_001, "[", "(*"),
    ],
)
def test_an_expression_that_may_be_meant_as_it_is_gets_no_advice(typed: str) -> None:
    assert probably_meant(Form.EXPRESSION, typed) is None


@pytest.mark.parametrize(
    ("form", "typed", "meant"),
    [
        (Form.ENDS_WITH, "*.nc", NameFilter(Form.ENDS_WITH, ".nc")),
        (Form.ENDS_WITH, r".*\.nc", NameFilter(Form.ENDS_WITH, ".nc")),
        (Form.ENDS_WITH, r"\.nc$", NameFilter(Form.ENDS_WITH, ".nc")),
        (Form.CONTAINS, "*.{nc,h5}", NameFilter(Form.ENDS_WITH, ".nc, .h5")),
        (Form.CONTAINS, "B04|B03", NameFilter(Form.CONTAINS, "B04, B03")),
        (Form.CONTAINS, "S2A_.*_B04", NameFilter(Form.EXPRESSION, ".*S2A_.*_B04.*")),
        (Form.STARTS_WITH, "^GSM", NameFilter(Form.STARTS_WITH, "GSM")),
        (Form.STARTS_WITH, ".nc", NameFilter(Form.ENDS_WITH, ".nc")),
        (Form.CONTAINS, ".nc", None),
        (Form.ENDS_WITH, "nc", None),
        (Form.CONTAINS, "GSM", None),
        (Form.CONTAINS, "a[1]", None),
        (Form.STARTS_WITH, "a.b, c", None),
        (Form.ANY, "*.nc", None),
    ],
)
def test_in_a_simple_form_too(form: Form, typed: str, meant: NameFilter | None) -> None:
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


@example(Form.CONTAINS, "?nc")
@given(
    st.sampled_from(Form),
    st.lists(st.sampled_from([*PIECES, "_B04", "+", "{2,3}", r"\d", "(?i)", "é", "-"]), max_size=7).map("".join)
    | st.text(max_size=12),
)
def test_what_is_offered_passes_and_brings_no_further_offer(form: Form, typed: str) -> None:
    meant = probably_meant(form, typed)
    if meant is not None:
        java_regex.check(meant.expression())
        assert meant.expression()
        assert meant.expression() != expression(form, typed)
        assert probably_meant(meant.form, meant.text) is None
