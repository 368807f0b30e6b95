"""Where products lie, as read from search answers."""

from itertools import pairwise

import pytest

from components.regards.catalogue.footprints import MOST_SHAPES, FootprintSample, shape_of

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


def test_above_the_limit_an_even_sample_is_kept_and_all_are_counted() -> None:
    sample = FootprintSample()
    for number in range(10 * MOST_SHAPES):
        sample.add({"geometry": {"type": "Point", "coordinates": [number / 100, 0]}})
    sample.add({"geometry": None})
    found = sample.footprints()
    assert (found.located, found.without) == (10 * MOST_SHAPES, 1)
    assert MOST_SHAPES / 2 < len(found.shapes) <= MOST_SHAPES
    places = [shape.lines[0][0][0] for shape in found.shapes]
    assert len({round(b - a, 6) for a, b in pairwise(places)}) == 1
    assert places[-1] > 0.95 * number / 100
