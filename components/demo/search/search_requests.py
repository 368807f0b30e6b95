"""Search requests of `POST /complex/search` and of the basket (contract D, E.1)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from components.demo.api.responses import Refusal
from components.demo.catalogue.products import Product

MOST_IDS: Final = 1_000


@dataclass(frozen=True)
class SearchRequest:
    """One search: a query in one dataset or in all, with URNs of products to include or exclude."""

    query: str = ""
    dataset: str | None = None
    include: frozenset[str] = frozenset()
    exclude: frozenset[str] = frozenset()

    @property
    def ids(self) -> int:
        """The number of URNs."""
        return len(self.include) + len(self.exclude)


def read_search(body: object) -> SearchRequest:
    """The search in a JSON object. Raises a 400 if it cannot be read, a 422 for an unknown engine."""
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
    """The catalogue as searches need it."""

    def search(self, expression: str, groups: frozenset[str]) -> tuple[Product, ...]:
        """The products that match an expression. Raises `QueryError` if it is refused."""


def find(catalogue: Catalogue, groups: frozenset[str], request: SearchRequest) -> tuple[Product, ...]:
    """The products that match a search. Raises `QueryError` if the catalogue refuses its query."""
    return tuple(
        each
        for each in catalogue.search(request.query, groups)
        if (request.dataset is None or request.dataset in each.datasets)
        and (not request.include or each.urn in request.include)
        and each.urn not in request.exclude
    )


def find_any(catalogue: Catalogue, groups: frozenset[str], requests: Iterable[SearchRequest]) -> tuple[Product, ...]:
    """The distinct products that match any of the searches; without a search, all products."""
    searches = tuple(requests) or (SearchRequest(),)
    return tuple({each.urn: each for request in searches for each in find(catalogue, groups, request)}.values())


def selection_request(query: str) -> Mapping[str, object]:
    """The search request for a query, as shown in a basket."""
    return {"engineType": "legacy", "searchParameters": {"q": [query]}}
