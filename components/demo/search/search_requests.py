"""What `POST /complex/search` and the basket ask of the catalogue (contract D, E.1)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from components.demo.api.responses import Refusal
from components.demo.catalogue.products import Product

MOST_IDS: Final = 1_000


@dataclass(frozen=True)
class SearchRequest:
    """One search: a query, in one dataset or in all, with products by URN chosen from it or taken out of it."""

    query: str = ""
    dataset: str | None = None
    include: frozenset[str] = frozenset()
    exclude: frozenset[str] = frozenset()

    @property
    def ids(self) -> int:
        """How many URNs it names."""
        return len(self.include) + len(self.exclude)


def read_search(body: object) -> SearchRequest:
    """The search behind a JSON object. Raises a 400 for what cannot be read, a 422 for an unknown engine."""
    if not isinstance(body, Mapping):
        raise Refusal(400, "JSON parse error: an object was expected")
    if body.get("engineType") != "legacy":
        raise Refusal(422, "engineType must be the name of a search engine of this project: legacy")
    dataset = body.get("datasetUrn")
    parameters = body.get("searchParameters", {})
    if not isinstance(parameters, Mapping) or not isinstance(dataset, str | None):
        raise Refusal(400, "JSON parse error: searchParameters must be an object and datasetUrn a string")
    queries = _strings(parameters.get("q"))
    include, exclude = (frozenset(_strings(body.get(f"entityIdsTo{way}"))) for way in ("Include", "Exclude"))
    return SearchRequest(queries[0] if queries else "", dataset, include, exclude)


def _strings(value: object) -> list[str]:
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise Refusal(400, "JSON parse error: an array of strings was expected")
    return value


class Catalogue(Protocol):
    """What searches look in."""

    def search(self, expression: str, groups: frozenset[str]) -> tuple[Product, ...]:
        """The products that an expression finds. Raises `QueryError` for one that is refused."""


def find(catalogue: Catalogue, groups: frozenset[str], request: SearchRequest) -> tuple[Product, ...]:
    """What a search finds. Raises `QueryError` for a query that the catalogue refuses."""
    return tuple(
        each
        for each in catalogue.search(request.query, groups)
        if (request.dataset is None or request.dataset in each.datasets)
        and (not request.include or each.urn in request.include)
        and each.urn not in request.exclude
    )


def find_any(catalogue: Catalogue, groups: frozenset[str], requests: Iterable[SearchRequest]) -> tuple[Product, ...]:
    """What any of several searches finds, each product once; no search at all finds everything."""
    searches = tuple(requests) or (SearchRequest(),)
    return tuple({each.urn: each for request in searches for each in find(catalogue, groups, request)}.values())


def selection_request(query: str) -> Mapping[str, object]:
    """The search of a query as a basket shows it."""
    return {"engineType": "legacy", "searchParameters": {"q": [query]}}
