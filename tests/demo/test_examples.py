"""The examples of the demo archive are orders that can be made."""

from components.demo.catalogue.catalogue import Catalogue
from components.demo.examples import examples


def identifiers(catalogue: Catalogue) -> list[str]:
    """The identifiers that users know."""
    return [str(product.properties.get("productId")) for product in catalogue.products.values()]


def test_the_lists_of_scenes_are_in_the_catalogue(catalogue: Catalogue) -> None:
    known = set(identifiers(catalogue))
    sentinel, landsat, *_ = examples()
    assert (sentinel.name, landsat.name) == ("144 Sentinel-2 scenes", "67 Landsat 8 scenes")
    for example in (sentinel, landsat):
        assert set(example.identifiers.split()) <= known


def test_the_list_with_troubles_has_a_double_an_orphan_several_versions_and_unknown_names(
    catalogue: Catalogue,
) -> None:
    [example] = [each for each in examples() if each.name == "A list with troubles"]
    names = example.identifiers.split()
    known = identifiers(catalogue)
    assert len(set(names)) == len(names) - 1
    assert [name for name in names if name not in known] == ["LC08_L2SP_222081_20170816_20200903_02_T1.tar", names[-1]]
    assert "ORPHAN_1" in names
    assert known.count("TWO_VERSIONS") == 2


def test_each_example_is_a_list_or_a_search() -> None:
    assert all(bool(each.identifiers) != bool(each.expression) for each in examples())
