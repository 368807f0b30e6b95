"""What the server does not load before its port answers."""

# ruff: noqa: S603 - the program that is started is our own, and so are its arguments

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
_LOADED = "import json, sys; import app; print(json.dumps([*sys.modules]))"


def test_the_server_loads_neither_the_demo_archive_nor_pandas_nor_pages() -> None:
    command = [sys.executable, "-c", _LOADED]
    loaded = json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout)
    assert {"components.demo.listening", "sqlalchemy"} <= {*loaded}, "the names are written as Python writes them"
    late = (
        "pandas",
        "numpy",
        "components.demo.archive",
        "components.demo.catalogue",
        "components.demo.api",
        "components.ui",
    )
    assert not [name for name in loaded if name.startswith(late)]
