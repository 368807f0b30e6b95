"""Counts in tables read as they do in sentences, and stay numbers, so that the tables sort by them."""

import json
from collections.abc import Callable

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from components.regards.catalogue.checking import CheckResult
from components.regards.catalogue.holdings import Holding
from components.regards.catalogue.searches import Amount
from components.regards.delivery.receipt import compose_receipt
from components.regards.delivery.snapshot import Snapshot
from components.ui.compose import starting
from components.ui.compose.catalogue import check_result
from components.ui.order import receipt_panel, suborders_table
from tests.ui.draw_block import NOW, draw, file, order

LIKE_1_752 = "%,d"  # Streamlit's notation of what `formatting.count` writes

AMOUNTS = CheckResult(
    products=1_752, amounts=(Amount("URN:1", 1_752, "RAWDATA", 1_752, 100, 0),), labels={}, quota=None, basket=None
)
MISSING = compose_receipt([Snapshot(order(1_752), (file(1),), {}, {})], "Archive", "p", NOW)


def formats(app: AppTest) -> dict[str, str | None]:
    """How the browser writes the numbers of each column that holds numbers."""
    [table] = app.dataframe
    columns = json.loads(table.proto.columns)
    numeric = [name for name in table.value.columns if pd.api.types.is_integer_dtype(table.value[name])]
    return {name: columns.get(name, {}).get("type_config", {}).get("format") for name in numeric}


@pytest.mark.parametrize(
    ("show", "counts"),
    [
        (lambda: check_result.show_amounts(AMOUNTS, (), filtered=False), {"Products", "Files"}),
        (lambda: starting.show_holdings([Holding("Ocean", 1_752, 1_752, 100)]), {"Products", "Files"}),
        (
            lambda: suborders_table.show_suborders({31: {"AVAILABLE": 1_752}, 32: {"PENDING": 1}}),
            {"Files", "Ready", "Downloaded", "Failed"},
        ),
    ],
    ids=["what would be ordered", "what the archive holds", "suborders"],
)
def test_a_count_in_a_table_reads_as_in_a_sentence(show: Callable[[], object], counts: set[str]) -> None:
    shown = formats(draw(show))
    assert {name for name, format_ in shown.items() if format_ == LIKE_1_752} == counts


def test_the_number_of_an_order_is_a_name_and_is_written_as_it_is() -> None:
    app = draw(lambda: receipt_panel.show_receipt(MISSING, moving=False))
    assert formats(app) == {"Order": "%d"}
