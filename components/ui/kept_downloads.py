"""Downloads of a button: its click still counts when the page has been drawn again, and its file waits for the browser.

Streamlit 1.67 makes the file after the click, and tells the browser its address. It forgets the button when a run of
any user's page ends after that button was drawn again, and the file at the second such end. On a desk with many users
that is within milliseconds: the click comes too late, or the browser does, and nothing is saved.
"""

from functools import cache
from time import monotonic
from typing import Final

from streamlit.runtime import media_file_manager
from streamlit.runtime.media_file_manager import MediaFileManager, MediaFileMetadata
from streamlit.runtime.media_file_storage import MediaFileKind

_BUTTON: Final = 5.0  # seconds that a click may take to the desk; a button holds what it would write, so no longer
_FILE: Final = 60.0  # seconds that a browser may take to ask for the file


@cache
def keep_downloads() -> None:
    """Keep each button for some seconds after it was drawn again and each file for a minute, for the whole process."""
    gone_since: dict[str, float] = {}

    def remove_old_buttons(manager: MediaFileManager) -> None:
        nonlocal gone_since
        shown = {each for of_session in manager._files_by_session_and_coord.values() for each in of_session.values()}  # noqa: SLF001 - as Streamlit's own
        now = monotonic()
        gone_since = {each: gone_since.get(each, now) for each in manager._deferred_callables if each not in shown}  # noqa: SLF001
        for each, since in gone_since.items():
            if now - since >= _BUTTON:
                manager._drop_deferred_id(each)  # noqa: SLF001

    MediaFileManager._remove_orphaned_deferred_callables = remove_old_buttons  # type: ignore[method-assign, assignment]  # noqa: SLF001
    media_file_manager.MediaFileMetadata = _Kept  # type: ignore[misc]


class _Kept(MediaFileMetadata):
    """What Streamlit notes of a file; only an old one may be deleted."""

    def __init__(self, kind: MediaFileKind = MediaFileKind.MEDIA) -> None:
        super().__init__(kind)
        self._until = monotonic() + _FILE

    @property
    def is_marked_for_delete(self) -> bool:
        return super().is_marked_for_delete and monotonic() >= self._until
