"""How the client proves itself at the token endpoint."""

import base64

import pytest

from components.regards.sign_in import sign_in_request


def sent(client_id: str, secret: str, *, raw: bool = False) -> bytes:
    kind, _, encoded = sign_in_request.client(client_id, secret, raw=raw).partition(" ")
    assert kind == "Basic"
    return base64.b64decode(encoded, validate=True)


def test_the_client_that_regards_publishes_is_sent_as_the_contract_shows_it() -> None:
    assert sign_in_request.client("client", "secret") == "Basic Y2xpZW50OnNlY3JldA=="


@pytest.mark.parametrize("raw", [False, True])
def test_ascii_is_sent_as_it_is(raw: bool) -> None:
    assert sent("desk", "s3:cr&t %41+", raw=raw) == b"desk:s3:cr&t %41+"


def test_beyond_ascii_both_are_percent_encoded_in_utf_8() -> None:
    """RFC 6749, appendix B has this example: space, percent, ampersand, plus, pound, euro."""
    assert sent("bureau é", " %&+£€") == b"bureau+%C3%A9:+%25%26%2B%C2%A3%E2%82%AC"


def test_where_the_setting_asks_they_are_sent_raw_in_utf_8() -> None:
    assert sent("bureau", "é€", raw=True) == "bureau:é€".encode()
