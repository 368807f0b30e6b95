"""An order by way of the basket as the requests that make it, one after the other."""

from components.order.basket_request import BasketRequest
from components.regards.http import addresses


def calls(request: BasketRequest) -> str:
    """The requests that are sent, each with its method, its path and its body to the letter (contract C.9, D)."""
    sent = [("POST", f"{addresses.BASKET}/selection", body) for body in request.selections]
    if request.filters:
        path = f"{addresses.BASKET}/dataset/{{number of each dataset in the basket}}/updateFileFilters"
        sent.append(("PUT", path, request.filters))
    sent.append(("POST", addresses.ORDERS, request.order))
    return "\n\n".join(f"{method} {path}\n{body}" for method, path, body in sent)
