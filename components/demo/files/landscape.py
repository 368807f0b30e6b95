"""A land and a sky that do not exist: two seamless rasters of 256 by 256, made once, for all pictures.

Each row is bytes of two 4-bit pixels, written twice, so that a window may run over the right edge.
"""

import random
from bisect import bisect_right
from collections.abc import Iterable
from functools import cache
from typing import Final

SIDE: Final = 256
"""Pixels a side; a power of two."""

GROUNDS: Final = 5
SHADES: Final = 3


@cache
def land() -> tuple[bytes, ...]:
    """Kinds of ground, lowest first, each in shade, plain or lit: pixel = kind * SHADES + shade."""
    heights = _relief(seed=3, roughness=0.55)
    rows = []
    for y, kinds in enumerate(_ranked(heights, GROUNDS)):
        slopes = (heights[y][x] - heights[y - 1][x - 1] for x in range(SIDE))
        shades = (1 + (slope > _SLOPE) - (slope < -_SLOPE) for slope in slopes)
        # The lowest ground is water, and flat.
        rows.append(_packed(SHADES * kind + (shade if kind else 1) for kind, shade in zip(kinds, shades, strict=True)))
    return tuple(rows)


@cache
def sky() -> tuple[bytes, ...]:
    """Levels of air from 0 to 15, equal in area: the clouds of n sixteenths are the levels under n."""
    return tuple(map(_packed, _ranked(_relief(seed=8, roughness=0.62), 16)))


_SLOPE: Final = 0.012  # from which a ground lies in light or in shade


def _packed(pixels: Iterable[int]) -> bytes:
    row = tuple(pixels)
    return bytes(high << 4 | low for high, low in zip(row[::2], row[1::2], strict=True)) * 2


def _ranked(field: list[list[float]], levels: int) -> list[list[int]]:
    """Cut a field into levels of equal area."""
    order = sorted(value for row in field for value in row)
    bounds = [order[len(order) * level // levels] for level in range(1, levels)]
    return [[bisect_right(bounds, value) for value in row] for row in field]


def _relief(seed: int, roughness: float) -> list[list[float]]:
    """A seamless field by midpoint displacement, diamonds and squares in turn.

    Indices below zero count from the end: they lead round the edge, and `- SIDE` keeps the others from passing it.
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
