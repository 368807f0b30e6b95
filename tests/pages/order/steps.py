"""Steps that the tests of the order page share."""

import hashlib
import re
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from streamlit.testing.v1 import AppTest

from components.demo.files import content
from components.demo.server import Served
from components.desk.submissions import Click
from components.order.draft import Draft
from components.regards.orders.orders import apply
from tests.clocks import Clock
from tests.ui.draw_block import text_of_page

Press = Callable[[AppTest, str], AppTest]
NewSession = Callable[[], AppTest]
PATIENCE = 60  # seconds
FIVE_PARTS = "my_product_id_1\nPROD_1\nALL_NINE_TYPES\nTWO_VERSIONS\nTIDE_GAUGE_1"
"""Products of five datasets, so five suborders, of which the archive works on two at a time; six files."""
TWO_FILES = "my_product_id_1\nmy_product_id_2"
BRING = "Bring all files into this folder"
ORDER_MISSING = "Order the missing one"
REPEAT = "Repeat it on the archive"
LONG = 60_000  # seconds after which an order of five suborders has expired: 14 hours and what is left of another
ALL_HERE = "Every file is here and verified."
"""The message at the end of a delivery."""
ALL_VERIFIED = "arrived and are verified."
"""The head of the page at the end."""
NO_FILES_YET = "The archive has not said yet which files these are."
NOT_ALL = "not everything came: see the receipt."
"""The message at the end of a delivery that brought less."""


def wait_for_deliveries() -> None:
    for thread in [each for each in threading.enumerate() if each.name == "delivery"]:
        thread.join(PATIENCE)
        assert not thread.is_alive()


class Sum(NamedTuple):
    """The numbers of a receipt."""

    ordered: int
    delivered: int
    failed: int
    left_out: int


def the_sum(app: AppTest) -> Sum:
    """The sum of the receipt on the page, after a check that it adds up; of nothing before there is one."""
    if NO_FILES_YET in text_of_page(app):
        return Sum(0, 0, 0, 0)
    form = re.compile(
        r"([\d,]+) files? ordered = ([\d,]+) delivered and verified \+ ([\d,]+) failed \+ ([\d,]+) (?:left|still)"
    )
    [found] = [match for text in app.text if (match := form.match(text.value))]
    numbers = Sum(*(int(number.replace(",", "")) for number in found.groups()))
    assert numbers.ordered == numbers.delivered + numbers.failed + numbers.left_out
    return numbers


def look(app: AppTest, until: Callable[[], bool]) -> AppTest:
    """Draw the page repeatedly, as its timer does, until another thread has made a condition true."""
    deadline = time.monotonic() + PATIENCE
    while not until():
        assert time.monotonic() < deadline, text_of_page(app)
        app.run()
        assert not app.exception
        the_sum(app)
    return app


def look_for(app: AppTest, words: str) -> AppTest:
    return look(app, lambda: words in text_of_page(app))


def submit(app: AppTest, pasted: str, **more: Any) -> tuple[int, ...]:  # noqa: ANN401 - parts of a draft
    """Submit an order as the page does, and return the numbers of the granted orders."""
    desk = app.session_state["desk"]
    desk.begin_draft(Draft(pasted=pasted, **more))
    desk.click(Click(desk.composition().bodies, desk.draft_key, confirmed=True))
    desk.act_on_click()
    granted: tuple[int, ...] = desk.submission().result(PATIENCE).granted
    return granted


def open_order(app: AppTest, *order_ids: object) -> AppTest:
    app.query_params["id"] = ",".join(map(str, order_ids))
    return app.switch_page("order.py").run()


def order(app: AppTest, pasted: str, **more: Any) -> int:  # noqa: ANN401 - as above
    """Submit one order and open its page."""
    [order_id] = submit(app, pasted, **more)
    open_order(app, order_id)
    return order_id


def order_elsewhere(app: AppTest, pasted: str) -> int:
    """Submit an order with another program, open its page, and return its number."""
    desk = app.session_state["desk"]
    desk.begin_draft(Draft(pasted=pasted))
    [body] = desk.composition().bodies
    order_id = apply(desk.connection, body)
    open_order(app, order_id)
    return order_id


def labels(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


def click_once_offered(app: AppTest, click: Press, label: str) -> None:
    """Click on a button that another thread lets appear."""
    look(app, lambda: label in labels(app))
    click(app, label)


def deliver_two_files(app: AppTest, clock: Clock, click: Press) -> int:
    """Order six files and wait until the delivery has brought the first two; return the number of the order."""
    order_id = order(app, FIVE_PARTS)
    clock.advance(2)
    look(app, lambda: BRING in labels(app))
    click(app, BRING)
    look(app, lambda: the_sum(app).delivered == 2)
    return order_id


def announced(demo: Served, order_id: int) -> dict[str, str]:
    """Name and MD5 of each file of an order, from the archive."""
    files = demo.archive.lifecycle.orders[order_id].files()
    return {each.file.filename: content.checksum(each.source.urn, each.file) for each in files}


def on_disk(root: Path) -> dict[str, str]:
    """Name and MD5 of the files in the folders of orders, without the internal files of the desk."""
    found = [path for path in root.rglob("*") if path.is_file() and ".order-desk" not in path.parts]
    return {path.name: hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest() for path in found}


def username(app: AppTest) -> str:
    return str(app.session_state["desk"].login.username)


def progress(app: AppTest) -> str:
    """The lines that say how far deliveries are."""
    return "\n".join(text.value for text in app.text if " verified · " in text.value)


def downloads(demo: Served) -> list[str]:
    return [each.path for each in demo.archive.requests if "/rs-order/orders/files/" in each.path]


def quoted(app: AppTest) -> str:
    """All texts in code blocks: requests, folders, messages of the archive."""
    return "\n".join(code.value for code in app.code)


def missing(app: AppTest) -> Mapping[str, str]:
    """The files that the receipt names as not delivered, with the reasons."""
    tables = [each.value for each in app.dataframe if "Outcome" in each.value]
    return {row["File"]: row["Reason"] for table in tables for row in table.to_dict("records")}


# The order
