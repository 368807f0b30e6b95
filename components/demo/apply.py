"""Ordering in one call: what `POST /user/orders/apply` does, step by step (contract C.1)."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from components.demo.accounts import User
from components.demo.answers import Refusal
from components.demo.basket import FILE_TYPES, Basket, FileFilter
from components.demo.dates import iso
from components.demo.lucene import QueryError

if TYPE_CHECKING:
    from components.demo.archive import Archive

APPLY_HOURS: Final = 2
"""`app_sub_order_duration`: what each suborder adds to the life of an order made by `apply` (contract C.4)."""

_VALIDATED_CORRELATION: Final = 255
_STORED_CORRELATION: Final = 100
_BASKET_TAKEN: Final = (
    "could not execute statement; SQL [n/a]; constraint [uk_basket_owner]; nested exception is "
    "org.hibernate.exception.ConstraintViolationException: could not execute statement"
)


class ErrorType(StrEnum):
    """Why an order was refused (contract C.1)."""

    EMPTY_ORDER = "EMPTY_ORDER"
    INTERNAL_ERROR = "INTERNAL_ERROR"


@dataclass(frozen=True)
class OrderRequest:
    """The order that was asked for."""

    queries: tuple[str, ...]
    filters: FileFilter | None
    correlation_id: str


@dataclass(frozen=True)
class Verdict:
    """What becomes of it: granted with an order number, or failed with a reason."""

    correlation_id: str
    order_id: int | None = None
    error_type: ErrorType | None = None
    message: str | None = None


def read_request(body: object) -> OrderRequest:
    """Give the request behind a JSON body; raise a 400 for what cannot be read and a 422 for what is not valid.

    Words for data types that REGARDS does not know vanish without a sign; that can leave the set empty, which
    is then refused. `user` and `sizeLimitInBytes` are not looked at.
    """
    if not isinstance(body, Mapping):
        raise Refusal(400, "JSON parse error: an object was expected")
    queries = body.get("queries")
    filters = body.get("filters")
    correlation = body.get("correlationId")
    if not isinstance(queries, list | None) or not all(isinstance(each, str) for each in queries or ()):
        raise Refusal(400, "JSON parse error: queries must be an array of strings")
    if not isinstance(filters, Mapping | None):
        raise Refusal(400, "JSON parse error: filters must be an object")
    if not isinstance(correlation, str | None):
        raise Refusal(400, "JSON parse error: correlationId must be a string")
    kept = _filters(filters) if filters is not None else None
    complaints = []
    if not queries:
        complaints.append("queries should not be empty")
    if kept is not None and not kept.types:
        complaints.append("dataTypes should not be empty")
    if correlation is not None and len(correlation) > _VALIDATED_CORRELATION:
        complaints.append(f"correlationId should not exceed {_VALIDATED_CORRELATION} characters")
    if complaints:
        raise Refusal(422, *complaints)
    return OrderRequest(
        tuple(queries or ()),
        kept,
        f"auto-correlation-id-{uuid.uuid4()}" if correlation is None else correlation,
    )


def _filters(filters: Mapping[str, object]) -> FileFilter:
    types = filters.get("dataTypes")
    pattern = filters.get("filenameRegExp")
    if not isinstance(types, list | None):
        raise Refusal(400, "JSON parse error: dataTypes must be an array")
    if not isinstance(pattern, str | None):
        raise Refusal(400, "JSON parse error: filenameRegExp must be a string")
    known = dict.fromkeys(each for each in types or () if isinstance(each, str) and each in FILE_TYPES)
    return FileFilter(tuple(known), pattern if pattern and pattern.strip() else None)


def apply(archive: "Archive", user: User, request: OrderRequest) -> Verdict:
    """Give the verdict on a request, having filled the user's basket and, if granted, made an order of it.

    A refusal leaves in the basket what the queries before the bad one had found. The database's own refusal,
    of a correlation id that its column cannot hold or of a second `apply` at the same time, is raised as a
    422 and leaves the basket as it was.
    """
    with archive.moment():
        if user.username in archive.applying:
            raise Refusal(422, _BASKET_TAKEN)
        archive.applying.add(user.username)
        before = archive.shop.baskets.get(user.username)
        saved = before and before.copy()
    try:
        return _fill_basket(archive, user, request) or _order(archive, user, request, saved)
    finally:
        with archive.moment():
            archive.applying.discard(user.username)


def _fill_basket(archive: "Archive", user: User, request: OrderRequest) -> Verdict | None:
    """Search query by query, the archive being held still for the basket only; give the verdict of a bad query."""
    with archive.moment():
        archive.shop.basket(user)
    for query in request.queries:
        try:
            found = archive.catalogue.search(query, user.groups)
        except QueryError:
            return _failed(
                request, ErrorType.INTERNAL_ERROR, "CatalogSearchException: Error while searching the catalog"
            )
        with archive.moment() as now:
            if not archive.shop.select(user, found, selection_request(query), now):
                return _failed(
                    request, ErrorType.EMPTY_ORDER, f"EmptySelectionException: No orderable file for {query}"
                )
    return None


def _order(archive: "Archive", user: User, request: OrderRequest, saved: Basket | None) -> Verdict:
    with archive.moment() as now:
        if len(request.correlation_id) > _STORED_CORRELATION:
            archive.shop.put_back(user, saved)
            raise Refusal(422, f"ERROR: value too long for type character varying({_STORED_CORRELATION})")
        if request.filters:
            archive.shop.basket(user).filter_all(request.filters)
        label = f"Generated order {iso(now)}"
        if archive.lifecycle.has_label(user.username, label):
            return _failed(
                request, ErrorType.INTERNAL_ERROR, "EntityInvalidException: LABEL_NOT_UNIQUE_FOR_OWNER"
            )
        order = archive.shop.order(user, label, APPLY_HOURS, now)
        return Verdict(request.correlation_id, order_id=order.id)


def _failed(request: OrderRequest, error: ErrorType, message: str) -> Verdict:
    return Verdict(request.correlation_id, error_type=error, message=message)


def selection_request(query: str) -> Mapping[str, object]:
    """Give the selection that a basket shows for a query."""
    return {"engineType": "legacy", "searchParameters": {"q": [query]}}
