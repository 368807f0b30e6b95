"""Files that a button has just made."""

from collections.abc import Callable

import pytest
from streamlit.runtime import media_file_manager
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage

from components.ui import kept_downloads
from components.ui.kept_downloads import keep_downloads


@pytest.fixture
def pass_time(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Let seconds pass for the files that are kept."""
    now = 1000.0
    monkeypatch.setattr(media_file_manager, "MediaFileMetadata", media_file_manager.MediaFileMetadata)
    monkeypatch.setattr(kept_downloads, "monotonic", lambda: now)
    keep_downloads.__wrapped__()

    def pass_seconds(seconds: float) -> None:
        nonlocal now
        now += seconds

    return pass_seconds


@pytest.mark.parametrize(("seconds", "is_there"), [(0, True), (59, True), (60, False)])
def test_what_a_click_has_made_waits_a_minute_for_the_browser_however_many_pages_end(
    pass_time: Callable[[float], None], seconds: float, is_there: bool
) -> None:
    files = MediaFileManager(MemoryMediaFileStorage("/media"))
    placeholder = files.add_deferred(lambda: b"request", "application/json", "1.0", "order.json")
    file_id = files.execute_deferred(placeholder).removeprefix("/media/").removesuffix(".json")
    for _ in range(3):
        files.remove_orphaned_files()
    pass_time(seconds)
    files.remove_orphaned_files()
    assert (files.read_file(file_id) is not None) == is_there
