"""How the archive's products are made: names, files and identifiers that depend on a seed alone."""

import hashlib
from dataclasses import dataclass

from components.demo.catalogue.products import DataFile, DataType
from components.demo.files import content


@dataclass(frozen=True, slots=True)
class Seed:
    """A project and a number; the same two give the same identifiers."""

    project: str
    number: int

    def urn(self, kind: str, name: str, version: int = 1) -> str:
        """The URN of an entity (`DATA` or `DATASET`); versions of one name differ only at the end."""
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
    """Describe a file by its name, whose ending tells the format and so the size."""
    return DataFile(
        data_type,
        filename,
        content.mime_type(filename),
        content.natural_size(data_type, filename),
        has_checksum,
        reference,
        online,
    )
