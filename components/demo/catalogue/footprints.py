"""Footprints of Sentinel-2 tiles and Landsat scenes, as GeoJSON.

They are computed from the name with a spherical Earth. The error is at most tens of kilometres.
"""

import math
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final


@cache
def tile(name: str) -> Mapping[str, object]:
    """The footprint of a tile of the military grid, such as `22JBM`: 100 km per side."""
    zone, band, column, row = int(name[:2]), name[2], name[3], name[4]
    meridian = 6 * zone - 183
    east = 100 * (_COLUMNS[zone % 3].index(column) + 1) - 500  # km from the zone's central meridian
    north = _north(band, (_ROWS.index(row) - 5 * (zone % 2 == 0)) % len(_ROWS))
    corners = ((east, north), (east + 100, north), (east + 100, north + 100), (east, north + 100))
    return _polygon(_place(meridian, *corner) for corner in corners)


@cache
def scene(path: int, row: int) -> Mapping[str, object]:
    """The footprint of a Landsat scene by path and row (WRS-2): about 180 km per side."""
    angle = (_EQUATOR - row) * 360 / 248  # degrees along the orbit, northwards from the equator
    latitude = math.degrees(math.asin(math.sin(_INCLINATION) * _sine(angle)))
    drift = math.degrees(math.atan2(math.cos(_INCLINATION) * _sine(angle), _cosine(angle)))
    longitude = -64.6 - (path - 1) * 360 / 233 - drift + angle * _EARTH_ROTATION
    tall, wide = 0.81, 0.81 / _cosine(latitude)
    corners = ((-wide, -tall), (wide, -tall), (wide, tall), (-wide, tall))
    return _polygon((longitude + x, latitude + y) for x, y in corners)


_COLUMNS: Final = ("STUVWXYZ", "ABCDEFGH", "JKLMNPQR")  # by zone, modulo 3
_ROWS: Final = "ABCDEFGHJKLMNPQRSTUV"
_BANDS: Final = "CDEFGHJKLMNPQRSTUVWX"
_DEGREE: Final = 111.0  # kilometres
_EQUATOR: Final = 60  # the row at the equator
_INCLINATION: Final = math.radians(98.2)
_EARTH_ROTATION: Final = 98.9 / 1436.1  # orbital period divided by the sidereal day, in minutes


def _north(band: str, row: int) -> float:
    """The northing of a row in km: letters repeat every 2,000 km; the band of latitude selects one."""
    middle = (8 * _BANDS.index(band) - 76) * _DEGREE
    return 100 * row + 2000 * round((middle - 100 * row - 50) / 2000)


def _place(meridian: float, east: float, north: float) -> tuple[float, float]:
    latitude = north / _DEGREE
    return meridian + east / (_DEGREE * _cosine(latitude)), latitude


def _polygon(corners: Iterable[tuple[float, float]]) -> Mapping[str, object]:
    ring = [[round((longitude + 180) % 360 - 180, 4), round(latitude, 4)] for longitude, latitude in corners]
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}


def _sine(degrees: float) -> float:
    return math.sin(math.radians(degrees))


def _cosine(degrees: float) -> float:
    return math.cos(math.radians(degrees))
