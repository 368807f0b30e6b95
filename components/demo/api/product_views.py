"""JSON views of products, datasets and summaries (contract E.1, E.2)."""

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
    """The GeoJSON feature of a product."""
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
    # The only null that REGARDS writes (contract A.3).
    return {**feature, "geometry": product.geometry}


def dataset_view(dataset: Dataset, base: str) -> Json:
    """The GeoJSON feature of a dataset."""
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
    """The address of a file: within the project, or, if external, one that can be reached."""
    if file.reference:
        return f"{base}/external/{quote(urn)}/{quote(file.filename, safe='')}"
    return f"{PROJECT_HOST}{PREFIX}/rs-catalog/downloads/{urn}/files/{storage_key(urn, file)}"


def storage_key(urn: str, file: DataFile) -> str:
    """The key of a file in the storage: its checksum, or a hash of its name if it has none."""
    if file.has_checksum:
        return content.checksum(urn, file)
    return hashlib.md5(f"{urn}/{file.filename}".encode(), usedforsecurity=False).hexdigest()


def summary_view(summary: Summary) -> Json:
    """The view of a summary, in total and by dataset."""
    parts = {urn: _part_view(part) for urn, part in summary.datasets.items()}
    return {**_part_view(summary), "subSummariesMap": parts}


def _part_view(summary: Summary) -> Json:
    """The view of one summary; each data type is also split into external (`_ref`) and stored (`_!ref`) files."""
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
    """The JSON value of a dynamic attribute, with dates in the format of REGARDS."""
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return iso_of(value) if isinstance(value, datetime) else value
