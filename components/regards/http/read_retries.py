"""Time-outs and retries: one rule for the desk and for the program.

===============================================  ==========================  ===================================
What failed                                      A read                      A change, a sign-in or a download
===============================================  ==========================  ===================================
no connection was made                           is repeated twice           is sent once
the connection broke before the answer was       is repeated twice           is sent once
complete, or a proxy got no answer (502)
the token was refused, and renewed since          is repeated once            is sent once
no connection in time, or no bytes in time       is sent once                is sent once
any other answer                                 is sent once                is sent once
===============================================  ==========================  ===================================

Reads are the GETs of JSON, with the renewal of a token. The first two rows are failures that are `momentary`. A
time-out is not repeated, because a page would wait for minutes; a ``Retry-After`` of the archive (429, 503) is not
followed for the same reason. What is sent once may have been carried out although no answer came. A delivery
begins a download that broke again in its next round (`delivery.engine`).

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
