"""The request of a sign-in with a password (contract B.1).

Part of the program that users take away (`program`): standard library and Python 3.9 only.
"""

from __future__ import annotations

import base64
from urllib.parse import quote_plus


def client(client_id: str, secret: str, *, raw: bool = False) -> str:
    """The value of the header ``Authorization`` that proves the client.

    REGARDS compares the texts as they are (contract B.1), which is no question in ASCII. Beyond it, both are
    percent-encoded first (RFC 6749, section 2.3.1), unless ``raw``: then they are sent in UTF-8.
    """
    if not raw and not f"{client_id}{secret}".isascii():
        client_id, secret = quote_plus(client_id), quote_plus(secret)
    return f"Basic {base64.b64encode(f'{client_id}:{secret}'.encode()).decode('ascii')}"


def query(project: str) -> dict[str, str]:
    """The query of the address. It names the project, because REGARDS reads the body too late for that (T-41)."""
    return {"scope": project}


def body(project: str, username: str, password: str) -> dict[str, str]:
    """The fields of the body: JSON, or a form for versions up to 1.15 (T-42)."""
    return {"grant_type": "password", "username": username, "password": password, "scope": project}
