"""The user's basket on the archive, which is also the shopping cart of REGARDS' own pages."""

import logging
from collections.abc import Callable, Collection
from typing import Final
from urllib.parse import quote

from components.order.basket_request import BasketRequest
from components.regards.errors import NOT_SHOWN, RegardsError
from components.regards.http import addresses, order_refusals
from components.regards.http.connection import Connection
from components.regards.orders import records
from components.regards.orders.orders import APPLY_TIMEOUT
from components.regards.orders.records import Basket

log = logging.getLogger(__name__)

NEEDED: Final = (
    "This desk orders through your basket on this archive, and you may not use it. Tell the desk's operators."
)
"""What to do where the basket is closed to a user, and orders go through it."""


def read(connection: Connection) -> Basket | None:
    """The basket, or None if it is empty (contract D: also status 204)."""
    return records.basket(connection.read(addresses.BASKET))


def read_needed(connection: Connection) -> Basket | None:
    """The same for an order by way of the basket, which cannot do without.

    Raises:
        RegardsError: see `Connection`; where the basket is closed to the user, with that as the advice.
    """
    try:
        return read(connection)
    except NOT_SHOWN as error:
        error.advice = NEEDED
        raise


def read_once(connection: Connection, within: float) -> Basket | None:
    """The same, read as by `Connection.read_once`."""
    return records.basket(connection.read_once(addresses.BASKET, within))


def empty(connection: Connection) -> None:
    """Empty the basket."""
    connection.send("DELETE", addresses.BASKET)


def fill(connection: Connection, request: BasketRequest, tell: Callable[[int], None]) -> Basket:
    """Put the products of a request into the basket, and choose their files; return what then lies there.

    ``tell`` is told the position of each of these two before it begins: of a query, and after the last one of the
    choice of files, which the archive checks at once.

    Raises:
        RegardsError: why that failed. What was put there before still lies there.
    """

    def select(position: int, body: str) -> Basket:
        tell(position)
        found = records.basket(connection.send("POST", f"{addresses.BASKET}/selection", body, APPLY_TIMEOUT))
        if found is None:  # status 204, or its products are in no dataset
            which = f"query {position + 1} of {len(request.selections)}"
            raise order_refusals.refused(f"The archive found nothing to order for {which}.", "", "EMPTY_ORDER")
        return found

    *_, content = (select(position, body) for position, body in enumerate(request.selections))
    if request.filters:
        tell(len(request.selections))
        for number in content.selections:
            path = f"{addresses.BASKET}/dataset/{number}/updateFileFilters"
            content = records.basket(connection.send("PUT", path, request.filters, APPLY_TIMEOUT)) or content
    return content


def take_out(connection: Connection, queries: Collection[str]) -> bool:
    """Take out what these queries have put into the basket, and nothing else; gives whether that worked."""
    try:
        content = read(connection)
        if content and content.holds_others(queries):
            for item in content.items:
                if item.queries and item.queries.issubset(queries):
                    dated = f"{addresses.BASKET}/dataset/{item.selection}/{quote(item.date, safe='')}"
                    connection.send("DELETE", dated)
        elif content:
            empty(connection)
    except RegardsError:
        log.warning("What an order had put into the basket could not be taken out; the next order reads it again.")
        return False
    return True
