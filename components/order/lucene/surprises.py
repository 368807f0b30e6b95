"""The lint rules for what the archive accepts, but understands differently than most people mean (contract F.1).

No server reports these.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from components.order.lucene.findings import Edit, Finding, Place, also, shown, surprising
from components.order.lucene.outline import COMMAS, Clause, Level, Outline
from components.order.lucene.refusals import quoted, typographic
from components.order.lucene.tokens import ESCAPE, SPECIAL, TYPOGRAPHIC_QUOTES, Kind, Token, without_escapes


def surprises(outline: Outline, identifier_fields: frozenset[str]) -> Iterator[Finding]:
    """The surprises in a well-formed expression."""
    for level in outline.levels:
        yield from _mixture(level)
        yield from _without_field(level)
        yield from _unquoted(level, identifier_fields)
        for clause in level.clauses:
            if clause.value and clause.value.kind is Kind.WORD:
                yield from _word(clause, clause.value, identifier_fields)
            elif clause.value and clause.value.kind is Kind.QUOTED:
                yield from _quoted(clause, clause.value)
            elif clause.value and clause.value.kind is Kind.TYPOGRAPHIC:
                yield typographic(clause.value)
    yield from _odd_spaces(outline.odd_spaces)


def _mixture(level: Level) -> Iterator[Finding]:
    if len({joint.kind for joint in level.joints if joint}) < 2:  # noqa: PLR2004 - AND and OR
        return
    chains = _chains(level)
    what = "AND and OR are mixed without parentheses."
    why = "The archive reads all of them as OR, and would order far more than was meant."
    edits: list[Edit] = []
    if _is_clear(chains):
        why += " Most people mean that AND binds first."
        for chain in chains:
            if len(chain) > 1:
                edits += [Edit(chain[0].start, chain[0].start, "("), Edit(chain[-1].end, chain[-1].end, ")")]
    else:
        why += " Put in parentheses what belongs together: “(a AND b) OR c”, or “a AND (b OR c)”."
    yield surprising(Place(level.clauses[0].start, level.clauses[-1].end), what, why, edits)


def _chains(level: Level) -> list[list[Clause]]:
    """The clauses of a level, in groups that AND joins."""
    chains = [level.clauses[:1]]
    for _, joint, clause in level.joined():
        if joint and joint.kind is Kind.AND:
            chains[-1].append(clause)
        else:
            chains.append([clause])
    return chains


def _is_clear(chains: Sequence[Sequence[Clause]]) -> bool:
    """Whether most people would bind AND first; not if OR lists two values of a field: `last:… AND x:1 OR x:2`."""
    for one, other in pairwise(chains):
        names = {clause.field for clause in (one[-1], other[0])}
        if len(names) == 1 and {clause.field for chain in (one, other) for clause in chain} != names:
            return False
    return True


def _without_field(level: Level) -> Iterator[Finding]:
    found = [clause.value for clause in level.clauses if clause.field is None and clause.value]
    for star in (value for value in found if value.text == "*"):
        why = "The archive would order nearly the whole catalogue. Name a field, such as “label:Sea*”."
        yield surprising(star, "“*” alone finds every product that has any text.", why)
    if others := [value for value in found if value.text != "*"]:
        what = f"{shown(others[0].text)} has no field{also(len(others) - 1)}."
        how = "" if "*" in others[0].text else ", in upper and lower case, also within words"
        why = (
            f"The archive would search all texts of all products for it{how}. "
            'That is slow and rarely what was meant. Name a field, such as providerId:"…".'
        )
        yield surprising(others[0], what, why)


def _unquoted(level: Level, identifier_fields: frozenset[str]) -> Iterator[Finding]:
    """Findings for identifiers without quotation marks: one for each alone, and one for all values of a list."""
    found = [clause for clause in level.clauses if _is_unquoted_identifier(clause, identifier_fields)]
    alone = [[clause.value] for clause in found if clause.name and clause.value]
    listed = [clause.value for clause in found if not clause.name and clause.value]
    for values in [*alone, *([listed] if listed else [])]:
        what = f"{shown(values[0].text)} is not in quotation marks{also(len(values) - 1)}."
        why = (
            "The archive would order every product whose identifier contains it, in upper or lower case: PROD_1 also "
            "finds PROD_10 and xprod_1b. In quotation marks it finds only this product."
        )
        several = any(COMMAS & set(value.text) for value in values)
        edits = [] if several else [Edit(value.start, value.end, quoted(value.text)) for value in values]
        yield surprising(Place(values[0].start, values[-1].end), what, why, edits)


def _is_unquoted_identifier(clause: Clause, identifier_fields: frozenset[str]) -> bool:
    if clause.value is None or clause.value.kind is not Kind.WORD or clause.compared:
        return False
    return _holds_identifiers(clause, identifier_fields) and not re.search("[*?]", without_escapes(clause.value.text))


def _holds_identifiers(clause: Clause, identifier_fields: frozenset[str]) -> bool:
    return clause.field is not None and clause.field.removeprefix("properties.") in identifier_fields


def _word(clause: Clause, value: Token, identifier_fields: frozenset[str]) -> Iterator[Finding]:
    bare = without_escapes(value.text)
    if "?" in bare:
        what = f"“?” in {shown(value.text)} does not stand for one character."
        yield surprising(value, what, "It makes the character before it optional: AB?C finds AC and ABC, and not ABxC.")
    elif "*" in bare and len(bare) < len(value.text):
        what = f"The backslash in {shown(value.text)} has no effect."
        yield surprising(
            value,
            what,
            "With a “*” in the value, the archive reads the escaped character as part of a regular expression.",
        )
    elif "*" in bare and _holds_identifiers(clause, identifier_fields):
        what = f"{shown(value.text)} must match the whole identifier, in the same case."
        why = "“*” stands for any number of characters, and “.” for any one character. Check what it finds."
        yield surprising(value, what, why)
    if set(TYPOGRAPHIC_QUOTES) & set(value.text):
        why = 'The archive reads it as a letter. Quotation marks are straight: ".'
        yield surprising(value, f"{shown(value.text)} holds a typographic quotation mark.", why)


def _quoted(clause: Clause, value: Token) -> Iterator[Finding]:
    lost = [found for found in ESCAPE.finditer(value.text) if len(found[1]) == 1 and found[1] not in SPECIAL]
    if lost:
        starts = [value.start + found.start() for found in lost]
        what = f"The backslash in {shown(lost[0][0])} would be lost{also(len(lost) - 1)}."
        why = f"The archive would look for {shown(lost[0][1])} without it. Write a backslash of the value twice."
        edits = [Edit(start, start, "\\") for start in starts]
        yield surprising(Place(starts[0], starts[0] + 2), what, why, edits)
    if clause.distance:
        what = f"The distance {shown(clause.distance.text)} is ignored."
        why = "The archive compares the words in quotation marks exactly."
        yield surprising(clause.distance, what, why, [Edit(clause.distance.start, clause.distance.end, "")])


def _odd_spaces(spaces: Sequence[re.Match[str]]) -> Iterator[Finding]:
    if spaces:
        what = "This is not an ordinary space, although it looks like one."
        why = "The archive reads it as a letter. Text copied from a page or a document often holds such spaces."
        edits = [Edit(each.start(), each.end(), " ") for each in spaces]
        yield surprising(Place(*spaces[0].span()), what, why, edits)
