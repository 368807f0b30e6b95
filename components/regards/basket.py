"""The user's basket on the archive: the same one as the shopping cart of REGARDS' own pages."""

from components.regards import records
from components.regards.http.connection import Connection
from components.regards.records import Basket

_PATH = "rs-order/order/basket"


def read(connection: Connection) -> Basket | None:
    """What lies in the basket, or None when it is empty (contract D: also status 204)."""
    return records.basket(connection.read(_PATH))


def empty(connection: Connection) -> None:
    """Take everything out of the basket."""
    connection.send("DELETE", _PATH)
