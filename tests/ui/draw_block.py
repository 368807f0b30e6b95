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

_FRAME = Path(__file__).parent / "frame" / "main.py"


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


def select(app: AppTest, key: str, row: int) -> AppTest:
    """Select a row of a table."""
    app.session_state[key] = {"selection": {"rows": [row], "columns": [], "cells": []}}
    return app.run()


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


def order_rows(app: AppTest) -> list[dict[str, str]]:
    """The rows of the table of orders, with those that are folded: the words of each cell, and under "" the orders."""
    [drawn] = [json.loads(each.proto.json) for each in app.get("bidi_component") if "columns" in each.proto.json]

    def words(cell: dict[str, Any]) -> str:
        percent = "" if cell["percent"] is None else f"{cell['percent']} %"
        return " | ".join(each for each in (cell["text"], cell["badge"], percent) if each)

    def read(row: dict[str, Any]) -> list[dict[str, str]]:
        cells = dict(zip(drawn["columns"], map(words, row["cells"]), strict=True))
        return [{"": row["orders"], **cells}, *(each for part in row["parts"] for each in read(part))]

    return [each for row in drawn["rows"] for each in read(row)]
