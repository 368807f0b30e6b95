"""Altimetry granules: measurements along one pass of a satellite, as NetCDF files."""

import hashlib
import math
import re
from array import array
from functools import cache
from typing import Final

from components.demo.catalogue import orbits
from components.demo.files.netcdf import Variable, classic


def granule(name: str) -> bytes:
    """The NetCDF file of a granule: time, position, sea surface height anomaly and wave height."""
    count, start = points(name), _digest(name)[1] * 8
    number = int(found[1]) if (found := _PASS.search(name)) else 1
    variables = (
        Variable("time", "time", _seconds()[:count], {"units": f"seconds since {_beginning(name)}"}),
        Variable("latitude", "time", orbits.latitudes(number)[:count], {"units": "degrees_north"}),
        Variable("longitude", "time", orbits.longitudes(number)[:count], {"units": "degrees_east"}),
        Variable("ssha", "time", _anomalies()[start : start + count], {"units": "m", "long_name": _ANOMALY}),
        Variable("swh", "time", _waves()[start : start + count], {"units": "m", "long_name": _WAVE}),
    )
    return classic({"time": count}, {"title": "The sea along a pass", "granule": name, **_ORIGIN}, variables)


@cache
def _header_size(length: int) -> int:
    """The size of the header, which depends only on the length of the file name."""
    name = "x" * length
    return len(granule(name)) - points(name) * _POINT


def granule_size(name: str) -> int:
    """The size of a granule in bytes, computed without its content."""
    return _header_size(len(name.encode())) + points(name) * _POINT


def points(name: str) -> int:
    """The number of measurements in a granule."""
    return 400 + _digest(name)[0]


_ORIGIN: Final = {"institution": "REGARDS demo archive", "comment": "Invented values: not for science"}
_ANOMALY: Final = "sea surface height anomaly"
_WAVE: Final = "significant wave height"
_POINT: Final = 8 + 4 * 4  # bytes: one double, four floats
_PASS: Final = re.compile(r"[0-9]{3}_([0-9]{3})_")
_TIME: Final = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})[T_]([0-9]{2})([0-9]{2})([0-9]{2})")
_TABLE: Final = 256 * 8 + 656


def _beginning(name: str) -> str:
    year, month, day, hour, minute, second = (
        found.groups() if (found := _TIME.search(name)) else ("2023", "01", "01", "00", "00", "00")
    )
    return f"{year}-{month}-{day} {hour}:{minute}:{second}"


def _digest(name: str) -> bytes:
    return hashlib.md5(name.encode(), usedforsecurity=False).digest()


@cache
def _seconds() -> "array[float]":
    return array("d", range(656))


@cache
def _anomalies() -> "array[float]":
    """Sea surface heights, a sum of sine waves of a few decimetres."""
    return array(
        "f",
        [0.12 * math.sin(i / 61) + 0.07 * math.sin(i / 17.3) + 0.02 * math.sin(i * 1.7) for i in range(_TABLE)],
    )


@cache
def _waves() -> "array[float]":
    return array("f", [2.1 + 1.1 * math.sin(i / 97) + 0.25 * math.sin(i / 5.1) for i in range(_TABLE)])
