"""The order request, exactly as it is sent to the archive."""

import json
from dataclasses import dataclass

from components.order.data_types import DataType

MOST_QUERIES = 100
"""Queries of one order that may match one dataset; more make the order fail after it was granted (contract C.1)."""


@dataclass(frozen=True, slots=True)
class OrderRequest:
    """A valid order request.

    Args:
        queries: search expressions; if one of them finds nothing, REGARDS refuses the whole order.
        data_types: empty means both.
        file_name: a Java regular expression that a file's whole name must match; empty means any name.

    Raises:
        ValueError: there is no query, one is blank (it would order the whole catalogue, contract T-7), or
            there are more than MOST_QUERIES.
    """

    queries: tuple[str, ...]
    data_types: tuple[DataType, ...] = ()
    file_name: str = ""

    def __post_init__(self) -> None:
        if not self.queries:
            raise ValueError("An order needs at least one query.")
        if not all(query.strip() for query in self.queries):
            raise ValueError("A blank query would order the whole catalogue.")
        if len(self.queries) > MOST_QUERIES:
            raise ValueError(f"An order can hold up to {MOST_QUERIES} queries, not {len(self.queries)}.")

    def to_json(self) -> str:
        """The body of ``POST /user/orders/apply`` (contract C.1), as text to show and to send.

        Empty parts are left out, because REGARDS refuses them (T-6). A filter by name alone sends both data
        types, because ``dataTypes`` is mandatory as soon as ``filters`` exists (T-5).
        """
        body: dict[str, object] = {"queries": list(self.queries)}
        if self.data_types or self.file_name:
            filters: dict[str, object] = {"dataTypes": [str(kind) for kind in self.data_types or DataType]}
            if self.file_name:
                filters["filenameRegExp"] = self.file_name
            body["filters"] = filters
        return json.dumps(body, ensure_ascii=False, indent=2)
