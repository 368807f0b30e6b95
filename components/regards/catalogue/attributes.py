"""The attributes that a query may name: the fixed ones of REGARDS, and those of the project's data models."""

from dataclasses import dataclass
from typing import Final

from components.regards.errors import RegardsError
from components.regards.http import replies
from components.regards.http.connection import Connection

_ATTRIBUTES: Final = "rs-dam/models/attributes"
_MOST: Final = 5_000  # attributes
_TEXT: Final = "STRING"


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute of products: its name in a query, such as ``properties.SceneID``, and REGARDS' type of it."""

    name: str
    type: str

    @property
    def is_text(self) -> bool:
        """Whether it holds one text, so that it may hold identifiers."""
        return self.type == _TEXT


FIXED: Final = (
    Attribute("id", _TEXT),
    Attribute("virtualId", _TEXT),
    Attribute("providerId", _TEXT),
    Attribute("label", _TEXT),
    Attribute("model", _TEXT),
    Attribute("tags", "STRING_ARRAY"),
    Attribute("version", "INTEGER"),
    Attribute("last", "BOOLEAN"),
    Attribute("rawdata", "STRING_ARRAY"),
    Attribute("datasetModelNames", "STRING_ARRAY"),
    Attribute("_creationDate", "DATE_ISO8601"),
    Attribute("_lastUpdate", "DATE_ISO8601"),
)
"""The attributes that always exist (contract E.3)."""


def read(connection: Connection) -> tuple[Attribute, ...] | None:
    """The attributes of this project, the fixed ones first; None if they cannot be known (contract L.13).

    The archive may be out of order, the user may lack the right, or the answer may have another form. Nothing must be
    called unknown then.
    """
    try:
        # Links would cost the archive one query for each attribute.
        answer = connection.read(_ATTRIBUTES, noLink="true")
        found = tuple(map(_attribute, answer)) if isinstance(answer, list) else ()
    except RegardsError:
        return None
    known = tuple(each for each in found if each)
    return tuple(dict.fromkeys((*FIXED, *known))) if known and len(known) == len(found) <= _MOST else None


def _attribute(item: object) -> Attribute | None:
    attribute = replies.unwrap(item)
    path, kind = attribute.get("jsonPath"), attribute.get("type")
    return Attribute(path, kind) if isinstance(path, str) and path and isinstance(kind, str) else None
