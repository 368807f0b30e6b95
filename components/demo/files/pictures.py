"""Quicklooks: small false-colour pictures in PNG.

A picture is a window of the common terrain and clouds with a palette, which takes only microseconds. It has 16
colours, two pixels per byte, and uncompressed data, whose size is known in advance.
"""

import hashlib
import struct
import zlib
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Final

from components.demo.files import landscape


class Palette(Enum):
    """The colours (red, green, blue) of five grounds, from the lowest to the highest."""

    NATURAL = ((18, 44, 84), (74, 116, 88), (44, 94, 48), (132, 146, 78), (190, 170, 130))
    INFRARED = ((10, 26, 48), (70, 96, 110), (150, 28, 40), (206, 84, 78), (222, 196, 170))
    NORTHERN = ((14, 38, 66), (52, 74, 80), (92, 104, 98), (176, 188, 196), (236, 242, 248))
    ANOMALY = ((32, 60, 140), (96, 150, 204), (226, 228, 222), (230, 150, 96), (164, 40, 44))


@dataclass(frozen=True, slots=True)
class View:
    """The content of a picture: the keys of its terrain and of its clouds, and the cloud cover in percent."""

    place: str
    moment: str
    clouds: float
    palette: Palette


def png(view: View, side: int, title: str) -> bytes:
    """A square PNG picture with `side` pixels per side (an even number)."""
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 4, 3, 0, 0, 0)),
            _chunk(b"PLTE", _colours(view.palette)),
            _chunk(b"tEXt", b"Title\0" + _latin(title)),
            _chunk(b"IDAT", _stored(_rows(view, side))),
            _chunk(b"IEND", b""),
        )
    )


def png_size(side: int, title: str) -> int:
    """The size of such a picture in bytes, computed without its content."""
    pixels = side * (side // 2 + 1)
    stream = 2 + 5 * -(-pixels // _BLOCK) + pixels + 4
    return 8 + 5 * 12 + 13 + 48 + len(b"Title\0" + _latin(title)) + stream


_CLOUD: Final = 15
_BLOCK: Final = 65_535  # the longest stored block of a zlib stream


def _latin(title: str) -> bytes:
    return title.encode("latin-1", "replace")[:79]


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(data, zlib.crc32(kind)))


def _stored(data: bytes) -> bytes:
    blocks = [data[start : start + _BLOCK] for start in range(0, len(data), _BLOCK)]
    heads = (struct.pack("<BHH", block is blocks[-1], len(block), len(block) ^ 0xFFFF) for block in blocks)
    body = b"".join(head + block for head, block in zip(heads, blocks, strict=True))
    return b"\x78\x01" + body + struct.pack(">I", zlib.adler32(data))


@cache
def _colours(palette: Palette) -> bytes:
    """The palette: five grounds in three shades each, and the white of the clouds."""
    shades = (min(255, int(part * light)) for colour in palette.value for light in (0.78, 1.0, 1.18) for part in colour)
    return bytes((*shades, 250, 250, 252))


def _rows(view: View, side: int) -> bytes:
    """The rows of the picture, each after PNG's filter byte (0: none)."""
    land = _window(landscape.land(), view.place, side)
    clouded = round(view.clouds / 100 * 16)
    covered = bytes(
        (_CLOUD << 4 if byte >> 4 < clouded else 0) | (_CLOUD if byte & 15 < clouded else 0) for byte in range(256)
    )
    sky = _window(landscape.sky(), view.moment, side).translate(covered)
    # All bits of the colour of clouds are set: one OR draws the clouds over the terrain of the whole picture.
    pixels = (int.from_bytes(land) | int.from_bytes(sky)).to_bytes(len(land))
    width = side // 2
    return b"".join(b"\0" + pixels[start : start + width] for start in range(0, len(pixels), width))


def _window(raster: tuple[bytes, ...], key: str, side: int) -> bytes:
    digest = hashlib.sha256(key.encode()).digest()
    left, top = digest[0] % (landscape.SIDE // 2), digest[1]
    return b"".join(raster[(top + line) % landscape.SIDE][left : left + side // 2] for line in range(side))
