"""Whether the browser runs on the desk's own machine, as far as its connection tells."""

from types import SimpleNamespace

import pytest

from components.ui import session


@pytest.mark.parametrize(
    ("address", "headers", "here"),
    [
        (None, {"Host": "localhost:8501"}, True),
        (None, {"Host": "127.0.0.1:8501"}, True),
        (None, {"Host": "[::1]:8501"}, True),
        (None, {"Host": "localhost"}, True),
        ("192.0.2.7", {"Host": "localhost:8501"}, False),
        (None, {"Host": "orders.example.org"}, False),
        (None, {"Host": "localhost.example.org:8501"}, False),
        (None, {"Host": "localhost:8501", "X-Forwarded-Proto": "https"}, False),
        (None, {"Host": "localhost:8501", "Forwarded": "for=192.0.2.7"}, False),
        (None, {"Host": "localhost:8501", "X-Real-IP": "192.0.2.7"}, False),
        (None, {}, False),
    ],
)
def test_only_a_browser_that_comes_from_here_by_a_name_of_here_and_by_no_proxy_is_here(
    monkeypatch: pytest.MonkeyPatch, address: str | None, headers: dict[str, str], here: bool
) -> None:
    monkeypatch.setattr("streamlit.context", SimpleNamespace(ip_address=address, headers=headers))
    assert session.browser_is_here() is here
