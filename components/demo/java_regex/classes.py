"""Java's character classes in brackets, with unions and intersections, as `Pattern.clazz` of the JDK reads them.

Sets are written with look-ahead (`(?=A)B` for A and B, `(?!A).` for all but A), so that no engine's own idea of
sets matters.
"""

from collections.abc import Sequence

from components.demo.java_regex.characters import ANY, escaped, literal, predefined, property_class, span
from components.demo.java_regex.source import END, Source


def bracketed(source: Source) -> str:
    """Read a class after its `[`, up to and with its `]`."""
    negated = source.took("^")
    inside = _either(_members(source))
    source.read()
    return f"(?!{inside}){ANY}" if negated else inside


def _members(source: Source) -> list[str]:
    """Read up to the `]`, which is a member itself where it comes first."""
    members: list[str] = []
    while (character := source.peek()) != "]" or not members:
        if character == END:
            raise source.error("Unclosed character class")
        if source.took("["):
            members.append(bracketed(source))
        elif source.took("&&"):
            members = _intersection(source, members)
        else:
            members.append(_member(source))
    return members


def _intersection(source: Source, left: Sequence[str]) -> list[str]:
    """Read the right side of `&&`: brackets one after the other, or all that comes up to the `]`."""
    right: list[str] = []
    while source.peek() not in {"]", "&", END}:
        # Java forgets the brackets that came before when something else follows them.
        right = [*right, bracketed(source)] if source.took("[") else _members(source)
    if not right and not left:
        raise source.error("Bad class syntax")
    return [f"(?:(?={_either(left)}){_either(right)})"] if right and left else [*left, *right]


def _member(source: Source) -> str:
    """Read one character, a range, or an escaped class."""
    first = source.read()
    if first == "\\":
        letter, dash = source.coming(1), source.coming(2)[1:]
        if letter in {"p", "P"}:
            return property_class(source)
        if (known := predefined(letter, source.flags)) and not (letter == "v" and dash == "-"):
            source.read_exactly()
            return known
        first = _escaped(source)
    if source.peek() != "-" or source.coming(2)[1:] in {"[", "]"}:
        return literal(first, source.flags)
    source.read()
    last = source.read()
    if last == "\\":
        last = _escaped(source)
    if last < first:
        raise source.error("Illegal character range")
    return span(first, last, source.flags)


def _escaped(source: Source) -> str:
    character = "\v" if source.took("v") else escaped(source)  # one character here, elsewhere a class
    if character is None:
        raise source.error("Illegal/unsupported escape sequence")
    return character


def _either(members: Sequence[str]) -> str:
    return members[0] if len(members) == 1 else f"(?:{'|'.join(members)})"
