"""Tokens: JSON web tokens signed with HS512, with the claims of REGARDS (contract B.2)."""

import secrets
from dataclasses import dataclass
from typing import Final

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

_ALGORITHM: Final = "HS512"


class TokenRefused(Exception):
    """The token is not from this archive, was changed or has expired."""


@dataclass(frozen=True)
class Claims:
    """The claims of a token. There is no issue time, issuer or identifier (contract B.2)."""

    tenant: str
    role: str
    sub: str
    exp: int
    provider: str | None = None
    order: int | None = None


class Tokens:
    """Encoder and decoder of tokens, with a new key for each archive."""

    def __init__(self) -> None:
        self._key = OctKey.import_key(secrets.token_bytes(64))

    def sign(self, claims: Claims) -> str:
        """The token with these claims."""
        body: dict[str, object] = {
            "tenant": claims.tenant,
            "role": claims.role,
            "sub": claims.sub,
            "email": claims.sub,
            "exp": claims.exp,
        }
        if claims.provider is not None:
            body["service_provider_name"] = claims.provider
        if claims.order is not None:
            body["order"] = claims.order
        return jwt.encode({"alg": _ALGORITHM}, body, self._key, algorithms=[_ALGORITHM], default_type=None)

    def read(self, token: str, now: float) -> Claims:
        """The claims of a valid token. Raises `TokenRefused` for any other."""
        try:
            body = jwt.decode(token, self._key, algorithms=[_ALGORITHM]).claims
        except (JoseError, ValueError) as refusal:
            raise TokenRefused from refusal
        if now >= body["exp"]:
            raise TokenRefused
        return Claims(
            tenant=body["tenant"],
            role=body["role"],
            sub=body["sub"],
            exp=body["exp"],
            provider=body.get("service_provider_name"),
            order=body.get("order"),
        )
