"""Pictures of every state of the pages: ``python -m tests.pictures [--to FOLDER] [--only WORD]``.

Each in the light and the dark theme, 1280 and 390 pixels wide, with the barriers that axe finds in it. A report, never
a verdict. ``--readme`` makes the pictures of the README again, and no others.
"""

import argparse
import itertools
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Literal

from playwright.sync_api import Browser, Page, sync_playwright

from components.demo.archive import Archive
from components.demo.server import Served, serve
from tests.benchmarks.processes import ROOT, streamlit
from tests.browser.barriers import barriers
from tests.browser.conftest import CHROMIUM_ARGUMENTS, PATIENCE
from tests.conftest import LONG_LIVED
from tests.pictures.journeys import JOURNEYS

_Theme = Literal["light", "dark"]
_THEMES: Final[tuple[_Theme, ...]] = ("light", "dark")
_WIDTHS: Final = (1280, 390)
_HEIGHT: Final = 900
_DRAWN: Final = 1_000  # milliseconds in which what fades has gone, and what is drawn on canvas is there
_SHOWN_FOLDER: Final = "/srv/orders"
_README: Final = {"sign-in": "sign-in", "compose-found": "compose", "order-ready": "order", "orders": "orders"}


@dataclass(frozen=True)
class Wanted:
    """Which pictures are taken: of states that ``takes`` says, in these themes and widths."""

    takes: Callable[[str], bool]
    themes: tuple[_Theme, ...] = _THEMES
    widths: tuple[int, ...] = _WIDTHS


def delivered(folder: str) -> str:
    """The folder for deliveries."""
    return f"{folder}/delivered"


@contextmanager
def desk(archive: Served, folder: str) -> Iterator[str]:
    """The address of a desk that offers an archive beside its own demo archive."""
    secrets = Path(folder, "secrets.toml")
    secrets.write_text(
        f'order_book = "sqlite:///{folder}/orders.db"\n[archives."Rehearsal"]\nurl = "{archive.url}"\n'
        f'project = "{archive.project}"\ndelivery_folder = "{delivered(folder)}"\npoll_every = 1\n'
    )
    with streamlit("app.py", {"STREAMLIT_SECRETS_FILES": str(secrets)}) as server:
        yield server.url


def take(browser: Browser, theme: _Theme, width: int, takes: Callable[[str], bool], to: Path) -> None:
    """Save a picture of each wanted state, and print what keeps people out of it.

    The archive is a new one: the last journey puts its clock on, which never goes back.
    """
    with TemporaryDirectory() as passing, serve(Archive(pace=LONG_LIVED)) as archive, desk(archive, passing) as address:
        for journey in JOURNEYS:
            context = browser.new_context(viewport={"width": width, "height": _HEIGHT}, color_scheme=theme)
            context.set_default_timeout(PATIENCE * 1000)
            page = context.new_page()
            page.goto(address)
            for state in filter(takes, journey(page, archive)):
                name = f"{state}-{theme}-{width}.png"
                page.wait_for_timeout(_DRAWN)
                whole = int(page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight"))
                page.set_viewport_size({"width": width, "height": max(whole, _HEIGHT)})  # the page scrolls within
                page.wait_for_timeout(_DRAWN)
                rename(page, delivered(passing), _SHOWN_FOLDER)
                page.screenshot(path=to / name)
                print(name, *barriers(page), sep="\n  ")  # noqa: T201 - a report
                page.set_viewport_size({"width": width, "height": _HEIGHT})
            context.close()


def rename(page: Page, passing: str, shown: str) -> None:
    """Show a folder under another name: one that passes has a name that differs from run to run."""
    page.evaluate(
        """([passing, shown]) => {
            const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            while (texts.nextNode()) texts.currentNode.data = texts.currentNode.data.replaceAll(passing, shown);
        }""",
        [passing, shown],
    )


def main() -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(prog="python -m tests.pictures", description=__doc__)
    parser.add_argument("--to", type=Path, default=ROOT / ".order-desk" / "pictures", help="the folder of the pictures")
    parser.add_argument("--only", default="", help="a part of the names of the wanted states")
    parser.add_argument("--readme", action="store_true", help="replace the pictures of the README, and take no others")
    chosen = parser.parse_args()
    of_readme = Wanted(_README.__contains__, ("light",), (1280,))
    wanted = of_readme if chosen.readme else Wanted(lambda state: chosen.only in state)
    chosen.to.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM_ARGUMENTS)
        for theme, width in itertools.product(wanted.themes, wanted.widths):
            take(chromium, theme, width, wanted.takes, chosen.to)
        chromium.close()
    if chosen.readme:
        for state, name in _README.items():
            shutil.copyfile(chosen.to / f"{state}-light-1280.png", ROOT / ".pictures" / f"{name}.png")


if __name__ == "__main__":
    main()
