"""One menu for all that asks again for files."""

from streamlit.testing.v1 import AppTest

from components.ui.order.again_menu import Again, offer_again
from tests.ui.draw_block import draw


def offer(*names: str, disabled: bool = False) -> tuple[AppTest, list[str]]:
    """The menu with the entries of these names."""
    asked: list[str] = []
    again = Again(**{name: lambda name=name: asked.append(name) for name in names})
    return draw(lambda: offer_again(again, key="54", disabled=disabled)), asked


def labels(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


def test_each_entry_is_a_button_with_its_sentence_in_one_menu() -> None:
    app, _ = offer("retry", "order_missing", "compose_same", "restart")
    [menu] = app.get("popover")
    assert menu.proto.popover.label == "Again…"
    assert [button.label for button in menu.button] == [
        "Retry the failed files",
        "Order the missing ones",
        "Compose the same again",
        "Repeat it on the archive",
    ]
    assert len(app.caption) == 4


def test_what_cannot_be_asked_is_not_in_the_menu() -> None:
    app, _ = offer("compose_same")
    assert labels(app) == ["Compose the same again"]


def test_where_nothing_can_be_asked_there_is_no_menu() -> None:
    app, _ = offer()
    assert not app.get("popover")
    assert not app.button


def test_a_click_asks_for_its_entry_alone() -> None:
    app, asked = offer("retry", "order_missing", "compose_same", "restart")
    app.button[1].click().run()
    assert asked == ["order_missing"]


def test_while_an_action_is_under_way_the_menu_is_closed() -> None:
    app, _ = offer("retry", "compose_same", disabled=True)
    assert not app.get("popover")
    assert [(button.label, button.disabled) for button in app.button] == [("Again…", True)]
