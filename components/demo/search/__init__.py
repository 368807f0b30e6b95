"""The search of the archive: what its query language means, and what a search asks of the catalogue."""

from components.demo.search.lucene import criterion_of
from components.demo.search.lucene_syntax import QueryError
from components.demo.search.search_requests import (
    MOST_IDS,
    SearchRequest,
    find,
    find_any,
    read_search,
    selection_request,
)

__all__ = [
    "MOST_IDS",
    "QueryError",
    "SearchRequest",
    "criterion_of",
    "find",
    "find_any",
    "read_search",
    "selection_request",
]
