"""The steps of `POST /user/orders/apply`, an order in one call (contract C.1)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from components.demo.accounts.accounts import User
from components.demo.api.dates import iso
from components.demo.api.responses import Refusal
from components.demo.archive import Archive
from components.demo.files import content
from components.demo.orders.basket import Basket
from components.demo.orders.file_filters import FileFilter, read_filter
from components.demo.search import QueryError, selection_request

APPLY_HOURS: Final = 2
"""`app_sub_order_duration`: hours that each suborder adds to the lifetime of an order by `apply` (contract C.4)."""

_VALIDATED_CORRELATION: Final = 255
_STORED_CORRELATION: Final = 100
_BASKET_TAKEN: Final = (
    "could not execute statement; SQL [n/a]; constraint [uk_basket_owner]; nested exception is "
    "org.hibernate.exception.ConstraintViolationException: could not execute statement"
)


class ErrorType(StrEnum):
    """The reason for the refusal of an order (contract C.1)."""

    EMPTY_ORDER = "EMPTY_ORDER"
    INTERNAL_ERROR = "INTERNAL_ERROR"


@dataclass(frozen=True)
class OrderRequest:
    """A valid order request."""

    queries: tuple[str, ...]
    filters: FileFilter | None
    correlation_id: str | None


@dataclass(frozen=True)
class OrderResponse:
    """The response to an order request: granted with an order number, or failed with a reason."""

    correlation_id: str
    order_id: int | None = None
    error_type: ErrorType | None = None
    message: str | None = None


def read_request(body: object) -> OrderRequest:
    """The request in a JSON body. Raises a 400 if the body cannot be read, a 422 if it is not valid.

    `user`, `sizeLimitInBytes` and unknown keys are ignored.
    """
    if not isinstance(body, Mapping):
        raise Refusal(400, "JSON parse error: an object was expected")
    queries, filters, correlation = (body.get(name) for name in ("queries", "filters", "correlationId"))
    if not isinstance(queries, list | None) or not all(isinstance(each, str) for each in queries or ()):
        raise Refusal(400, "JSON parse error: queries must be an array of strings")
    if not isinstance(filters, Mapping | None):
        raise Refusal(400, "JSON parse error: filters must be an object")
    if not isinstance(correlation, str | None):
        raise Refusal(400, "JSON parse error: correlationId must be a string")
    kept = None if filters is None else read_filter(filters.get("dataTypes"), filters.get("filenameRegExp"))
    complaints = []
    if not queries:
        complaints.append("queries should not be empty")
    if kept is not None and not kept.types:
        complaints.append("dataTypes should not be empty")
    if correlation is not None and len(correlation) > _VALIDATED_CORRELATION:
        complaints.append(f"correlationId should not exceed {_VALIDATED_CORRELATION} characters")
    if complaints:
        raise Refusal(422, *complaints)
    return OrderRequest(tuple(queries or ()), kept, correlation)


def apply(archive: Archive, user: User, request: OrderRequest) -> OrderResponse:
    """Fill the user's basket, turn it into an order if the request is granted, and return the response.

    After a refusal, the basket holds the results of the queries before the refused one. The database refuses a
    correlation id that is too long for its column, and a second `apply` at the same time. Both raise a 422 and leave
    the basket unchanged.
    """
    correlation = request.correlation_id
    if correlation is None:
        correlation = f"auto-correlation-id-{archive.new_identifier()}"
    with archive.moment():
        if user.username in archive.applying:
            raise Refusal(422, _BASKET_TAKEN)
        archive.applying.add(user.username)
        before = archive.baskets.by_owner.get(user.username)
        saved = before and before.copy()
    try:
        _fill_basket(archive, user, request.queries)
        return _order(archive, user, request.filters, correlation, saved)
    except _Failed as failure:
        return OrderResponse(correlation, error_type=failure.error_type, message=failure.message)
    finally:
        with archive.moment():
            archive.applying.discard(user.username)


class _Failed(Exception):
    """The request is refused."""

    def __init__(self, error_type: ErrorType, message: str) -> None:
        super().__init__(message)
        self.error_type = error_type
        self.message = message


def _fill_basket(archive: Archive, user: User, queries: Iterable[str]) -> None:
    """Add the results of each query to the basket; the archive is not locked during a search."""
    with archive.moment():
        archive.baskets.of(user)
    for query in queries:
        try:
            found = archive.catalogue.search(query, user.groups)
        except QueryError:
            # REGARDS does not pass on the reason; only the catalogue itself returns it (contract C.1).
            raise _Failed(ErrorType.INTERNAL_ERROR, "CatalogSearchException: Error while searching") from None
        content.prepare_checksums(found)
        with archive.moment() as now:
            if not archive.baskets.select(user, found, selection_request(query), now):
                raise _Failed(ErrorType.EMPTY_ORDER, f"EmptySelectionException: nothing orderable in {query}")


def _order(
    archive: Archive, user: User, filters: FileFilter | None, correlation: str, saved: Basket | None
) -> OrderResponse:
    with archive.moment() as now:
        if len(correlation) > _STORED_CORRELATION:
            archive.baskets.replace(user, saved)
            raise Refusal(422, f"ERROR: value too long for type character varying({_STORED_CORRELATION})")
        if filters:
            archive.baskets.of(user).filter_all(filters)
        label = f"Generated order {iso(now)}"
        if archive.lifecycle.has_label(user.username, label):
            raise _Failed(ErrorType.INTERNAL_ERROR, "EntityInvalidException: LABEL_NOT_UNIQUE_FOR_OWNER")
        order = archive.baskets.order_basket(user, label, APPLY_HOURS, now)
        return OrderResponse(correlation, order_id=order.id)
