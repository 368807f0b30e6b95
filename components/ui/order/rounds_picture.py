"""The rounds of an order on a line of time: when the files of each arrived, and which comes next.

Vega draws it in the browser, in the browser's zone; nothing is fetched.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

import streamlit as st

from components.desk.orders.rounds import Round
from components.ui import formatting

_MOST: Final = 30  # rounds; more are no picture
_DAY: Final = timedelta(days=1)
_STEP: Final = 26  # pixels of a round
_COLOURS: Final = {"arrived": "#2b9a5c", "ready": "#2476c8", "to come": "#8c9bab", "failed or elsewhere": "#d64541"}


def show_rounds(rounds: Sequence[Round], asked: datetime | None, now: datetime) -> None:
    """The picture, and the same in words to screen readers; nothing before a file of one of several rounds arrived.

    Args:
        rounds: of one order.
        asked: when it was made, None where the archive does not say it.
        now: the time, at which what is ready or to come is drawn.
    """
    if 1 < len(rounds) <= _MOST and any(each.first for each in rounds):
        st.vega_lite_chart(_chart(rounds, asked, now), width="stretch", alt=in_words(rounds))


def in_words(rounds: Sequence[Round]) -> str:
    """What has become of each round."""
    return " ".join(_in_words(each) for each in rounds)


def _in_words(of: Round) -> str:
    when = f" at {of.first:%H:%M:%S}" if of.first and of.first == of.last else ""
    if of.first and of.last and of.first != of.last:
        when = f" from {of.first:%H:%M:%S} to {of.last:%H:%M:%S}"
    parts = [
        f"{of.arrived:,} arrived{when} UTC" if of.arrived else "",
        f"{of.ready:,} ready" if of.ready else "",
        f"{of.to_come:,} to come" if of.to_come else "",
        f"{of.other:,} failed or elsewhere" if of.other else "",
    ]
    return f"{_name(of)}, {formatting.count(of.files, 'file')}: {', '.join(filter(None, parts))}."


def _chart(rounds: Sequence[Round], asked: datetime | None, now: datetime) -> dict[str, object]:
    spans = [
        {"round": _name(each), "what": "arrived", "from": each.first.isoformat(), "to": each.last.isoformat()}
        for each in rounds
        if each.first and each.last
    ]
    points = [
        {"round": _name(each), "what": what, "files": files, "at": at.isoformat()}
        for each in rounds
        for what, files, at in (
            ("arrived", each.arrived, each.last or now),
            ("ready", each.ready, now),
            ("to come", each.to_come, now),
            ("failed or elsewhere", each.other, now),
        )
        if files
    ]
    row = {"field": "round", "type": "nominal", "title": None, "sort": [_name(each) for each in rounds]}
    scale = {"domain": list(_COLOURS), "range": list(_COLOURS.values())}
    legend = {"orient": "bottom", "columns": 2}  # all in one row are cut off on a narrow screen
    colour = {"field": "what", "type": "nominal", "title": None, "scale": scale, "legend": legend}
    begin = [{"at": asked.isoformat()}] if asked else []
    times = [time for each in rounds for time in (each.first, asked) if time]
    days = now - min(times, default=now) >= _DAY
    axis = {"format": "%d %b %H:%M" if days else "%H:%M:%S", "title": "dashed: when it was asked" if asked else None}
    return {
        "height": {"step": _STEP},
        "layer": [
            {
                "data": {"values": begin},
                "mark": {"type": "rule", "strokeDash": [4, 4], "color": "#8c9bab", "tooltip": "asked"},
                "encoding": {"x": {"field": "at", "type": "temporal"}},
            },
            {
                "data": {"values": spans},
                "mark": {"type": "bar", "height": 8, "cornerRadius": 4},
                "encoding": {
                    "y": row,
                    "x": {"field": "from", "type": "temporal", "axis": axis},
                    "x2": {"field": "to"},
                    "color": colour,
                },
            },
            {
                "data": {"values": points},
                "mark": {"type": "point", "filled": True, "size": 110, "opacity": 1},
                "encoding": {
                    "y": row,
                    "x": {"field": "at", "type": "temporal"},
                    "color": colour,
                    "shape": {"field": "what", "type": "nominal", "title": None, "scale": {"domain": list(_COLOURS)}},
                    "tooltip": [{"field": "what"}, {"field": "files"}, {"field": "at", "type": "temporal"}],
                },
            },
        ],
    }


def _name(of: Round) -> str:
    return f"Suborder {of.rank}"
