"""The bodies of the archive's files, made when asked for, and always the same."""

import hashlib
from collections.abc import Iterator
from functools import lru_cache

from components.demo.products import DataFile


def body(urn: str, file: DataFile, /) -> bytes:
    """Give the bytes of a file of this product or dataset (a URN)."""
    return b"".join(chunks(urn, file))


def chunks(urn: str, file: DataFile, /, size: int = 65_536) -> Iterator[bytes]:
    """Give the bytes of a file piece by piece, so that memory stays flat whatever the file's size."""
    whole = hashlib.sha256(f"{urn}/{file.filename}".encode()).hexdigest().encode() * 400
    whole = whole[: file.size]
    for start in range(0, len(whole), size):
        yield whole[start : start + size]


@lru_cache(maxsize=20_000)
def checksum(urn: str, file: DataFile, /) -> str:
    """Give the MD5 of a file of this product or dataset (a URN), in lower-case hexadecimal."""
    digest = hashlib.md5(usedforsecurity=False)
    for piece in chunks(urn, file):
        digest.update(piece)
    return digest.hexdigest()
