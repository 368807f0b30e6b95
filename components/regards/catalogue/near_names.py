"""What the catalogue has for names that it does not know: near names, and the field that holds the names.

A few questions in all, never one for each name: the exact spellings of many names fit into one query (contract F.3).
Only what exact spellings do not find is asked for as “contains”, which costs the archive more.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from components.order import lucene, near_names
from components.order.near_names import NearName, Nearness
from components.order.run_together import RunTogether, beginnings
from components.order.selection import Selection
from components.regards.catalogue import searches
from components.regards.catalogue.attributes import FIXED, Attribute
from components.regards.catalogue.searches import Product
from components.regards.errors import Refused, RegardsError
from components.regards.http.connection import Connection

MOST_TRIED: Final = 50
"""Unknown names of a list that are looked for once more."""

SAMPLE: Final = 5
"""Names of a list that are tried under other attributes."""

MOST_OF_A_PATTERN: Final = 100
"""Names that a pattern may stand for; more belong into a search expression."""

_MOST_QUERIES: Final = 4  # of exact spellings
_MOST_PARTS: Final = 20  # names that are asked for as “contains”, in one query
_MOST_PATTERNS: Final = 3
_ONE_PAGE: Final = 500  # products; the catalogue is not asked for a second page
_MOST_ATTRIBUTES: Final = 80
# Attributes that other archives have for this; asked for one by one, because an unknown one is refused (contract L.8).
_COMMON: Final = ("properties.SceneID", "properties.identifier", "properties.DatasetName")

ReadAttributes = Callable[[], "tuple[Attribute, ...] | None"]


@dataclass(frozen=True, slots=True)
class FittingField:
    """An attribute under which names were found: ``found`` of the ``tried`` ones."""

    name: str
    found: int
    tried: int


@dataclass(frozen=True, slots=True)
class NearNames:
    """What the catalogue has for names that it does not know.

    Attributes:
        proposals: the unknown names with what they probably mean, in the order of the list.
        field: the attribute that holds the names of the list, if nothing was found under the one asked for.
        tried: the number of unknown names that were looked for once more.
        untried: the number of those that were not: a list may have too many names or patterns.
        too_wide: the patterns that mean more names than can be listed.
        incomplete: whether near names may be missing: the catalogue did not answer, or a question was too wide.
    """

    proposals: tuple[NearName, ...] = ()
    field: FittingField | None = None
    tried: int = 0
    untried: int = 0
    too_wide: tuple[str, ...] = ()
    incomplete: bool = False


def look(
    connection: Connection,
    selection: Selection,
    unknown: Sequence[str],
    attributes: ReadAttributes,
    before: Callable[[], None] = lambda: None,
) -> NearNames:
    """Look for unknown names once more: under other attributes if all are unknown, then in other spellings.

    Args:
        connection: the user's connection.
        selection: all products asked for.
        unknown: those of its identifiers that the catalogue does not know.
        attributes: reads the attributes of the project; called only if all names are unknown.
        before: called before each question; what it raises ends the search.
    """
    search = _Search(connection, selection, before)
    if len(unknown) == len(selection.identifiers) and (field := search.fitting_field(unknown, attributes)):
        return NearNames(field=field, untried=len(unknown), incomplete=search.incomplete)
    tried = search.affordable(unknown)
    proposals = search.near(tried)
    return NearNames(
        proposals=tuple(proposals[name] for name in tried if name in proposals),
        tried=len(tried),
        untried=len(unknown) - len(tried),
        too_wide=tuple(search.too_wide),
        incomplete=search.incomplete,
    )


class _Search:
    """The questions about one list, and whether all were answered."""

    def __init__(self, connection: Connection, selection: Selection, before: Callable[[], None]) -> None:
        self._connection = connection
        self._selection = replace(selection, latest_only=False)  # `_found` asks for the latest
        self._latest_only = selection.latest_only
        self._before = before
        self._beginnings = beginnings(selection.identifiers)
        self._silent = False
        self.incomplete = False
        self.too_wide: list[str] = []

    def fitting_field(self, unknown: Sequence[str], attributes: ReadAttributes) -> FittingField | None:
        """The attribute under which most of a few names are found."""
        sample = near_names.spread(unknown, SAMPLE)
        self._before()
        known = attributes()
        asked = self._selection.field.removeprefix("properties.")
        holding_text = [
            each.name
            for each in known or FIXED
            if each.is_text and lucene.is_field(each.name) and each.name.removeprefix("properties.") != asked
        ]
        together = holding_text[:_MOST_ATTRIBUTES]
        fields = together if known else [*together, *(each for each in _COMMON if each != self._selection.field)]
        products = self._found(" OR ".join(_one_of(field, sample) for field in together))
        for field in fields[len(together) :]:
            products += self._found(_one_of(field, sample), may_be_refused=True)
        held = {field: {str(product.value(field)) for product in products} & set(sample) for field in fields}
        best = max(fields, key=lambda field: (len(held[field]), -_rank(field)), default="")
        return FittingField(best, len(held[best]), len(sample)) if best and held[best] else None

    def affordable(self, unknown: Sequence[str]) -> tuple[str, ...]:
        """The first names whose spellings fit into the few queries that are asked, with a few patterns."""
        room, patterns, names = _MOST_QUERIES * self._selection.per_query, _MOST_PATTERNS, []
        for name in unknown[:MOST_TRIED]:
            if near_names.is_pattern(name):
                patterns -= 1
                if patterns < 0:
                    continue
            room -= len(set(self._exact(name)))
            if room < 0:
                break
            names.append(name)
        return tuple(names)

    def near(self, names: Sequence[str]) -> Mapping[str, NearName]:
        """Proposals for these names."""
        wanted = dict.fromkeys(candidate for name in names for candidate in self._exact(name))
        known = self._known(tuple(wanted))
        proposals: dict[str, NearName] = {}
        for name in names:
            if same := next((each for each in near_names.spellings(name) if each in known), None):
                proposals[name] = NearName(name, (same,), Nearness.SPELLING)
            elif cut := RunTogether(name, self._beginnings).cut(known):
                proposals[name] = NearName(name, cut, Nearness.RUN_TOGETHER)
        left = [name for name in names if name not in proposals]
        for proposal in (*self._of_urns(left), *self._of_patterns(left), *self._of_parts(left)):
            proposals.setdefault(proposal.unknown, proposal)
        for proposal in self._of_beginnings([name for name in left if name not in proposals]):
            proposals[proposal.unknown] = proposal
        return proposals

    def _exact(self, name: str) -> Iterator[str]:
        """What is asked for in quotes in place of a name."""
        if not near_names.is_urn(name) and not near_names.is_pattern(name):
            yield from near_names.spellings(name)
            yield from RunTogether(name, self._beginnings).pieces()

    def _known(self, candidates: tuple[str, ...]) -> frozenset[str]:
        """Those candidates that are names of products."""
        names: set[str] = set()
        for query in self._selection.of(candidates).queries():
            names.update(self._names(self._found(query)))
        return frozenset(names & set(candidates))

    def _of_urns(self, names: Sequence[str]) -> Iterator[NearName]:
        urns = [name for name in names if near_names.is_urn(name)]
        if not urns or self._selection.field == "id":
            return
        by_urn = {str(product.value("id")): self._name(product) for product in self._found(_one_of("id", urns))}
        for urn in urns:
            if name := by_urn.get(urn):
                yield NearName(urn, (name,), Nearness.URN)

    def _of_patterns(self, names: Sequence[str]) -> Iterator[NearName]:
        for pattern in filter(near_names.is_pattern, names):
            products = self._found(f"{self._selection.field}:{pattern}")
            found = [name for name in self._names(products) if near_names.fits(name, pattern)]
            if len(found) > MOST_OF_A_PATTERN or len(products) == _ONE_PAGE:
                self.too_wide.append(pattern)
            elif found:
                yield NearName(pattern, tuple(found), Nearness.PATTERN)

    def _of_parts(self, names: Sequence[str]) -> Iterator[NearName]:
        """Names that contain an unknown one in any capitals, where there is just one such name."""
        parts = {name: part for name in names if (part := near_names.part(name))}
        for name, holding in self._containing(parts):
            yield NearName(name, (holding,), Nearness.PART)

    def _of_beginnings(self, names: Sequence[str]) -> Iterator[NearName]:
        """Names that begin as an unknown one and end otherwise, where there is just one such name."""
        beginnings = {name: beginning for name in names if (beginning := near_names.beginning(name))}
        for name, holding in self._containing(beginnings):
            if holding.casefold().startswith(beginnings[name].casefold()):
                yield NearName(name, (holding,), Nearness.BEGINNING)

    def _containing(self, parts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        """Those unknown names whose part just one name of the catalogue contains, each with that name."""
        asked = dict(islice(parts.items(), _MOST_PARTS))
        self.incomplete |= len(asked) < len(parts)
        if not asked:
            return
        field = self._selection.field
        products = self._found(" OR ".join(f"{field}:{part}" for part in dict.fromkeys(asked.values())))
        found = self._names(products)
        if len(products) == _ONE_PAGE:
            self.incomplete = True  # what is not on this page is unknown, so nothing is the only one
            return
        for name, part in asked.items():
            holding = [each for each in found if part.casefold() in each.casefold()]
            if len(holding) == 1:
                yield name, holding[0]

    def _found(self, query: str, *, may_be_refused: bool = False) -> list[Product]:
        """The products of one page; empty, and noted, if the catalogue does not answer.

        After an outage nothing more is asked: each question could take as long as the first.
        """
        if self._silent:
            return []
        self._before()
        if self._latest_only:
            query = f"last:true AND ({query})"
        try:
            return list(islice(searches.search(self._connection, query), _ONE_PAGE))
        except Refused:
            self.incomplete |= not may_be_refused
        except RegardsError:
            self.incomplete = self._silent = True
        return []

    def _name(self, product: Product) -> str:
        value = product.value(self._selection.field)
        return value if isinstance(value, str) else ""

    def _names(self, products: Sequence[Product]) -> list[str]:
        """The names of products, each once, in the catalogue's order."""
        return list(dict.fromkeys(name for product in products if (name := self._name(product))))


def _one_of(field: str, names: Sequence[str]) -> str:
    [query] = lucene.compose(names, field, per_query=max(len(names), 1))
    return query


def _rank(field: str) -> int:
    """Which of two fields that hold the same names is proposed: an identifier rather than a label."""
    order = ("providerId", "id", "label")
    return order.index(field) if field in order[:2] else len(order) + (field == "label")
