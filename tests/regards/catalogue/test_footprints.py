"""Where products lie, as read from search answers."""

from collections import Counter

import pytest

from components.regards.catalogue.footprints import MOST_SHAPES, Footprints, FootprintSample, shape_of

SQUARE = [[0, 0], [1, 0], [1, 1], [0, 0]]


@pytest.mark.parametrize(
    ("kind", "coordinates", "lines"),
    [
        ("Point", [1, 2, 300], 1),
        ("MultiPoint", [[1, 2], [3, 4]], 2),
        ("LineString", [[1, 2], [3, 4]], 1),
        ("MultiLineString", [[[1, 2], [3, 4]], [[5, 6], [7, 8]]], 2),
        ("Polygon", [SQUARE, [[0.2, 0.1], [0.3, 0.1], [0.3, 0.2], [0.2, 0.1]]], 1),
        ("MultiPolygon", [[SQUARE], [SQUARE]], 2),
    ],
)
def test_each_kind_of_geometry_is_drawn(kind: str, coordinates: object, lines: int) -> None:
    shape = shape_of({"type": kind, "coordinates": coordinates})
    assert shape
    assert len(shape.lines) == lines


@pytest.mark.parametrize(
    "geometry",
    [
        None,
        "POINT (1 2)",
        {"type": "Polygon", "coordinates": []},
        {"type": "Point", "coordinates": ["1", "2"]},
        {"type": "Point", "coordinates": [0, 91]},
        {"type": "Point", "coordinates": [float("nan"), 0]},
        {"type": "Unlocated"},
        {"type": "Polygon", "coordinates": [[[1, 2], "x"]]},
        {"type": "MultiPolygon", "coordinates": [7]},
    ],
)
def test_what_is_no_place_has_no_shape(geometry: object) -> None:
    assert shape_of(geometry) is None


def test_a_footprint_across_the_antimeridian_stays_in_one_piece() -> None:
    shape = shape_of({"type": "Polygon", "coordinates": [[[179, 0], [-179, 0], [-179, 1], [179, 0]]]})
    assert shape
    assert shape.lines == (((179, 0), (181, 0), (181, 1), (179, 0)),)


def sample_of(products: int) -> Footprints:
    sample = FootprintSample()
    for number in range(products):
        sample.add({"geometry": {"type": "Point", "coordinates": [number / 100, number % 2]}})
    sample.add({"geometry": None})
    return sample.footprints()


def test_up_to_the_limit_all_are_kept() -> None:
    found = sample_of(MOST_SHAPES)
    assert (len(set(found.shapes)), found.located, found.without) == (MOST_SHAPES, MOST_SHAPES, 1)


def test_above_the_limit_a_sample_is_kept_and_all_are_counted() -> None:
    found = sample_of(10 * MOST_SHAPES)
    assert (len(set(found.shapes)), found.located, found.without) == (MOST_SHAPES, 10 * MOST_SHAPES, 1)


def test_a_sample_is_of_the_whole_and_of_each_kind_where_two_kinds_take_turns() -> None:
    places = [shape.lines[0][0] for shape in sample_of(4 * MOST_SHAPES).shapes]
    in_each_quarter = Counter(int(longitude * 100) // MOST_SHAPES for longitude, _ in places)
    of_each_kind = Counter(latitude for _, latitude in places)
    assert min(in_each_quarter.values()) > 0.8 * MOST_SHAPES / 4
    assert min(of_each_kind.values()) > 0.8 * MOST_SHAPES / 2


def test_the_box_holds_also_those_that_are_not_in_the_sample() -> None:
    assert sample_of(4 * MOST_SHAPES).box == (0, 0, 4 * MOST_SHAPES / 100 - 0.01, 1)


def test_the_same_products_give_the_same_sample() -> None:
    assert sample_of(2 * MOST_SHAPES) == sample_of(2 * MOST_SHAPES)
