"""The check of search expressions against the demo archive."""

import pytest

from components.regards.catalogue import checking
from components.regards.catalogue.checking import FailingExpression
from components.regards.catalogue.footprints import Footprints
from tests.regards.catalogue.selections import checked, expressed
from tests.regards.served_demo import ServedDemo

SCENE = "LC08_L2SP_223081_20200714_20200912_02_T1"


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
