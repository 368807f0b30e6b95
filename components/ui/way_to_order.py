"""The way of a user from Submit to the page of the orders that come of it. Only this module changes how far it went."""

from dataclasses import dataclass
from typing import Final

import streamlit as st

from components.desk.desk import Desk
from components.desk.submissions import Click, ClickResult
from components.ui import session

_WAY: Final = "way_to_order"


@dataclass
class _Way:
    """How far the user is. Only what was accepted is kept when the page changes, and at another click on Submit."""

    page: str = ""
    awaited: tuple[str, bool] | None = None
    """The key of a submission, and whether the page has shown it on its way."""
    accepted: tuple[str, tuple[int, ...]] | None = None
    """The key of a submission, and its orders, whose page has not said it so far."""
    arrived: tuple[int, ...] = ()
    """The orders to whose page the user was led."""


def click_submit(desk: Desk, click: Click, drawn: dict[str, object]) -> None:
    """Act on a click on Submit before the page is drawn, so that a refresh right after it loses nothing.

    Where an edit came with the click, the click is only noted: the user has not seen what the edit makes, so the
    page reads its fields first.

    Args:
        desk: whose page the button was on.
        click: what stood beside the button.
        drawn: the fields as they were when the page was drawn.
    """
    if session.current() is not desk or desk.expired:
        return
    desk.click(click)
    if session.fields(click.draft_key) == drawn:
        act_on_click(desk)


def act_on_click(desk: Desk) -> ClickResult:
    """Submit what the user clicked on, if that is what the draft makes, and note that its outcome is awaited."""
    result = desk.act_on_click()
    if result is ClickResult.SENT:
        _way().awaited = desk.submission_key, False
    return result


def enter(page: str) -> None:
    """Note which page is drawn. What the page before was waiting for, nobody waits for any more."""
    way = _way()
    if way.page != page:
        way.page, way.awaited, way.arrived = page, None, ()


def has_just_submitted(desk: Desk) -> bool:
    """Whether the draft was submitted on this page, which has not shown it on its way so far."""
    return _way().awaited == (desk.submission_key, False)


def await_submission(desk: Desk) -> None:
    """Note that the page shows the submission of the draft on its way."""
    _way().awaited = desk.submission_key, True


def take_awaited(desk: Desk) -> bool:
    """Whether the user has waited on this page for the submission of the draft; true once."""
    way = _way()
    awaited, way.awaited = way.awaited, None
    return awaited == (desk.submission_key, True)


def note_accepted(desk: Desk, order_ids: tuple[int, ...]) -> None:
    """Keep that the draft has become these orders, for their page."""
    _way().accepted = desk.submission_key, tuple(sorted(order_ids))


def take_accepted(desk: Desk, order_ids: tuple[int, ...]) -> bool:
    """Whether the draft has become just these orders and their page has not said it so far; true once."""
    way = _way()
    if way.accepted != (desk.submission_key, order_ids):
        return False
    way.accepted = None
    return True


def note_arrival(order_ids: tuple[int, ...]) -> None:
    """Note that the user was led to the page of these orders."""
    _way().arrived = order_ids


def has_arrived(order_ids: tuple[int, ...]) -> bool:
    """Whether the user was led to the page of these orders, and has not left it since."""
    return _way().arrived == order_ids


def _way() -> _Way:
    way: _Way = st.session_state.setdefault(_WAY, _Way())
    return way
