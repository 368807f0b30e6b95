"""Open pages through which nobody has signed in yet: only so many at once, from one place and in all."""

import secrets
import threading
from collections import Counter
from typing import Final

_MOST: Final = 300
_MOST_OF_ONE: Final = 50  # from one place: an institute may stand behind one address


class Strangers:
    """The streams of such pages, in this process. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._streams: dict[str, str] = {}

    def admit(self, network: str) -> str:
        """A name for one more stream; empty if there are too many.

        Args:
            network: where it comes from, see `networks.network`; where that is not known, all count together alone.
        """
        with self._lock:
            of_one = Counter(self._streams.values())[network] if network else 0
            if len(self._streams) >= _MOST or of_one >= _MOST_OF_ONE:
                return ""
            stream = secrets.token_hex()
            self._streams[stream] = network
            return stream

    def release(self, stream: str) -> None:
        """Count a stream no more: it has ended, or somebody has signed in."""
        with self._lock:
            self._streams.pop(stream, None)

    def __contains__(self, stream: str) -> bool:
        return stream in self._streams
