"""Which of several columns holds the identifiers: of a table, or the fields of JSON and XML."""

from collections.abc import Sequence
from typing import NamedTuple

from components.order.identifiers import shapes, titles
from components.order.identifiers.shapes import Kind

_WEIGHTS = {
    Kind.NAME: 60,
    Kind.CODE: 40,
    Kind.WORD: 15,
    Kind.URN: 15,
    Kind.UUID: 15,
    Kind.ADDRESS: 12,
    Kind.NUMBER: 8,
}
_REPEATED, _SHORT = 30, 3
_TRUSTED = 30  # a title that outweighs values that come back


class Column(NamedTuple):
    """A column with its title, and some of its values."""

    title: str
    values: Sequence[str]


def ranked(columns: Sequence[Column]) -> list[int]:
    """The positions of the columns, the one that most probably holds identifiers first.

    Names come before codes, and these before running numbers, UUIDs, URNs and addresses; dates, measures and long
    texts come last. A title adds weight or takes it away (see `titles.weight`). Of equals, the leftmost comes first.
    """
    given = [[value for value in column.values if not shapes.is_nothing(value) and value] for column in columns]
    kinds = [shapes.kind_of_all(values) for values in given]
    lengths = [sum(map(len, values)) / len(values) if values else 0.0 for values in given]
    longest = max((length for length, kind in zip(lengths, kinds, strict=True) if kind is Kind.NAME), default=0)
    weights = []
    for column, values, kind, length in zip(columns, given, kinds, lengths, strict=True):
        weight = _WEIGHTS.get(kind, 0) + (title := titles.weight(column.title)) if values else -100
        if len(set(values)) * 2 <= len(values) and len(values) > 1:
            if title < _TRUSTED:
                weight -= _REPEATED
            elif kind is Kind.WORD and Kind.NAME in kinds:  # CMR calls a data centre “provider-id”
                weight -= _REPEATED + title
        if kind is Kind.NAME and length * 2 < longest:
            weight -= _SHORT
        weights.append(weight)
    return sorted(range(len(columns)), key=lambda position: -weights[position])


def may_hold_identifiers(column: Column) -> bool:
    """Whether a column could hold identifiers at all, also if there is no other."""
    if titles.is_title(column.title):
        return any(column.values)
    kind = shapes.kind_of_all(column.values)
    if kind in {Kind.NAME, Kind.CODE, Kind.UUID, Kind.URN}:
        return titles.weight(column.title) >= 0 or kind is Kind.NAME
    return titles.weight(column.title) >= _TRUSTED and kind in {Kind.WORD, Kind.NUMBER, Kind.ADDRESS}
