"""The time zone of the user's browser."""

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
