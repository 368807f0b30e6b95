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
        # As at every start but the first: Python keeps what it has compiled, also where this is switched off.
        compiled = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": f"{folder}/compiled"}
        settings = {**compiled, "ORDER_DESK_ORDER_BOOK": f"sqlite:///{folder}/orders.db"}
        starts = partial(_seconds, empty, compiled), partial(_seconds, "app.py", settings)
        for each in starts:
            each()
        least, ours = in_turn(rounds, *starts)
    yield Row("cold start to healthy, with the demo archive", "ms", scaled(ours, 1e3), scaled(least, 1e3), 1.5)


def _seconds(script: str | Path, settings: dict[str, str]) -> float:
    with streamlit(script, settings) as server:
        return server.seconds
