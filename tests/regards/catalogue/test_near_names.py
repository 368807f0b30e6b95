"""What the catalogue has for names that it does not know, and how few questions that takes."""

from collections.abc import Mapping

import pytest

from components.order.near_names import NearName, Nearness
from components.order.selection import Selection
from components.regards.catalogue import near_names
from components.regards.catalogue.checking import Cancelled, CheckResult, check
from components.regards.catalogue.near_names import FittingField, NearNames
from tests.regards.scripted_server import AtOnce, reply, scripted_server, web_page
from tests.regards.served_demo import USER, ServedDemo

SENTINEL = "S2B_MSIL1C_20171119T133209_N0206_R081_T22JBM_20171120T175608.SAFE"
PLAIN = SENTINEL.removesuffix(".SAFE")
LANDSAT = "LC08_L2SP_223081_20200714_20200912_02_T1"
NORWAY = "S2A_MSIL1C_20200430T140741_N0202_R053_T35XPK_20200504T102540"
KNOWN = "my_product_id_1"


def of(*identifiers: str, field: str = "providerId", latest_only: bool = False, per_query: int = 200) -> Selection:
    return Selection(identifiers, field, latest_only, per_query=per_query)


def checked(served_demo: ServedDemo, selection: Selection) -> CheckResult:
    return check(served_demo.connection(), selection)


def near(served_demo: ServedDemo, *unknown: str) -> Mapping[str, tuple[str, ...]]:
    """The proposals for names in a list of which one is known."""
    result = checked(served_demo, of(KNOWN, *unknown))
    assert result.unknown == unknown
    assert not result.near.incomplete
    return {each.unknown: each.names for each in result.near.proposals}


def scene_ids(served_demo: ServedDemo) -> tuple[str, ...]:
    products = served_demo.demo.catalogue.products.values()
    return tuple(str(each.properties["SceneID"]) for each in products if "SceneID" in each.properties)


def urn_of(served_demo: ServedDemo, name: str) -> str:
    return next(each.urn for each in served_demo.demo.catalogue.products.values() if each.provider_id == name)


def questions(served_demo: ServedDemo, selection: Selection) -> int:
    """How many requests a check makes beside those that it makes of a list without unknown names."""
    connection = served_demo.connection()
    served_demo.demo.requests.clear()
    check(connection, selection)
    usual = len(selection.queries()) + 5  # summary, quota, datasets, basket, and the project's attributes
    return len(served_demo.demo.requests) - usual


# Near names


@pytest.mark.parametrize(
    ("held", "meant"),
    [
        (PLAIN, SENTINEL),
        (f"{PLAIN}.zip", SENTINEL),
        (f"{NORWAY}.SAFE", NORWAY),
        (f"{LANDSAT}.tar.gz", LANDSAT),
        (LANDSAT.lower(), LANDSAT),
        (f"https://example.org/scenes/{PLAIN}.zip", SENTINEL),
    ],
)
def test_a_name_in_another_spelling_is_proposed(served_demo: ServedDemo, held: str, meant: str) -> None:
    assert near(served_demo, held, "NO_SUCH") == {held: (meant,)}


def test_a_name_in_mixed_capitals_is_found_as_a_part(served_demo: ServedDemo) -> None:
    granule = next(
        each.provider_id for each in served_demo.demo.catalogue.products.values() if each.provider_id.startswith("SWOT")
    )
    assert "Expert" in granule
    assert near(served_demo, granule.upper() + ".nc") == {granule.upper() + ".nc": (granule,)}


def test_a_part_of_several_names_is_no_near_name(served_demo: ServedDemo) -> None:
    assert near(served_demo, "my_product_id") == {}


def test_a_part_of_one_name_is_a_near_name(served_demo: ServedDemo) -> None:
    assert near(served_demo, "my_product_identifie") == {"my_product_identifie": ("my_product_identifier",)}


@pytest.mark.parametrize("end", ["T9", "TI", "RT"])
def test_the_only_name_with_the_same_beginning_is_a_near_name(served_demo: ServedDemo, end: str) -> None:
    held = LANDSAT.rpartition("_")[0] + "_" + end
    assert held != LANDSAT
    assert near(served_demo, held) == {held: (LANDSAT,)}


def test_of_two_names_with_the_same_beginning_none_is_near(served_demo: ServedDemo) -> None:
    assert near(served_demo, "S2A_MSIL1C_20200407T104021_N0202_R008_T32VMK_20200410T000000") == {}


def test_a_pattern_is_proposed_as_the_names_that_it_means(served_demo: ServedDemo) -> None:
    assert near(served_demo, "my_product_id_*", "MY_PRODUCT_ID_*") == {
        "my_product_id_*": tuple(f"my_product_id_{number}" for number in range(1, 5))
    }


def test_a_pattern_that_means_too_many_names_is_told(served_demo: ServedDemo) -> None:
    result = checked(served_demo, of(KNOWN, "S2A_MSIL1C_*")).near
    assert (result.too_wide, result.proposals) == (("S2A_MSIL1C_*",), ())


def test_a_urn_is_proposed_as_the_name_of_its_product(served_demo: ServedDemo) -> None:
    urn = urn_of(served_demo, "PROD_1")
    assert near(served_demo, urn, urn.replace("V1", "V9")) == {urn: ("PROD_1",)}


def test_names_that_run_together_are_proposed_as_two(served_demo: ServedDemo) -> None:
    together = SENTINEL + LANDSAT
    assert near(served_demo, together, f"{SENTINEL}NO_SUCH") == {together: (SENTINEL, LANDSAT)}


def test_what_the_user_may_not_see_is_not_near(served_demo: ServedDemo) -> None:
    assert near(served_demo, "CALIBRATION_1.zip") == {}


def test_of_the_latest_versions_only_others_are_not_near(served_demo: ServedDemo) -> None:
    result = checked(served_demo, of(KNOWN, "NEVER_LAST.zip", "TWO_VERSIONS.zip", latest_only=True))
    assert result.near.proposals == (NearName("TWO_VERSIONS.zip", ("TWO_VERSIONS",), Nearness.SPELLING),)


@pytest.mark.parametrize("awkward", ['x" OR providerId:"PROD_1', "AND_OR_NOT (", "a*b?c:*", "*:*", r"back\slash\u12"])
def test_no_name_can_break_a_question(served_demo: ServedDemo, awkward: str) -> None:
    assert near(served_demo, awkward) == {}


def test_without_unknown_names_nothing_more_is_asked(served_demo: ServedDemo) -> None:
    assert checked(served_demo, of(KNOWN)).near == NearNames()
    assert questions(served_demo, of(KNOWN)) == -1  # nor are the attributes read


def test_the_questions_are_few_however_many_names_are_unknown(served_demo: ServedDemo) -> None:
    unknown = (*(f"UNKNOWN_NAME_{number}" for number in range(1_000)), *(f"SOME_PATTERN_{n}_*" for n in range(9)))
    assert questions(served_demo, of(KNOWN, *unknown[:1], *unknown[-9:], *unknown[1:])) <= 9
    assert questions(served_demo, of(*unknown)) <= 9


def test_what_was_not_tried_is_counted(served_demo: ServedDemo) -> None:
    unknown = tuple(f"UNKNOWN_{number}" for number in range(near_names.MOST_TRIED + 7))
    result = checked(served_demo, of(KNOWN, *unknown)).near
    assert (result.tried, result.untried) == (near_names.MOST_TRIED, 7)


def test_an_archive_that_wants_short_queries_gets_no_more_of_them(served_demo: ServedDemo) -> None:
    unknown = tuple(f"UNKNOWN_{number}" for number in range(20))
    result = checked(served_demo, of(KNOWN, *unknown, per_query=20)).near
    assert 0 < result.tried < 20
    assert result.tried + result.untried == 20


def test_of_many_patterns_only_a_few_are_tried(served_demo: ServedDemo) -> None:
    result = checked(served_demo, of(KNOWN, *(f"NO_SUCH_{number}_*" for number in range(9)))).near
    assert (result.tried, result.untried) == (3, 6)


def test_that_not_every_name_was_looked_for_as_a_part_is_told(served_demo: ServedDemo) -> None:
    few, many = (tuple(f"NO_SUCH_NAME_{number}" for number in range(count)) for count in (20, 21))
    assert not checked(served_demo, of(KNOWN, *few)).near.incomplete
    assert checked(served_demo, of(KNOWN, *many)).near.incomplete


def test_a_part_of_hundreds_of_names_leaves_the_search_incomplete(served_demo: ServedDemo) -> None:
    result = checked(served_demo, of(KNOWN, "S2A_MSIL1C", "my_product_identifie")).near
    assert (result.proposals, result.incomplete) == ((), True)


# The fitting field


def test_the_field_under_which_a_few_names_are_found_is_proposed(served_demo: ServedDemo) -> None:
    ids = scene_ids(served_demo)
    assert len(ids) > near_names.SAMPLE
    result = checked(served_demo, of(*ids)).near
    assert result.field == FittingField("properties.SceneID", near_names.SAMPLE, near_names.SAMPLE)
    assert result.proposals == ()


def test_of_those_tried_it_is_told_how_many_are_found(served_demo: ServedDemo) -> None:
    result = checked(served_demo, of("NO_SUCH", *scene_ids(served_demo)[:2])).near
    assert result.field == FittingField("properties.SceneID", 2, 3)


def test_urns_are_found_under_id(served_demo: ServedDemo) -> None:
    assert checked(served_demo, of(urn_of(served_demo, "PROD_1"))).near.field == FittingField("id", 1, 1)


def test_an_identifier_is_proposed_before_a_label_of_the_same_text(served_demo: ServedDemo) -> None:
    result = checked(served_demo, of("PROD_1", field="properties.SceneID")).near
    assert result.field == FittingField("providerId", 1, 1)


def test_while_one_name_is_known_the_field_fits(served_demo: ServedDemo) -> None:
    assert checked(served_demo, of(KNOWN, *scene_ids(served_demo))).near.field is None


def test_where_no_field_fits_near_names_are_looked_for(served_demo: ServedDemo) -> None:
    result = checked(served_demo, of(PLAIN)).near
    assert (result.field, result.proposals) == (None, (NearName(PLAIN, (SENTINEL,), Nearness.SPELLING),))


def test_what_has_no_latest_version_has_the_right_field(served_demo: ServedDemo) -> None:
    assert checked(served_demo, of("NEVER_LAST", latest_only=True)).near == NearNames()


def test_without_known_attributes_the_common_ones_are_tried(served_demo: ServedDemo) -> None:
    result = check(served_demo.connection(), of(*scene_ids(served_demo)), known_attributes=lambda: None).near
    assert result.field == FittingField("properties.SceneID", near_names.SAMPLE, near_names.SAMPLE)
    assert not result.incomplete  # a refused attribute only does not exist


# Outages


@pytest.mark.parametrize("answer", [web_page(504), web_page(200), reply(403), reply(401), reply(500)])
def test_an_outage_of_the_second_look_is_told_and_spoils_nothing_else(answer: bytes) -> None:
    product = {"content": {"providerId": "A", "tags": []}}
    nothing = reply(200, {"documentsCount": 1, "subSummariesMap": {}})
    empty = reply(200, {"content": [], "metadata": {}})
    first = reply(200, {"content": [product], "metadata": {}})
    around = AtOnce(summary=nothing, current=reply(403), search=empty, basket=reply(204))
    with scripted_server(first, around, answer) as server:
        result = check(server.connection(), of("A", "B_NO_SUCH_NAME", "B_NO_SUCH_*"))
        assert len(server.requests) == 5 + 1
    assert (result.found, result.unknown) == (("A",), ("B_NO_SUCH_NAME", "B_NO_SUCH_*"))
    assert result.near.incomplete


def test_a_second_look_can_be_cancelled(served_demo: ServedDemo) -> None:
    def stop(done: int, steps: int) -> None:
        if done == steps - 1:
            raise Cancelled

    with pytest.raises(Cancelled):
        check(served_demo.connection(USER), of(KNOWN, "NO_SUCH"), stop)
