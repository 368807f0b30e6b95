"""Values that are made again only when what they are made from has changed: a page asks for them many times."""

from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class MadeFrom(Generic[T]):
    """The latest value, with what it was made from."""

    def __init__(self) -> None:
        self._latest: tuple[object, T] | None = None

    def of(self, source: object, make: Callable[[], T]) -> T:
        """The value, made again if ``source`` is not equal to that of the latest one."""
        if self._latest is None or (self._latest[0] is not source and self._latest[0] != source):
            self._latest = source, make()
        return self._latest[1]
