"""Over-long numbers in routes."""

import pytest
import requests


@pytest.mark.parametrize("digits", [19, 5_000])
@pytest.mark.parametrize("route", ["/orders/{}/files.zip", "/orders/{}/files/1", "/orders/1/files/{}"])
def test_a_number_that_no_order_can_have_is_a_page_that_is_not_there(desk: str, route: str, digits: int) -> None:
    assert requests.get(desk + route.format("9" * digits), timeout=60).status_code == 404
