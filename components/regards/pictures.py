"""Quicklooks as pictures for a browser.

The bytes are not trusted. They are shown as one of four picture formats or not at all; the first bytes decide, not the
type that the archive names. Nothing here decodes them: a small file may unpack to gigabytes.
"""

import re
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from components.regards.delivery.checksums import Check
from components.regards.errors import RegardsError
from components.regards.http.connection import Connection

LARGEST: Final = 20_000_000
"""Bytes of the largest picture that is shown."""

_KINDS: Final = {  # the first bytes of each format
    "image/png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "image/jpeg": re.compile(rb"\xff\xd8\xff"),
    "image/gif": re.compile(rb"GIF8[79]a"),
    "image/webp": re.compile(rb"RIFF.{4}WEBP", re.DOTALL),
}


class NoPicture(RegardsError):
    """The file cannot be shown as a picture."""


@dataclass(frozen=True, slots=True)
class Quicklook:
    """A picture of the archive, with what the archive announced of it.

    ``address`` is that of its download, below the archive's prefix. ``size`` is in bytes, None if it is not known.
    """

    address: str
    name: str
    size: int | None
    checksum: str
    algorithm: str

    @property
    def key(self) -> str:
        """Names it in a page and in its address there, and says nothing else."""
        return sha256(self.address.encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that is as the archive announced it.

    ``name`` is the file's, as the archive gave it; ``kind`` is the media type that the first bytes say.
    """

    name: str
    kind: str
    content: bytes


def read_picture(connection: Connection, quicklook: Quicklook) -> Picture:
    """Download a picture. To the archive that is a download by the user.

    Raises:
        NoPicture: it is too large, not as the archive announced it, or no picture that browsers show.
        RegardsError: see `Connection`.
    """
    if (quicklook.size or 0) > LARGEST:
        raise _too_large()  # before a download that the archive would count
    content, check = bytearray(), Check(quicklook)
    with connection.download(quicklook.address) as chunks:
        for chunk in chunks:
            check.take(chunk)
            content += chunk
            if len(content) > LARGEST:
                raise _too_large()
    if problem := check.problem():
        raise NoPicture(f"The picture is not what the archive announced. {problem}")
    return Picture(quicklook.name, _kind(content), bytes(content))


def _kind(content: bytearray) -> str:
    kind = next((kind for kind, beginning in _KINDS.items() if beginning.match(content)), "")
    if not kind:
        raise NoPicture("This file is not a picture that a browser shows (PNG, JPEG, GIF or WebP).")
    return kind


def _too_large() -> NoPicture:
    return NoPicture(f"This picture is too large to be shown here: the limit is {LARGEST // 1_000_000} MB.")
