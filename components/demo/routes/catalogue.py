"""rs-catalog: search and summary (contract E)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from components.demo.accounts import Role
from components.demo.answers import Refusal, Reply, Window, link, wrapped
from components.demo.gateway import LARGEST_PAGE, Call, Endpoint
from components.demo.lucene import QueryError
from components.demo.product_views import product_view, summary_view
from components.demo.products import DataType, Product
from components.demo.search_requests import MOST_IDS, SearchRequest, find_any, read_search
from components.demo.summaries import readable_datasets, summarise

_SERVICE: Final = "/rs-catalog"
_MOST_REQUESTS: Final = 100


def search(call: Call) -> Reply:
    """Give the products that match `q`; without one, all that the caller may see."""
    return _page(call, _found(call, [SearchRequest(call.query.get("q", ""))]), call.window())


def complex_search(call: Call) -> Reply:
    """Give the products that any of the searches finds; no search finds everything."""
    body = _body(call)
    searches = _searches(body)
    if len(searches) > _MOST_REQUESTS:
        raise Refusal(422, f"requests: at most {_MOST_REQUESTS} searches are allowed")
    if any(each.ids > MOST_IDS for each in searches):
        raise Refusal(422, f"requests: at most {MOST_IDS} identifiers are allowed")
    number, size = body.get("page"), body.get("size")
    window = Window(
        number if isinstance(number, int) and number >= 0 else 0,
        min(size, LARGEST_PAGE) if isinstance(size, int) and size > 0 else 20,
    )
    return _page(call, _found(call, searches), window)


def summary(call: Call) -> Reply:
    """Give what an order of the searches' products would hold, as `apply` itself asks; not wrapped.

    Only products whose data the caller may read count. Without `dataTypes`, all nine types do.
    """
    body = _body(call)
    types = body.get("dataTypes")
    known = frozenset(each for each in DataType if each in types) if isinstance(types, list) else frozenset()
    readable = readable_datasets(call.archive.catalogue.datasets.values(), call.groups)
    found = [each for each in _found(call, _searches(body)) if _may_read(each, readable)]
    return Reply(summary_view(summarise(found, readable, known or frozenset(DataType))))


def _body(call: Call) -> Mapping[str, object]:
    body = call.json()
    if not isinstance(body, Mapping):
        raise Refusal(400, "JSON parse error: an object was expected")
    return body


def _searches(body: Mapping[str, object]) -> list[SearchRequest]:
    requests = body.get("requests")
    if not isinstance(requests, list):
        raise Refusal(422, "requests must not be null")
    return [read_search(each) for each in requests]


def _found(call: Call, searches: Iterable[SearchRequest]) -> tuple[Product, ...]:
    try:
        return find_any(call.archive.catalogue, call.groups, searches)
    except QueryError as reason:
        raise Refusal(400, str(reason)) from None


def _may_read(product: Product, readable: frozenset[str]) -> bool:
    return not product.datasets or not readable.isdisjoint(product.datasets)


def _page(call: Call, found: Sequence[Product], window: Window) -> Reply:
    readable = readable_datasets(call.archive.catalogue.datasets.values(), call.groups)
    features = [
        wrapped(
            product_view(each, call.base, readable=_may_read(each, readable)), [link("self", f"/{each.urn}")]
        )
        for each in window.cut(found)
    ]
    return Reply({"metadata": window.metadata(len(found)), "content": features, "links": []})


ENDPOINTS: Final = (
    Endpoint("GET", f"{_SERVICE}/engines/legacy/dataobjects/search", search, Role.PUBLIC),
    Endpoint("POST", f"{_SERVICE}/complex/search", complex_search, Role.PUBLIC),
    Endpoint("POST", f"{_SERVICE}/complex/search/summary", summary),
)
