"""How the server starts: what is not loaded before its port answers, and what is spared."""

# ruff: noqa: S603 - the program that is started is our own, and so are its arguments

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
_TIMEOUT = 60
_STARTED = """
import gc, json, sys
import app
frozen = gc.get_freeze_count()
print(json.dumps({"loaded": [*sys.modules], "frozen": frozen, "others": len(gc.get_objects()), "on": gc.isenabled()}))
"""


_HELD = """
import asyncio, threading
import app
from components.demo import built_beside
from components.desk.shared_state import shared

finish, build = threading.Event(), built_beside.demo

def held(return_to):
    finish.wait()
    return build(return_to)

async def start():
    async with app.lifespan(app.app):
        print(shared().archives.offered[-1].name)
        finish.set()

built_beside.demo = held
asyncio.run(start())
"""


_ASKED_TO_END = """
import asyncio, signal, threading
import app
from components.desk.shared_state import SharedState

begun = threading.Event()
SharedState.stop = lambda _: begun.set()
signal.signal(signal.SIGTERM, lambda *_: print("the server hears it"))

async def end():
    async with app.lifespan(app.app):
        signal.raise_signal(signal.SIGTERM)
        print("begun" if begun.wait(60) else "not begun")

asyncio.run(end())
"""


def run(script: str) -> str:
    """What a process writes that runs a script."""
    command = [sys.executable, "-c", script]
    settings = {**os.environ, "ORDER_DESK_ORDER_BOOK": "sqlite://"}
    return subprocess.run(
        command, cwd=ROOT, env=settings, check=True, capture_output=True, text=True, timeout=_TIMEOUT
    ).stdout


_DRAWN = """
import importlib, json, pkgutil, sys
from components import ui
for module in pkgutil.walk_packages(ui.__path__, "components.ui."):
    importlib.import_module(module.name)
print(json.dumps([*sys.modules]))
"""


@pytest.fixture(scope="module")
def started() -> dict[str, Any]:
    """What a process says that has loaded the server."""
    return dict(json.loads(run(_STARTED)))


def test_the_server_starts_while_the_demo_archive_is_being_built() -> None:
    assert run(_HELD) == "Demo archive\n"


def test_the_server_loads_neither_the_demo_archive_nor_pages_nor_pandas(started: dict[str, Any]) -> None:
    late = ("alembic", "components.demo.archive", "components.demo.catalogue", "components.ui", "numpy", "pandas")
    assert "components.demo.built_beside" in started["loaded"], "the names are written as Python writes them"
    assert not [name for name in started["loaded"] if name.startswith(late)]


def test_what_pages_are_drawn_with_loads_no_pandas_before_the_first_table() -> None:
    loaded = json.loads(run(_DRAWN))
    assert "components.ui.elements.tables" in loaded, "the names are written as Python writes them"
    assert not [name for name in loaded if name.startswith(("numpy", "pandas", "pyarrow"))]


def test_garbage_is_collected_but_not_looked_for_among_what_is_loaded(started: dict[str, Any]) -> None:
    assert started["on"]
    assert started["frozen"] > 10 * started["others"]


def test_what_must_not_break_off_settles_from_the_signal_on_and_not_once_all_downloads_have_ended() -> None:
    assert run(_ASKED_TO_END).splitlines() == ["the server hears it", "begun"]
