"""Ground tracks of an altimetry satellite: half an orbit between the polar turns, shifted from pass to pass.

The model is a circular orbit over a spherical, rotating Earth.
"""

import math
from array import array
from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from typing import Final

STEPS: Final = 656
"""The number of positions along one pass."""


def latitudes(number: int) -> "array[float]":
    """The latitudes of a pass in degrees; odd numbers ascend, even ones descend."""
    values = _half_orbit()[0]
    return values if number % 2 else values[::-1]


def longitudes(number: int) -> "array[float]":
    """The longitudes of a pass in degrees, from -180 to 180."""
    return _shifted(_half_orbit()[1], number)


@cache
def line(number: int) -> Mapping[str, object]:
    """The GeoJSON line of a pass, with a few points; only its longest part that does not cross the antimeridian."""
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
_ROTATION: Final = 12.86  # rotation of the Earth during half an orbit, in degrees


def _shifted(offsets: "array[float]", number: int) -> "array[float]":
    crossing = -_ROTATION * number  # longitude at the equator
    return array("f", [(offset + crossing + 180) % 360 - 180 for offset in offsets])


@cache
def _half_orbit() -> tuple["array[float]", "array[float]"]:
    """Latitudes and longitudes (relative to the equator crossing) of an ascending pass, in degrees."""
    angles = [math.pi * (step / (STEPS - 1) - 0.5) for step in range(STEPS)]
    latitude = [math.degrees(math.asin(math.sin(_INCLINATION) * math.sin(angle))) for angle in angles]
    longitude = [
        math.degrees(math.atan2(math.cos(_INCLINATION) * math.sin(angle), math.cos(angle)))
        - _ROTATION * angle / math.pi
        for angle in angles
    ]
    return array("f", latitude), array("f", longitude)
