"""Products, their files, and datasets."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

_INDEXED: Final = datetime(2026, 1, 5, 8, 30, tzinfo=UTC)


class DataType(StrEnum):
    """The nine data types of files (contract C.2)."""

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
"""The data types that can be ordered (contract C.2)."""


@dataclass(frozen=True, slots=True)
class DataFile:
    """The description of a file; `content.body` returns its content.

    `size` is in bytes, or None if unknown. A `reference` file is external, that is, stored outside REGARDS
    (contract E.1).
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
    """One version of a product.

    `urn` is the identifier of REGARDS and ends with the version. `provider_id` is the identifier of the data provider,
    common to all versions. Only the newest version is `last` (contract E.3). `properties` has the dynamic attributes of
    the data model, with fragments as nested mappings.
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
        """The URN with `LAST`, which always means the newest version; None for older versions."""
        return self.urn.rpartition(":")[0] + ":LAST" if self.last else None


@dataclass(frozen=True, slots=True)
class Dataset:
    """A set of products.

    `groups` may see its products, `data_groups` may also download their data (contract E.1). `files` are attached to
    the dataset itself: orderable ones are part of each order on the dataset (contract C.2).
    """

    urn: str
    provider_id: str
    label: str
    model: str
    groups: frozenset[str] = frozenset({"public"})
    data_groups: frozenset[str] = frozenset({"public"})
    files: tuple[DataFile, ...] = ()
