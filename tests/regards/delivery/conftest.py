"""Fixtures of this folder: an order of four products at the demo archive."""

import pytest

from components.regards.http.connection import Connection
from components.regards.orders import orders
from tests.regards.delivery.demo_deliveries import FOUR
from tests.regards.served_demo import ServedDemo, request


@pytest.fixture
def connection(served_demo: ServedDemo) -> Connection:
    return served_demo.connection()


@pytest.fixture
def order_id(connection: Connection) -> int:
    return orders.apply(connection, request(FOUR))
