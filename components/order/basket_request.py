"""An order by way of the basket, exactly as it is sent to the archive (contract C.9, D)."""

import json
from dataclasses import dataclass, replace

from components.order.data_types import DataType
from components.order.request import OrderRequest


@dataclass(frozen=True, slots=True)
class BasketRequest:
    """The bodies of an order by way of the basket, as JSON texts to show and to send.

    Attributes:
        selections: what is put into the basket, one body for each query.
        filters: the choice of files, set for each dataset in the basket; empty for none.
        order: makes an order of the basket.
    """

    selections: tuple[str, ...]
    filters: str
    order: str

    @property
    def label(self) -> str:
        """What the order is called at the archive."""
        return str(json.loads(self.order)["label"])

    @property
    def queries(self) -> tuple[str, ...]:
        """The queries whose products are put into the basket."""
        return tuple(query for body in self.selections for query in json.loads(body)["searchParameters"]["q"])

    def __str__(self) -> str:
        """All bodies in one JSON text, to keep; see `read`."""
        parts: dict[str, object] = {"selections": [json.loads(body) for body in self.selections]}
        if self.filters:
            parts["filters"] = json.loads(self.filters)
        return _json(parts | {"order": json.loads(self.order)})


def compose(request: OrderRequest, label: str, page: str = "") -> BasketRequest:
    """The bodies that order what a request asks for.

    Args:
        request: the order.
        label: what it is called at the archive; no other order of the user may have it.
        page: the address to which the archive's e-mail leads; without one it sends none (contract G).
    """
    filters: dict[str, object] = {}
    if request.data_types or request.file_name:
        filters["fileTypes"] = [str(kind) for kind in request.data_types or DataType]
    if request.file_name:
        filters["fileNamePattern"] = request.file_name
    order = {"label": label} | ({"onSuccessUrl": page} if page else {})
    return BasketRequest(
        tuple(_json({"engineType": "legacy", "searchParameters": {"q": [query]}}) for query in request.queries),
        _json(filters) if filters else "",
        _json(order),
    )


def read(text: str) -> BasketRequest | None:
    """The bodies in a text that `BasketRequest` has written; None for the body of an apply."""
    parts = json.loads(text or "{}")
    if "selections" not in parts:
        return None
    filters = _json(parts["filters"]) if "filters" in parts else ""
    return BasketRequest(tuple(map(_json, parts["selections"])), filters, _json(parts["order"]))


def nameless(text: str) -> str:
    """A request without what its order is called, to be compared with others."""
    found = read(text)
    return str(replace(found, order="{}")) if found else text


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
