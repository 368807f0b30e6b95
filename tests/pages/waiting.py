"""Pages on which the work of another thread is awaited."""

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from tests.ui.draw_block import text_of_page


def until(app: AppTest, true: Callable[[], bool]) -> None:
    """Draw the page as its timer does, until the work of another thread shows."""
    for _ in range(600):
        if true():
            return
        app.run()
    raise AssertionError(text_of_page(app))
