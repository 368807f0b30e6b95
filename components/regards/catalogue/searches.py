"""Searches in the archive's catalogue."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from components.order.data_types import ORDERABLE
from components.order.name_filter import NamedFile
from components.regards.errors import Refused, UnexpectedReply
from components.regards.http import paging, replies
from components.regards.http.connection import Connection

_SEARCH: Final = "rs-catalog/engines/legacy/dataobjects/search"
_DATASETS: Final = "rs-catalog/engines/legacy/datasets/search"
_COMPLEX: Final = "rs-catalog/complex/search"
_PAGE: Final = 500  # products
_MOST_COUNTED: Final = 10**18  # files or bytes; a table holds no number of more than 63 bits
_DATASET_TAG: Final = "URN:AIP:DATASET:"


@dataclass(frozen=True, slots=True)
class Product:
    """A product of the catalogue: its attributes, its datasets, and its files that can be ordered."""

    attributes: Mapping[str, Any]
    datasets: tuple[str, ...]
    files: tuple[NamedFile, ...] = ()

    def value(self, field: str) -> object:
        """An attribute, by its short name or by ``fragment.name``, also after ``properties.`` (contract E.3)."""
        name = field.removeprefix("properties.")
        if name in self.attributes and name != "properties":
            return self.attributes[name]
        value: object = self.attributes.get("properties")
        if "." not in name:
            return _by_short_name(value, name)
        for part in name.split("."):
            value = value.get(part) if isinstance(value, Mapping) else None
        return value

    @property
    def may_be_ordered(self) -> bool:
        """Whether it has a file that can be ordered, or the catalogue does not list its files."""
        return bool(self.files) or not isinstance(self.attributes.get("files"), Mapping)


@dataclass(frozen=True, slots=True)
class Amount:
    """The files of one data type in one dataset; ``size`` is in bytes.

    ``products`` counts the products of the dataset that were found; ``charged`` the files that count against the
    download quota.
    """

    dataset: str
    products: int
    data_type: str
    files: int
    size: int
    charged: int


@dataclass(frozen=True, slots=True)
class Summary:
    """The counts of an order with some queries (contract E.2).

    ``products`` counts each matching product once, ``placed`` once for each of its datasets. If ``placed`` is 0, the
    order would stay empty.
    """

    products: int
    placed: int
    amounts: tuple[Amount, ...]


def identifier_field(connection: Connection) -> str:
    """The attribute that holds the identifiers of products in this project.

    It is ``productId`` if the project's data model has that, else ``providerId``, which always exists (contract E.3).
    To find out, search for a ``productId``: the catalogue refuses a search on an unknown attribute.
    """
    if connection.archive.identifier_field:
        return connection.archive.identifier_field
    try:
        connection.read(_SEARCH, q='productId:"probe"', size=1)
    except Refused:
        return "providerId"
    return "productId"


def search(connection: Connection, *queries: str, before: Callable[[], None] = lambda: None) -> Iterator[Product]:
    """The products that one of at most 100 queries matches and the user may see, each once; without a query, all.

    Args:
        connection: the user's connection.
        queries: in the syntax of Lucene.
        before: called before each page; what it raises ends the search.

    Raises:
        Refused: a query is wrong. The error has the catalogue's reason, which the refusal of an order lacks.
    """

    def read_page(number: int) -> object:
        before()
        return connection.send("POST", _COMPLEX, _body(queries, page=number, size=_PAGE))

    for item in paging.every_item(read_page, _PAGE):
        feature = replies.unwrap(item)
        tags = tuple(str(tag) for tag in feature.get("tags") or ())
        datasets = tuple(tag for tag in tags if tag.startswith(_DATASET_TAG))
        yield Product(feature, datasets, tuple(_files(feature.get("files"))))


def summarise(connection: Connection, queries: Sequence[str]) -> Summary:
    """The counts of an order with these queries, for any file name; REGARDS counts the same at apply.

    Raises:
        Refused: one of the queries is wrong.
    """
    answer = connection.send("POST", f"{_COMPLEX}/summary", _body(queries))
    if not isinstance(answer, dict) or not isinstance(answer.get("subSummariesMap"), dict):
        raise UnexpectedReply("The catalogue answered with a summary of an unknown form.", str(answer)[:300])
    by_dataset: dict[str, Any] = answer["subSummariesMap"]
    amounts = [
        _amount(dataset, data_type, summary) for dataset, summary in by_dataset.items() for data_type in ORDERABLE
    ]
    return Summary(
        products=_count(answer, "documentsCount"),
        placed=sum(_count(summary, "documentsCount") for summary in by_dataset.values()),
        amounts=tuple(amount for amount in amounts if amount.files),
    )


def dataset_labels(connection: Connection) -> dict[str, str]:
    """The names of the datasets that the user may see, by their technical identifiers."""
    datasets = [replies.unwrap(item) for item in connection.items(_DATASETS, size=_PAGE)]
    return {str(dataset.get("id", "")): str(dataset.get("label", "")) for dataset in datasets}


def _files(by_type: object) -> Iterator[NamedFile]:
    """The files of a product that can be ordered (contract E.1: an object keyed by data type)."""
    if not isinstance(by_type, Mapping):
        return
    for data_type in ORDERABLE:
        for file in by_type.get(data_type) or ():
            if isinstance(file, Mapping) and isinstance(file.get("filename"), str):
                size = file.get("filesize")
                yield NamedFile(file["filename"], data_type, size if isinstance(size, int) else None)


def _by_short_name(fragment: object, name: str) -> object:
    """The attribute in any fragment: the catalogue accepts a short name only if it is unambiguous (contract E.3)."""
    if not isinstance(fragment, Mapping):
        return None
    if name in fragment:
        return fragment[name]
    found = (_by_short_name(each, name) for each in fragment.values())
    return next((value for value in found if value is not None), None)


def _amount(dataset: str, data_type: str, summary: object) -> Amount:
    types = _inside(summary, "fileTypesSummaryMap")
    counts = _inside(types, data_type)
    # Only RAWDATA that REGARDS itself stores is charged (contract G).
    charged = _inside(types, f"{data_type}_!ref") if data_type == "RAWDATA" else None
    return Amount(
        dataset=dataset,
        products=_count(summary, "documentsCount"),
        data_type=data_type,
        files=_count(counts, "filesCount"),
        size=_count(counts, "filesSize"),
        charged=_count(charged, "filesCount"),
    )


def _inside(part: object, key: str) -> object:
    """A member of a part of a summary; None if it or the part is missing (contract A.3)."""
    if isinstance(part, Mapping):
        return part.get(key)
    if part is None:
        return None
    raise UnexpectedReply("The catalogue answered with a summary of an unknown form.", str(part)[:300])


def _count(part: object, key: str) -> int:
    number = _inside(part, key)
    if number is None:
        return 0
    if isinstance(number, int) and 0 <= number < _MOST_COUNTED:
        return number
    raise UnexpectedReply(f"The catalogue answered with a summary whose {key} is no such number.", str(number)[:300])


def _body(queries: Sequence[str], **paging: int) -> str:
    requests = [{"engineType": "legacy", "searchParameters": {"q": [query]}} for query in queries]
    return json.dumps({"requests": requests, "dataTypes": list(ORDERABLE), **paging})
