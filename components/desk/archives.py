"""The archives that users may choose from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from components.regards.settings import Archive


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """Troubles that the demo archive can act out for one of its visitors.

    ``troubles`` explains each by its name; ``begin`` takes a username and a trouble's name, or None for none;
    ``acted_out`` gives the name of the trouble that a user meets, None for none.
    """

    troubles: Mapping[str, str]
    begin: Callable[[str, str | None], None]
    acted_out: Callable[[str], str | None] = lambda _username: None


@dataclass(frozen=True, slots=True)
class Archives:
    """The archives on offer, in the order of the settings, and no others: nobody makes the desk call another host.

    ``rehearsal`` is what the demo archive can act out, None where it is not offered.
    """

    offered: tuple[Archive, ...] = ()
    rehearsal: Rehearsal | None = None

    def named(self, name: str) -> Archive | None:
        """The archive of that name, if it is offered."""
        return next((archive for archive in self.offered if archive.name == name), None)
