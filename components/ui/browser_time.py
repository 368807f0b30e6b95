"""The times of a page: in the zone of the user's browser."""

from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from components.desk.orders.order_waiting import HOUR
from components.ui import formatting


def zone_name() -> str:
    """The name of the zone, such as ``Europe/Paris``; ``UTC`` where the browser names none that is known here."""
    name = st.context.timezone or "UTC"
    try:
        ZoneInfo(name)
    except (ValueError, OSError, ZoneInfoNotFoundError):
        return "UTC"
    return name


def in_zone(time: datetime) -> str:
    """A time in that zone, with its name: ``2026-02-03 10:00 (Europe/Paris)``."""
    return f"{time.astimezone(ZoneInfo(zone_name())):%Y-%m-%d %H:%M} ({zone_name()})"


def show_times(hour: float, before: str = "") -> None:
    """Name the zone once for a page, and say so where an archive's own time runs faster.

    Args:
        hour: the archive's, in seconds.
        before: what the line begins with.
    """
    words = [before] if before else []
    words.append(f"times are in the zone {zone_name()}")
    if hour < HOUR:
        words.append(f"an hour of this demo archive lasts {formatting.about(hour)}")
    line = " · ".join(words)
    st.caption(line[0].upper() + line[1:])
