"""The block with near names alone."""

import pytest

from components.order.near_names import NearName, Nearness
from components.regards.catalogue.near_names import FittingField, NearNames
from components.ui.compose.catalogue.near_names import show_near_names
from tests.ui.draw_block import draw


def words(near: NearNames, unknown: int = 67) -> str:
    """All text of the block."""
    names = [f"N{number}" for number in range(unknown)]

    def block() -> None:
        show_near_names(near, names, "providerId", "key", lambda _: None, lambda _, __: None)

    app = draw(block)
    return "\n".join(each.value for each in (*app.text, *app.markdown, *app.caption))


def test_that_the_catalogue_was_silent_is_never_that_it_has_nothing() -> None:
    shown = words(NearNames(tried=3, incomplete=True))
    assert "Not every near name could be looked for, so some may be missing here." in shown
    assert "No near names" not in shown


def test_that_it_has_nothing_is_told() -> None:
    assert "No near names were found in the catalogue." in words(NearNames(tried=3))


def test_where_nothing_was_looked_for_nothing_is_told() -> None:
    assert words(NearNames()) == ""


@pytest.mark.parametrize(
    ("field", "unknown", "sentence"),
    [
        (FittingField("properties.SceneID", 5, 5), 67, "5 of the 5 names tried are found."),
        (FittingField("properties.SceneID", 1, 5), 67, "1 of the 5 names tried is found."),
        (FittingField("properties.SceneID", 1, 1), 1, "it is found."),
    ],
)
def test_how_many_of_the_names_tried_are_found_is_told(field: FittingField, unknown: int, sentence: str) -> None:
    assert f"As “properties.SceneID” {sentence}" in words(NearNames(field=field), unknown)


def test_of_a_long_proposal_the_first_names_are_shown() -> None:
    near = NearName("P_*", tuple(f"P_{number}" for number in range(100)), Nearness.PATTERN)
    assert "→\u00a0P_0, P_1, P_2 and 97 more" in words(NearNames((near,), tried=1))
