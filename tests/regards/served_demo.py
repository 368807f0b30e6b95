"""The demo archive over HTTP, with a clock that stands still until the test advances it."""

import json
from dataclasses import dataclass

from components.demo import archive as demo
from components.regards.http.connection import Connection
from components.regards.orders import orders
from components.regards.orders.records import Order
from components.regards.settings import Archive
from components.regards.sign_in import login
from components.regards.sign_in.login import Login
from tests.clocks import Clock

USER = "user@demo.example"
NEIGHBOUR = "visitor-01@demo.example"
PASSWORD = "demo"

_A_WHILE = 20  # seconds between two readings of an order
_MOST_READINGS = 100


@dataclass(frozen=True)
class ServedDemo:
    """A demo archive (`demo`), its settings for the client (`archive`), and the clock of both."""

    demo: demo.Archive
    archive: Archive
    clock: Clock

    def sign_in(self, username: str = USER) -> Login:
        return login.sign_in(self.archive, self.archive.project, username, PASSWORD, self.clock)

    def connection(self, username: str = USER) -> Connection:
        return self.sign_in(username).connection(self.clock)

    def finished(self, connection: Connection, order_id: int) -> Order:
        """Advance the clock until the order no longer changes, and return it."""
        for _ in range(_MOST_READINGS):
            order = orders.read(connection, order_id)
            if not order.moving:
                return order
            self.clock.advance(_A_WHILE)
        raise AssertionError(f"still {order.status} at {order.percent} %")

    def ordered(self, connection: Connection, *queries: str, **more: object) -> Order:
        """Order what the queries find, and return the finished order."""
        return self.finished(connection, orders.apply(connection, request(*queries, **more)))

    def posts(self) -> int:
        """The number of order requests so far."""
        return len(self.demo.requests.of("POST", "/user/orders/apply"))


def request(*queries: str, **more: object) -> str:
    """An order request in JSON."""
    return json.dumps({"queries": queries, **more})
