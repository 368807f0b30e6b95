"""Random terrain and clouds for all pictures: two seamless rasters of 256 × 256 pixels.

A row is a sequence of bytes with two 4-bit pixels each. It is stored twice in succession, so that a window may cross
the right edge.
"""

import random
from bisect import bisect_right
from collections.abc import Iterable
from functools import cache
from typing import Final

SIDE: Final = 256
"""Pixels per side; a power of two."""

GROUNDS: Final = 5
SHADES: Final = 3


@cache
def land() -> tuple[bytes, ...]:
    """The terrain: pixel = ground * SHADES + shade, with the lowest ground first and shades from dark to light."""
    heights = _relief(seed=3, roughness=0.55)
    rows = []
    for y, kinds in enumerate(_ranked(heights, GROUNDS)):
        slopes = (heights[y][x] - heights[y - 1][x - 1] for x in range(SIDE))
        shades = (1 + (slope > _SLOPE) - (slope < -_SLOPE) for slope in slopes)
        # The lowest ground is water, which has no shades.
        rows.append(_packed(SHADES * kind + (shade if kind else 1) for kind, shade in zip(kinds, shades, strict=True)))
    return tuple(rows)


@cache
def sky() -> tuple[bytes, ...]:
    """The clouds: levels 0 to 15 of equal area; a cloud cover of n / 16 is the levels below n."""
    return tuple(map(_packed, _ranked(_relief(seed=8, roughness=0.62), 16)))


_SLOPE: Final = 0.012  # minimum slope of light and dark pixels


def _packed(pixels: Iterable[int]) -> bytes:
    row = tuple(pixels)
    return bytes(high << 4 | low for high, low in zip(row[::2], row[1::2], strict=True)) * 2


def _ranked(field: list[list[float]], levels: int) -> list[list[int]]:
    """The levels of a field's values, of equal area."""
    order = sorted(value for row in field for value in row)
    bounds = [order[len(order) * level // levels] for level in range(1, levels)]
    return [[bisect_right(bounds, value) for value in row] for row in field]


def _relief(seed: int, roughness: float) -> list[list[float]]:
    """A seamless height field from the diamond-square algorithm (midpoint displacement).

    Coordinates wrap around the edges: negative indices do so by themselves, the others because of `- SIDE`.
    """
    chance = random.Random(seed)  # noqa: S311 - a landscape is no secret
    field = [[chance.uniform(-1, 1) for _ in range(SIDE)] for _ in range(SIDE)]
    step, sway = SIDE // 4, 0.5
    while step > 1:
        half = step // 2
        for y in range(half, SIDE, step):
            above, below = field[y - half], field[y + half - SIDE]
            for x in range(half, SIDE, step):
                left, right = x - half, x + half - SIDE
                around = above[left] + above[right] + below[left] + below[right]
                field[y][x] = around / 4 + chance.uniform(-sway, sway)
        for y in range(0, SIDE, half):
            above, row, below = field[y - half], field[y], field[y + half - SIDE]
            for x in range(half if y % step == 0 else 0, SIDE, step):
                around = above[x] + below[x] + row[x - half] + row[x + half - SIDE]
                row[x] = around / 4 + chance.uniform(-sway, sway)
        step, sway = half, sway * roughness
    return field
