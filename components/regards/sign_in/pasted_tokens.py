"""What a token says of itself (contract B.2).

Part of the program that users take away (`program`): standard library and Python 3.9 only.
"""

from __future__ import annotations

import base64
import json
import math
from dataclasses import dataclass
from typing import Final

from components.regards.errors import SignInRefused

_PARTS: Final = 3
_LONGEST: Final = 20_000  # characters


@dataclass(frozen=True)
class Claims:
    """What stands in a token, none of it proved: only the archive can check the signature.

    ``ends_at`` is in seconds since 1970, by the archive's clock.
    """

    ends_at: float
    role: str
    project: str


def unexpired(token: str, now: float) -> Claims:
    """The claims of a token that has not ended; ``now`` is in seconds since 1970.

    Raises:
        SignInRefused: it has, or it is no token.
    """
    claims = read(token)
    if claims is None:
        raise SignInRefused("This is not a token of REGARDS.", "Paste the whole token, three parts with dots between.")
    if claims.ends_at <= now:
        raise SignInRefused("This token has ended.", "Get a new one where you got it, then paste that.")
    return claims


def read(token: str) -> Claims | None:
    """The claims of a token, None for any other text (RFC 7519)."""
    parts = token.split(".")
    if len(token) > _LONGEST or len(parts) != _PARTS or not token.isascii() or not all(parts):
        return None
    try:
        claims = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
        ends_at = float(claims["exp"])
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
        return None
    if not math.isfinite(ends_at):
        return None
    return Claims(ends_at, str(claims.get("role", "")), str(claims.get("tenant", "")))
