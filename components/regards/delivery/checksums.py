"""The comparison of a file with what the archive announced: its size and its checksum."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable

BY_SIZE: Final = "size"
"""The value of `compared` if only the size can be compared."""

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
"""Algorithms by their names in `hashlib`, with their usual names; archives write them in any spelling."""

_DECORATION: Final = re.compile(r"[\W_]+")
_BY_SPELLING: Final = {_DECORATION.sub("", name): name for name in _ALGORITHMS}


class Announced(Protocol):
    """What an archive announced of a file, such as an `OrderFile`."""

    @property
    def size(self) -> int | None:
        """Bytes, None if the archive does not know."""

    @property
    def checksum(self) -> str:
        """The checksum; empty if there is none."""

    @property
    def algorithm(self) -> str:
        """The algorithm of the checksum, in the archive's spelling."""


class Measured:
    """The size and the checksums of a sequence of bytes; ``received`` counts the bytes so far.

    Args:
        algorithms: the checksums to compute, as `algorithm_of` names them.
    """

    def __init__(self, algorithms: Iterable[str]) -> None:
        self.received = 0
        # Some systems refuse MD5 unless the call says that it is not used for security.
        self._digests = {each: hashlib.new(each, usedforsecurity=False) for each in algorithms if each}

    def take(self, chunk: bytes) -> None:
        """Add the next bytes."""
        self.received += len(chunk)
        for digest in self._digests.values():
            digest.update(chunk)

    def checksum(self, algorithm: str) -> str:
        """The checksum of the bytes so far, in lower case like `checksum_of`."""
        return self._digests[algorithm].hexdigest()

    def difference(self, file: Announced) -> str:
        """The difference from the announced file (contract C.7), as a sentence for the user; "" if there is none.

        The algorithm of the file's checksum must be one of those that are computed.
        """
        if file.size is not None and self.received < file.size:
            return f"Only {self.received:,} of {file.size:,} bytes arrived."
        if file.size is not None and self.received > file.size:
            return f"{self.received:,} bytes arrived, but the archive announced {file.size:,}."
        algorithm, announced = algorithm_of(file), checksum_of(file)
        if algorithm and self.checksum(algorithm) != announced:
            return (
                f"The checksum differs: the archive announced {compared(file)} {announced}, "
                f"but the received bytes have {self.checksum(algorithm)}."
            )
        return ""


class Check(Measured):
    """A comparison of the bytes of one file with what the archive announced.

    ``by`` is the value of `compared`.
    """

    def __init__(self, file: Announced) -> None:
        super().__init__([algorithm_of(file)])
        self.by = compared(file)
        self._file = file

    def problem(self) -> str:
        """The difference from the announced file, as a sentence for the user; "" if there is none."""
        return self.difference(self._file)


def algorithm_of(file: Announced) -> str:
    """The name in `hashlib` of the algorithm of a file's checksum; "" if no checksum can be computed."""
    return _BY_SPELLING.get(_DECORATION.sub("", file.algorithm).lower(), "") if checksum_of(file) else ""


def checksum_of(file: Announced) -> str:
    """The announced checksum in lower case."""
    return file.checksum.strip().lower()


def compared(file: Announced) -> str:
    """What can be compared of a file: the algorithm of its checksum, else ``size``; "" if neither is announced."""
    algorithm = algorithm_of(file)
    return _ALGORITHMS[algorithm] if algorithm else "" if file.size is None else BY_SIZE
