"""The end of the server, as soon as it is asked for: at the signal, not once all answers have ended.

The server first waits for the downloads that are on their way, and then lets the app end. That may take longer than a
service manager has patience, which then kills it: before that, all that must not break off has to be settled.
"""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def at_signal(stop: Callable[[], None]) -> Iterator[None]:
    """Meanwhile, the first signal that asks the process to end calls this in a thread; the server hears all of them."""
    if threading.current_thread() is not threading.main_thread():  # only there can one listen
        yield
        return
    of_server = {each: signal.getsignal(each) for each in _SIGNALS}
    begun = False  # no event: its lock could be held by the same thread, which a signal interrupts

    def hear(number: int, frame: FrameType | None) -> None:
        nonlocal begun
        if not begun:
            begun = True
            threading.Thread(target=stop, name="stop", daemon=True).start()
        handler = of_server[signal.Signals(number)]
        if callable(handler):
            handler(number, frame)

    for each in _SIGNALS:
        signal.signal(each, hear)
    try:
        yield
    finally:
        for each, handler in of_server.items():
            if signal.getsignal(each) is hear:  # else the server has given it up already, and the next one ends it
                signal.signal(each, handler)
