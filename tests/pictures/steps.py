"""Steps that the journeys share."""

from playwright.sync_api import Page

from components.demo.server import Served


def enter(page: Page, archive: Served) -> str:
    """Sign in with an account that nobody has used before; return its username."""
    account = archive.archive.directory.new_guest()
    page.get_by_label("Login").fill(account.username)
    page.get_by_role("textbox", name="Password").fill(account.password)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", name="Compose order").wait_for()
    return account.username


def go_to(page: Page, name: str) -> None:
    """Follow a link of the navigation, which a narrow window hides in a drawer. On phones alone it shuts by itself."""
    opener = page.get_by_test_id("stExpandSidebarButton")
    if opener.is_visible():
        opener.click()
    page.get_by_role("link", name=name).click()
    closer = page.get_by_test_id("stSidebarCollapseButton").get_by_role("button")
    if closer.is_visible():
        closer.click()
