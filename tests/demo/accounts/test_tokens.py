"""Tokens of the archive (contract B.2)."""

import base64
import json

import pytest

from components.demo.accounts.tokens import Claims, TokenRefused, Tokens

CLAIMS = Claims(tenant="demo", role="REGISTERED_USER", sub="user@demo.example", exp=1000)


def part(token: str, place: int) -> object:
    text = token.split(".")[place]
    return json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))


def test_a_token_is_signed_with_hs512_and_begins_as_regards_own_do() -> None:
    token = Tokens().sign(CLAIMS)
    assert part(token, 0) == {"alg": "HS512"}
    assert token.startswith("eyJhbGciOiJIUzUxMiJ9.")


def test_it_claims_what_regards_claims_and_neither_issue_time_issuer_nor_identifier() -> None:
    assert part(Tokens().sign(CLAIMS), 1) == {
        "tenant": "demo",
        "role": "REGISTERED_USER",
        "sub": "user@demo.example",
        "email": "user@demo.example",
        "exp": 1000,
    }


def test_what_was_signed_can_be_read_until_it_ends() -> None:
    tokens = Tokens()
    token = tokens.sign(CLAIMS)
    assert tokens.read(token, now=999.9) == CLAIMS
    with pytest.raises(TokenRefused):
        tokens.read(token, now=1000)


def test_a_token_of_another_archive_is_refused() -> None:
    with pytest.raises(TokenRefused):
        Tokens().read(Tokens().sign(CLAIMS), now=0)


@pytest.mark.parametrize("text", ["", "x", "a.b.c", "eyJhbGciOiJub25lIn0.e30."])
def test_what_is_no_token_is_refused(text: str) -> None:
    with pytest.raises(TokenRefused):
        Tokens().read(text, now=0)


def test_a_changed_token_is_refused() -> None:
    tokens = Tokens()
    header, _, signature = tokens.sign(CLAIMS).split(".")
    body = (
        base64.urlsafe_b64encode(b'{"tenant":"demo","role":"PROJECT_ADMIN","sub":"x","exp":1000}').decode().strip("=")
    )
    with pytest.raises(TokenRefused):
        tokens.read(f"{header}.{body}.{signature}", now=0)
