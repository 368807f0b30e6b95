"""The date format of REGARDS (contract A.3)."""

from datetime import UTC, datetime


def iso(moment: float) -> str:
    """A time in UTC with 0 to 6 decimals and without trailing zeros: `2026-02-03T09:05:07.1Z`."""
    return iso_of(datetime.fromtimestamp(round(moment, 6), UTC))


def iso_of(date: datetime) -> str:
    """A date in the same format; without an offset it is taken as UTC."""
    date = date.astimezone(UTC) if date.tzinfo else date.replace(tzinfo=UTC)
    text = date.strftime("%Y-%m-%dT%H:%M:%S")
    return f"{text}.{date.microsecond:06}".rstrip("0").rstrip(".") + "Z" if date.microsecond else f"{text}Z"
