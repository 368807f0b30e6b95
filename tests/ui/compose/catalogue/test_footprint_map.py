"""The map of what was found, in words and as it is drawn."""

import json

from components.regards.catalogue.footprints import Footprints, FootprintSample, Shape
from components.ui.compose.catalogue import footprint_map
from tests.ui.draw_block import draw


def of(*geometries: object) -> Footprints:
    sample = FootprintSample()
    for geometry in geometries:
        sample.add({"geometry": geometry})
    return sample.footprints()


def test_the_sentence_says_what_the_map_shows() -> None:
    area = {"type": "Polygon", "coordinates": [[[10, 60], [11, 60], [11, 61.5], [10, 60]]]}
    assert footprint_map.in_words(of(area, {"type": "Point", "coordinates": [-5, -20]})) == (
        "Footprints of 2 products, between 20.0° S and 61.5° N, from 5.0° W to 11.0° E."
    )


def test_a_sample_and_products_without_a_place_are_said() -> None:
    said = footprint_map.in_words(Footprints((Shape((((1.0, 2.0),),)),), 700, 3))
    assert said.endswith("3 without. The map shows 1 of them, taken at random.")


def test_the_first_of_many_products_are_said_to_be_that() -> None:
    said = footprint_map.in_words(Footprints((Shape((((1.0, 2.0),),)),), 700, 3, first_of=12_345))
    assert said.endswith(
        "3 without. These are the first of 12,345 products found. The map shows 1 of them, taken at random."
    )


def test_beyond_the_antimeridian_the_degrees_are_the_usual_ones() -> None:
    said = footprint_map.in_words(of({"type": "LineString", "coordinates": [[179, 0], [-179, 1]]}))
    assert "from 179.0° E to 179.0° W." in said


def test_the_map_is_drawn_without_any_address() -> None:
    place = {"type": "Point", "coordinates": [1, 2]}
    [chart] = draw(lambda: footprint_map.show_map(of(place))).get("vega_lite_chart")
    spec = json.loads(chart.proto.spec)
    assert "url" not in json.dumps(spec)
    assert spec["layer"]


def test_areas_and_points_are_filled_and_the_track_of_a_satellite_is_a_line() -> None:
    area = Shape((((10.0, 60.0), (11.0, 60.0), (11.0, 61.5), (10.0, 60.0)),))
    point, track = Shape((((-5.0, -20.0),),)), Shape((((1.0, 2.0), (3.0, 4.0), (5.0, 4.0)),))
    [chart] = draw(lambda: footprint_map.show_map(Footprints((area, point, track), 3))).get("vega_lite_chart")
    kinds = {
        layer["mark"].get("filled", True): [each["geometry"]["type"] for each in layer["data"]["values"]]
        for layer in json.loads(chart.proto.spec)["layer"][1:]
    }
    assert kinds == {True: ["Polygon", "Point"], False: ["LineString"]}


def test_without_any_place_there_is_no_map() -> None:
    app = draw(lambda: footprint_map.show_map(Footprints((), 0, 7)))
    assert not app.get("vega_lite_chart")
    assert not app.markdown
