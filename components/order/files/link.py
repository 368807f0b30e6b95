"""Recipes in addresses, short enough to be sent around. Anybody can write one, so they are read with limits."""

import json
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Final

from components.order.draft import Draft
from components.order.files import recipe
from components.order.identifiers import UnreadableFile

LONGEST: Final = 1_500
"""Characters in an address; mail programs and proxies cut what is much longer."""

_LARGEST: Final = 50_000  # characters of the recipe: a short text can unpack to gigabytes


def write(draft: Draft) -> str | None:
    """A draft as a text of letters, digits, ``-`` and ``_``; None if it is too long for an address."""
    written = recipe.write(draft)
    if len(written) > _LARGEST:
        return None
    document = {key: value for key, value in json.loads(written).items() if value or key == "data_types"}
    packed = zlib.compress(json.dumps(document, separators=(",", ":")).encode(), 9)
    text = urlsafe_b64encode(packed).decode().rstrip("=")
    return text if len(text) <= LONGEST else None


def read(text: str) -> Draft:
    """The draft in such a text.

    Raises:
        UnreadableFile: the text is cut, too long or something else, or the recipe cannot be read.
    """
    if len(text) > LONGEST:
        raise UnreadableFile(f"It has {len(text):,} characters, and up to {LONGEST:,} can be read.")
    unpacking = zlib.decompressobj()
    try:
        found = unpacking.decompress(urlsafe_b64decode(text + "=" * (-len(text) % 4)), _LARGEST + 1)
        draft = recipe.read(found.decode()) if unpacking.eof and len(found) <= _LARGEST else None
    except UnreadableFile:
        raise
    except (ValueError, zlib.error) as error:
        raise UnreadableFile(_DAMAGED) from error
    if draft is None or not draft.can_be_sent:
        raise UnreadableFile(_DAMAGED)
    return draft


_DAMAGED = "It is cut or damaged. Ask for it again, or for the recipe as a file."
