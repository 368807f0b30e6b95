"""The check of identifiers against the demo archive."""

import pytest

from components.regards.catalogue.quicklooks import MOST
from components.regards.errors import Refused
from components.regards.orders import orders
from components.regards.pictures import read_picture
from tests.regards.catalogue.selections import QUICKLOOKS, RAWDATA, checked, expressed, of
from tests.regards.served_demo import USER, ServedDemo

STAFF = "staff@demo.example"


GUIDE = "Examples of the public guide"


def in_two_datasets(served_demo: ServedDemo) -> str:
    return next(each.provider_id for each in served_demo.demo.catalogue.products.values() if len(each.datasets) > 1)


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
