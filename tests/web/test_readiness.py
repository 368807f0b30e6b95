"""The route that says whether a replica is ready for users."""

from pathlib import Path

from starlette.applications import Starlette
from starlette.routing import Route

from components.web import readiness
from tests.conftest import Offer
from tests.security.asgi import first_answer


def status() -> object:
    app = Starlette(routes=[Route(readiness.READY, readiness.ready)])
    return first_answer(app, {"type": "http", "method": "GET", "path": readiness.READY, "headers": []})["status"]


def test_a_replica_whose_order_book_answers_is_ready(offer: Offer, database_address: str) -> None:
    offer(order_book=database_address)
    assert status() == 200


def test_a_replica_whose_order_book_does_not_answer_is_not(offer: Offer, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    offer(order_book=f"sqlite:///{tmp_path}/file/orders.db")
    assert status() == 503
