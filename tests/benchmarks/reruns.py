"""Time of a rerun of Compose, compared with an empty page, without browser and network."""

import statistics
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Final

from streamlit.testing.v1 import AppTest

from components.demo.server import serve
from components.desk.archives import Archives
from components.desk.shared_state import opened
from components.order.identifiers import TextFile
from components.regards.settings import Account, Archive, Guests

_ROUNDS: Final = 15
_FRAME: Final = Path(__file__).parents[2] / "pages" / "main.py"


def report() -> Iterator[str]:
    """Median milliseconds of a rerun: an empty page, Compose with 10 identifiers, and with 100,000."""
    empty = median_rerun(AppTest.from_string("import streamlit as st\nst.title('Empty')\n").run())
    with ExitStack() as stack:
        demo = stack.enter_context(serve())
        guests = Guests(lambda: Account(demo.accounts[0].username, demo.accounts[0].password))
        stack.enter_context(opened(Archives((Archive("Demo archive", demo.url, demo.project, guests=guests),))))
        app = AppTest.from_file(str(_FRAME), default_timeout=60).run()
        app.button[0].click().run()
        yield f"rerun of an empty page: {empty:.1f} ms"
        for count in (10, 100_000):
            desk = app.session_state["desk"]
            names = "\n".join(f"S2A_MSIL1C_2020{number:06}T140741_N0202_R053_T35XPK" for number in range(count))
            desk.begin_draft(replace(desk.draft, files=(TextFile("names.txt", names),)))
            taken = median_rerun(app.run())
            yield f"rerun of Compose with {count:,} identifiers: {taken:.1f} ms, {taken - empty:.1f} ms more"


def median_rerun(app: AppTest) -> float:
    """Milliseconds of a rerun of a page."""
    taken = []
    for _ in range(_ROUNDS):
        began = time.perf_counter()
        app.run()
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken)
