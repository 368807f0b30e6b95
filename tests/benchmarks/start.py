"""Time until the app is healthy, with the demo archive, compared with an empty Streamlit app."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.measure import Row, in_turn, scaled
from tests.benchmarks.processes import streamlit

_EMPTY = "import streamlit as st\n\nst.title('Empty')\n"


def rows(rounds: int) -> Iterator[Row]:
    """The whole start, from the command to an answer of the health route."""
    with TemporaryDirectory() as folder:
        empty = Path(folder, "empty.py")
        empty.write_text(_EMPTY, encoding="utf-8")
        settings = {"ORDER_DESK_ORDER_BOOK": f"sqlite:///{folder}/orders.db"}
        least, ours = in_turn(rounds, partial(_seconds, empty, {}), partial(_seconds, "app.py", settings))
    yield Row("cold start to healthy, with the demo archive", "ms", scaled(ours, 1e3), scaled(least, 1e3), 1.5)


def _seconds(script: str | Path, settings: dict[str, str]) -> float:
    with streamlit(script, settings) as server:
        return server.seconds
