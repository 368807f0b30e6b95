"""Where an altimetry satellite passes: half an orbit from one polar turn to the other, shifted pass by pass.

A plain model (a circular orbit over a round and turning Earth), good enough to look right on a map.
"""

import math
from array import array
from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from typing import Final

STEPS: Final = 656
"""Positions along one pass."""


def latitudes(number: int) -> "array[float]":
    """The latitudes of a pass in degrees; odd numbers ascend, even ones descend."""
    values = _half_orbit()[0]
    return values if number % 2 else values[::-1]


def longitudes(number: int) -> "array[float]":
    """The longitudes of a pass in degrees, from -180 up to 180."""
    return _shifted(_half_orbit()[1], number)


@cache
def line(number: int) -> Mapping[str, object]:
    """A pass as a GeoJSON line of a few points; it stops at the antimeridian, which no line may cross."""
    places = zip(_shifted(_half_orbit()[1][::50], number), latitudes(number)[::50], strict=True)
    points = [[round(longitude, 3), round(latitude, 3)] for longitude, latitude in places]
    parts = [[points[0]]]
    for before, after in pairwise(points):
        if abs(before[0] - after[0]) > _HALF_TURN:
            parts.append([])
        parts[-1].append(after)
    return {"type": "LineString", "coordinates": max(parts, key=len)}


_INCLINATION: Final = math.radians(77.6)
_HALF_TURN: Final = 180.0
_TURN: Final = 12.86  # degrees that the Earth turns under half an orbit


def _shifted(offsets: "array[float]", number: int) -> "array[float]":
    crossing = -_TURN * number  # where the pass crosses the equator
    return array("f", [(offset + crossing + 180) % 360 - 180 for offset in offsets])


@cache
def _half_orbit() -> tuple["array[float]", "array[float]"]:
    """Latitudes and longitudes (from the crossing of the equator) of an ascending pass."""
    angles = [math.pi * (step / (STEPS - 1) - 0.5) for step in range(STEPS)]
    latitude = [math.degrees(math.asin(math.sin(_INCLINATION) * math.sin(angle))) for angle in angles]
    longitude = [
        math.degrees(math.atan2(math.cos(_INCLINATION) * math.sin(angle), math.cos(angle))) - _TURN * angle / math.pi
        for angle in angles
    ]
    return array("f", latitude), array("f", longitude)
