"""The external identity provider: its codes sign users in (contract B.4)."""

import secrets
from dataclasses import dataclass, field
from typing import Final

NAME: Final = "demo-openid"
PLUGIN: Final = "OpenId"
"""The type discriminator of the body that carries the code (contract B.4)."""

CLIENT_ID: Final = "regards-demo"
_CODE_LIFE: Final = 60


class CodeRefused(Exception):
    """The code was never issued, was used before or has expired."""


@dataclass
class Provider:
    """An issuer of codes that are valid for one minute and one use."""

    _codes: dict[str, tuple[str, float]] = field(default_factory=dict)

    def issue(self, username: str, now: float) -> str:
        """Issue a code for a user who has signed in to the provider."""
        code = secrets.token_urlsafe(24)
        self._codes = {kept: entry for kept, entry in self._codes.items() if now < entry[1]}
        self._codes[code] = (username, now + _CODE_LIFE)
        return code

    def redeem(self, code: str, now: float) -> str:
        """Use up a code and return its username. Raises `CodeRefused`."""
        username, end = self._codes.pop(code, ("", now))
        if now >= end:
            raise CodeRefused
        return username
