"""What axe finds on a page that keeps people out."""

from typing import Final

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_SERIOUS: Final = {"serious", "critical"}
_AT_REST: Final = (
    "* { transition: none !important; animation: none !important; } [data-stale] { opacity: 1 !important; }"
)
_STATUS_WIDGET: Final = "[data-testid=stStatusWidget]"
"""Streamlit's own sign that a script runs: it comes and goes with the speed of the machine."""


def barriers(page: Page) -> list[str]:
    """The serious and critical barriers, each with the first place."""
    # Streamlit fades elements while it draws them, and again; what counts is the page as it is read.
    page.add_style_tag(content=_AT_REST)
    violations = Axe().run(page, context={"exclude": [_STATUS_WIDGET]}).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html'][:200]}" for each in violations if each["impact"] in _SERIOUS]
