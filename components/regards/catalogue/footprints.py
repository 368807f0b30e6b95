"""Where products lie, for a map: the shapes of a sample, and how many there are (contract E.1)."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

Point = tuple[float, float]
Line = tuple[Point, ...]
Box = tuple[float, float, float, float]
"""The lowest longitude and latitude, and the highest."""

MOST_SHAPES: Final = 500
_MOST_POINTS: Final = 200  # of one line
_HALF: Final = 180.0
_ROUND: Final = 360.0


@dataclass(frozen=True, slots=True)
class Shape:
    """One footprint: the outer lines of its parts, each of (longitude, latitude) in degrees.

    A part is a point if its line has one, an area if the line ends where it begins. Longitudes go on beyond 180
    degrees where a part crosses the antimeridian.
    """

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Footprints:
    """The footprints of products: ``shapes`` of some, taken at random; how many have one, and how many have none.

    ``box`` holds all of these, also those whose shapes were not kept. If they are only the first of many products,
    ``first_of`` is the number of all.
    """

    shapes: tuple[Shape, ...] = ()
    located: int = 0
    without: int = 0
    box: Box = (0.0, 0.0, 0.0, 0.0)
    first_of: int | None = None


class FootprintSample:
    """Collects footprints, and keeps a sample of at most `MOST_SHAPES`; each has the same chance to be in it.

    Every fourth one, say, would be all of one kind where kinds take turns, as the passes of a satellite do.
    """

    def __init__(self) -> None:
        self._shapes: list[Shape] = []
        self._chance = random.Random(0)  # noqa: S311 - the same products give the same map
        self._located = 0
        self._without = 0
        self._box: Box = (0.0, 0.0, 0.0, 0.0)

    def add(self, feature: Mapping[str, object]) -> None:
        """Take a product of a search answer."""
        shape = shape_of(feature.get("geometry"))
        if shape is None:
            self._without += 1
            return
        self._box = _around(shape, self._box) if self._located else _around(shape)
        self._located += 1
        place = self._chance.randrange(self._located)
        if len(self._shapes) < MOST_SHAPES:
            self._shapes.append(shape)
        elif place < MOST_SHAPES:
            self._shapes[place] = shape

    def footprints(self) -> Footprints:
        """What was collected so far."""
        return Footprints(tuple(self._shapes), self._located, self._without, self._box)


def shape_of(geometry: object) -> Shape | None:
    """The shape of a GeoJSON geometry (RFC 7946); None if there is none, or it is of another kind or form."""
    lines = tuple(line for line in map(_line, _lines(geometry)) if line)
    return Shape(lines) if lines else None


def _around(shape: Shape, *boxes: Box) -> Box:
    """The box around a shape and other boxes."""
    points = [point for line in shape.lines for point in line]
    points += [corner for west, south, east, north in boxes for corner in ((west, south), (east, north))]
    longitudes, latitudes = zip(*points, strict=True)
    return min(longitudes), min(latitudes), max(longitudes), max(latitudes)


def _lines(geometry: object) -> Iterator[object]:
    if not isinstance(geometry, Mapping):
        return
    coordinates = geometry.get("coordinates")
    match geometry.get("type"), coordinates:
        case "Point", _:
            yield [coordinates]
        case "LineString", _:
            yield coordinates
        case "MultiPoint", [*points]:
            yield from ([point] for point in points)
        case "MultiLineString", [*lines]:
            yield from lines
        case "Polygon", [outer, *_]:
            yield outer
        case "MultiPolygon", [*polygons]:
            yield from (polygon[0] for polygon in polygons if isinstance(polygon, Sequence) and polygon)


def _line(points: object) -> Line:
    """The points, each at most half a turn from the one before; empty if one is no place."""
    if not isinstance(points, list) or not all(map(_is_place, points)):
        return ()
    step = max(1, len(points) // _MOST_POINTS)
    taken = [*points[:-1:step], points[-1]] if points else []
    line: list[Point] = []
    for longitude, latitude, *_ in taken:
        turns = round((line[-1][0] - longitude) / _ROUND) if line else 0
        line.append((longitude + turns * _ROUND, latitude))
    return tuple(line)


def _is_place(point: object) -> bool:
    match point:
        case [int() | float() as longitude, int() | float() as latitude, *_]:
            return abs(longitude) <= _ROUND and abs(latitude) <= _HALF / 2
    return False
