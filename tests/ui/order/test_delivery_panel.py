"""The panel of a delivery into a folder."""

import pytest

from components.regards.delivery.engine import Phase, Progress
from components.regards.errors import CannotWrite, LimitReached, RegardsError
from components.ui.order.delivery_panel import Controls, Place, show_delivery
from tests.ui.draw_block import draw


def nothing() -> None:
    """Stands for what the buttons do."""


def stopped(trouble: RegardsError) -> Progress:
    return Progress(Phase.STOPPED, 3, 1, 0, 1, 300, 100, 0.0, (), "", trouble)


@pytest.mark.parametrize(
    ("trouble", "kind"), [(LimitReached("No more."), "secondary"), (CannotWrite("It is full."), "primary")]
)
def test_to_continue_is_urged_unless_a_limit_says_to_wait(trouble: RegardsError, kind: str) -> None:
    controls = Controls(nothing, nothing, nothing, nothing)
    app = draw(lambda: show_delivery(stopped(trouble), Place("/srv/orders"), controls, running=False))
    assert [(each.label, each.proto.type) for each in app.button] == [("Continue", kind)]
