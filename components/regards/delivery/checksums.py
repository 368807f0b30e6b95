"""Whether what arrived is what the archive announced: its size and its checksum."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

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
_BY_SPELLING: Final = {_DECORATION.sub("", name): name for name in _ALGORITHMS}


class Measured:
    """The size and the checksums of bytes as they arrive; ``received`` counts the bytes so far.

    Args:
        algorithms: the checksums to compute, as `algorithm_of` names them.
    """

    def __init__(self, algorithms: Iterable[str]) -> None:
        self.received = 0
        # MD5 is refused on some machines unless one says that it only guards against accidents.
        self._digests = {each: hashlib.new(each, usedforsecurity=False) for each in algorithms if each}

    def take(self, chunk: bytes) -> None:
        """Count the next bytes in."""
        self.received += len(chunk)
        for digest in self._digests.values():
            digest.update(chunk)

    def checksum(self, algorithm: str) -> str:
        """One of the checksums of the bytes so far, as `checksum_of` gives it."""
        return self._digests[algorithm].hexdigest()

    def difference(self, file: OrderFile) -> str:
        """What differs from what was announced of a file (contract C.7), as a sentence for the user; "" if nothing.

        The file's checksum must be one of those that are computed.
        """
        if file.size is not None and self.received < file.size:
            return f"Only {self.received:,} of {file.size:,} bytes arrived."
        if file.size is not None and self.received > file.size:
            return f"{self.received:,} bytes arrived where the archive announced {file.size:,}."
        algorithm, announced = algorithm_of(file), checksum_of(file)
        if algorithm and self.checksum(algorithm) != announced:
            return (
                f"The checksum differs: the archive announced {compared(file)} {announced}, "
                f"but what arrived has {self.checksum(algorithm)}."
            )
        return ""


class Check(Measured):
    """A comparison of the bytes of one file, as they arrive, with what the archive announced of it.

    ``by`` is what `compared` gives.
    """

    def __init__(self, file: OrderFile) -> None:
        super().__init__([algorithm_of(file)])
        self.by = compared(file)
        self._file = file

    def problem(self) -> str:
        """What differs from what was announced, as a sentence for the user; "" if nothing."""
        return self.difference(self._file)


def algorithm_of(file: OrderFile) -> str:
    """What `hashlib` calls the algorithm of a file's checksum; "" where there is no checksum that can be computed."""
    return _BY_SPELLING.get(_DECORATION.sub("", file.algorithm).lower(), "") if checksum_of(file) else ""


def checksum_of(file: OrderFile) -> str:
    """The announced checksum in small letters."""
    return file.checksum.strip().lower()


def compared(file: OrderFile) -> str:
    """What can be compared of a file: its checksum's algorithm, else ``size``, or "" where neither is announced."""
    algorithm = algorithm_of(file)
    return _ALGORITHMS[algorithm] if algorithm else "" if file.size is None else BY_SIZE
