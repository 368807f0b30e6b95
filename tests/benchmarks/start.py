"""Time until the app is healthy, with the demo archive, compared with an empty Streamlit app."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.processes import in_turn, streamlit

_ROUNDS = 5
_EMPTY = "import streamlit as st\n\nst.title('Empty')\n"


def report() -> Iterator[str]:
    """Lines of a table in Markdown: milliseconds, and how many times those of an empty app."""
    with TemporaryDirectory() as folder:
        empty = Path(folder, "empty.py")
        empty.write_text(_EMPTY, encoding="utf-8")
        settings = {"ORDER_DESK_ORDER_BOOK": f"sqlite:///{folder}/orders.db"}
        least, ours = in_turn(_ROUNDS, partial(_seconds, empty, {}), partial(_seconds, "app.py", settings))
    yield "| cold start to healthy | ms | of an empty app (reach 1.5) |"
    yield "|---|---|---|"
    yield f"| an empty app | {least * 1e3:.0f} | 1 |"
    yield f"| the desk with the demo archive | {ours * 1e3:.0f} | {ours / least:.1f} |"


def _seconds(script: str | Path, settings: dict[str, str]) -> float:
    with streamlit(script, settings) as server:
        return server.seconds
