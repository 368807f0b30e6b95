"""Names that stand in a list without a line end between them: where such a text may be cut. Nothing here asks."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

from components.order.near_names import LONGEST, SUFFIXES

_MOST_CUTS: Final = 6  # places where one text may be cut; 6 give at most 27 pieces
_MOST_BEGINNINGS: Final = 20
_SHORTEST: Final = 4  # characters of a name
_BEGINNING: Final = re.compile(r"[A-Za-z0-9]{2,15}[_-]")


def beginnings(names: Iterable[str]) -> tuple[str, ...]:
    """The beginnings that the names of a list share, such as `LC08_`, the commonest first."""
    counted = Counter(found.group() for name in names if (found := _BEGINNING.match(name)))
    return tuple(each for each, _ in counted.most_common(_MOST_BEGINNINGS))


class RunTogether:
    """The ways to cut a text into names that may stand in it without a line end between them.

    A cut is possible after a known ending, and before a beginning that names of the list have.
    """

    def __init__(self, name: str, beginnings: Sequence[str]) -> None:
        self._name = name
        cuts = sorted(set(_cuts(name, beginnings)))[:_MOST_CUTS] if len(name) <= LONGEST else []
        self._places = (0, *cuts, len(name))

    def pieces(self) -> Iterator[str]:
        """Every piece between two places, to ask the catalogue for; none if the name cannot be cut."""
        if len(self._places) > 2:  # noqa: PLR2004 - begin and end
            for position, begin in enumerate(self._places):
                for end in self._places[position + 1 :]:
                    if (begin, end) != (0, len(self._name)):
                        yield self._name[begin:end]

    def cut(self, known: Collection[str]) -> tuple[str, ...]:
        """The names that make up the text, if all of them are known; else empty."""
        ways: dict[int, tuple[str, ...]] = {0: ()}
        for position, end in enumerate(self._places[1:], start=1):
            for begin in self._places[:position]:
                piece = self._name[begin:end]
                if begin in ways and end not in ways and piece != self._name and piece in known:
                    ways[end] = (*ways[begin], piece)
        return ways.get(len(self._name), ())


def _cuts(name: str, beginnings: Sequence[str]) -> Iterator[int]:
    found = [match.start() for each in beginnings for match in re.finditer(re.escape(each), name)]
    for suffix in SUFFIXES:
        found += [match.end() for match in re.finditer(re.escape(suffix), name)]
    for place in found:
        goes_on = name.startswith(SUFFIXES, place)  # `.nc` within `.nc.gz` ends no name
        if _SHORTEST <= place <= len(name) - _SHORTEST and not goes_on:
            yield place
