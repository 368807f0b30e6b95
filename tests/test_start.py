"""How the server starts: what is not loaded before its port answers, and what is spared."""

# ruff: noqa: S603 - the program that is started is our own, and so are its arguments

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
_STARTED = """
import gc, json, sys
import app
frozen = gc.get_freeze_count()
print(json.dumps({"loaded": [*sys.modules], "frozen": frozen, "others": len(gc.get_objects()), "on": gc.isenabled()}))
"""


@pytest.fixture(scope="module")
def started() -> dict[str, Any]:
    """What a process says that has loaded the server."""
    command = [sys.executable, "-c", _STARTED]
    said = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return dict(json.loads(said))


def test_the_server_loads_neither_the_demo_archive_nor_pages_nor_pandas(started: dict[str, Any]) -> None:
    late = ("components.demo.archive", "components.demo.catalogue", "components.ui", "numpy", "pandas")
    assert "components.demo.built_beside" in started["loaded"], "the names are written as Python writes them"
    assert not [name for name in started["loaded"] if name.startswith(late)]


def test_garbage_is_collected_but_not_looked_for_among_what_is_loaded(started: dict[str, Any]) -> None:
    assert started["on"]
    assert started["frozen"] > 10 * started["others"]
