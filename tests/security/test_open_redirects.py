"""Ways of the sign-in that might lead a browser to a page of somebody else.

What an identity provider sends back chooses no page either: `web/test_provider_return.py`.
"""

import re

import pytest

from components.ui.addresses import place_of


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example",
        "///evil.example/x",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n//evil.example",
    ],
)
def test_the_place_to_come_back_to_is_a_path_of_the_desk(path: str) -> None:
    for host in ("https://desk.example", "https://desk.example:8501"):
        assert re.match(r"/(?![/\\\s])", place_of(f"{host}{path}", {}))


def test_a_place_keeps_its_page_and_its_query() -> None:
    assert place_of("https://desk.example/science/order?x=1", {"id": "5,6"}) == "/science/order?id=5%2C6"
    assert place_of("", {"next": "https://evil.example"}) == "/?next=https%3A%2F%2Fevil.example"
