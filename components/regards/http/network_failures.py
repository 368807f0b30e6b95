"""The errors for failures of the network, with those that are momentary (see `read_retries`).

Part of the program that users take away (`program`): standard library and Python 3.9 only.
"""

from __future__ import annotations

from components.regards.errors import NoAnswer, UnexpectedReply, Unreachable


def not_connected(archive_name: str, details: str = "") -> Unreachable:
    """The error for a connection that was not made, also by a proxy; nothing was sent."""
    return Unreachable(f"“{archive_name}” cannot be reached.", details, momentary=True)


def not_connected_in_time(archive_name: str) -> Unreachable:
    """The error for a connection that was not made in time; nothing was sent."""
    return Unreachable(f"“{archive_name}” cannot be reached.")


def not_trusted(archive_name: str, details: str) -> Unreachable:
    """The error for a certificate that is not trusted; nothing was sent."""
    return Unreachable(f"The identity of “{archive_name}” could not be verified (its certificate).", details)


def silent(archive_name: str) -> NoAnswer:
    """The error for a time-out after the request was sent."""
    return NoAnswer(f"“{archive_name}” did not answer in time.")


def malformed(archive_name: str) -> UnexpectedReply:
    """The error for an answer whose length is no number."""
    return UnexpectedReply(f"“{archive_name}” answered with a malformed length, so its answer cannot be read.")


def broken_off(archive_name: str, details: str = "") -> NoAnswer:
    """The error for a connection that was closed, or whose encryption failed, after it was made."""
    what = f"The connection to “{archive_name}” broke before its answer was complete."
    return NoAnswer(what, details, momentary=True)
