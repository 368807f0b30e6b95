"""Deliveries from the demo archive, and what they asked it for."""

from collections import Counter
from pathlib import Path

from components.regards.delivery.engine import Delivery
from components.regards.http.connection import Connection
from components.regards.orders.order_files import ConnectedArchive
from tests.regards.served_demo import ServedDemo

FOUR = 'providerId:("my_product_id_1" OR "my_product_id_2" OR "my_product_id_3" OR "my_product_id_4")'


def deliver(served_demo: ServedDemo, connection: Connection, root: Path, order_id: int) -> Delivery:
    delivery = Delivery(ConnectedArchive(lambda: connection), root, [order_id], wait=served_demo.clock.advance)
    delivery.run()
    return delivery


def asked_for(served_demo: ServedDemo) -> Counter[int]:
    """The number of downloads of each file."""
    return Counter(
        int(each.path.rpartition("/")[2])
        for each in served_demo.demo.requests
        if "/rs-order/orders/files/" in each.path
    )
