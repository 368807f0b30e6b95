"""The identity provider beside the archive: who comes from its page with a code is signed in (contract B.4)."""

import secrets
from dataclasses import dataclass, field
from typing import Final

NAME: Final = "demo-openid"
PLUGIN: Final = "OpenId"
"""The type discriminator of the body that carries the code (contract B.4)."""

CLIENT_ID: Final = "regards-demo"
_CODE_LIFE: Final = 60


class CodeRefused(Exception):
    """The provider does not know this code: never issued, used before, or too old."""


@dataclass
class Provider:
    """Issues codes that are good for one minute and one use."""

    _codes: dict[str, tuple[str, float]] = field(default_factory=dict)

    def issue(self, username: str, now: float) -> str:
        """A code for a user who has just proved to the provider who they are."""
        code = secrets.token_urlsafe(24)
        self._codes = {kept: entry for kept, entry in self._codes.items() if now < entry[1]}
        self._codes[code] = (username, now + _CODE_LIFE)
        return code

    def redeem(self, code: str, now: float) -> str:
        """The user behind a code, which is thereby used up. Raises `CodeRefused`."""
        username, end = self._codes.pop(code, ("", now))
        if now >= end:
            raise CodeRefused
        return username
