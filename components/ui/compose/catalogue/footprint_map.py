"""Where the products lie: a small map, and the same in numbers.

The map is drawn by Vega in the browser from what the page holds; nothing is fetched. Longitude and latitude are drawn
as they are: on a sphere, Vega would cut shapes at the antimeridian, and fill the outside of those that run clockwise.
"""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

import streamlit as st

from components.regards.catalogue.footprints import Footprints, Line
from components.ui import formatting

_LAND: Final = Path(__file__).with_name("land-110m.json")  # see LAND.md
_HEIGHT: Final = 260  # pixels
_MARGIN: Final = 12.0  # degrees around the products
_ROUND: Final = 360.0
_AREA: Final = 4  # points of the smallest closed line


def show_map(footprints: Footprints) -> None:
    """The map of a check, and its numbers in a sentence; nothing if no product has a place."""
    if not footprints.shapes:
        return
    words = in_words(footprints)
    st.write(words)
    st.vega_lite_chart(_chart(footprints), width="stretch", alt=f"Map. {words}")


def in_words(footprints: Footprints) -> str:
    """How many products lie where; what the map shows, for those who cannot see it."""
    west, south, east, north = footprints.box
    drawn = len(footprints.shapes)
    area = (
        f"between {_degrees(south, 'N', 'S')} and {_degrees(north, 'N', 'S')}, "
        f"from {_degrees(west, 'E', 'W')} to {_degrees(east, 'E', 'W')}"
    )
    said = [
        f"Footprints of {formatting.count(footprints.located, 'product')}, {area}.",
        f"{footprints.without:,} without." if footprints.without else "",
        f"These are the first of {footprints.first_of:,} products found." if footprints.first_of else "",
        f"The map shows {drawn:,} of them, taken at random." if drawn < footprints.located else "",
    ]
    return " ".join(filter(None, said))


def _degrees(value: float, positive: str, negative: str) -> str:
    if positive == "E":
        value = (value + _ROUND / 2) % _ROUND - _ROUND / 2
    return f"{abs(value):.1f}° {positive if value >= 0 else negative}"


def _chart(footprints: Footprints) -> dict[str, object]:
    west, south, east, north = footprints.box
    middle = (west + east) / 2, (south + north) / 2
    wide, tall = min(east - west + 2 * _MARGIN, _ROUND), min(north - south + 2 * _MARGIN, _ROUND / 2)
    scale = f"min(width / {wide}, height / {tall})"
    projection = {
        "type": "identity",
        "reflectY": True,
        "pointRadius": 3,
        "scale": {"expr": scale},
        "translate": {
            "expr": f"[width / 2 - {middle[0]} * {scale}, height / 2 + {middle[1]} * {scale}]",
        },
    }
    lines = [line for shape in footprints.shapes for line in shape.lines]
    tracks = [_feature(line) for line in lines if _is_track(line)]
    others = [_feature(line) for line in lines if not _is_track(line)]
    land = {"fill": "#8a9a8a", "fillOpacity": 0.35}
    outline = {"stroke": "#1f6fd0", "strokeWidth": 1}
    return {
        "height": _HEIGHT,
        "projection": projection,
        "layer": [
            _layer(_land_within(middle[0] - _ROUND / 2, middle[0] + _ROUND / 2), land),
            _layer(others, {"fill": "#1f6fd0", "fillOpacity": 0.25, **outline}),
            _layer(tracks, {"filled": False, **outline}),  # else Vega fills what lies between the ends of a line
        ],
        "config": {"view": {"stroke": "#8a9a8a"}},
    }


def _layer(features: Sequence[dict[str, object]], look: Mapping[str, object]) -> dict[str, object]:
    return {"data": {"values": features}, "mark": {"type": "geoshape", "aria": False, "clip": True, **look}}


def _is_track(line: Line) -> bool:
    """Whether a line is no point and encloses no area."""
    return len(line) > 1 and (len(line) < _AREA or line[0] != line[-1])


def _feature(line: Line) -> dict[str, object]:
    if len(line) == 1:
        geometry: dict[str, object] = {"type": "Point", "coordinates": line[0]}
    elif _is_track(line):
        geometry = {"type": "LineString", "coordinates": line}
    else:
        geometry = {"type": "Polygon", "coordinates": [line]}
    return {"type": "Feature", "geometry": geometry}


def _land_within(west: float, east: float) -> list[dict[str, object]]:
    """The land between two longitudes; what lies beyond the antimeridian has land beside it, too."""
    turned = ([(x + turn, y) for x, y in ring] for turn in (-_ROUND, 0.0, _ROUND) for ring in _land())
    return [_feature(tuple(ring)) for ring in turned if max(ring)[0] >= west and min(ring)[0] <= east]


@cache
def _land() -> tuple[Line, ...]:
    """The outer lines of all land."""
    areas = json.loads(_LAND.read_text(encoding="utf-8"))["coordinates"]
    return tuple(tuple((x, y) for x, y in area[0]) for area in areas)
