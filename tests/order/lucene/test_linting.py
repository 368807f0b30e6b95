"""Remarks on search expressions: every fault at its place, and none on what is right (contract F.1).

The demo archive reads the same expressions with code of its own; here it says whether the lint is right.
"""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.demo import search as archive
from components.demo.catalogue.attributes import Attribute, Attributes, Kind
from components.order import lucene
from components.order.lucene import LONGEST, MOST_REMARKS, Gravity, Remark, lint, outline
from components.order.lucene.attributes import ALWAYS
from components.order.lucene.tokens import Token, token_at

PATIENTLY = settings(deadline=None)  # a busy machine is no failure
REFUSED, SURPRISING = Gravity.REFUSED, Gravity.SURPRISING


class AnyAttributes(Attributes):
    """Attributes of which any plain name is one: which there are is beyond what the lint can know."""

    def find(self, name: str) -> Attribute | None:
        return super().find(name) or (super().find("comment") if lucene.is_field(name) else None)


ATTRIBUTES = AnyAttributes(
    {
        "productId": Kind.TEXT,
        "comment": Kind.TEXT,
        "n": Kind.NUMBER,
        "flag": Kind.FLAG,
        "acquisition.start": Kind.DATE,
        "d": Kind.DATE,
    },
    {},
)

CORRECT = [
    # every form of contract F.1 that does what it seems to do
    'providerId:"X"',
    'providerId="X"',
    'providerId = "X"',
    'providerId : "X"',
    'properties.productId:"X"',
    'providerId:("A" OR "B")',
    'providerId:("A" || "B")',
    'last:true AND (providerId:("A" OR "B"))',
    "providerId:/SWOT_[0-9]+.*/",
    "comment:/a b/",
    'comment@text:"a b"',
    'label:"a*b"',
    "label:sea",
    "label:Sea*",
    "label:*",
    r"label:a\:b",
    r"label:a\*b",
    "n:[1 TO 10]",
    "n:{1 TO 10}",
    "n:[1 TO 10}",
    "n:[1 TO *]",
    "n:[-5 TO -1]",
    "n>5",
    "n>=5",
    "n < 5",
    'd>"2026-01-01T00:00:00Z"',
    "n:5",
    'n:"-5"',
    "n:(1 OR 2)",
    "d:[2026-01-01T00:00:00Z TO 2026-02-01T00:00:00Z]",
    "acquisition.start:{2026-01-01T00:00:00Z TO *]",
    'd:"2026-01-01T00:00:00Z"',
    "flag:true",
    "NOT flag:true",
    "-flag:true",
    "!flag:true",
    "n:1 AND NOT n:2",
    "n:1 AND -n:2",
    "n:1 && n:2",
    "n:1 || n:2",
    "comment:/ab/AND n:1",
    "NOT (n:1 OR n:2)",
    "(n:1 AND n:5) OR n:10",
    "n:1 AND n:2 AND n:3",
    "((n:1))",
    # quoted, everything is literal
    'providerId:"a*b?c:d/e (f) [g TO h] ~2 ^3 AND or +x -y “z”"',
    r'providerId:"say \"hi\""',
    r'providerId:"back\\slash"',
    r'providerId:"a\u0041b"',
    r'providerId:"a\:b"',
    "label:O'Brien",
    'providerId:"a%20b%3A"',
    'q="x"',
    "label:50%",
    "label:or",
    "label:AND_more",
]


class Fault:
    """An expression with one fault, between the two bars that mark its place; `words` are in the remark."""

    def __init__(self, marked: str, gravity: Gravity, words: str, fixed: str | None = None) -> None:
        before, self.part, after = marked.split("¦")
        self.expression = before + self.part + after
        self.place = (len(before), len(before) + len(self.part))
        self.gravity, self.words, self.fixed = gravity, words, fixed

    def __repr__(self) -> str:
        return ascii(self.expression)


FAULTS = [
    # unquoted identifiers
    Fault("providerId:¦A¦", SURPRISING, "not in quotation marks", 'providerId:"A"'),
    Fault("productId=¦A¦", SURPRISING, "not in quotation marks", 'productId="A"'),
    Fault("properties.productId:¦A¦", SURPRISING, "not in quotation marks", 'properties.productId:"A"'),
    Fault('providerId:("A" OR ¦B¦)', SURPRISING, "not in quotation marks", 'providerId:("A" OR "B")'),
    Fault('providerId:(¦A OR "B" OR C¦)', SURPRISING, "1 more place)", 'providerId:("A" OR "B" OR "C")'),
    Fault(r"providerId:¦a\:b\"c¦", SURPRISING, "not in quotation marks", r'providerId:"a:b\"c"'),
    Fault(r"providerId:¦a\b¦", SURPRISING, "not in quotation marks", r'providerId:"a\\b"'),
    Fault(r"providerId:¦\u0041¦", SURPRISING, "not in quotation marks", 'providerId:"A"'),
    Fault("providerId:¦A,B¦", SURPRISING, "not in quotation marks"),
    # wildcards
    Fault("providerId:¦PRE*¦", SURPRISING, "whole identifier"),
    Fault("providerId:¦*¦", SURPRISING, "whole identifier"),
    Fault("comment:¦A?C¦", SURPRISING, "does not stand for one character"),
    Fault("providerId:¦A?C*¦", SURPRISING, "does not stand for one character"),
    Fault(r"comment:¦a\*b*¦", SURPRISING, "has no effect"),
    Fault("¦*¦", SURPRISING, "every product that has any text"),
    # no field
    Fault("¦word¦", SURPRISING, "has no field"),
    Fault('n:1 AND ¦"some words"¦', SURPRISING, "has no field"),
    Fault("¦sea¦ OR ice", SURPRISING, "1 more place)"),
    # operators
    Fault("¦n:1 AND n:2 OR flag:true¦", SURPRISING, "mixed", "(n:1 AND n:2) OR flag:true"),
    Fault("¦flag:true OR n:1 AND NOT n:2¦", SURPRISING, "mixed", "flag:true OR (n:1 AND NOT n:2)"),
    Fault("flag:true AND (¦n:1 || n:2 && n:3¦)", SURPRISING, "mixed", "flag:true AND (n:1 || (n:2 && n:3))"),
    Fault("¦flag:true AND n:1 OR n:2¦", SURPRISING, "mixed"),
    Fault("¦n:2 OR n:1 AND flag:true¦", SURPRISING, "mixed"),
    Fault('providerId:("A" ¦"B"¦)', REFUSED, "no operator", 'providerId:("A" OR "B")'),
    Fault('providerId:("A"¦"B"¦ "C")', REFUSED, "no operator", 'providerId:("A" OR "B" OR "C")'),
    Fault('providerId:("A" OR "B" ¦"C"¦)', REFUSED, "no operator", 'providerId:("A" OR "B" OR "C")'),
    Fault('providerId:("A"¦,¦ "B","C")', REFUSED, "no operator", 'providerId:("A" OR "B" OR "C")'),
    Fault("n:(1 ¦2¦)", REFUSED, "no operator", "n:(1 OR 2)"),
    Fault("comment:(North ¦Atlantic¦)", REFUSED, "no operator"),
    Fault('providerId:("A" AND "B" ¦"C"¦)', REFUSED, "no operator"),
    Fault("n:1 ¦flag:true¦", REFUSED, "no operator"),
    Fault('comment:"a"¦,¦ flag:true', REFUSED, "no operator"),
    Fault("n:1 ¦and¦ n:2", REFUSED, "not in capitals", "n:1 AND n:2"),
    Fault("n:1 ¦Or¦ n:2 or n:3", REFUSED, "1 more place)", "n:1 OR n:2 OR n:3"),
    Fault("¦not¦ n:1", REFUSED, "not in capitals", "NOT n:1"),
    Fault("n:1 AND ¦not¦ n:2", REFUSED, "not in capitals", "n:1 AND NOT n:2"),
    Fault("n:1 ¦not¦ n:2", REFUSED, "not in capitals", "n:1 AND NOT n:2"),
    Fault("n:1 ¦NOT n:2¦", REFUSED, "no operator", "n:1 AND NOT n:2"),
    Fault("n:1 ¦!n:2¦", REFUSED, "no operator", "n:1 AND !n:2"),
    Fault("n:1 ¦-n:2¦", REFUSED, "no operator", "n:1 AND -n:2"),
    Fault("flag:true OR n:1 ¦NOT n:2¦", REFUSED, "no operator"),
    Fault("+n:1 ¦+n:2¦", REFUSED, "no operator"),
    # parentheses and quotation marks
    Fault("¦(¦n:1", REFUSED, "never closed"),
    Fault("¦(¦n:1 OR (n:2)", REFUSED, "never closed"),
    Fault("n:1¦)¦", REFUSED, "closes nothing"),
    Fault('(providerId:¦"¦A)', REFUSED, "never closed"),
    Fault("providerId:¦“A”¦", SURPRISING, "not quotation marks", 'providerId:"A"'),
    Fault("providerId:¦“A B”¦", REFUSED, "not quotation marks", 'providerId:"A B"'),
    Fault('providerId:("A" OR ¦„B“¦)', SURPRISING, "not quotation marks", 'providerId:("A" OR "B")'),
    Fault("comment:¦‘sea ice’¦", REFUSED, "not quotation marks", 'comment:"sea ice"'),
    Fault("comment:¦'sea'¦", SURPRISING, "not quotation marks", 'comment:"sea"'),
    Fault(r"comment:¦“a\b”¦", SURPRISING, "not quotation marks", r'comment:"a\\b"'),
    Fault("comment:¦“sea¦", SURPRISING, "typographic quotation mark"),
    # values that need quotation marks
    Fault("d>¦2026-01-10T12:00:00Z¦", REFUSED, "special meaning", 'd>"2026-01-10T12:00:00Z"'),
    Fault("d:¦2026-01-10T12:00:00Z¦", REFUSED, "special meaning", 'd:"2026-01-10T12:00:00Z"'),
    Fault("id:¦URN:AIP:DATA:p:1:V1¦", REFUSED, "special meaning", 'id:"URN:AIP:DATA:p:1:V1"'),
    Fault("URN:¦AIP:DATA:p:1:V1¦", REFUSED, "special meaning", 'id:"URN:AIP:DATA:p:1:V1"'),
    Fault("id:(URN:¦AIP:DATA:p:1:V1¦)", REFUSED, "special meaning", 'id:("URN:AIP:DATA:p:1:V1")'),
    Fault("comment:¦a/b¦ OR comment:sea", REFUSED, "special meaning", 'comment:"a/b" OR comment:sea'),
    Fault("comment:¦/data/file¦", REFUSED, "special meaning", 'comment:"/data/file"'),
    Fault("n:¦-5¦", REFUSED, "special meaning", 'n:"-5"'),
    Fault("comment:¦-sea¦", REFUSED, "special meaning"),
    Fault("n:¦1&&flag:true¦", REFUSED, "special meaning"),
    # names with a colon
    Fault("¦eo:cloud_cover¦:[0 TO 10]", REFUSED, "cannot be the name"),
    Fault("n:1 AND ¦eo:cloud_cover¦<10", REFUSED, "cannot be the name"),
    Fault("¦sat:relative_orbit¦:51", REFUSED, "cannot be the name"),
    Fault('¦sat:orbit_state¦:"ascending"', REFUSED, "cannot be the name"),
    Fault("¦any:name¦:(1 OR 2)", REFUSED, "cannot be the name"),
    Fault("comment:¦a:b¦", REFUSED, "special meaning", 'comment:"a:b"'),
    # comparisons
    Fault("n¦:¦>5", REFUSED, "colon before a comparison", "n>5"),
    Fault("n¦:¦<=5 AND flag:true", REFUSED, "colon before a comparison", "n<=5 AND flag:true"),
    Fault("n ¦:¦ < 5", REFUSED, "colon before a comparison", "n  < 5"),
    # copied from a web address
    Fault('¦q=¦providerId:"A"', REFUSED, "web address", 'providerId:"A"'),
    Fault("¦q=¦providerId%3A%22A%22", SURPRISING, "web address", 'providerId:"A"'),
    Fault("¦?q=¦providerId:%22A%22&page=0", REFUSED, "web address", 'providerId:"A"'),
    Fault("providerId¦%3A¦%22A%22+OR+n%3A1", SURPRISING, "web address", 'providerId:"A" OR n:1'),
    Fault("¦https://host/api/search?q=¦n%253A1", REFUSED, "web address", "n:1"),
    Fault("¦q=¦n:1 n:2", REFUSED, "web address"),
    # backslashes
    Fault(r'providerId:"back¦\s¦lash"', SURPRISING, "would be lost", r'providerId:"back\\slash"'),
    Fault(r'providerId:"C:¦\d¦ata\x"', SURPRISING, "1 more place)", r'providerId:"C:\\data\\x"'),
    # the rest
    Fault("¦¦", SURPRISING, "empty"),
    Fault('comment:"a b"¦~2¦', SURPRISING, "ignored", 'comment:"a b"'),
    Fault("n:1¦\xa0¦AND\xa0n:2", SURPRISING, "not an ordinary space", "n:1 AND n:2"),
    # refusals that the catalogue explains
    Fault(r'providerId:¦"a\u12"¦', REFUSED, "cannot stand here"),
    Fault(r"comment:¦a\u12¦", REFUSED, "cannot stand here"),
    Fault("¦*¦:*", REFUSED, "not the name of a field"),
    Fault("n:1 AND ¦*¦>5", REFUSED, "not the name of a field"),
    Fault("¦prov*¦:x", REFUSED, "cannot stand here"),
    Fault("¦1a¦:x", REFUSED, "cannot stand here"),
    Fault("¦AND¦ n:1", REFUSED, "cannot stand here"),
    Fault("n:1 OR¦¦", REFUSED, "missing at the end"),
    Fault("n:1 AND NOT¦¦", REFUSED, "missing at the end"),
    Fault("n:1 AND ¦OR¦ n:2", REFUSED, "cannot stand here"),
    Fault("NOT ¦NOT¦ n:1", REFUSED, "cannot stand here"),
    Fault("flag:¦NOT¦ true", REFUSED, "cannot stand here"),
    Fault("(¦)¦", REFUSED, "cannot stand here"),
    Fault("n:¦[¦1 TO 10", REFUSED, "cannot stand here"),
    Fault("n:¦[¦1 to 10]", REFUSED, "cannot stand here"),
    Fault("n:1¦]¦", REFUSED, "cannot stand here"),
    Fault("n=¦>¦5", REFUSED, "cannot stand here"),
    Fault("n>¦>¦5", REFUSED, "cannot stand here"),
    Fault("n:¦¦", REFUSED, "missing at the end"),
    Fault("n: ¦AND¦ flag:true", REFUSED, "cannot stand here"),
    Fault("¦:¦ n:1", REFUSED, "cannot stand here"),
    Fault("¦[1 TO 2]¦", REFUSED, "cannot stand here"),
    Fault("n>¦[1 TO 2]¦", REFUSED, "cannot stand here"),
    Fault("comment:sea¦~0.8¦ OR n:1", REFUSED, "cannot stand here"),
    Fault("(n:1 OR n:2)¦~2¦", REFUSED, "cannot stand here"),
    Fault("comment:sea¦^¦2", REFUSED, "cannot stand here"),
    Fault(" \t¦¦", REFUSED, "missing at the end"),
]

# The archive refuses these because of what its attributes are, which only the catalogue knows.
REFUSED_FOR_THEIR_MEANING = [
    "providerId:[A TO B]",
    'label>"A"',
    "d:2026-01-10",
    "n:five",
    "n:/1+/",
    " OR ".join(f"n:{number}" for number in range(1025)),
]


def refusals(remarks: tuple[Remark, ...]) -> int:
    return sum(remark.gravity is REFUSED for remark in remarks)


def remark_counts(remarks: tuple[Remark, ...]) -> Counter[tuple[Gravity, str]]:
    return Counter((remark.gravity, remark.what) for remark in remarks)


def is_refused(expression: str) -> bool:
    """Whether the demo archive refuses an expression."""
    try:
        archive.criterion_of(expression, ATTRIBUTES)
    except archive.QueryError:
        return True
    return False


@pytest.mark.parametrize("expression", CORRECT)
def test_what_is_right_has_no_remark(expression: str) -> None:
    assert lint(expression) == ()


@pytest.mark.parametrize("expression", CORRECT)
def test_what_is_right_is_accepted_by_the_archive(expression: str) -> None:
    assert not is_refused(expression)


@PATIENTLY
@given(
    identifiers=st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1), min_size=1, unique=True),
    latest_only=st.booleans(),
)
def test_what_this_program_composes_has_no_remark(identifiers: list[str], latest_only: bool) -> None:
    for query in lucene.compose(identifiers, "providerId", per_query=3, latest_only=latest_only):
        assert lint(query) == ()


@pytest.mark.parametrize("fault", FAULTS, ids=repr)
def test_a_fault_is_remarked_on_at_its_place(fault: Fault) -> None:
    (remark,) = lint(fault.expression)
    assert (remark.start, remark.end) == fault.place
    assert remark.gravity is fault.gravity
    assert fault.words in remark.what
    assert remark.why.endswith(".")


@pytest.mark.parametrize("fault", FAULTS, ids=repr)
def test_a_fault_is_fixed_where_there_is_one_sure_way(fault: Fault) -> None:
    (remark,) = lint(fault.expression)
    assert remark.fixed == fault.fixed


@pytest.mark.parametrize("fault", [fault for fault in FAULTS if fault.fixed], ids=repr)
def test_a_fixed_expression_has_no_remark(fault: Fault) -> None:
    assert lint(fault.fixed or "") == ()


@pytest.mark.parametrize("fault", FAULTS, ids=repr)
def test_what_is_called_refused_is_refused_by_the_archive_and_nothing_else(fault: Fault) -> None:
    assert is_refused(fault.expression) == (fault.gravity is REFUSED)


@pytest.mark.parametrize("fault", [fault for fault in FAULTS if fault.fixed], ids=repr)
def test_a_fixed_expression_is_accepted_by_the_archive(fault: Fault) -> None:
    assert not is_refused(fault.fixed or "")


def test_of_a_refused_expression_only_the_refusals_are_told() -> None:
    first, second = lint("providerId:A and n:1 flag:true")
    assert (first.start, second.start) == (13, 21)


def test_what_surprises_is_told_once_the_refusals_are_fixed() -> None:
    (refusal,) = lint("providerId:(A B)")
    assert refusal.fixed == "providerId:(A OR B)"
    (surprise,) = lint(refusal.fixed)
    assert surprise.fixed == 'providerId:("A" OR "B")'


def test_surprises_are_told_in_order_of_place() -> None:
    assert [remark.start for remark in lint("comment:A?C AND providerId:A OR sea")] == [0, 8, 27, 32]


def test_a_fix_is_offered_only_where_all_faults_have_one() -> None:
    assert [remark.fixed for remark in lint("n:(1 2) and n:3")] == ["n:(1 OR 2) and n:3", "n:(1 2) AND n:3"]
    assert [remark.fixed for remark in lint("n:(1 2) and n:")] == [None, None, None]
    assert [remark.fixed for remark in lint("n:>[1 TO 2]")] == [None, None]


@pytest.mark.parametrize("expression", REFUSED_FOR_THEIR_MEANING)
def test_what_only_the_catalogue_can_judge_has_no_remark(expression: str) -> None:
    assert lint(expression) == ()
    assert is_refused(expression)


def test_the_fields_that_hold_identifiers_can_be_named() -> None:
    assert lint("granule:A") == ()
    (remark,) = lint("granule:A", frozenset({"granule"}))
    assert remark.fixed == 'granule:"A"'
    assert lint("productId:A", frozenset({"granule"})) == ()


def test_long_text_is_quoted_in_short() -> None:
    (remark,) = lint(f"providerId:{'A' * 1000}")
    assert len(remark.what) < 150


def test_many_remarks_are_cut_off() -> None:
    assert len(lint(" OR ".join(["providerId:A"] * (MOST_REMARKS + 1)))) == MOST_REMARKS


def test_parentheses_of_any_depth_are_read() -> None:
    assert lint("(" * 5000 + "n:1" + ")" * 5000) == ()
    assert lint("(" * 5000)[0].gravity is REFUSED


def test_long_text_between_typographic_quotation_marks_is_read_in_one_go() -> None:
    (remark,) = lint(f"comment:“{'a' * 200} b”")  # each letter once doubled the time
    assert remark.gravity is REFUSED
    assert remark.fixed == f'comment:"{"a" * 200} b"'


LONG_FAMILIES = [
    "a OR ",
    'providerId:"A" OR ',
    "providerId:(",
    "(n:1 OR ",
    "n:1)",
    "comment:“a b” ",
    "‘a ",
    "comment:/a b/ ",
    "n:[1 TO 2] ",
    "a:b:",
    "eo:",
    "q=",
    "%25",
    '"',
    "\\",
    "* ",
]


@pytest.mark.parametrize("piece", LONG_FAMILIES)
def test_the_tokens_read_grow_with_the_expression_and_not_with_its_square(
    piece: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = 0

    def counted(expression: str, position: int) -> Token:
        nonlocal read
        read += 1
        return token_at(expression, position)

    monkeypatch.setattr(outline, "token_at", counted)
    counts = []
    for times in (200, 400):
        read = 0
        lint(piece * times)
        counts.append(read)
    assert counts[1] <= 2 * counts[0] + 10


@pytest.mark.parametrize("piece", LONG_FAMILIES)
def test_an_expression_beyond_the_longest_is_not_read(piece: str) -> None:
    assert lint((piece * 1_000_000)[:1_000_000]) == ()


def test_the_longest_expression_is_read() -> None:
    assert lint("word".ljust(LONGEST))
    assert not lint("word".ljust(LONGEST + 1))


@PATIENTLY
@given(st.text() | st.text(st.sampled_from("ab:=()[]{}\"'“”\\/*?~^+-!&|<> ,ANDORTu0\xa0")))
def test_any_text_is_read_and_places_lie_within_it(text: str) -> None:
    remarks = lint(text)
    assert all(0 <= remark.start <= remark.end <= len(text) for remark in remarks)
    assert list(remarks) == sorted(remarks, key=lambda remark: remark.start)


# Pieces of the language, right and wrong; the values fit the fields, so that only the form is judged.
_WORDS = [
    "sea",
    "Sea*",
    "A?C",
    "*",
    ",",
    "AND",
    "AND",
    "OR",
    "OR",
    "NOT",
    "and",
    "or",
    "not",
    "&&",
    "||",
    "a\\:b",
    "a/b",
    "p\\u12",
    "p\\u0041",
    "“p AND q”",
]
_CLAUSES = [
    "eo:cloud_cover:[0 TO 9]",
    "sat:orbit:5",
    "q=",
    "n%3A1",
    "%22A%22",
    "last:true",
    "providerId:A",
    "n>5",
    "n:-5",
    "d:2026-01-01T00:00Z",
    "id:URN:AIP:1",
    "*:*",
]
_REST = ['providerId:"A"', 'providerId:("A" OR "B")', "providerId:", "comment:", "comment=", "n:[1 TO 2]"]
_REST += ['"a"', '"b c"', "“p”", "“p q”", "'q'", '"\\u12"', "/ab/", "[1 2]"]
_REST += ["(", ")", "(", ")", "!", "+", "-", ":", "~", "^"]
_PIECES = st.sampled_from([f"{piece} " for piece in _WORDS + _CLAUSES + _REST] + _REST)
_EXPRESSIONS = st.lists(_PIECES, min_size=1, max_size=9).map("".join)


@PATIENTLY
@given(_EXPRESSIONS)
def test_the_archive_refuses_just_what_is_called_refused(expression: str) -> None:
    assert is_refused(expression) == any(remark.gravity is REFUSED for remark in lint(expression))


@PATIENTLY
@given(_EXPRESSIONS)
def test_a_fix_takes_its_remark_away_and_brings_no_refusal(expression: str) -> None:
    before = lint(expression)
    for remark in before:
        if remark.fixed is not None:
            after = lint(remark.fixed)
            assert refusals(after) <= refusals(before) - (remark.gravity is REFUSED)
            kind = (remark.gravity, remark.what)
            assert remark_counts(after)[kind] < remark_counts(before)[kind]


@PATIENTLY
@given(_EXPRESSIONS)
def test_the_fixes_of_refusals_lead_to_an_accepted_expression(expression: str) -> None:
    fixes = 0
    while (remarks := lint(expression)) and remarks[0].gravity is REFUSED and remarks[0].fixed is not None:
        expression = remarks[0].fixed
        fixes += 1
    assert not fixes or not is_refused(expression)


@PATIENTLY
@given(_EXPRESSIONS)
def test_each_offered_fix_is_offered_once_and_the_end_is_well_formed(expression: str) -> None:
    fixed: set[str] = set()
    while offers := [remark for remark in lint(expression, known=_MODEL) if remark.fixed]:
        assert expression not in fixed
        fixed.add(expression)
        expression = offers[0].fixed or ""
    assert not fixed or refusals(lint(expression, known=_MODEL)) == 0


_MODEL = ["productId", "properties.comment", "n", "flag", "acquisition.start", "d", "cloud_cover", "processing.level"]


@pytest.mark.parametrize("field", ["n", "properties.n", "start", "acquisition.start", "properties.acquisition.start"])
@pytest.mark.parametrize("known", ["n", "acquisition.start", "properties.acquisition.start", "properties.n"])
def test_short_names_fragments_and_properties_are_the_same_attribute(field: str, known: str) -> None:
    is_same = field.rpartition(".")[2] == known.rpartition(".")[2]
    assert (lint(f'{field}:"1"', known=[known]) == ()) is is_same


@pytest.mark.parametrize("field", sorted(ALWAYS))
def test_the_attributes_of_every_archive_are_known(field: str) -> None:
    assert not [remark for remark in lint(f'{field}:"1"', known=[]) if "no attribute" in remark.what]


@pytest.mark.parametrize(
    ("expression", "fixed"),
    [
        ("cloud_cver:[0 TO 10]", "cloud_cover:[0 TO 10]"),
        ("cloudCover<10 AND n:1", "cloud_cover<10 AND n:1"),
        ('providerid:"A" OR providerid:"B"', 'providerId:"A" OR providerId:"B"'),
        ('properties.coment@text:"a"', 'properties.comment@text:"a"'),
        ("levle:(1 OR 2)", "processing.level:(1 OR 2)"),
        ("eo:cloud_cover:[0 TO 10]", "cloud_cover:[0 TO 10]"),
        ("nothing_like_it:1", None),
        ("sat:relative_orbit:51", None),
    ],
)
def test_an_unknown_attribute_is_told_with_the_nearest_name(expression: str, fixed: str | None) -> None:
    (remark,) = lint(expression, known=_MODEL)
    assert remark.gravity is REFUSED
    assert remark.fixed == fixed
    assert fixed is None or lint(fixed, known=_MODEL) == ()


def test_without_a_model_no_attribute_is_unknown() -> None:
    assert lint("cloud_cver:[0 TO 10]") == ()


def test_many_unknown_attributes_are_told_without_a_search_for_names_like_them() -> None:
    remarks = lint(" OR ".join(f"cloud_cove{number}:1" for number in range(11)), known=_MODEL)
    assert len(remarks) == 11
    assert not any(remark.fixed for remark in remarks)
