"""How long the archive is waited for, and which requests are repeated: one rule for the desk and for the program.

A read is repeated when its failure is `momentary`: no connection was made, the connection broke before the answer was
complete, or a proxy says that nobody answered (502). Nothing else is repeated:

* A time-out is not, because a page would hang for minutes.
* An archive that says "retry after an hour" (429, 503) is not obeyed, for the same reason.
* A change, a sign-in and a download are sent once, because the first try may have done its work.

Part of the program that users take away (`program`): standard library and Python 3.9 only.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final, TypeVar

from components.regards.errors import RegardsError

if TYPE_CHECKING:
    from collections.abc import Callable

CONNECT_TIMEOUT: Final = 10.0
"""Seconds until a connection must have been made."""

READ_TIMEOUT: Final = 65.0
"""Seconds of silence until an answer is given up; the gateway gives up after 60 (contract A.7)."""

PAUSES: Final = (0.3, 0.6)
"""Seconds before each repetition of a read; there are as many repetitions as pauses."""

T = TypeVar("T")


def repeated(read: Callable[[], T], rest: Callable[[float], None] = time.sleep) -> T:
    """What a read gives, which is called again after a momentary failure.

    Args:
        read: makes one request.
        rest: waits for so many seconds.

    Raises:
        RegardsError: the failure of the last try.
    """
    for pause in PAUSES:
        try:
            return read()
        except RegardsError as error:
            if not error.momentary:
                raise
        rest(pause)
    return read()
