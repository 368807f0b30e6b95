"""The archives that users may choose from, named once when the server starts."""

from components.regards.settings import Archive

_offered: dict[str, Archive] = {}


def offer(*archives: Archive) -> None:
    """Let users choose from these archives, and from no others: nobody makes the server call another host."""
    _offered.clear()
    _offered.update((archive.name, archive) for archive in archives)


def offered() -> tuple[Archive, ...]:
    """The archives to choose from, in the order of the settings."""
    return tuple(_offered.values())


def named(name: str) -> Archive | None:
    """The archive of that name, if it is offered."""
    return _offered.get(name)
