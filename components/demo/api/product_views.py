"""Products and summaries as the catalogue shows them (contract E.1, E.2)."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Final
from urllib.parse import quote

from components.demo.api.dates import iso_of
from components.demo.api.responses import PREFIX, PROJECT_HOST, Json, without_nulls
from components.demo.catalogue.products import DataFile, Dataset, DataType, Product
from components.demo.catalogue.summaries import Summary, Tally
from components.demo.files import content

_NOTHING: Final = Tally()


def product_view(product: Product, base: str) -> Json:
    """A product as a GeoJSON feature."""
    feature = without_nulls(
        {
            "type": "Feature",
            "id": product.urn,
            "virtualId": product.virtual_id,
            "providerId": product.provider_id,
            "entityType": "DATA",
            "label": product.label,
            "model": product.model,
            "version": product.version,
            "last": product.last,
            "creationDate": iso_of(product.created),
            "lastUpdate": iso_of(product.updated),
            "tags": list(product.datasets),
            "normalizedGeometry": product.geometry,
            "properties": _plain(product.properties),
            "files": _files_view(product, base),
        }
    )
    # The one null that REGARDS writes (contract A.3).
    return {**feature, "geometry": product.geometry}


def dataset_view(dataset: Dataset, base: str) -> Json:
    """A dataset as a GeoJSON feature."""
    return {
        "type": "Feature",
        "id": dataset.urn,
        "providerId": dataset.provider_id,
        "entityType": "DATASET",
        "label": dataset.label,
        "model": dataset.model,
        "version": 1,
        "last": True,
        "tags": [],
        "geometry": None,
        "properties": {},
        "files": _files_view(dataset, base),
    }


def _files_view(source: Product | Dataset, base: str) -> Json:
    files: dict[str, list[Json]] = {}
    for each in source.files:
        files.setdefault(each.data_type, []).append(_file_view(source.urn, each, base))
    return files


def _file_view(urn: str, file: DataFile, base: str) -> Json:
    return without_nulls(
        {
            "dataType": file.data_type,
            "reference": file.reference,
            "online": file.online,
            "uri": file_uri(urn, file, base),
            "mimeType": file.mime_type,
            "checksum": content.checksum(urn, file) if file.has_checksum else None,
            "digestAlgorithm": "MD5" if file.has_checksum else None,
            "filesize": file.size,
            "filename": file.filename,
            "types": [],
        }
    )


def file_uri(urn: str, file: DataFile, base: str) -> str:
    """Where a file lives: within the project, or, if external, at an address that can really be reached."""
    if file.reference:
        return f"{base}/external/{quote(urn)}/{quote(file.filename, safe='')}"
    return f"{PROJECT_HOST}{PREFIX}/rs-catalog/downloads/{urn}/files/{storage_key(urn, file)}"


def storage_key(urn: str, file: DataFile) -> str:
    """The name of a file in the storage: its checksum, or one made of its name where it has none."""
    if file.has_checksum:
        return content.checksum(urn, file)
    return hashlib.md5(f"{urn}/{file.filename}".encode(), usedforsecurity=False).hexdigest()


def summary_view(summary: Summary) -> Json:
    """What an order would hold, in all and by dataset."""
    parts = {urn: _part_view(part) for urn, part in summary.datasets.items()}
    return {**_part_view(summary), "subSummariesMap": parts}


def _part_view(summary: Summary) -> Json:
    """One summary; each data type's total is also split into external (`_ref`) and stored (`_!ref`) files."""
    types: dict[str, Json] = {}
    for each in DataType:
        stored, external = summary.stored.get(each, _NOTHING), summary.external.get(each, _NOTHING)
        if stored.files or external.files:
            types[each] = _tally_view(Tally(stored.files + external.files, stored.size + external.size))
            types[f"{each}_ref"] = _tally_view(external)
            types[f"{each}_!ref"] = _tally_view(stored)
    return {
        "documentsCount": summary.documents,
        "filesCount": summary.total.files,
        "filesSize": summary.total.size,
        "fileTypesSummaryMap": types,
    }


def _tally_view(tally: Tally) -> Json:
    return {"filesCount": tally.files, "filesSize": tally.size}


def _plain(value: object) -> object:
    """A dynamic attribute's value, dates written as REGARDS does."""
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return iso_of(value) if isinstance(value, datetime) else value
