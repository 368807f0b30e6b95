"""The titles of identifiers: above a list, above a column of a table, or as a key in JSON."""

import re
from collections.abc import Iterable

_TITLE = re.compile(r"(provider|product)?(identifier|id|urn)(s|\(s\))?", re.IGNORECASE | re.ASCII)
_JOINTS = re.compile(r"[\s_-]+")
# A table may have several: the identifiers of users come before the technical URN (contract E.3).
_RANKS = {"provider": 120, "product": 80, "identifier": 50, "id": 40, "urn": 5}

_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_OTHER_THINGS = frozenset(
    [
        "date",
        "time",
        "day",
        "year",
        "size",
        "bytes",
        "mb",
        "cloud",
        "clouds",
        "cover",
        "path",
        "row",
        "lat",
        "lon",
        "latitude",
        "longitude",
        "url",
        "urls",
        "link",
        "href",
        "orbit",
        "frame",
        "angle",
        "version",
        "level",
        "status",
        "bundle",
        "state",
        "type",
        "platform",
        "satellite",
        "sensor",
        "instrument",
        "mission",
        "collection",
        "dataset",
        "group",
        "geometry",
        "footprint",
        "checksum",
        "md5",
        "sha",
        "user",
        "owner",
        "parent",
        "order",
        "job",
        "thumbnail",
        "quicklook",
        "preview",
        "index",
        "number",
        "count",
        "tile",
        "download",
        "summary",
        "description",
        "uuid",
        "note",
        "notes",
        "comment",
        "remark",
        "concept",
        "stac",
        "extensions",
        "rel",
        "bbox",
    ]
)
_PRODUCTS = frozenset({"scene", "scenes", "granule", "granules", "product", "products"})
_KEYS = frozenset({"id", "ids", "identifier", "identifiers", "name", "names", "ur"})
_NAMES = frozenset({"name", "names", "title", "filename", "file", "files", "label"})
_LONGEST = 100


def is_title(name: str) -> bool:
    """Whether a name is a title of identifiers, in any case, with or without spaces, underscores and hyphens."""
    return _rank(name) is not None


def best(names: Iterable[str]) -> int | None:
    """The position of the best title of identifiers among some names; None if there is none."""
    ranked = [(-rank, position) for position, name in enumerate(names) if (rank := _rank(name)) is not None]
    return min(ranked)[1] if ranked else None


def weight(name: str) -> int:
    """How much a title speaks for identifiers below it: 0 if it says nothing, less if it names something else."""
    if (rank := _rank(name)) is not None:
        return rank
    words = {word.lower() for word in _WORDS.findall(name[:_LONGEST])}
    if words & _OTHER_THINGS:
        return -25
    if words & _PRODUCTS:
        return 50 if words & _KEYS else 35
    if words & {"identifier", "identifiers"}:
        return 45
    if words & {"id", "ids"}:
        return 31 if "display" in words else 30
    return 10 if words & _NAMES else 0


def _rank(name: str) -> int | None:
    title = _TITLE.fullmatch(_JOINTS.sub("", name)) if len(name) <= _LONGEST else None
    return _RANKS[(title[1] or title[2]).lower()] if title else None
