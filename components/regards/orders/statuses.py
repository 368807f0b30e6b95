"""The statuses of orders and the states of files, with the groups that share a meaning.

Part of the program that users take away (`program`): standard library and Python 3.9 only.
"""

from __future__ import annotations

from enum import Enum
from typing import Final


class OrderStatus(str, Enum):
    """The statuses of an order that this code knows (contract C.4); there may be others."""

    PENDING = "PENDING"
    RUNNING = "RUNNING"
    PAUSED = "PAUSED"
    EXPIRED = "EXPIRED"
    FAILED = "FAILED"
    DONE_WITH_WARNING = "DONE_WITH_WARNING"
    DONE = "DONE"
    DELETED = "DELETED"
    ERROR = "ERROR"

    __str__ = str.__str__


class UnseenStatus(str, Enum):
    """What stands for the status of an order that the archive does not show to the user (contract L.12).

    Its list of available files is all there is. Status 204 or 206 of that list promises more. Status 200 promises
    nothing, because the code of REGARDS always answers so (contract C.6).
    """

    MORE_TO_COME = "MORE_TO_COME"
    UNKNOWN = "NOT_SHOWN"

    __str__ = str.__str__


MOVING: Final = frozenset({OrderStatus.PENDING, OrderStatus.RUNNING, UnseenStatus.MORE_TO_COME})
"""Statuses that will change without a request of the user; an unknown status is never one of them."""

UNFINISHED: Final = MOVING | {OrderStatus.PAUSED}
"""Statuses of orders that may still prepare files (contract C.4)."""

GONE: Final = frozenset({OrderStatus.EXPIRED, OrderStatus.DELETED})
"""Statuses of orders whose files the archive has deleted (contract C.4)."""


class FileState(str, Enum):
    """The states of a file of an order that this code knows (contract C.6)."""

    PENDING = "PENDING"
    AVAILABLE = "AVAILABLE"
    DOWNLOADED = "DOWNLOADED"
    DOWNLOAD_ERROR = "DOWNLOAD_ERROR"
    PROCESSING_ERROR = "PROCESSING_ERROR"
    ERROR = "ERROR"
    UNLISTED = "UNLISTED"
    """Not a state of REGARDS: it was available, and is no longer listed, so it was downloaded or dropped."""

    __str__ = str.__str__


FETCHABLE: Final = frozenset(
    {
        FileState.AVAILABLE,
        FileState.DOWNLOADED,
        FileState.DOWNLOAD_ERROR,
        FileState.PROCESSING_ERROR,
        FileState.UNLISTED,
    }
)
"""States of files that may be downloaded by their number, also again, while the order is not gone (contract C.7)."""
