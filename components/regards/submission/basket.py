"""The user's basket on the archive, which is also the shopping cart of REGARDS' own pages."""

from components.regards.http.connection import Connection
from components.regards.orders import records
from components.regards.orders.records import Basket

_PATH = "rs-order/order/basket"


def read(connection: Connection) -> Basket | None:
    """The basket, or None if it is empty (contract D: also status 204)."""
    return records.basket(connection.read(_PATH))


def read_once(connection: Connection, within: float) -> Basket | None:
    """The same, read as by `Connection.read_once`."""
    return records.basket(connection.read_once(_PATH, within))


def empty(connection: Connection) -> None:
    """Empty the basket."""
    connection.send("DELETE", _PATH)
