"""What failures of the network are called, and which of them are momentary (see `retries`).

Part of the program that users take away (`program`): standard library and Python 3.9 only.
"""

from __future__ import annotations

from components.regards.errors import NoAnswer, Unreachable


def not_connected(archive_name: str, details: str = "") -> Unreachable:
    """No connection was made, or the proxy made none: nothing was sent."""
    return Unreachable(f"“{archive_name}” cannot be reached.", details, momentary=True)


def not_connected_in_time(archive_name: str) -> Unreachable:
    """Nobody took the connection: nothing was sent."""
    return Unreachable(f"“{archive_name}” cannot be reached.")


def not_trusted(archive_name: str, details: str) -> Unreachable:
    """The archive could not prove who it is: nothing was sent."""
    return Unreachable(f"The identity of “{archive_name}” could not be verified (its certificate).", details)


def silent(archive_name: str) -> NoAnswer:
    """The request was sent, and nothing came back for too long."""
    return NoAnswer(f"“{archive_name}” did not answer in time.")


def broken_off(archive_name: str, details: str = "") -> NoAnswer:
    """The connection was closed, or its encryption broke, at any time after it was made."""
    what = f"The connection to “{archive_name}” broke before its answer was complete."
    return NoAnswer(what, details, momentary=True)
