"""Objects that the users of one process share, each for as long as somebody holds it."""

import threading
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar
from weakref import WeakValueDictionary

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


class Held(Generic[K, T]):
    """One object for each key, such as an account: made by who asks first, and gone with the last one who holds it.

    Thread-safe. What is kept of accounts does not grow with their number.

    Args:
        make: makes an object.
    """

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._objects: WeakValueDictionary[K, T] = WeakValueDictionary()

    def of(self, key: K) -> T:
        """The object of a key."""
        with self._lock:
            found = self._objects.get(key)
            if found is None:
                found = self._objects[key] = self._make()
            return found
