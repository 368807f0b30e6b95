"""The attributes for queries: the fixed ones of REGARDS, and those of the data model of the project."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final, TypeAlias

from components.demo.catalogue.products import Dataset, DataType, Product


class Kind(StrEnum):
    """The type of the values of an attribute, which decides on the queries that are possible."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    FLAG = "boolean"


Value: TypeAlias = str | int | float | bool | datetime


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute, with a function for its values in a product (none, one or several)."""

    name: str
    kind: Kind
    read: Callable[[Product], Iterable[Value]]

    def value(self, text: str) -> Value:
        """The value in the text of a query. Raises ValueError if the attribute cannot have it."""
        return _READERS[self.kind](text)


class Attributes:
    """All attributes of a project, by any of their names."""

    def __init__(self, model: Mapping[str, Kind], datasets: Mapping[str, Dataset]) -> None:
        """Create the fixed attributes, and the dynamic ones of a data model with paths such as `fragment.name`.

        `datasets` (by URN) are needed for the fixed attribute `datasetModelNames`.
        """
        dynamic = [Attribute(path, kind, _dynamic(path)) for path, kind in model.items()]
        self._names = _by_name(dynamic) | {each.name: each for each in _fixed(datasets)}
        self.texts = tuple(
            each for each in {id(each): each for each in self._names.values()}.values() if each.kind is Kind.TEXT
        )

    def find(self, name: str) -> Attribute | None:
        """The attribute with this name, or None."""
        return self._names.get(name)


def _by_name(dynamic: Iterable[Attribute]) -> dict[str, Attribute]:
    """The dynamic attributes by name: short if unambiguous, `fragment.name`, `properties.…` (contract E.3)."""
    names: dict[str, Attribute] = {}
    short: dict[str, list[Attribute]] = {}
    for each in dynamic:
        names[each.name] = names[f"properties.{each.name}"] = each
        short.setdefault(each.name.rpartition(".")[2], []).append(each)
    return {name: owners[0] for name, owners in short.items() if len(owners) == 1} | names


def _fixed(datasets: Mapping[str, Dataset]) -> Iterable[Attribute]:
    """The attributes that always exist (contract E.3)."""

    def models(product: Product) -> Iterable[str]:
        return (datasets[urn].model for urn in product.datasets if urn in datasets)

    yield Attribute("id", Kind.TEXT, lambda product: (product.urn,))
    yield Attribute("virtualId", Kind.TEXT, lambda product: filter(None, (product.virtual_id,)))
    yield Attribute("providerId", Kind.TEXT, lambda product: (product.provider_id,))
    yield Attribute("label", Kind.TEXT, lambda product: (product.label,))
    yield Attribute("model", Kind.TEXT, lambda product: (product.model,))
    yield Attribute("tags", Kind.TEXT, lambda product: product.datasets)
    yield Attribute("version", Kind.NUMBER, lambda product: (product.version,))
    yield Attribute("last", Kind.FLAG, lambda product: (product.last,))
    yield Attribute("rawdata", Kind.TEXT, _rawdata)
    yield Attribute("datasetModelNames", Kind.TEXT, models)
    yield Attribute("_creationDate", Kind.DATE, lambda product: (product.created,))
    yield Attribute("_lastUpdate", Kind.DATE, lambda product: (product.updated,))


def _rawdata(product: Product) -> Iterable[str]:
    return (file.filename for file in product.files if file.data_type is DataType.RAWDATA)


def _dynamic(path: str) -> Callable[[Product], Iterable[Value]]:
    *fragments, name = path.split(".")

    def read(product: Product) -> Iterable[Value]:
        level: object = product.properties
        for fragment in fragments:
            level = level.get(fragment) if isinstance(level, Mapping) else None
        found = level.get(name) if isinstance(level, Mapping) else None
        return (found,) if isinstance(found, (str, int, float, datetime)) else ()

    return read


def _date(text: str) -> datetime:
    """The date in an ISO 8601 text; without an offset it is in UTC (contract A.3)."""
    date = datetime.fromisoformat(text)
    return date if date.tzinfo else date.replace(tzinfo=UTC)


def _number(text: str) -> float:
    if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?", text) is None:
        raise ValueError(f"{text!r} is not a number")
    return float(text)  # integers compare correctly too: 12 == 12.0


def _flag(text: str) -> bool:
    if text.lower() not in {"true", "false"}:
        raise ValueError(f"{text!r} is neither true nor false")
    return text.lower() == "true"


_READERS: Final[Mapping[Kind, Callable[[str], Value]]] = {
    Kind.TEXT: str,
    Kind.NUMBER: _number,
    Kind.DATE: _date,
    Kind.FLAG: _flag,
}
