"""Reproducible identifiers and files of products."""

import hashlib
from dataclasses import dataclass

from components.demo.catalogue.products import DataFile, DataType
from components.demo.files import content


@dataclass(frozen=True, slots=True)
class Seed:
    """A project and a number, which determine all identifiers."""

    project: str
    number: int

    def urn(self, kind: str, name: str, version: int = 1) -> str:
        """The URN of an entity of a kind (`DATA` or `DATASET`); the URNs of versions differ only at the end."""
        text = f"{self.number}/{self.project}/{kind}/{name}"
        sign = hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
        uuid = f"{sign[:8]}-{sign[8:12]}-3{sign[13:16]}-9{sign[17:20]}-{sign[20:]}"
        return f"URN:AIP:{kind}:{self.project}:{uuid}:V{version}"


def file(
    data_type: DataType,
    filename: str,
    *,
    has_checksum: bool = True,
    reference: bool = False,
    online: bool = True,
) -> DataFile:
    """The description of a file; the suffix of its name determines MIME type and size."""
    return DataFile(
        data_type,
        filename,
        content.mime_type(filename),
        content.natural_size(data_type, filename),
        has_checksum,
        reference,
        online,
    )
