"""The lint rules for the names of attributes: those that the archive does not know, and those with a colon."""

from collections.abc import Collection, Iterator
from difflib import get_close_matches
from typing import Final

from components.order.lucene.findings import Edit, Finding, also, refused, shown
from components.order.lucene.outline import Outline
from components.order.lucene.queries import is_field
from components.order.lucene.tokens import Token

ALWAYS: Final = frozenset(
    {
        *("id", "virtualId", "providerId", "label", "model", "tags", "version", "last", "rawdata"),
        *("datasetModelNames", "_creationDate", "_lastUpdate"),
    }
)
"""The attributes that every archive has (contract E.3)."""


class Known:
    """The attributes of an archive, in any of the forms in which they are written (contract E.3).

    A name that is only perhaps an attribute counts as one: nobody is told something wrong.
    """

    def __init__(self, names: Collection[str]) -> None:
        self._names = {_bare(name) for name in names} | ALWAYS
        self._short = {_short(name) for name in self._names}
        self._offered = {name.lower(): name for name in sorted({*names, *ALWAYS}) if is_field(name)}

    def has(self, name: str) -> bool:
        """Whether this is an attribute: its short name, with its fragment, with ``properties.``, or a part of it."""
        bare = _bare(name)
        steps = bare.split(".")
        begins = {".".join(steps[:count]) for count in range(1, min(len(steps), _MOST_STEPS) + 1)}
        return bare in self._short or bool(begins & self._names) or steps[-1] in self._names

    def nearest(self, name: str) -> str | None:
        """The attribute whose name is most like this one, if any is."""
        wanted = {_bare(name).lower(): None, _short(name).lower(): None}
        for each in wanted:
            names = {_bare(known): offered for known, offered in self._offered.items()}
            names |= {_short(known): offered for known, offered in self._offered.items()}
            if found := get_close_matches(each[:_LONGEST_NAME], names, n=1, cutoff=_LIKE):
                return names[found[0]]
        return None


def unknown_attributes(outline: Outline, known: Known) -> Iterator[Finding]:
    """The attributes that the archive does not have, each once."""
    places: dict[str, list[Token]] = {}
    for clause in (clause for level in outline.levels for clause in level.clauses):
        if clause.name and clause.field and not clause.has_colon and not known.has(clause.field.removesuffix(_TEXT)):
            places.setdefault(clause.field, []).append(clause.name)
    for field, names in places.items():
        nearest = known.nearest(field.removesuffix(_TEXT)) if len(places) <= _MOST_NAMES else None
        why = (
            f"The nearest name that it has is {shown(nearest)}." if nearest else "No name that it has is like this one."
        )
        yield refused(
            names[0],
            f"The archive has no attribute {shown(field)}{also(len(names) - 1)}.",
            why,
            _renamed(names, nearest and nearest + (_TEXT if field.endswith(_TEXT) else "")),
        )


def names_with_colon(outline: Outline, known: Known | None) -> Iterator[Finding]:
    """Names such as ``eo:cloud_cover`` of the STAC extensions, each once."""
    places: dict[str, list[Token]] = {}
    for clause in (clause for level in outline.levels for clause in level.clauses):
        if clause.has_colon and clause.name:
            places.setdefault(clause.name.text, []).append(clause.name)
    for name, names in places.items():
        nearest = None
        if known and len(places) <= _MOST_NAMES:
            short = name.rpartition(":")[2]
            nearest = short if known.has(short) else known.nearest(short)
        hint = f" The nearest name that it has is {shown(nearest)}." if nearest else ""
        yield refused(
            names[0],
            f"{shown(name)} cannot be the name of an attribute{also(len(names) - 1)}.",
            f"A name ends at its first colon. Names like this are those of STAC; the archive uses others.{hint}",
            _renamed(names, nearest),
        )


def _renamed(names: list[Token], name: str | None) -> list[Edit]:
    return [Edit(each.start, each.end, name) for each in names] if name else []


def _bare(name: str) -> str:
    return name.removeprefix("properties.")


def _short(name: str) -> str:
    return name.rpartition(".")[2]


_TEXT: Final = "@text"
_MOST_NAMES: Final = 10  # an expression with more unknown names was made for another archive
_MOST_STEPS: Final = 10
_LONGEST_NAME: Final = 100
_LIKE: Final = 0.7
