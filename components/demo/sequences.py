"""Sequences of numbers for the entities of the archive."""

import itertools
from dataclasses import dataclass, field


def _from_one() -> "itertools.count[int]":
    return itertools.count(1)


@dataclass(frozen=True)
class Sequences:
    """One sequence for each kind of entity, as in a database."""

    basket: "itertools.count[int]" = field(default_factory=_from_one)
    selection: "itertools.count[int]" = field(default_factory=_from_one)
    order: "itertools.count[int]" = field(default_factory=_from_one)
    task: "itertools.count[int]" = field(default_factory=_from_one)
    suborder: "itertools.count[int]" = field(default_factory=_from_one)
    file: "itertools.count[int]" = field(default_factory=_from_one)
