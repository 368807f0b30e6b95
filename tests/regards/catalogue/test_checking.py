"""The check before an order: the results of the catalogue, and the warnings for the user."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from components.demo.archive import Scenario
from components.order.selection import Selection
from components.regards.catalogue import checking
from components.regards.catalogue.checking import Cancelled, CheckResult, FailingExpression, check
from components.regards.catalogue.footprints import Footprints
from components.regards.catalogue.quicklooks import MOST
from components.regards.catalogue.searches import Amount
from components.regards.errors import Missing, NoAnswer, NoRight, Refused, RegardsError, SessionOver, UnexpectedReply
from components.regards.orders import orders
from components.regards.pictures import read_picture
from components.regards.quota import UNLIMITED, Quota
from components.regards.submission import basket
from components.regards.unseen import Part
from tests.regards.scripted_server import AtOnce, ScriptedServer, reply, scripted_server, short_name, web_page
from tests.regards.served_demo import NEIGHBOUR, USER, ServedDemo, request

STAFF = "staff@demo.example"
GUIDE = "Examples of the public guide"
SCENE = "LC08_L2SP_223081_20200714_20200912_02_T1"
QUICKLOOKS = ("QUICKLOOK",)
RAWDATA = ("RAWDATA",)


def of(*identifiers: str, field: str = "providerId", latest_only: bool = False, per_query: int = 200) -> Selection:
    return Selection(identifiers, field, latest_only, per_query=per_query)


def expressed(*expressions: str) -> Selection:
    return Selection(expressions=expressions)


def checked(served_demo: ServedDemo, selection: Selection, username: str = USER) -> CheckResult:
    return check(served_demo.connection(username), selection)


def in_two_datasets(served_demo: ServedDemo) -> str:
    return next(each.provider_id for each in served_demo.demo.catalogue.products.values() if len(each.datasets) > 1)


# Identifiers, against the demo archive


def test_what_was_found_and_what_not_are_told_in_the_order_asked(coded_or_documented: ServedDemo) -> None:
    result = checked(coded_or_documented, of("NO_SUCH_2", "my_product_id_2", "NO_SUCH_1", "my_product_id_1"))
    assert result.found == ("my_product_id_2", "my_product_id_1")
    assert result.unknown == ("NO_SUCH_2", "NO_SUCH_1")
    assert result.products == 2


@pytest.mark.parametrize("near", ["MY_PRODUCT_ID_1", "my_product_id_", "my_product_id_1 ", "my_product_id_*", "id_1"])
def test_what_only_resembles_an_identifier_is_unknown(served_demo: ServedDemo, near: str) -> None:
    result = checked(served_demo, of(near))
    assert (result.found, result.unknown, result.products) == ((), (near,), 0)


def test_awkward_identifiers_are_found_as_they_are(served_demo: ServedDemo) -> None:
    awkward = ('The "A" line', r"share\survey\01", "AND", "a*b?c", "🛰 pass 12", "[x] {y}", "PROD_1", "prod_1")
    assert checked(served_demo, of(*awkward)).found == awkward


def test_over_several_queries_nothing_is_lost_or_doubled(served_demo: ServedDemo) -> None:
    asked = tuple(f"my_product_id_{number}" for number in range(7))
    result = checked(served_demo, of(*asked, per_query=2))
    assert result.found == asked[1:5]
    assert result.unknown == (asked[0], *asked[5:])
    assert result.products == 4


@pytest.mark.parametrize("field", ["providerId", "productId", "properties.productId"])
def test_identifiers_are_looked_for_in_their_field(served_demo: ServedDemo, field: str) -> None:
    assert checked(served_demo, of("my_product_id_1", "NO_SUCH", field=field)).found == ("my_product_id_1",)


def test_identifiers_may_be_urns(served_demo: ServedDemo) -> None:
    urn = next(
        urn for urn, each in served_demo.demo.catalogue.products.items() if each.provider_id == "my_product_id_1"
    )
    assert checked(served_demo, of(urn, field="id")).found == (urn,)


def test_what_is_not_accessible_looks_like_what_is_not_there(served_demo: ServedDemo) -> None:
    assert checked(served_demo, of("CALIBRATION_1", "NO_SUCH")).unknown == ("CALIBRATION_1", "NO_SUCH")


def test_who_may_see_it_finds_it(served_demo: ServedDemo) -> None:
    result = checked(served_demo, of("CALIBRATION_1", "NO_SUCH"), STAFF)
    assert (result.found, result.unknown) == (("CALIBRATION_1",), ("NO_SUCH",))


def test_several_versions_are_told_and_all_are_counted(served_demo: ServedDemo) -> None:
    result = checked(served_demo, of("TWO_VERSIONS", "my_product_id_1", "THREE_VERSIONS"))
    assert result.several_versions == ("TWO_VERSIONS", "THREE_VERSIONS")
    assert result.products == 6


def test_of_the_latest_only_there_is_one_version(served_demo: ServedDemo) -> None:
    result = checked(served_demo, of("TWO_VERSIONS", "THREE_VERSIONS", latest_only=True))
    assert (result.found, result.several_versions) == (("TWO_VERSIONS", "THREE_VERSIONS"), ())
    assert result.products == 2


def test_what_has_no_latest_version_is_told_apart_from_what_is_unknown(served_demo: ServedDemo) -> None:
    assert checked(served_demo, of("NEVER_LAST", latest_only=True)).older_only
    assert not checked(served_demo, of("NO_SUCH", latest_only=True)).older_only
    assert not checked(served_demo, of("NEVER_LAST")).older_only
    assert checked(served_demo, of("NEVER_LAST")).found == ("NEVER_LAST",)


def test_what_is_in_no_dataset_is_found_and_can_not_be_ordered(served_demo: ServedDemo) -> None:
    result = checked(served_demo, of("ORPHAN_1", "my_product_id_1"))
    assert result.found == ("ORPHAN_1", "my_product_id_1")
    assert result.unplaced == ("ORPHAN_1",)
    assert result.orderable == ("my_product_id_1",)


def test_what_is_in_two_datasets_is_told_and_counted_in_each(served_demo: ServedDemo) -> None:
    twice = in_two_datasets(served_demo)
    result = checked(served_demo, of(twice, "my_product_id_1"))
    assert result.repeated == (twice,)
    labels = [result.labels[amount.dataset] for amount in result.of(RAWDATA)]
    assert sorted(labels) == [GUIDE, "SWOT L2 sea surface height", "Sea level campaign, September 2023"]
    assert result.products == 2


def test_amounts_are_by_dataset_and_data_type_with_their_sizes(served_demo: ServedDemo) -> None:
    result = checked(served_demo, of("my_product_id_1", "my_product_id_2", "PROD_1"))
    stored = [each for each in served_demo.demo.catalogue.products.values() if each.provider_id in result.found]
    sizes = {
        data_type: sum(f.size or 0 for each in stored for f in each.files if f.data_type == data_type)
        for data_type in ("RAWDATA", "QUICKLOOK_SD")
    }
    told = [
        (result.labels[each.dataset], each.data_type, each.products, each.files, each.charged)
        for each in result.amounts
    ]
    assert sorted(told) == [
        ("Awkward identifiers", "RAWDATA", 1, 1, 1),
        (GUIDE, "QUICKLOOK_SD", 2, 2, 0),
        (GUIDE, "RAWDATA", 2, 2, 2),
    ]
    assert sum(each.size for each in result.of(RAWDATA)) == sizes["RAWDATA"] > 0
    assert sum(each.size for each in result.of(QUICKLOOKS)) == sizes["QUICKLOOK_SD"] > 0


@pytest.mark.parametrize("by_expression", [False, True])
def test_the_quicklooks_of_the_first_products_can_be_looked_at(served_demo: ServedDemo, by_expression: bool) -> None:
    guide = [f"my_product_id_{number}" for number in range(1, 5)]
    written = "providerId:my_product" if by_expression else ""
    result = checked(served_demo, expressed(written) if written else of("PROD_1", *guide, "my_product_identifier"))
    assert len(result.quicklooks) == MOST == len({each.key for each in result.quicklooks})
    assert {each.name for each in result.quicklooks} < {f"{name}.png" for name in (*guide, "my_product_identifier")}
    connection = served_demo.connection()
    assert {read_picture(connection, each).kind for each in result.quicklooks} == {"image/png"}
    user = served_demo.demo.directory.get(USER)
    assert user
    assert user.current_quota == 0
    assert orders.newest(connection) == ()


@pytest.mark.parametrize("without", ["PROD_1", "NO_SUCH", "ORPHAN_1"])
def test_where_nothing_can_be_looked_at_there_are_no_quicklooks(served_demo: ServedDemo, without: str) -> None:
    assert checked(served_demo, of(without)).quicklooks == ()


def test_only_the_four_orderable_data_types_are_counted(served_demo: ServedDemo) -> None:
    kinds = {each.data_type for each in checked(served_demo, of("ALL_NINE_TYPES")).amounts}
    assert kinds == {"RAWDATA", "QUICKLOOK_SD", "QUICKLOOK_MD", "QUICKLOOK_HD"}


def test_external_files_are_counted_and_not_charged(served_demo: ServedDemo) -> None:
    (amount,) = checked(served_demo, of("EXTERNAL_1", "EXTERNAL_2")).amounts
    assert (amount.files, amount.charged) == (2, 0)


def test_of_nothing_found_nothing_is_summed_up(served_demo: ServedDemo) -> None:
    result = checked(served_demo, of("NO_SUCH"))
    assert (result.products, result.amounts, result.orderable) == (0, (), ())
    assert len(served_demo.demo.requests.of("POST", "/complex/search/summary")) == 0


def test_a_newcomer_finds_nothing(served_demo: ServedDemo) -> None:
    assert checked(served_demo, of("my_product_id_1"), "newcomer@demo.example").unknown == ("my_product_id_1",)


def test_an_unknown_field_is_refused_with_the_words_of_the_catalogue(served_demo: ServedDemo) -> None:
    with pytest.raises(Refused) as refusal:
        checked(served_demo, of("A", field="no_such_field"))
    assert "no_such_field" in refusal.value.server_message


@pytest.mark.parametrize("never", ["COMMERCIAL_1", "ONLY_A_DOCUMENT", "NO_FILE"])
def test_what_has_no_file_that_the_user_may_order_is_found_and_doubtful(served_demo: ServedDemo, never: str) -> None:
    result = checked(served_demo, of(never, "my_product_id_1", "NO_SIZE"))
    assert result.found == (never, "my_product_id_1", "NO_SIZE")
    assert result.fileless == (never,)
    assert result.orderable == ("my_product_id_1", "NO_SIZE")
    assert result.doubtful(RAWDATA)


def test_who_may_order_it_has_no_doubts(served_demo: ServedDemo) -> None:
    result = checked(served_demo, of("COMMERCIAL_1", "my_product_id_1"), STAFF)
    assert result.fileless == ()
    assert not result.doubtful(RAWDATA)


def test_datasets_whose_names_differ_in_case_only_are_doubtful_together(served_demo: ServedDemo) -> None:
    result = checked(served_demo, of("TIDE_GAUGE_1", "TIDE_GAUGE_6", "PROD_1"))
    assert sorted(result.clashing) == ["TIDE GAUGES", "Tide gauges"]
    assert result.doubtful(RAWDATA)
    alone = checked(served_demo, of("TIDE_GAUGE_1", "TIDE_GAUGE_2", "PROD_1"))
    assert alone.clashing == ()
    assert not alone.doubtful(RAWDATA)


@pytest.mark.parametrize("field", ["level", "processing.level", "properties.processing.level"])
def test_an_attribute_in_a_fragment_names_products_by_its_short_name_too(served_demo: ServedDemo, field: str) -> None:
    product = next(each for each in served_demo.demo.catalogue.products.values() if "processing" in each.properties)
    fragment = product.properties["processing"]
    assert isinstance(fragment, dict)
    result = checked(served_demo, of(fragment["level"], "NO_SUCH", field=field))
    assert (result.found, result.unknown) == ((fragment["level"],), ("NO_SUCH",))


def test_older_versions_are_looked_for_in_every_query(served_demo: ServedDemo) -> None:
    assert checked(served_demo, of("NO_SUCH", "NEVER_LAST", latest_only=True, per_query=1)).older_only


# Quota and basket, against the demo archive


def test_the_quota_of_the_user_is_told_and_five_files_fit_into_five(served_demo: ServedDemo) -> None:
    served_demo.demo.set_scenario(USER, Scenario.QUOTA)
    result = checked(served_demo, of(*(f"TIDE_GAUGE_{number}" for number in range(1, 6))))
    assert result.quota == Quota(most=5, done=0, at_once=UNLIMITED)
    assert not result.over_quota(RAWDATA)


def test_six_files_exceed_five(served_demo: ServedDemo) -> None:
    served_demo.demo.set_scenario(USER, Scenario.QUOTA)
    result = checked(served_demo, of(*(f"TIDE_GAUGE_{number}" for number in range(1, 7))))
    assert result.over_quota(RAWDATA)
    assert not result.over_quota(QUICKLOOKS)


def test_files_downloaded_before_count_against_the_quota(served_demo: ServedDemo) -> None:
    user = served_demo.demo.directory.get(USER)
    assert user is not None
    user.max_quota, user.current_quota = 5, 4
    assert checked(served_demo, of("PROD_1", "PROD_10")).over_quota(RAWDATA)
    assert not checked(served_demo, of("PROD_1")).over_quota(RAWDATA)


def test_external_files_exceed_no_quota(served_demo: ServedDemo) -> None:
    served_demo.demo.set_scenario(USER, Scenario.QUOTA)
    names = (*(f"EXTERNAL_{n}" for n in range(1, 6)), *(f"EXTERNAL_NO_CHECKSUM_{n}" for n in range(1, 4)))
    result = checked(served_demo, of(*names))
    assert sum(amount.files for amount in result.amounts) == 8
    assert not result.over_quota(RAWDATA)


def test_what_lies_in_the_basket_is_told_and_stays_there(served_demo: ServedDemo) -> None:
    connection = served_demo.connection()
    with pytest.raises(Refused):  # what its first query found stays in the basket (contract C.1)
        orders.apply(connection, request('providerId:"my_product_id_1"', 'providerId:"NO_SUCH"'))
    lying = basket.read(connection)
    result = check(connection, of("my_product_id_2"))
    assert result.basket == lying
    assert lying is not None
    assert basket.read(connection) == lying
    assert checked(served_demo, of("my_product_id_2"), NEIGHBOUR).basket is None


def test_a_check_orders_nothing_and_changes_nothing(served_demo: ServedDemo) -> None:
    connection = served_demo.connection()
    check(connection, of("my_product_id_1", "NO_SUCH"))
    check(connection, expressed('providerId:"my_product_id_1"'))
    assert served_demo.posts() == 0
    assert orders.newest(connection) == ()
    assert basket.read(connection) is None


# Expressions, against the demo archive


def test_what_all_expressions_find_together_is_counted_once(served_demo: ServedDemo) -> None:
    result = checked(
        served_demo, expressed('providerId:"my_product_id_1"', 'providerId:("my_product_id_1" OR "PROD_1")')
    )
    assert (result.products, result.failing, result.whole_catalogue) == (2, (), False)


def test_an_expression_that_finds_nothing_is_told_without_a_reason(coded_or_documented: ServedDemo) -> None:
    nothing = 'providerId:"NO_SUCH"'
    result = checked(coded_or_documented, expressed(nothing, 'providerId:"PROD_1"'))
    assert result.failing == (FailingExpression(nothing, ""),)
    assert result.products == 1


@pytest.mark.parametrize(
    ("expression", "name"),
    [("no_such_field:1", "no_such_field"), ("mission:SWOT cycle:1", ""), ("*:*", ""), ('a:"open', "")],
)
def test_an_expression_that_the_catalogue_refuses_is_told_with_its_reason(
    served_demo: ServedDemo, expression: str, name: str
) -> None:
    result = checked(served_demo, expressed('providerId:"PROD_1"', expression))
    (failing,) = result.failing
    assert failing.expression == expression
    assert failing.reason
    assert name in failing.reason
    assert result.products == 1


@pytest.mark.parametrize(
    "expression",
    ['providerId:"ORPHAN_1"', 'providerId:"ONLY_A_DOCUMENT"', 'providerId:"NO_FILE"', 'providerId:"COMMERCIAL_1"'],
    ids=["in no dataset", "a document alone", "no file", "may be looked at only"],
)
def test_an_expression_that_finds_no_file_to_order_is_told(served_demo: ServedDemo, expression: str) -> None:
    assert checked(served_demo, expressed(expression)).failing == (FailingExpression(expression, ""),)


def test_when_every_expression_fails_there_is_nothing_to_count(served_demo: ServedDemo) -> None:
    result = checked(served_demo, expressed('providerId:"NO_SUCH"'))
    assert (result.products, result.amounts) == (0, ())
    assert result.doubtful(())


@pytest.mark.parametrize("expression", ["*", 'last:true OR last:false OR providerId:"PROD_1"', "version>=1"])
def test_an_expression_that_covers_the_whole_catalogue_is_told(served_demo: ServedDemo, expression: str) -> None:
    result = checked(served_demo, expressed('providerId:"PROD_1"', expression))
    assert result.whole_catalogue
    assert result.doubtful(())


def test_an_expression_that_covers_nearly_all_is_not(served_demo: ServedDemo) -> None:
    result = checked(served_demo, expressed('NOT providerId:"PROD_1"'))
    assert result.products > 1_000
    assert not result.whole_catalogue


def test_products_found_by_expressions_have_their_places_on_the_map(coded_or_documented: ServedDemo) -> None:
    scene = f'providerId:"{SCENE}"'
    result = checked(coded_or_documented, expressed(scene, 'productId:("my_product_id_1" OR "my_product_id_2")'))
    assert (result.footprints.located, result.footprints.without, result.footprints.first_of) == (1, 2, None)
    assert len(result.footprints.shapes) == 1


def test_without_any_place_there_is_nothing_to_draw(served_demo: ServedDemo) -> None:
    result = checked(served_demo, expressed('productId:"my_product_id_1"'))
    assert result.footprints == Footprints(without=1)


def test_a_product_that_two_expressions_find_is_looked_at_once(served_demo: ServedDemo) -> None:
    result = checked(served_demo, expressed('providerId:"PROD_1"', 'providerId:("PROD_1" OR "PROD_10")'))
    assert [file.name for file in result.names] == ["PROD_1.csv", "PROD_10.csv"]
    assert result.footprints.without == 2


def test_what_lies_in_no_dataset_is_not_on_the_map_of_an_order(served_demo: ServedDemo) -> None:
    result = checked(served_demo, expressed('providerId:("PROD_1" OR "ORPHAN_1")'))
    assert (result.products, result.footprints.without) == (2, 1)


@pytest.mark.parametrize(("most", "first_of"), [(5, 10), (10, None)], ids=["more than are looked at", "just as many"])
@pytest.mark.parametrize("limit", ["MOST_PRODUCTS", "MOST_NAMES"])
def test_of_many_products_the_first_are_looked_at_and_that_is_told(
    served_demo: ServedDemo, monkeypatch: pytest.MonkeyPatch, limit: str, most: int, first_of: int | None
) -> None:
    monkeypatch.setattr(checking, limit, most)
    ten = " OR ".join(f'"TIDE_GAUGE_{number}"' for number in range(1, 11))
    result = checked(served_demo, expressed(f"providerId:({ten})"))
    assert result.products == 10
    assert (result.footprints.first_of, result.all_names) == (first_of, first_of is None)


# Progress and its end


def steps_of(served_demo: ServedDemo, selection: Selection) -> list[tuple[int, int]]:
    seen: list[tuple[int, int]] = []
    check(served_demo.connection(), selection, lambda done, steps: seen.append((done, steps)))
    return seen


@pytest.mark.parametrize(
    "selection",
    [of("PROD_1", "PROD_10", "NO_SUCH", per_query=1), expressed('providerId:"PROD_1"', 'providerId:"PROD_10"')],
    ids=["identifiers", "expressions"],
)
def test_progress_grows_and_stays_below_the_end(served_demo: ServedDemo, selection: Selection) -> None:
    seen = steps_of(served_demo, selection)
    done = [each for each, _ in seen]
    assert done == sorted(set(done))
    assert len({steps for _, steps in seen}) == 1
    assert done[0] >= 0
    assert done[-1] < seen[-1][1]
    assert len(seen) > len(selection.queries())


def stop_at(call: int) -> Callable[[int, int], None]:
    """A progress callback that stops the check at a number of calls."""
    calls = iter(range(1, call))

    def progress(_done: int, _steps: int) -> None:
        if next(calls, None) is None:
            raise Cancelled

    return progress


def test_a_check_that_is_cancelled_at_once_asks_nothing(served_demo: ServedDemo) -> None:
    connection = served_demo.connection()
    with pytest.raises(Cancelled):
        check(connection, of("PROD_1"), stop_at(1))
    assert served_demo.demo.requests.of("POST", "/complex/search") == []


def test_a_cancelled_check_stops_before_the_next_question(served_demo: ServedDemo) -> None:
    connection = served_demo.connection()
    with pytest.raises(Cancelled):
        check(connection, of("PROD_1", "PROD_10", "prod_1", per_query=1), stop_at(3))
    assert len(served_demo.demo.requests.of("POST", "/complex/search")) == 2


def test_checking_expressions_can_be_cancelled(served_demo: ServedDemo) -> None:
    connection = served_demo.connection()
    with pytest.raises(Cancelled):
        check(connection, expressed('providerId:"PROD_1"', 'providerId:"PROD_10"'), stop_at(2))
    asked = [each.body for each in served_demo.demo.requests.of("POST", "/complex/search/summary")]
    assert not any(b"PROD_10" in (body or b"") for body in asked)


# What the user should see before anything is sent

RAW = Amount("D", products=2, data_type="RAWDATA", files=2, size=10, charged=2)
LOOK = Amount("D", products=2, data_type="QUICKLOOK_MD", files=1, size=5, charged=0)
GOOD = CheckResult(products=2, amounts=(RAW, LOOK), labels={}, quota=None, basket=None, found=("A", "B"))


def test_an_order_whose_products_all_come_is_not_doubtful() -> None:
    assert not GOOD.doubtful(RAWDATA)
    assert not GOOD.doubtful(QUICKLOOKS)
    assert not GOOD.doubtful(())


@pytest.mark.parametrize(
    "result",
    [
        replace(GOOD, unknown=("C",)),
        replace(GOOD, unplaced=("A",)),
        replace(GOOD, failing=(FailingExpression("x:1", ""),)),
        replace(GOOD, whole_catalogue=True),
        replace(GOOD, quota=Quota(most=9, done=8, at_once=UNLIMITED)),
        replace(GOOD, amounts=()),
    ],
    ids=["unknown", "in no dataset", "failing", "whole catalogue", "over quota", "no file"],
)
def test_what_would_be_missing_or_too_much_is_doubtful(result: CheckResult) -> None:
    assert result.doubtful(RAWDATA)


@pytest.mark.parametrize(
    "result",
    [
        replace(GOOD, several_versions=("A",)),
        replace(GOOD, repeated=("A",)),
        replace(GOOD, quota=Quota(most=10, done=8, at_once=UNLIMITED)),
        replace(GOOD, quota=Quota(most=UNLIMITED, done=8, at_once=UNLIMITED)),
    ],
    ids=["several versions", "in two datasets", "quota just enough", "no quota"],
)
def test_what_comes_as_asked_is_not_doubtful(result: CheckResult) -> None:
    assert not result.doubtful(RAWDATA)


def test_data_types_of_which_nothing_would_come_are_doubtful() -> None:
    pictures = replace(GOOD, amounts=(LOOK,))
    assert pictures.doubtful(RAWDATA)
    assert not pictures.doubtful(QUICKLOOKS)


@pytest.mark.parametrize(
    ("data_types", "amounts"),
    [((), (RAW, LOOK)), (RAWDATA, (RAW,)), (QUICKLOOKS, (LOOK,)), (("RAWDATA", "QUICKLOOK"), (RAW, LOOK))],
    ids=["none means all", "data", "quicklooks of all sizes", "both"],
)
def test_amounts_are_those_of_the_data_types_asked_for(
    data_types: tuple[str, ...], amounts: tuple[Amount, ...]
) -> None:
    assert GOOD.of(data_types) == amounts


@pytest.mark.parametrize(
    ("result", "can"),
    [
        (GOOD, False),
        (replace(GOOD, unknown=("C",)), True),
        (replace(GOOD, unplaced=("A",)), True),
        (replace(GOOD, unplaced=("A", "B")), False),
        (replace(GOOD, found=(), unknown=("A",)), False),
    ],
    ids=["nothing to leave out", "one unknown", "one in no dataset", "all in no dataset", "none found"],
)
def test_an_order_can_be_reduced_if_something_goes_and_something_stays(result: CheckResult, can: bool) -> None:
    assert result.can_be_reduced is can


# A faulty archive


def found(*identifiers: str, pages: int = 1, tags: object = ("URN:AIP:DATASET:p:1:V1",)) -> bytes:
    features = [{"content": {"providerId": each, "tags": tags}, "links": []} for each in identifiers]
    return reply(200, {"content": features, "metadata": {"totalPages": pages}})


SUMMARY = reply(
    200,
    {
        "documentsCount": 1,
        "subSummariesMap": {
            "URN:AIP:DATASET:p:1:V1": {
                "documentsCount": 1,
                "fileTypesSummaryMap": {"RAWDATA": {"filesCount": 1, "filesSize": 7}},
            }
        },
    },
)
LIMITS = reply(200, {"email": "me", "maxQuota": -1, "rateLimit": -1, "currentQuota": 3, "currentRate": 0})
LABELS = reply(200, {"content": [{"content": {"id": "URN:AIP:DATASET:p:1:V1", "label": "L2"}}], "metadata": {}})
NO_BASKET = reply(204)
QUESTIONS = {"summary": Part.COUNTS, "current": Part.QUOTA, "search": Part.DATASETS, "basket": Part.BASKET}


def around(**others: bytes) -> AtOnce:
    """What is asked for once the products are found."""
    return AtOnce(**{"summary": SUMMARY, "current": LIMITS, "search": LABELS, "basket": NO_BASKET} | others)


def asked(server: ScriptedServer) -> list[str]:
    return [str(each).rpartition("/")[2] for each in server.requests]


def test_every_question_is_asked_once() -> None:
    with scripted_server(found("A"), around()) as server:
        result = check(server.connection(), of("A"))
        assert asked(server) == ["search", "summary", "current", "search", "basket"]
    assert result == CheckResult(
        products=1,
        amounts=(Amount("URN:AIP:DATASET:p:1:V1", 1, "RAWDATA", 1, 7, 0),),
        labels={"URN:AIP:DATASET:p:1:V1": "L2"},
        quota=Quota(-1, 3, -1),
        basket=None,
        found=("A",),
        footprints=Footprints(without=1),
    )


def test_products_that_were_not_asked_for_are_not_counted_as_found() -> None:
    with scripted_server(found("B", "A", "a"), around(), NO_BASKET) as server:
        result = check(server.connection(), of("A", "C"))
    assert (result.found, result.unknown) == (("A",), ("C",))


def test_tags_that_are_no_datasets_place_a_product_nowhere() -> None:
    collection = found("A", tags=["URN:AIP:COLLECTION:p:1:V1", "ocean"])
    with scripted_server(collection, around()) as server:
        assert check(server.connection(), of("A")).unplaced == ("A",)


def test_a_product_without_tags_is_in_no_dataset() -> None:
    with scripted_server(found("A", tags=None), around()) as server:
        assert check(server.connection(), of("A")).unplaced == ("A",)


@pytest.mark.parametrize(
    "limits",
    [
        reply(200, {"email": "me"}),
        web_page(504),
        reply(403),
        reply(500, {"messages": ["storage"]}),
        web_page(200),
        reply(200, [1]),
    ],
    ids=short_name,
)
def test_without_a_quota_the_rest_is_told(limits: bytes) -> None:
    with scripted_server(found("A"), around(current=limits)) as server:
        result = check(server.connection(), of("A"))
    assert result.quota is None
    assert result.found == ("A",)
    assert not result.doubtful(RAWDATA)


@pytest.mark.parametrize(
    ("answer", "cause"),
    [
        (web_page(504), NoAnswer),
        (web_page(200), UnexpectedReply),
        (reply(403), NoRight),
        (reply(401), SessionOver),
        (reply(200, {"content": {"providerId": "A"}}), UnexpectedReply),
        (reply(200, {"content": ["A"]}), UnexpectedReply),
    ],
    ids=short_name,
)
def test_an_outage_is_never_an_unknown_identifier(answer: bytes, cause: type[RegardsError]) -> None:
    with scripted_server(answer) as server, pytest.raises(cause):
        check(server.connection(), of("A"))


@pytest.mark.parametrize("closed", [reply(403), reply(404)], ids=short_name)
@pytest.mark.parametrize(("question", "part"), QUESTIONS.items())
def test_what_is_not_shown_is_told_beside_the_rest(closed: bytes, question: str, part: Part) -> None:
    with scripted_server(found("A"), around(**{question: closed})) as server:
        result = check(server.connection(), of("A"))
    assert result.unseen == (part,)
    assert result.found == ("A",)
    assert result.fileless == ()


def test_a_summary_that_fails_leaves_the_products_found_and_the_order_doubtful() -> None:
    with scripted_server(found("A"), around(summary=reply(500, {"messages": ["why"]}))) as server:
        result = check(server.connection(), of("A"))
    assert (result.found, result.fileless, result.counted) == (("A",), (), False)
    assert result.doubtful(RAWDATA)


@pytest.mark.parametrize("closed", [reply(403), reply(404)], ids=short_name)
def test_a_catalogue_that_is_not_shown_is_no_unknown_identifier(closed: bytes) -> None:
    with scripted_server(closed) as server, pytest.raises((NoRight, Missing)):
        check(server.connection(), of("A"))


@pytest.mark.parametrize("question", ["summary", "search", "basket"])
def test_an_outage_in_between_is_no_answer(question: str) -> None:
    with scripted_server(found("A"), around(**{question: web_page(504)})) as server, pytest.raises(NoAnswer):
        check(server.connection(), of("A"))
    assert asked(server) == ["search", "summary", "current", "search", "basket"]


def test_an_outage_is_never_an_expression_that_fails() -> None:
    with scripted_server(SUMMARY, web_page(504)) as server, pytest.raises(NoAnswer):
        check(server.connection(), expressed("a:1"))


def test_an_empty_catalogue_is_not_covered_by_an_expression() -> None:
    nothing = reply(200, {"documentsCount": 0, "subSummariesMap": {}})
    with scripted_server(nothing, nothing, AtOnce(current=LIMITS, search=LABELS, basket=NO_BASKET)) as server:
        result = check(server.connection(), expressed("a:1"))
    assert result.failing == (FailingExpression("a:1", ""),)
    assert not result.whole_catalogue
