"""rs-catalog: search, summary, and downloads without an order (contract E)."""

from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from typing import Any, Final, TypeVar

from starlette.responses import Response

from components.demo.accounts.accounts import Role
from components.demo.api.calls import Call, Endpoint, window
from components.demo.api.product_views import dataset_view, product_view, storage_key, summary_view
from components.demo.api.responses import Json, Refusal, Reply, Window, link, wrapped
from components.demo.catalogue.attributes import Attribute, Attributes
from components.demo.catalogue.catalogue import MODEL
from components.demo.catalogue.products import Dataset, DataType, Product
from components.demo.catalogue.summaries import readable_datasets, summarise
from components.demo.files.sending import send_stored
from components.demo.scenarios import Scenario
from components.demo.search import MOST_IDS, QueryError, SearchRequest, find_any, read_search

_SERVICE: Final = "/rs-catalog"
_LEGACY: Final = f"{_SERVICE}/engines/legacy"
_MOST_REQUESTS: Final = 100

_Entity = TypeVar("_Entity", Product, Dataset)


def search_products(call: Call) -> Reply:
    """The products that match `q`, or all that the caller may see."""
    found = _found(call, [SearchRequest(call.query.get("q", ""), call.path.get("dataset"))])
    return _products(call, _sorted(call, found), call.window())


def complex_search(call: Call) -> Reply:
    """The products that match any of the searches, or all products without a search."""
    body = call.json_object()
    searches = _searches(body.get("requests"))
    if len(searches) > _MOST_REQUESTS:
        raise Refusal(422, f"At most {_MOST_REQUESTS} requests are allowed")
    if any(each.ids > MOST_IDS for each in searches):
        raise Refusal(422, f"At most {MOST_IDS} identifiers are allowed")
    return _products(call, _found(call, searches), window(body.get("page"), body.get("size")))


def summary(call: Call) -> Reply:
    """The summary of an order of the searches' products, as `apply` computes it; not wrapped.

    Only products whose data the caller may read count, and only files of the requested `dataTypes`, by default all.
    """
    body = call.json_object()
    types = body.get("dataTypes")
    known = frozenset(each for each in DataType if each in types) if isinstance(types, list) else frozenset()
    found = _found(call, _searches(body.get("requests")))
    allowed = [each for each in found if call.archive.catalogue.may_download(each, call.groups)]
    readable = readable_datasets(call.archive.catalogue.datasets.values(), call.groups)
    return Reply(summary_view(summarise(allowed, readable, known or frozenset(DataType))))


def read_product(call: Call) -> Reply:
    """One product by its URN."""
    product = _visible_product(call, call.path["urn"])
    if product is None:
        raise Refusal(404, f"Entity {call.path['urn']} was not found")
    return Reply(wrapped(product_view(product, call.base), [link("self", f"/{product.urn}")]))


def search_datasets(call: Call) -> Reply:
    """The datasets that the caller may see."""
    datasets = [each for each in call.archive.catalogue.datasets.values() if each.groups & call.groups]
    return _page(datasets, call.window(), lambda each: dataset_view(each, call.base))


def download(call: Call) -> Response:
    """One file of a product or dataset by its checksum, without an order, if the caller may read it (contract E.4)."""
    urn, key = call.path["urn"], call.path["checksum"]
    source = _visible_product(call, urn) or _visible_dataset(call, urn)
    if source is None:
        raise Refusal(403)
    if call.archive.scenario_of(call.user.username) is Scenario.LICENCE:
        links = [link("license", "/license"), link("accept", f"/downloads/{urn}/files/{key}?acceptLicense=true")]
        return Reply({"links": links}, 423).written(pretty=False)
    for file in source.files:
        if not file.reference and storage_key(urn, file) == key:
            return send_stored(call.archive, urn, file, call.user)
    raise Refusal(404, f"File {key} of {urn} was not found")


def _searches(requests: object) -> list[SearchRequest]:
    if not isinstance(requests, list):
        raise Refusal(422, "requests must not be null")
    return [read_search(each) for each in requests]


def _found(call: Call, searches: Iterable[SearchRequest]) -> tuple[Product, ...]:
    try:
        return find_any(call.archive.catalogue, call.groups, searches)
    except QueryError as reason:
        raise Refusal(400, str(reason)) from None


def _visible_product(call: Call, urn: str) -> Product | None:
    """The product with this URN, or None if the caller may not see it."""
    quoted = urn.replace("\\", "\\\\").replace('"', '\\"')
    return next(iter(call.archive.catalogue.search(f'id:"{quoted}"', call.groups)), None)


def _visible_dataset(call: Call, urn: str) -> Dataset | None:
    dataset = call.archive.catalogue.datasets.get(urn)
    return dataset if dataset and dataset.data_groups & call.groups else None


def _sorted(call: Call, found: Sequence[Product]) -> Sequence[Product]:
    """The products sorted by `sort=attribute,asc|desc`. Raises a 500, not a 400, for an unknown attribute (E.1)."""
    attributes = Attributes(MODEL, call.archive.catalogue.datasets)
    facets = chain.from_iterable(each.split(",") for each in call.query.getlist("facets"))
    if any(attributes.find(name) is None for name in facets):
        raise Refusal(500, "OpenSearchUnknownParameter: unknown facet")
    for criterion in reversed(call.query.getlist("sort")):
        name, _, direction = criterion.partition(",")
        attribute = attributes.find(name)
        if attribute is None:
            raise Refusal(500, f"OpenSearchUnknownParameter: {name}")
        found = _sorted_by(attribute, found, descending=direction == "desc")
    return found


def _sorted_by(attribute: Attribute, found: Sequence[Product], *, descending: bool) -> Sequence[Product]:
    """The products sorted by an attribute, those without it first."""

    def key(product: Product) -> tuple[Any, ...]:
        return tuple(attribute.read(product))

    return sorted(found, key=key, reverse=descending)


def _products(call: Call, found: Sequence[Product], part: Window) -> Reply:
    return _page(found, part, lambda each: product_view(each, call.base))


def _page(found: Sequence[_Entity], part: Window, view: Callable[[_Entity], Json]) -> Reply:
    features = [wrapped(view(each), [link("self", f"/{each.urn}")]) for each in part.cut(found)]
    return Reply({"metadata": part.metadata(len(found)), "content": features, "links": []})


ENDPOINTS: Final = (
    Endpoint("GET", f"{_LEGACY}/dataobjects/search", search_products, Role.PUBLIC),
    Endpoint("GET", f"{_LEGACY}/entities/search", search_products, Role.PUBLIC),
    Endpoint("GET", f"{_LEGACY}/dataobjects/{{urn}}", read_product, Role.PUBLIC),
    Endpoint("GET", f"{_LEGACY}/datasets/search", search_datasets, Role.PUBLIC),
    Endpoint("GET", f"{_LEGACY}/datasets/{{dataset}}/dataobjects/search", search_products, Role.PUBLIC),
    Endpoint("POST", f"{_SERVICE}/complex/search", complex_search, Role.PUBLIC),
    Endpoint("POST", f"{_SERVICE}/complex/search/summary", summary),
    Endpoint("GET", f"{_SERVICE}/downloads/{{urn}}/files/{{checksum}}", download),
)
