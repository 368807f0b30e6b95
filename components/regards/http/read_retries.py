"""Time-outs and retries: one rule for the desk and for the program.

A read is repeated when its failure is `momentary`: no connection was made, the connection broke before the answer was
complete, a proxy got no answer (502), or the token was refused and has been renewed since. Nothing else is repeated:

* A time-out is not repeated, because a page would wait for minutes.
* A ``Retry-After`` of the archive (429, 503) is not followed, for the same reason.
* A change, a sign-in and a download are sent once, because the first request may have been carried out.

Part of the program that users take away (`program`): standard library and Python 3.9 only.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final, TypeVar

from components.regards.errors import RegardsError

if TYPE_CHECKING:
    from collections.abc import Callable

CONNECT_TIMEOUT: Final = 10.0
"""Seconds in which a connection must be made."""

READ_TIMEOUT: Final = 65.0
"""Seconds to wait for the next bytes of an answer; the gateway waits 60 (contract A.7)."""

PAUSES: Final = (0.3, 0.6)
"""Seconds before each retry of a read; there are as many retries as pauses."""

T = TypeVar("T")


def repeated(read: Callable[[], T], rest: Callable[[float], None] = time.sleep) -> T:
    """The result of a read, which is repeated after momentary failures.

    Args:
        read: makes one request.
        rest: waits for some seconds.

    Raises:
        RegardsError: the last request failed, or an earlier one failed with a cause that is not momentary.
    """
    for pause in PAUSES:
        try:
            return read()
        except RegardsError as error:
            if not error.momentary:
                raise
        rest(pause)
    return read()
