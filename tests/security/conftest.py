"""Fixtures of this folder: a demo archive that forgets owners, routes of the desk before it, and a victim's order."""

import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from starlette.applications import Starlette

from components.demo.listening import listening
from components.desk.archives import Archives
from components.desk.shared_state import opened
from components.regards.orders.records import Order
from tests.regards.conftest import served_demo
from tests.regards.served_demo import ServedDemo
from tests.security.routes import ROUTES

__all__ = ["served_demo"]


@pytest.fixture
def demo(served_demo: ServedDemo) -> ServedDemo:
    served_demo.demo.forgets_owners = True
    served_demo.clock.advance(time.time() - served_demo.clock())  # the routes know the true time only
    return served_demo


@pytest.fixture
def desk(demo: ServedDemo) -> Iterator[str]:
    with ExitStack() as stack:
        stack.enter_context(opened(Archives((demo.archive,))))
        yield stack.enter_context(listening(Starlette(routes=ROUTES)))


@pytest.fixture
def order(demo: ServedDemo) -> Order:
    """An order of the victim."""
    return demo.ordered(demo.connection(), 'productId:"my_product_id_1"')
