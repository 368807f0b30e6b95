"""The name under which an archive's operators find a call in their logs (contract A.6).

Part of the program that users take away (`program`): standard library and Python 3.9 only.
"""

from __future__ import annotations

import secrets
from contextvars import ContextVar
from typing import Final

HEADER: Final = "correlation-id"
"""The gateway keeps what a call brings in it, instead of making a name of its own."""

_latest: ContextVar[str] = ContextVar("correlation_id", default="")


def begin() -> str:
    """The name of the call that this thread makes next."""
    name = f"order-desk-{secrets.token_hex(8)}"
    _latest.set(name)
    return name


def read_elsewhere(name: str) -> None:
    """From here on this thread reads the answer to a call that another thread made."""
    _latest.set(name)


def latest() -> str:
    """The name of the call whose answer this thread is reading, as a rule its own last call; "" if there is none."""
    return _latest.get()
