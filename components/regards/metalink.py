"""The metalink of an order: a list of addresses from which other programs fetch its files."""

import requests

from components.regards.http import addresses
from components.regards.http.connection import Connection


def open_metalink(connection: Connection, order_id: int) -> requests.Response:
    """The open download of an order's metalink, which names all its files whatever their state (contract C.7).

    Its addresses need no login and hold until the order expires: the document is a secret.

    Raises:
        Missing: the order is deleted, expired, pending or failed.
    """
    return connection.stream(addresses.metalink(order_id))
