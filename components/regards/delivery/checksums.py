"""Whether what arrived is what the archive announced: its size and its checksum."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from components.regards.records import OrderFile

BY_SIZE: Final = "size"
"""What a check compares where the archive announced no checksum that this code can compute."""

_ALGORITHMS: Final = {
    "md5": "MD5",
    "sha1": "SHA-1",
    "sha224": "SHA-224",
    "sha256": "SHA-256",
    "sha384": "SHA-384",
    "sha512": "SHA-512",
    "sha3_224": "SHA3-224",
    "sha3_256": "SHA3-256",
    "sha3_384": "SHA3-384",
    "sha3_512": "SHA3-512",
}
"""What `hashlib` calls an algorithm, and what people call it; archives write it in any spelling."""

_DECORATION: Final = re.compile(r"[\W_]+")


class Check:
    """A comparison of a file's bytes, as they arrive, with what the archive announced of it (contract C.7).

    ``by`` says what is compared: the checksum's algorithm, ``size`` where there is no checksum to compute, or
    nothing where the archive announced neither. ``received`` counts the bytes so far.
    """

    def __init__(self, file: OrderFile) -> None:
        self.received = 0
        self._size = file.size
        self._announced = file.checksum.strip().lower()
        name = _hash_name(file.algorithm) if self._announced else ""
        # MD5 is refused on some machines unless one says that it only guards against accidents.
        self._digest = hashlib.new(name, usedforsecurity=False) if name else None
        self.by = _ALGORITHMS[name] if name else "" if file.size is None else BY_SIZE

    def take(self, chunk: bytes) -> None:
        """Count the next bytes in."""
        self.received += len(chunk)
        if self._digest is not None:
            self._digest.update(chunk)

    def problem(self) -> str:
        """What differs from what was announced, in a sentence for the user; nothing if all is well."""
        if self._size is not None and self.received < self._size:
            return f"Only {self.received:,} of {self._size:,} bytes arrived."
        if self._size is not None and self.received > self._size:
            return f"{self.received:,} bytes arrived where the archive announced {self._size:,}."
        if self._digest is not None and self._digest.hexdigest() != self._announced:
            return (
                f"The checksum differs: the archive announced {self.by} {self._announced}, "
                f"but what arrived has {self._digest.hexdigest()}."
            )
        return ""


def _hash_name(algorithm: str) -> str:
    """What `hashlib` calls an algorithm, or nothing where it does not know it."""
    spelling = _DECORATION.sub("", algorithm).lower()
    return next((name for name in _ALGORITHMS if _DECORATION.sub("", name) == spelling), "")
