"""Files that a button has just made: they wait until the browser has fetched them.

Streamlit 1.67 makes such a file after the click, tells the browser its address, and forgets it at the second end of a
run of any user's page. On a desk with many users that is within milliseconds, and the browser fetches nothing.
"""

from functools import cache
from time import monotonic
from typing import Final

from streamlit.runtime import media_file_manager
from streamlit.runtime.media_file_manager import MediaFileMetadata
from streamlit.runtime.media_file_storage import MediaFileKind

_KEPT: Final = 60.0  # seconds: longer than any browser takes from the click to the request


class _Kept(MediaFileMetadata):
    """What Streamlit notes of a file; only an old one may be deleted."""

    def __init__(self, kind: MediaFileKind = MediaFileKind.MEDIA) -> None:
        super().__init__(kind)
        self._until = monotonic() + _KEPT

    @property
    def is_marked_for_delete(self) -> bool:
        return super().is_marked_for_delete and monotonic() >= self._until


@cache
def keep_downloads() -> None:
    """Keep each file for a minute after the click, for the whole process."""
    media_file_manager.MediaFileMetadata = _Kept  # type: ignore[misc]
