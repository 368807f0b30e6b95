"""The request of a sign-in with a password (contract B.1).

Part of the program that users take away (`program`): standard library and Python 3.9 only.
"""

from __future__ import annotations


def query(project: str) -> dict[str, str]:
    """The query of the address. It names the project, because REGARDS reads the body too late for that (T-41)."""
    return {"scope": project}


def body(project: str, username: str, password: str) -> dict[str, str]:
    """The fields of the body: JSON, or a form for versions up to 1.15 (T-42)."""
    return {"grant_type": "password", "username": username, "password": password, "scope": project}
