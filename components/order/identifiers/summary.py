"""One sentence about what was read from a text, and how."""

from collections import Counter

from components.order.identifiers.found import Remark
from components.order.identifiers.parsing import Identifiers

_WORDS = {
    Remark.TITLE: ("title line", "title lines"),
    Remark.CAPTION: ("caption line", "caption lines"),
    Remark.COMMENT: ("comment", "comments"),
    Remark.TEXT: ("line without a product's name", "lines without a product's name"),
    Remark.WORD: ("word that may be a name", "words that may be names"),
}
_MOST_LABELS = 3


def summary(found: Identifiers) -> str:
    """What was read, and how, such as: 45 identifiers from the column “Scene” of a table; 1 title line left out.

    Titles and keys are the user's own words: show the sentence as plain text.
    """
    if found.problem:
        return found.problem
    labels = list(dict.fromkeys(found.labels))
    source = "; ".join(labels) if len(labels) <= _MOST_LABELS else f"{len(found.labels)} texts"
    sentence = _count(len(found.identifiers), ("identifier", "identifiers")) + (f" from {source}" if source else "")
    if found.doubled:
        sentence += f"; {len(found.doubled):,} doubled"
    if found.rejected:
        sentence += f"; {len(found.rejected):,} rejected"
    counted = Counter[Remark]()
    for each in found.passed_over:
        counted[each.remark] += each.lines
    left_out = [_count(counted[remark], words) for remark, words in _WORDS.items() if counted[remark]]
    return f"{sentence}; {', '.join(left_out)} left out." if left_out else f"{sentence}."


def _count(number: int, words: tuple[str, str]) -> str:
    return f"{number:,} {words[number != 1]}"
