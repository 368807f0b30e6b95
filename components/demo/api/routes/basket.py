"""rs-order: the basket of the caller (contract D)."""

from collections.abc import Callable, Iterator, Mapping
from email.parser import BytesParser
from email.policy import HTTP
from typing import Final
from urllib.parse import unquote

from starlette.responses import Response

from components.demo.api.calls import Answer, Call, Endpoint
from components.demo.api.dates import iso
from components.demo.api.order_views import filter_view, resource
from components.demo.api.responses import Json, Refusal, without_nulls
from components.demo.catalogue.summaries import Summary, summarise
from components.demo.files import content
from components.demo.orders.basket import Basket, DatasetSelection
from components.demo.orders.file_filters import FileFilter, read_filter
from components.demo.orders.file_names import InvalidPattern, matcher
from components.demo.search import MOST_IDS, QueryError, SearchRequest, find, read_search, selection_request

_BASKET: Final = "/rs-order/order/basket"
_MOST_LINES: Final = 1_000
_LINES_PER_QUERY: Final = 100


def read(call: Call) -> Answer:
    """The basket, or a 204 if there is none."""
    with call.archive.moment():
        return _current(call)


def empty(call: Call) -> Response:
    """Delete the basket, if there is one. The response is a 204, or a 200 as documented."""
    with call.archive.moment():
        call.archive.baskets.replace(call.user, None)
    return Response(status_code=200 if call.documented else 204)


def select(call: Call) -> Answer:
    """Add the products of a search. The response is a 204 if they have no orderable file."""
    body = call.json_object()
    search = read_search(body)
    if search.ids > MOST_IDS:
        raise Refusal(422, f"At most {MOST_IDS} identifiers are allowed")
    return _current(call) if _select(call, search, body) else Response(status_code=204)


def upload(call: Call) -> Answer:
    """Add the products of a text file with one `providerId` per line, in parts of a hundred.

    The first part without an orderable file ends the request with a 204; the parts before it stay in the basket.
    """
    lines = [line.strip() for line in _uploaded(call).splitlines() if line.strip()]
    if len(lines) > _MOST_LINES:
        raise Refusal(413, f"The file has {len(lines)} lines, at most {_MOST_LINES} are allowed")
    for start in range(0, len(lines), _LINES_PER_QUERY):
        part = lines[start : start + _LINES_PER_QUERY]
        names = " OR ".join(f'"{name}"' for name in dict.fromkeys(part))
        query = f"last=true AND providerId=({names})"
        if not _select(call, SearchRequest(query), selection_request(query)):
            return Response(status_code=204)
    return _current(call)


def _uploaded(call: Call) -> str:
    """The text of the multipart part `file`. Raises a 400 if it is missing, a 415 for another content type."""
    kind = call.headers.get("content-type", "")
    if not kind.startswith("multipart/form-data"):
        raise Refusal(415, f"Content type '{kind}' not supported")
    message = BytesParser(policy=HTTP).parsebytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + call.body)
    for part in message.iter_parts():
        if part.get_param("name", header="content-disposition") == "file":
            content = part.get_payload(decode=True)
            return content.decode(errors="replace") if isinstance(content, bytes) else ""
    raise Refusal(400, "Required part 'file' is not present.")


def _select(call: Call, search: SearchRequest, request: Mapping[str, object]) -> bool:
    try:
        found = find(call.archive.catalogue, call.groups, search)
    except QueryError as reason:
        raise Refusal(422, str(reason)) from None
    content.prepare_checksums(found)
    with call.archive.moment() as now:
        return call.archive.baskets.select(call.user, found, request, now, dataset=search.dataset)


def remove_dataset(call: Call) -> Answer:
    """Remove a dataset from the basket."""
    number = call.number("selection")
    return _changed(call, lambda basket: basket.change(number, lambda _: None))


def remove_items(call: Call) -> Answer:
    """Remove the selection of a dataset that was made at a date."""
    number, date = call.number("selection"), unquote(call.path["date"])

    def without(held: DatasetSelection) -> DatasetSelection | None:
        return held.without(lambda item: iso(item.date) == date)

    return _changed(call, lambda basket: basket.change(number, without))


def update_filters(call: Call) -> Answer:
    """Set the filter of one dataset, or none with an empty body. Unlike `apply`, check the expression now."""
    filters = _filters(call.json_object()) if call.body else None
    number = call.number("selection")
    return _changed(call, lambda basket: basket.change(number, lambda held: held.filtered(filters)))


def _filters(body: Mapping[str, object]) -> FileFilter | None:
    if not body:
        return None
    filters = read_filter(body.get("fileTypes"), body.get("fileNamePattern"))
    if not filters.types:
        raise Refusal(422, "fileTypes should not be empty")
    try:
        matcher(filters.pattern or "")
    except InvalidPattern as reason:
        raise Refusal(400, f"Invalid file name pattern: {reason}") from None
    return filters


def _changed(call: Call, change: Callable[[Basket], None]) -> Answer:
    with call.archive.moment():
        basket = call.archive.baskets.by_owner.get(call.user.username)
        if basket:
            change(basket)
        return _current(call)


def _current(call: Call) -> Answer:
    basket = call.archive.baskets.by_owner.get(call.user.username)
    return resource(call, _view(basket)) if basket else Response(status_code=204)


def _view(basket: Basket) -> Json:
    return {
        "id": basket.id,
        "owner": basket.owner,
        "quota": sum(_total(each).quota for each in basket.selections.values()),
        "datasetSelections": [_selection_view(each) for each in basket.selections.values()],
    }


def _selection_view(selection: DatasetSelection) -> Json:
    return without_nulls(
        {
            "id": selection.id,
            "datasetIpid": selection.dataset.urn,
            "datasetLabel": selection.dataset.label,
            **_figures(_total(selection)),
            "itemsSelections": list(_items(selection)),
            "fileSelectionDescription": filter_view(selection.filters),
        }
    )


def _items(selection: DatasetSelection) -> Iterator[Json]:
    for item in selection.items:
        yield {"date": iso(item.date), **_figures(item.summary), "selectionRequest": item.request}


def _total(selection: DatasetSelection) -> Summary:
    """The summary of all selections of a dataset; a product selected twice counts once."""
    return summarise(selection.products, frozenset())


def _figures(summary: Summary) -> Json:
    return {
        "objectsCount": summary.documents,
        "filesCount": summary.total.files,
        "filesSize": summary.total.size,
        "quota": summary.quota,
    }


ENDPOINTS: Final = (
    Endpoint("GET", _BASKET, read),
    Endpoint("DELETE", _BASKET, empty),
    Endpoint("POST", f"{_BASKET}/selection", select),
    Endpoint("POST", f"{_BASKET}/selection/upload", upload),
    Endpoint("PUT", f"{_BASKET}/dataset/{{selection}}/updateFileFilters", update_filters),
    Endpoint("DELETE", f"{_BASKET}/dataset/{{selection}}", remove_dataset),
    Endpoint("DELETE", f"{_BASKET}/dataset/{{selection}}/{{date}}", remove_items),
)
