"""Matches of expressions, in the order of contract F.1; near misses are beside each rule."""

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from components.demo.catalogue.attributes import Kind
from components.demo.catalogue.catalogue import Catalogue
from components.demo.catalogue.products import DataFile, Dataset, DataType, Product
from components.demo.search import QueryError

OCEAN = Dataset("URN:AIP:DATASET:p:1:V1", "OCEAN", "Ocean", "OceanModel")
MODEL = {
    "productId": Kind.TEXT,
    "comment": Kind.TEXT,
    "n": Kind.NUMBER,
    "flag": Kind.FLAG,
    "acquisition.start": Kind.DATE,
    "left.name": Kind.TEXT,
    "right.name": Kind.TEXT,
}


def product(name: str, *, version: int = 1, last: bool = True, **properties: object) -> Product:
    return Product(
        urn=f"URN:AIP:DATA:p:{name}:V{version}",
        provider_id=name,
        label=f"Label of {name}",
        model="Sample",
        version=version,
        last=last,
        datasets=(OCEAN.urn,) if name.startswith("PROD") else (),
        properties={"productId": name, **properties},
        files=(DataFile(DataType.RAWDATA, f"{name}.csv", "text/csv", 10),),
        geometry=None,
        created=datetime(2026, 1, 1, tzinfo=UTC),
        updated=datetime(2026, 2, 1, tzinfo=UTC),
    )


def january(day: int) -> Mapping[str, object]:
    return {"start": datetime(2026, 1, day, 12, tzinfo=UTC)}


CATALOGUE = Catalogue(
    "p",
    [OCEAN],
    [
        product("PROD_1", n=1, flag=True, comment="Sea level of the North Atlantic", acquisition=january(1)),
        product("PROD_10", n=5, flag=False, comment="sea ice", acquisition=january(10)),
        product("XPROD_1b", n=10, comment="Level of the sea", acquisition=january(31)),
        product("PROD_2", version=1, last=False, left={"name": "port"}, right={"name": "starboard"}),
        product("PROD_2", version=2, n=-5),
        product("A.C"),
        product("ABC"),
        product("AC"),
        product('say "hi"'),
        product("back\\slash"),
        product("a*b"),
        product("two words: (x)"),
        product("été"),
        product("TO"),
    ],
    MODEL,
)


def found(expression: str) -> list[str]:
    """The names that an expression finds; older versions with their number."""
    products = CATALOGUE.search(expression, frozenset({"public"}))
    return [each.provider_id if each.last else f"{each.provider_id} v{each.version}" for each in products]


def refused(expression: str) -> str:
    """The reason for which an expression is refused."""
    with pytest.raises(QueryError) as refusal:
        CATALOGUE.search(expression, frozenset({"public"}))
    return str(refusal.value)


EVERYTHING = found("")


class TestQuotedValue:
    def test_is_the_whole_value(self) -> None:
        assert found('providerId:"PROD_1"') == ["PROD_1"]

    def test_is_no_part_of_a_value(self) -> None:
        assert found('providerId:"PROD"') == []

    def test_minds_the_case(self) -> None:
        assert found('providerId:"prod_1"') == []

    def test_finds_all_versions(self) -> None:
        assert found('providerId:"PROD_2"') == ["PROD_2 v1", "PROD_2"]

    def test_may_follow_an_equals_sign(self) -> None:
        assert found('providerId="PROD_1"') == found('providerId = "PROD_1"') == ["PROD_1"]

    @pytest.mark.parametrize("name", ["a*b", "two words: (x)", "été", "A.C"])
    def test_takes_signs_literally(self, name: str) -> None:
        assert found(f'providerId:"{name}"') == [name]

    def test_wildcards_in_quotes_are_no_wildcards(self) -> None:
        assert found('providerId:"PROD*"') == []

    def test_distance_after_it_is_ignored(self) -> None:
        assert found('providerId:"PROD_1"~2') == ["PROD_1"]

    def test_list_is_exact(self) -> None:
        assert found('providerId:("PROD_1" OR "PROD_10")') == ["PROD_1", "PROD_10"]

    def test_list_may_follow_an_equals_sign(self) -> None:
        assert found('providerId=("PROD_1" OR "AC")') == ["PROD_1", "AC"]


class TestEscapes:
    def test_quote_is_escaped_by_a_backslash(self) -> None:
        assert found(r'providerId:"say \"hi\""') == ['say "hi"']

    def test_backslash_is_escaped_by_a_backslash(self) -> None:
        assert found(r'providerId:"back\\slash"') == ["back\\slash"]

    def test_single_backslash_is_lost(self) -> None:
        assert found(r'providerId:"back\slash"') == []
        assert found(r'providerId:"PR\OD_1"') == ["PROD_1"]

    def test_u_with_four_hexadecimal_digits_is_a_character(self) -> None:
        assert found(r'providerId:"\u0041C"') == ["AC"]

    def test_u_with_anything_else_is_refused(self) -> None:
        assert "unicode" in refused(r'providerId:"\u00Z1C"')

    def test_open_quotes_are_refused(self) -> None:
        refused('providerId:"PROD_1')

    def test_escaped_wildcard_is_literal(self) -> None:
        assert found(r"providerId:a\*b") == ["a*b"]

    def test_escaped_wildcard_beside_a_real_one_is_a_wildcard_again(self) -> None:
        assert found(r"providerId:A\*C*") == ["A.C", "ABC", "AC"]


class TestUnquotedValue:
    def test_is_contained_in_upper_or_lower_case(self) -> None:
        assert found("providerId:prod_1") == ["PROD_1", "PROD_10", "XPROD_1b"]

    def test_point_is_a_point(self) -> None:
        assert found("providerId:A.C") == ["A.C"]

    def test_space_must_be_escaped(self) -> None:
        assert found(r"providerId:two\ words") == ["two words: (x)"]
        refused("providerId:two words")

    def test_list_contains_each(self) -> None:
        assert found("productId:(PROD_10 OR xprod)") == ["PROD_10", "XPROD_1b"]


class TestWildcard:
    def test_star_is_any_text(self) -> None:
        assert found("providerId:PROD_1*") == ["PROD_1", "PROD_10"]

    def test_star_may_come_first(self) -> None:
        assert found("providerId:*ROD_1*") == ["PROD_1", "PROD_10", "XPROD_1b"]

    def test_value_is_whole(self) -> None:
        assert found("providerId:*ROD_1") == ["PROD_1"]

    def test_case_counts(self) -> None:
        assert found("providerId:prod*") == []

    def test_point_is_any_character(self) -> None:
        assert found("providerId:A.C*") == ["A.C", "ABC"]

    def test_question_mark_makes_the_character_before_it_optional(self) -> None:
        assert found("providerId:AB?C") == ["ABC", "AC"]

    def test_question_mark_is_not_any_character(self) -> None:
        assert found("providerId:A?C") == ["AC"]


class TestRegularExpression:
    def test_fits_the_whole_value(self) -> None:
        assert found("providerId:/PROD_[0-9]+/") == ["PROD_1", "PROD_10", "PROD_2 v1", "PROD_2"]

    def test_part_of_a_value_is_not_enough(self) -> None:
        assert found("providerId:/PROD/") == []

    def test_case_counts(self) -> None:
        assert found("providerId:/prod_1/") == []

    def test_of_a_number_is_refused(self) -> None:
        refused("n:/1+/")

    def test_that_cannot_be_read_is_refused(self) -> None:
        refused("providerId:/(PROD/")


class TestNoField:
    @pytest.mark.parametrize("expression", ["atlantic", '"north ATLANTIC"'])
    def test_is_contained_in_any_text_attribute(self, expression: str) -> None:
        assert found(expression) == ["PROD_1"]

    def test_finds_nothing_where_no_text_contains_it(self) -> None:
        assert found("pacific") == []

    def test_star_is_everything_with_a_text(self) -> None:
        assert found("*") == EVERYTHING

    def test_star_and_star_are_refused(self) -> None:
        assert refused("*:*") == "Unknown parameter: *"

    def test_range_is_refused(self) -> None:
        refused("[1 TO 2]")

    def test_the_word_between_bounds_is_a_word_elsewhere(self) -> None:
        assert found('providerId:"TO" AND TO') == ["TO"]


class TestEmpty:
    def test_is_everything(self) -> None:
        assert len(found("")) == len(CATALOGUE.products)

    @pytest.mark.parametrize("blank", [" ", "\t\n "])
    def test_blank_is_refused(self, blank: str) -> None:
        refused(blank)


class TestFullText:
    def test_finds_words_in_a_row(self) -> None:
        assert found('comment@text:"SEA level"') == ["PROD_1"]

    def test_minds_their_order_and_distance(self) -> None:
        assert found('comment@text:"level sea"') == []

    def test_takes_words_as_a_whole(self) -> None:
        assert found('comment@text:"se"') == []

    def test_without_the_suffix_the_value_is_whole(self) -> None:
        assert found('comment:"sea level"') == []
        assert found('comment:"sea ice"') == ["PROD_10"]


class TestRange:
    @pytest.mark.parametrize(
        ("expression", "names"),
        [
            ("n:[1 TO 10]", ["PROD_1", "PROD_10", "XPROD_1b"]),
            ("n:{1 TO 10}", ["PROD_10"]),
            ("n:[1 TO 10}", ["PROD_1", "PROD_10"]),
            ("n:[5 TO *]", ["PROD_10", "XPROD_1b"]),
            ("n:{5 TO *]", ["XPROD_1b"]),
            ("n:[* TO 1]", ["PROD_1", "PROD_2"]),
            ("n:[-5 TO -1]", ["PROD_2"]),
            ("n:[10 TO 1]", []),
            ("n:[0.5 TO 1.5]", ["PROD_1"]),
            ("n>5", ["XPROD_1b"]),
            ("n>=5", ["PROD_10", "XPROD_1b"]),
            ("n < 1", ["PROD_2"]),
            ("n<=1", ["PROD_1", "PROD_2"]),
        ],
    )
    def test_of_numbers(self, expression: str, names: list[str]) -> None:
        assert found(expression) == names

    def test_comparison_after_a_colon_is_refused(self) -> None:
        refused("n:>5")

    @pytest.mark.parametrize("expression", ["providerId:[A TO C]", 'providerId>"A"'])
    def test_of_texts_is_refused(self, expression: str) -> None:
        assert "text" in refused(expression)

    def test_bound_that_is_no_number_is_refused(self) -> None:
        refused("n:[one TO 10]")

    def test_open_bracket_is_refused(self) -> None:
        refused("n:[1 TO 10")

    @pytest.mark.parametrize(
        ("dates", "names"),
        [
            ("[2026-01-01T00:00:00Z TO 2026-01-15T00:00:00Z]", ["PROD_1", "PROD_10"]),
            ("[2026-01-10T12:00:00 TO *]", ["PROD_10", "XPROD_1b"]),
            ("{2026-01-10T12:00:00Z TO *]", ["XPROD_1b"]),
            ("[2026-01-10T14:00:00+02:00 TO 2026-01-10T14:00:00.5+02:00]", ["PROD_10"]),
        ],
    )
    def test_of_dates(self, dates: str, names: list[str]) -> None:
        assert found(f"acquisition.start:{dates}") == names

    def test_single_date_is_quoted(self) -> None:
        assert found('acquisition.start:"2026-01-10T12:00:00Z"') == ["PROD_10"]

    @pytest.mark.parametrize("date", ["2026-01-10T12:00:00Z", "2026-01-10"])
    def test_single_date_without_quotes_is_refused(self, date: str) -> None:
        refused(f"acquisition.start:{date}")


class TestValuesOfOtherKinds:
    @pytest.mark.parametrize("expression", ["n:5", 'n:"5"', "n:5.0", "n=5"])
    def test_number_is_compared_as_a_number(self, expression: str) -> None:
        assert found(expression) == ["PROD_10"]

    @pytest.mark.parametrize("expression", ["n:five", 'n:"5x"', "n:5*", "n:nan"])
    def test_what_is_no_number_is_refused(self, expression: str) -> None:
        refused(expression)

    def test_negative_number_needs_quotes(self) -> None:
        assert found('n:"-5"') == ["PROD_2"]
        refused("n:-5")

    def test_boolean(self) -> None:
        assert found("flag:true") == ["PROD_1"]
        assert found("flag:false") == ["PROD_10"]

    def test_what_is_no_boolean_is_refused(self) -> None:
        refused("flag:maybe")


class TestNegation:
    @pytest.mark.parametrize("expression", ["NOT last:true", "-last:true", "!last:true", "! last:true"])
    def test_turns_an_answer_round(self, expression: str) -> None:
        assert found(expression) == ["PROD_2 v1"]

    def test_after_and(self) -> None:
        assert found('n:[1 TO 10] AND NOT providerId:"PROD_1"') == ["PROD_10", "XPROD_1b"]

    def test_after_and_with_a_minus(self) -> None:
        assert found('n:[1 TO 10] AND -providerId:"PROD_1"') == ["PROD_10", "XPROD_1b"]

    def test_without_and_is_refused(self) -> None:
        refused('n:[1 TO 10] NOT providerId:"PROD_1"')

    def test_twice_is_refused(self) -> None:
        refused("NOT NOT last:true")

    def test_of_a_group(self) -> None:
        assert found("NOT (last:true OR n:1)") == ["PROD_2 v1"]

    def test_behind_the_field_is_refused(self) -> None:
        refused("last:NOT true")


class TestOperators:
    def test_and(self) -> None:
        assert found("last:true AND n:5") == ["PROD_10"]

    def test_or(self) -> None:
        assert found("n:1 OR n:5") == ["PROD_1", "PROD_10"]

    def test_signs_for_them(self) -> None:
        assert found("last:true && n:5") == ["PROD_10"]
        assert found("n:1 || n:5") == ["PROD_1", "PROD_10"]

    @pytest.mark.parametrize(
        "expression",
        [
            "n:1 AND n:5 OR n:10",
            "n:10 OR n:1 AND n:5",
            "n:1 AND n:10 OR n:5 AND n:10",
        ],
    )
    def test_mixed_without_parentheses_are_or_of_all(self, expression: str) -> None:
        assert found(expression) == ["PROD_1", "PROD_10", "XPROD_1b"]

    def test_parentheses_keep_them_apart(self) -> None:
        assert found("(n:1 AND n:5) OR n:10") == ["XPROD_1b"]

    def test_mixed_within_a_field_are_or_of_all(self) -> None:
        assert found('providerId:("AC" AND "ABC" OR "PROD_1")') == ["PROD_1", "ABC", "AC"]

    def test_negation_keeps_its_meaning_in_a_mixture(self) -> None:
        assert found("n:1 AND NOT last:true OR n:5") == ["PROD_1", "PROD_10", "PROD_2 v1"]

    @pytest.mark.parametrize("expression", ["n:1 n:5", "n:(1 5)", "+n:1 +n:5", "PROD sea"])
    def test_terms_side_by_side_are_refused(self, expression: str) -> None:
        assert "Indeterminate relationship" in refused(expression)

    @pytest.mark.parametrize("expression", ["n:1 and n:5", "n:1 or n:5"])
    def test_small_letters_make_words_of_them(self, expression: str) -> None:
        assert "Indeterminate relationship" in refused(expression)

    def test_single_plus_changes_nothing(self) -> None:
        assert found("+n:1") == ["PROD_1"]

    @pytest.mark.parametrize("expression", ["n:1 OR", "AND n:1", "(n:1", "n:1)", "()", "n:", ":1", "n::1", "n:n:1"])
    def test_half_sentences_are_refused(self, expression: str) -> None:
        refused(expression)


class TestFuzzyAndBoost:
    @pytest.mark.parametrize(
        "expression",
        ["comment:sea~", "comment:sea~0.8", "comment:sea^2", 'comment:"sea"^2', "(comment:sea)^2"],
    )
    def test_are_refused(self, expression: str) -> None:
        assert "not supported" in refused(expression)


class TestAttributes:
    @pytest.mark.parametrize("name", ["xyz", "productID", "PROVIDERID", "properties.xyz", "acquisition.end"])
    def test_unknown_one_is_refused(self, name: str) -> None:
        assert refused(f'{name}:"1"') == f"Unknown parameter: {name}"

    @pytest.mark.parametrize(
        ("expression", "names"),
        [
            ('id:"URN:AIP:DATA:p:AC:V1"', ["AC"]),
            ('virtualId:"URN:AIP:DATA:p:PROD_2:LAST"', ["PROD_2"]),
            ('providerId:"AC"', ["AC"]),
            ('label:"Label of AC"', ["AC"]),
            ('model:"Sample"', EVERYTHING),
            ('tags:"URN:AIP:DATASET:p:1:V1"', ["PROD_1", "PROD_10", "PROD_2 v1", "PROD_2"]),
            ("version:2", ["PROD_2"]),
            ("last:false", ["PROD_2 v1"]),
            ('rawdata:"AC.csv"', ["AC"]),
            ('datasetModelNames:"OceanModel"', ["PROD_1", "PROD_10", "PROD_2 v1", "PROD_2"]),
            ("_creationDate:[2026-01-01T00:00:00Z TO 2026-01-02T00:00:00Z]", EVERYTHING),
            ("_lastUpdate:[2026-01-01T00:00:00Z TO 2026-01-02T00:00:00Z]", []),
        ],
    )
    def test_fixed_ones_always_exist(self, expression: str, names: list[str]) -> None:
        assert found(expression) == names

    @pytest.mark.parametrize("name", ["start", "acquisition.start", "properties.acquisition.start"])
    def test_dynamic_one_in_a_fragment_has_three_names(self, name: str) -> None:
        assert found(f'{name}:"2026-01-10T12:00:00Z"') == ["PROD_10"]

    def test_short_name_of_two_is_unknown(self) -> None:
        assert found('left.name:"port"') == ["PROD_2 v1"]
        assert refused('name:"port"') == "Unknown parameter: name"

    def test_unknown_one_spoils_the_whole_expression(self) -> None:
        refused("n:1 OR xyz:1")


class TestLength:
    def test_list_of_five_hundred_is_read(self) -> None:
        names = " OR ".join(f'"{number}"' for number in range(499))
        assert found(f'providerId:({names} OR "AC")') == ["AC"]

    def test_more_clauses_than_elasticsearch_takes_are_refused(self) -> None:
        names = " OR ".join(f'"{number}"' for number in range(1025))
        assert "1024" in refused(f"providerId:({names})")

    def test_deep_parentheses_are_refused_and_break_nothing(self) -> None:
        assert found("(" * 50 + "n:1" + ")" * 50) == ["PROD_1"]
        refused("(" * 5000 + "n:1" + ")" * 5000)

    def test_text_of_any_length_is_refused_before_it_is_read(self) -> None:
        assert "exceeds the allowed maximum [500000]" in refused("n:1".ljust(500_001))
        assert found("n:1".ljust(500_000)) == ["PROD_1"]

    def test_nothing_is_read_after_what_can_stand_nowhere(self) -> None:
        refused("[" * 500_000)  # each of them would be looked at to the end
