"""rs-order: the caller's basket (contract D)."""

from typing import Final

from starlette.responses import Response

from components.demo.answers import without_nulls
from components.demo.basket import Basket, DatasetSelection
from components.demo.dates import iso
from components.demo.gateway import Answer, Call, Endpoint
from components.demo.order_views import resource
from components.demo.products import ORDERABLE
from components.demo.summaries import Summary, summarise

_BASKET: Final = "/rs-order/order/basket"


def read(call: Call) -> Answer:
    """Give the basket, or 204 if there is none."""
    with call.archive.moment():
        basket = call.archive.shop.baskets.get(call.caller.username)
        return resource(call, _view(basket)) if basket else Response(status_code=204)


def empty(call: Call) -> Response:
    """Delete the basket, if there is one: 204 either way."""
    with call.archive.moment():
        call.archive.shop.put_back(call.caller, None)
    return Response(status_code=204)


def _view(basket: Basket) -> dict[str, object]:
    selections = [_selection_view(each) for each in basket.selections.values()]
    return {
        "id": basket.id,
        "owner": basket.owner,
        "quota": sum(_total(each).quota for each in basket.selections.values()),
        "datasetSelections": selections,
    }


def _selection_view(selection: DatasetSelection) -> dict[str, object]:
    filters = selection.filters
    return dict(
        without_nulls(
            {
                "id": selection.id,
                "datasetIpid": selection.dataset.urn,
                "datasetLabel": selection.dataset.label,
                **_figures(_total(selection)),
                "itemsSelections": [
                    {"date": iso(item.date), **_figures(item.summary), "selectionRequest": item.request}
                    for item in selection.items
                ],
                "fileSelectionDescription": without_nulls(
                    {"fileTypes": list(filters.types), "fileNamePattern": filters.pattern}
                )
                if filters
                else None,
            }
        )
    )


def _total(selection: DatasetSelection) -> Summary:
    """Give the figures of all that is selected of a dataset, products selected twice counting once."""
    return summarise(selection.products, frozenset(), ORDERABLE)


def _figures(summary: Summary) -> dict[str, object]:
    return {
        "objectsCount": summary.documents,
        "filesCount": summary.total.files,
        "filesSize": summary.total.size,
        "quota": summary.quota,
    }


ENDPOINTS: Final = (
    Endpoint("GET", _BASKET, read),
    Endpoint("DELETE", _BASKET, empty),
)
