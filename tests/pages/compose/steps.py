"""Steps that the tests of Compose share."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

from components.regards.submission.submission import Batch

Click = Callable[[AppTest, str], AppTest]
SCENES = Path(__file__).parents[3] / "components" / "demo" / "data"


def paste(app: AppTest, text: str) -> AppTest:
    return app.text_area[0].input(text).run()


def field(app: AppTest, label: str) -> Any:  # noqa: ANN401 - a widget of Streamlit
    [found] = [each for each in app.text_input if each.label == label]
    return found


def text_of_page(app: AppTest) -> str:
    """Everything on the page that is text."""
    groups = (app.text, app.markdown, app.warning, app.error, app.info, app.success, app.caption)
    return "\n".join(element.value for group in groups for element in group)


def can_submit(app: AppTest) -> bool:
    [button] = [each for each in app.button if each.label == "Submit order"]
    return not button.disabled


def shown_request(app: AppTest) -> str:
    """The request that the page shows to who opens it, below what the catalogue says."""
    app.session_state["exact request"] = True
    app.run()
    [shown] = [block.value for block in app.code if block.value.startswith("{")]
    return str(shown)


def submit(app: AppTest, click: Click, button: str = "Submit order") -> Batch:
    """Click Submit, wait for the result, and draw it."""
    click(app, button)
    batch: Batch = app.session_state["desk"].submission().result(60)
    app.run()
    return batch


def insist(app: AppTest) -> None:
    """Agree to submit an order of which nothing would come."""
    [sure] = [each for each in app.checkbox if each.label == "Submit all the same"]
    sure.check().run()


def check(app: AppTest, click: Click) -> str:
    """Check with the catalogue, wait for the result, and return the text of the page."""
    click(app, "Check with the catalogue")
    app.session_state["desk"].draft_check.current().future.exception(60)
    return text_of_page(app.run())


def fill_basket(app: AppTest) -> None:
    """Add a product to the basket, as the web pages of REGARDS do."""
    selection = {"engineType": "legacy", "searchParameters": {"q": ['productId:"my_product_id_2"']}}
    connection = app.session_state["desk"].connection
    connection.send("POST", "rs-order/order/basket/selection", json.dumps(selection))


def name_filter(app: AppTest, text: str, form: str = "expression") -> None:
    [forms] = [each for each in app.radio if each.label == "Take files by name"]
    forms.set_value(form).run()
    field(app, "File name").input(text).run()
