"""Time of a rerun of the page of an order with few and with many files, compared with an empty page."""

import json
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from streamlit.testing.v1 import AppTest

from components.demo.server import Served, serve
from components.desk.archives import Archives
from components.desk.shared_state import opened
from components.regards.orders import orders
from components.regards.settings import Account, Archive, Guests
from tests.benchmarks import archive
from tests.benchmarks.reruns import median_rerun

_FRAME: Final = Path(__file__).parents[2] / "pages" / "main.py"
_QUERIES: Final = {11: "providerId:TINY_1999*", archive.TINY: "providerId:TINY_*"}


def report() -> Iterator[str]:
    """Median milliseconds of a rerun after everything is read."""
    empty = median_rerun(AppTest.from_string("import streamlit as st\nst.title('Empty')\n").run())
    yield f"rerun of an empty page: {empty:.1f} ms"
    with ExitStack() as stack:
        demo = stack.enter_context(serve(archive.archive()))
        guests = Guests(lambda: Account(demo.accounts[0].username, demo.accounts[0].password))
        stack.enter_context(opened(Archives((Archive("Demo archive", demo.url, demo.project, guests=guests),))))
        app = AppTest.from_file(str(_FRAME), default_timeout=60).run()
        app.button[0].click().run()
        for count, query in _QUERIES.items():
            app.query_params["id"] = str(_downloaded(demo, app, query, count))
            app.switch_page("order.py").run()
            while not app.dataframe:
                time.sleep(0.5)
                app.run()
            taken = median_rerun(app)
            yield f"rerun of an order of {count:,} files: {taken:.1f} ms, {taken - empty:.1f} ms more"


def _downloaded(demo: Served, app: AppTest, query: str, count: int) -> int:
    """The number of an order all of whose files were downloaded, so that the page has come to rest."""
    body = json.dumps({"queries": [query], "filters": {"dataTypes": ["RAWDATA"]}})
    connection = app.session_state["desk"].connection
    order_id = orders.apply(connection, body)
    while orders.read(connection, order_id).moving:
        time.sleep(0.1)
    lifecycle = demo.archive.lifecycle
    with demo.archive.moment() as now:
        files = list(lifecycle.orders[order_id].files())
        assert len(files) == count
        lifecycle.downloaded_in_zip(files, now)
    return order_id
