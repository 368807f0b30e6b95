"""Helpers to draw one block alone, with orders and files for it."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

from components.desk.orders.listed_files import ListedFiles
from components.regards.orders import records
from components.regards.orders.records import DatasetTask, Order, OrderFile

NOW = datetime(2026, 2, 3, 9, 0, tzinfo=UTC)

FILES = "Files, sorted by name"

_FRAME = Path(__file__).parent / "block_frame" / "main.py"


def draw(block: Callable[[], object]) -> AppTest:
    """Draw a block that closes over its data; it draws again whenever the test acts."""
    app = AppTest.from_file(str(_FRAME), default_timeout=60)
    app.session_state["block"] = block
    return app.run()


def order(order_id: int = 54, status: str = "RUNNING", files: int = 4, **more: Any) -> Order:  # noqa: ANN401
    """An order of this many files of 100 bytes, without links."""
    tasks = (DatasetTask(1, "Ocean", 1, files, 100 * files),) if files else ()
    return replace(records.order({"id": order_id, "status": status}), tasks=tasks, **more)


def file(file_id: int, state: str = "AVAILABLE", suborder: int = 1, **more: Any) -> OrderFile:  # noqa: ANN401
    """A file of 100 bytes, named after its number."""
    item = {"id": file_id, "filename": f"file_{file_id:05}.nc", "state": state, "filesTaskId": suborder}
    made = records.order_file({**item, "filesize": 100, "productId": f"P{file_id:05}", "dataType": "RAWDATA"}, 54, "")
    return replace(made, **more)


def listed(files: Sequence[OrderFile]) -> ListedFiles:
    """The files as a page takes them."""
    return ListedFiles(tuple(files))


def text_of_page(app: AppTest) -> str:
    """All text of the page, with the titles of alerts."""
    alerts = [each for kind in (app.error, app.warning, app.info, app.success) for each in kind]
    written = [each.value for each in (*app.header, *app.markdown, *app.caption, *app.text)]
    titles = [f"{each.proto.title} {each.value}" for each in alerts]
    metrics = [f"{each.label}: {each.value}" for each in app.metric]
    return "\n".join([*written, *titles, *metrics, *(label for label, _ in links(app))])


def links(app: AppTest) -> list[tuple[str, str]]:
    """The links to pages, as label and query."""
    return [(each.proto.label, each.proto.query_string) for each in app.get("page_link")]


def rows(app: AppTest, table: int = 0) -> list[dict[str, Any]]:
    """The rows of a table; unknown values are None."""
    return json.loads(app.dataframe[table].value.to_json(orient="records", date_format="iso"))  # type: ignore[no-any-return] # JSON


def browser_parts(app: AppTest) -> list[dict[str, Any]]:
    """What the browser parts of the page are given."""
    return [json.loads(each.proto.json) for each in app.get("bidi_component") if each.proto.json]


def file_rows(app: AppTest) -> list[dict[str, str]]:
    """The rows of the table of files, and under "" where the name of each leads."""
    drawn = [data for data in browser_parts(app) if data.get("title") == FILES]
    return [
        {"": row["address"], **dict(zip(data["columns"], row["cells"], strict=True))}
        for data in drawn
        for row in data["rows"]
    ]


def tiles(app: AppTest) -> list[dict[str, Any]]:
    """The tiles of the gallery of quicklooks."""
    return [tile for data in browser_parts(app) for tile in data.get("tiles", ())]


def order_rows(app: AppTest) -> list[dict[str, str]]:
    """The rows of the table of orders, with those that are folded: the words of each cell, and under "" the orders."""
    [drawn] = [data for data in browser_parts(app) if "columns" in data and data["title"] != FILES]

    def words(cell: dict[str, Any]) -> str:
        percent = "" if cell["percent"] is None else f"{cell['percent']} %"
        return " | ".join(each for each in (cell["text"], cell["badge"], percent) if each)

    def read(row: dict[str, Any]) -> list[dict[str, str]]:
        cells = dict(zip(drawn["columns"], map(words, row["cells"]), strict=True))
        return [{"": row["orders"], **cells}, *(each for part in row["parts"] for each in read(part))]

    return [each for row in drawn["rows"] for each in read(row)]
