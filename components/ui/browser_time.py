"""The time zone of the user's browser."""

from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st


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
