"""How large a file may become whose size the archive does not announce."""

from __future__ import annotations

from typing import Final

from components.regards.errors import TooLarge

GIGABYTE: Final = 10**9
"""Bytes; the setting ``largest_unannounced_file`` counts in these."""

LARGEST: Final = 100
"""Gigabytes of the largest such file, unless the settings say otherwise."""

RESERVE: Final = GIGABYTE
"""Bytes of the disk that such a file leaves free."""


def too_large(name: str, largest: int) -> TooLarge:
    """The error for such a file that is longer than ``largest`` bytes."""
    most = f"{largest / GIGABYTE:g} GB"
    return TooLarge(f"The archive announced no size for “{name}”, and it was ended when more than {most} had come.")


def disk_is_full(name: str) -> TooLarge:
    """The error for such a file that would take the last bytes of the disk."""
    left = f"{RESERVE / GIGABYTE:g} GB"
    return TooLarge(f"The archive announced no size for “{name}”, and it was ended when the disk had only {left} left.")
