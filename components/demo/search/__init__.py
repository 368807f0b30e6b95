"""The search of the demo archive: its query language and its search requests."""

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
