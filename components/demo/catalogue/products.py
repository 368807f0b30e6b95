"""What the archive keeps: products, their files, and the datasets through which products are ordered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

_INDEXED: Final = datetime(2026, 1, 5, 8, 30, tzinfo=UTC)


class DataType(StrEnum):
    """The nine kinds of file that a catalogue knows (contract C.2)."""

    RAWDATA = "RAWDATA"
    QUICKLOOK_SD = "QUICKLOOK_SD"
    QUICKLOOK_MD = "QUICKLOOK_MD"
    QUICKLOOK_HD = "QUICKLOOK_HD"
    DOCUMENT = "DOCUMENT"
    THUMBNAIL = "THUMBNAIL"
    OTHER = "OTHER"
    AIP = "AIP"
    DESCRIPTION = "DESCRIPTION"


QUICKLOOKS: Final = frozenset({DataType.QUICKLOOK_SD, DataType.QUICKLOOK_MD, DataType.QUICKLOOK_HD})
ORDERABLE: Final = QUICKLOOKS | {DataType.RAWDATA}
"""The kinds that an order may hold; the five others never leave by an order (contract C.2)."""


@dataclass(frozen=True, slots=True)
class DataFile:
    """One file as the catalogue describes it; `content.body` gives what is in it.

    `size` is in bytes, and None where the archive does not know it. A `reference` file is external: stored
    outside REGARDS (contract E.1).
    """

    data_type: DataType
    filename: str
    mime_type: str
    size: int | None
    has_checksum: bool = True
    reference: bool = False
    online: bool = True


@dataclass(frozen=True, slots=True)
class Product:
    """One version of one product.

    `urn` is REGARDS' own name for it and ends with the version; `provider_id` is the people's name, which
    all versions share; only the newest version is `last` (contract E.3). `properties` are the dynamic
    attributes of the project's data model, fragments being nested mappings.
    """

    urn: str
    provider_id: str
    label: str
    model: str
    version: int
    last: bool
    datasets: tuple[str, ...]
    properties: Mapping[str, object]
    files: tuple[DataFile, ...]
    geometry: Mapping[str, object] | None
    created: datetime = _INDEXED
    updated: datetime = _INDEXED

    @property
    def virtual_id(self) -> str | None:
        """The URN that always means the newest version; None on older versions."""
        return self.urn.rpartition(":")[0] + ":LAST" if self.last else None


@dataclass(frozen=True, slots=True)
class Dataset:
    """A set of products that are ordered together.

    `groups` see its products, `data_groups` may also download their data (contract E.1). `files` are
    attached to the dataset itself: the orderable ones join every order on it (contract C.2).
    """

    urn: str
    provider_id: str
    label: str
    model: str
    groups: frozenset[str] = frozenset({"public"})
    data_groups: frozenset[str] = frozenset({"public"})
    files: tuple[DataFile, ...] = ()
