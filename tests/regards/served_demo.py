"""A visit to the demo archive, over a real socket and with a clock that only the test moves."""

import json
from dataclasses import dataclass

from components.demo import archive as demo
from components.regards import login, orders
from components.regards.http.connection import Connection
from components.regards.login import Login
from components.regards.records import Order
from components.regards.settings import Archive
from tests.clocks import Clock

USER = "user@demo.example"
NEIGHBOUR = "visitor-01@demo.example"
PASSWORD = "demo"

_A_WHILE = 20  # seconds between two looks at an order
_MOST_LOOKS = 100


@dataclass(frozen=True)
class Visit:
    """The demo archive (`demo`), the settings that lead to it (`archive`), and the clock of both sides."""

    demo: demo.Archive
    archive: Archive
    clock: Clock

    def sign_in(self, username: str = USER) -> Login:
        return login.sign_in(self.archive, self.archive.project, username, PASSWORD, self.clock)

    def connection(self, username: str = USER) -> Connection:
        return self.sign_in(username).connection(self.clock)

    def finished(self, connection: Connection, order_id: int) -> Order:
        """Let the archive's time go by until the order no longer moves."""
        for _ in range(_MOST_LOOKS):
            order = orders.read(connection, order_id)
            if not order.moving:
                return order
            self.clock.advance(_A_WHILE)
        raise AssertionError(f"still {order.status} at {order.percent} %")

    def ordered(self, connection: Connection, *queries: str, **more: object) -> Order:
        """Order what the queries find, and wait until it is done."""
        return self.finished(connection, orders.apply(connection, request(*queries, **more)))

    def posts(self) -> int:
        """How many orders were sent so far."""
        return len(self.demo.requests.of("POST", "/user/orders/apply"))


def request(*queries: str, **more: object) -> str:
    """Write an order request as JSON."""
    return json.dumps({"queries": queries, **more})
