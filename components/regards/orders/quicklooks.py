"""Quicklooks as pictures for a browser.

The bytes are not trusted. They are shown as one of four picture formats or not at all; the first bytes decide, not the
type that the archive names. Nothing here decodes them: a small file may unpack to gigabytes.
"""

import re
from dataclasses import dataclass
from typing import Final

from components.regards.delivery.checksums import Check
from components.regards.errors import RegardsError
from components.regards.http import addresses
from components.regards.http.connection import Connection
from components.regards.orders.records import OrderFile
from components.regards.orders.statuses import FileState

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

    advice = "Download it, and open it with a program for such files."


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that is as the archive announced it.

    ``name`` is the file's, as the archive gave it; ``kind`` is the media type that the first bytes say.
    """

    name: str
    kind: str
    content: bytes


def can_be_shown(file: OrderFile) -> bool:
    """Whether a file is a quicklook that may be downloaded by its number.

    External files are not: each such request would take one of the user's two processing slots (contract C.8).
    """
    return (
        file.data_type.startswith("QUICKLOOK")
        and file.state in {FileState.AVAILABLE, FileState.DOWNLOADED, FileState.DOWNLOAD_ERROR}
        and file.has_number
        and not file.external
    )


def read_picture(connection: Connection, file: OrderFile) -> Picture:
    """Download a picture. The file's state on the archive becomes DOWNLOADED (contract C.7).

    Raises:
        NoPicture: the file is too large, not as the archive announced it, or no picture that browsers show.
        RegardsError: see `Connection`.
    """
    if (file.size or 0) > LARGEST:
        raise _too_large()  # before a download that the archive would count
    content, check = bytearray(), Check(file)
    with connection.download(addresses.file_content(file.file_id)) as chunks:
        for chunk in chunks:
            check.take(chunk)
            content += chunk
            if len(content) > LARGEST:
                raise _too_large()
    if problem := check.problem():
        raise NoPicture(f"The picture is not what the archive announced. {problem}")
    return Picture(file.name, _kind(content), bytes(content))


def _kind(content: bytearray) -> str:
    kind = next((kind for kind, beginning in _KINDS.items() if beginning.match(content)), "")
    if not kind:
        raise NoPicture("This file is not a picture that a browser shows (PNG, JPEG, GIF or WebP).")
    return kind


def _too_large() -> NoPicture:
    return NoPicture(f"This picture is too large to be shown here: the limit is {LARGEST // 1_000_000} MB.")
