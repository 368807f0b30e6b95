"""The archives that users may choose from, named once when the server starts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from components.regards.settings import Archive


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """Troubles that the demo archive can act out for one of its visitors.

    ``troubles`` explains each by its name; ``begin`` takes a username and a trouble's name, or None for none.
    """

    troubles: Mapping[str, str]
    begin: Callable[[str, str | None], None]


_offered: dict[str, Archive] = {}
_rehearsals: list[Rehearsal] = []


def offer(*archives: Archive, rehearsal: Rehearsal | None = None) -> None:
    """Let users choose from these archives, and from no others: nobody makes the server call another host."""
    _offered.clear()
    _offered.update((archive.name, archive) for archive in archives)
    _rehearsals[:] = [rehearsal] if rehearsal else []


def rehearsal() -> Rehearsal | None:
    """What the demo archive can act out, if it is offered."""
    return _rehearsals[0] if _rehearsals else None


def offered() -> tuple[Archive, ...]:
    """The archives to choose from, in the order of the settings."""
    return tuple(_offered.values())


def named(name: str) -> Archive | None:
    """The archive of that name, if it is offered."""
    return _offered.get(name)
