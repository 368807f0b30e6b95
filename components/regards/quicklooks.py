"""Quicklooks fetched as pictures.

The bytes are foreign. They are shown as one of four kinds of picture or not at all, and their beginning decides, not
what the archive calls them. Nothing here decodes them: a picture that unfolds to gigabytes must not do so on the
desk's machine.
"""

import re
from base64 import b64encode
from dataclasses import dataclass
from typing import Final

from components.regards.delivery.checksums import Check
from components.regards.errors import RegardsError
from components.regards.http import addresses
from components.regards.http.connection import Connection
from components.regards.records import OrderFile
from components.regards.statuses import FileState

LARGEST: Final = 20_000_000
"""Bytes of a picture that is shown; larger ones are for a program made for them."""

_KINDS: Final = {  # how each kind of picture begins
    "image/png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "image/jpeg": re.compile(rb"\xff\xd8\xff"),
    "image/gif": re.compile(rb"GIF8[79]a"),
    "image/webp": re.compile(rb"RIFF.{4}WEBP", re.DOTALL),
}


class NoPicture(RegardsError):
    """What the archive sent cannot be shown."""

    advice = "Download it and open it with a program for such files."


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as the archive announced it; `address` holds all of it and can be given to a browser."""

    address: str


def can_be_shown(file: OrderFile) -> bool:
    """Whether a file is a quicklook that may be asked for by its number.

    External files are not: each request of that kind would take one of the user's places (contract C.8).
    """
    return (
        file.data_type.startswith("QUICKLOOK")
        and file.state in {FileState.AVAILABLE, FileState.DOWNLOADED, FileState.DOWNLOAD_ERROR}
        and not file.external
    )


def read_picture(connection: Connection, file: OrderFile) -> Picture:
    """The picture in a file, whose state on the archive turns to DOWNLOADED (contract C.7).

    Raises:
        NoPicture: it is too large, not what the archive announced, or none that browsers show.
        RegardsError: see `Connection`.
    """
    if (file.size or 0) > LARGEST:
        raise _too_large()  # before the archive counts a download
    content, check = bytearray(), Check(file)
    with connection.download(addresses.file_content(file.file_id)) as chunks:
        for chunk in chunks:
            check.take(chunk)
            content += chunk
            if len(content) > LARGEST:
                raise _too_large()
    if problem := check.problem():
        raise NoPicture(f"The picture is not what the archive announced. {problem}")
    return Picture(f"data:{_kind(content)};base64,{b64encode(content).decode()}")


def _kind(content: bytearray) -> str:
    kind = next((kind for kind, beginning in _KINDS.items() if beginning.match(content)), "")
    if not kind:
        raise NoPicture("This file is no picture that a browser shows (PNG, JPEG, GIF or WebP).")
    return kind


def _too_large() -> NoPicture:
    return NoPicture(f"This picture is too large to be shown here: the most is {LARGEST // 1_000_000} MB.")
