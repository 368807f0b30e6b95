"""What a token says of itself (contract B.2)."""

import base64
import json

import pytest

from components.regards.sign_in.pasted_tokens import Claims, read


def token(claims: object) -> str:
    payload = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    return f"eyJhbGciOiJIUzUxMiJ9.{payload}.c2lnbmF0dXJl"


def test_a_token_says_its_end_its_role_and_its_project() -> None:
    claims = {"exp": 1_770_000_000, "role": "REGISTERED_USER", "tenant": "project1", "sub": "user1@example.org"}
    assert read(token(claims)) == Claims(1_770_000_000, "REGISTERED_USER", "project1")


def test_a_token_needs_no_more_than_its_end() -> None:
    assert read(token({"exp": 7})) == Claims(7, "", "")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "my password",
        "two.parts",
        "a.b.c.d",
        "..",
        "a.!!!.c",
        "é.é.é",
        token({"role": "REGISTERED_USER"}),
        token({"exp": "soon"}),
        token({"exp": float("inf")}),
        token(["exp"]),
        token("exp"),
        token({"exp": 7}) + "x" * 20_000,
    ],
)
def test_any_other_text_is_no_token(text: str) -> None:
    assert read(text) is None
