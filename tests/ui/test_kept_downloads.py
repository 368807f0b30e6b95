"""Downloads of a button, while pages of other users are drawn."""

from collections.abc import Callable

import pytest
from streamlit.runtime import media_file_manager
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.media_file_storage import MediaFileStorageError
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage

from components.ui import kept_downloads
from components.ui.kept_downloads import keep_downloads


@pytest.fixture
def pass_time(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Let seconds pass."""
    now = 1000.0
    monkeypatch.setattr(media_file_manager, "MediaFileMetadata", media_file_manager.MediaFileMetadata)
    removal = "_remove_orphaned_deferred_callables"
    monkeypatch.setattr(MediaFileManager, removal, getattr(MediaFileManager, removal))
    monkeypatch.setattr(kept_downloads, "monotonic", lambda: now)
    keep_downloads.__wrapped__()

    def pass_seconds(seconds: float) -> None:
        nonlocal now
        now += seconds

    return pass_seconds


@pytest.fixture
def files() -> MediaFileManager:
    return MediaFileManager(MemoryMediaFileStorage("/media"))


def draw_button(files: MediaFileManager, text: bytes) -> str:
    return files.add_deferred(lambda: text, "application/json", "1.0", "order.json")


def read(files: MediaFileManager, address: str) -> bytes | None:
    file = files.read_file(address.removeprefix("/media/").removesuffix(".json"))
    return file.content if file else None


@pytest.mark.parametrize(("seconds", "found"), [(0, b"request"), (59, b"request"), (60, None)])
def test_what_a_click_has_made_waits_a_minute_for_the_browser_however_many_pages_end(
    files: MediaFileManager, pass_time: Callable[[float], None], seconds: float, found: bytes | None
) -> None:
    address = files.execute_deferred(draw_button(files, b"request"))
    for _ in range(3):
        files.remove_orphaned_files()
    pass_time(seconds)
    files.remove_orphaned_files()
    assert read(files, address) == found


def test_the_click_on_a_button_counts_that_was_drawn_again_in_that_instant(
    files: MediaFileManager, pass_time: Callable[[float], None]
) -> None:
    clicked = draw_button(files, b"first")
    files.remove_orphaned_files()
    draw_button(files, b"second")
    files.remove_orphaned_files()
    pass_time(4.9)
    files.remove_orphaned_files()
    assert read(files, files.execute_deferred(clicked)) == b"first"


def test_a_button_that_is_on_no_page_is_forgotten_after_some_seconds_and_one_that_is_stays(
    files: MediaFileManager, pass_time: Callable[[float], None]
) -> None:
    gone, shown = draw_button(files, b"first"), draw_button(files, b"second")
    files.remove_orphaned_files()
    pass_time(5)
    files.remove_orphaned_files()
    assert read(files, files.execute_deferred(shown)) == b"second"
    with pytest.raises(MediaFileStorageError):
        files.execute_deferred(gone)
