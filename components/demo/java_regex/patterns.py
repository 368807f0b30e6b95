r"""Java's regular expressions in Python's words: what `java.util.regex.Pattern` of JDK 17 accepts and means.

What differs is rewritten for the `regex` library piece by piece, what Java refuses is refused. Two things are only
nearly so: how far a look-behind may look (Java's own reckoning has holes), and `\b{g}`, refused here.
"""

import re
from typing import Final

from components.demo.java_regex.characters import ANY, escaped, literal, predefined, property_class
from components.demo.java_regex.classes import bracketed
from components.demo.java_regex.source import END, Source


def translated(pattern: str) -> str:
    """Give an expression for the `regex` library; raise InvalidPattern where Java refuses the pattern."""
    source = Source(pattern)
    text = _Reader(source).alternatives()
    if source.peek() == ")":
        raise source.error("Unmatched closing ')'")
    return text


_DEEPEST: Final = 100  # groups within groups; Java would overflow its stack on thousands
_LARGEST: Final = 2**31 - 1

_FLAGS: Final = re.compile("([idmsuxU]*)(?:-([idmsuxU]*))?([:)])")
_NAME: Final = re.compile("<([a-zA-Z][a-zA-Z0-9]*)>")
_COUNT: Final = re.compile(r"\{([0-9]{1,10})(?:(,)([0-9]{1,10})?)?\}")
_PLAIN_GROUPS: Final = (":", ">")
_LOOKS: Final = ("=", "!", "<=", "<!")

_ENDS: Final = r"\n\r\x85\u2028\u2029"
_LAST_END: Final = rf"(?=(?:\r\n|[{_ENDS}])?\Z)"
_ANCHORS: Final = {
    "A": r"\A",
    "B": r"\B",
    "G": r"\A",  # the whole name is matched at once: the match before ended where it begins
    "R": rf"(?:\r\n|[\x0B\f{_ENDS}])",
    "X": r"\X",
    "Z": _LAST_END,
    "b": r"\b",
    "z": r"\Z",
}


class _Reader:
    """Reads what is longer than one character: alternatives, groups, repetitions, references."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._groups = 0
        self._open: list[int] = []
        self._names: dict[str, int] = {}
        self._depth = 0
        self._endless = False  # whether a group may repeat without end, which look-behind must not

    def alternatives(self) -> str:
        branches = [self._branch()]
        while self._source.took("|"):
            branches.append(self._branch())
        return "|".join(branches)

    def _branch(self) -> str:
        parts = []
        while self._source.peek() not in {END, "|", ")"}:
            parts.append(self._part())
        return "".join(parts)

    def _part(self) -> str:
        if self._source.took("("):
            group = self._group()
            return "" if group is None else self._repeated(group)
        if self._source.peek() == "{":
            return self._repeated("(?:)")  # nothing repeated is still nothing
        return self._repeated(self._atom(), single=True)

    def _group(self) -> str | None:
        """Read a group after its parenthesis; None for one that only sets flags, up to the end of its outer group."""
        source, flags = self._source, self._source.flags
        self._depth += 1
        if self._depth > _DEEPEST:
            raise source.error("Too many groups within groups")
        opening = self._opening() if source.coming(1) == "?" else self._capturing()
        if opening is not None:
            inside = self._looking(opening) if opening[2:] in _LOOKS else self.alternatives()
            if not source.took(")"):
                raise source.error("Unclosed group")
            if opening == "(":
                self._open.pop()
            source.flags = flags
        self._depth -= 1
        return None if opening is None else f"{opening}{inside})"

    def _opening(self) -> str | None:
        source = self._source
        source.read_exactly()
        for kind in (*_PLAIN_GROUPS, *_LOOKS):
            if source.coming(len(kind)) == kind:
                source.took(kind)
                return f"(?{kind}"
        if found := source.found(_NAME):
            return self._capturing(found[1])
        found = source.found(_FLAGS)
        if found is None:
            raise source.error("Unknown inline modifier or group")
        source.flags = (source.flags | set(found[1])) - set(found[2] or "")
        return "(?:" if found[3] == ":" else None

    def _capturing(self, name: str = "") -> str:
        self._groups += 1
        if name in self._names:
            raise self._source.error(f"Named capturing group <{name}> is already defined")
        if name:
            self._names[name] = self._groups
        self._open.append(self._groups)
        return "("

    def _looking(self, opening: str) -> str:
        """Read a look-around, which adds no length; Java wants to know how far to look behind."""
        before, self._endless = self._endless, False
        inside = self.alternatives()
        if self._endless and "<" in opening:
            raise self._source.error("Look-behind group does not have an obvious maximum length")
        self._endless = before
        return inside

    def _repeated(self, atom: str, *, single: bool = False) -> str:
        """Read how often something comes; look-behind takes any number of single characters, not of groups."""
        source = self._source
        sign = source.peek()
        if sign == END or sign not in "?*+{":
            return atom
        times = self._count() if sign == "{" else source.read()
        self._endless = self._endless or (not single and (times in {"*", "+"} or times.endswith(",}")))
        manner = next((each for each in "?+" if source.took(each)), "")
        return f"(?:{atom}){times}{manner}"

    def _count(self) -> str:
        found = self._source.found(_COUNT)
        if found is None:
            raise self._source.error("Illegal repetition")
        if max(int(found[1]), int(found[3] or 0)) > _LARGEST or int(found[3] or _LARGEST) < int(found[1]):
            raise self._source.error("Illegal repetition range")
        return found[0]

    def _atom(self) -> str:
        source = self._source
        match character := source.read():
            case "[":
                return bracketed(source)
            case "\\":
                return self._escape()
            case ".":
                return ANY if "s" in source.flags else r"[^\n]" if "d" in source.flags else f"[^{_ENDS}]"
            case "^":
                return r"(?:\A|(?<=[\n\x85\u2028\u2029]|\r(?!\n))(?!\Z))" if "m" in source.flags else r"\A"
            case "$":
                return rf"(?=[{_ENDS}]|\Z)" if "m" in source.flags else _LAST_END
            case "?" | "*" | "+":
                raise source.error(f"Dangling meta character '{character}'")
            case _:
                return literal(character, source.flags)

    def _escape(self) -> str:
        source = self._source
        letter = source.coming(1)
        if letter in {"p", "P"}:
            return property_class(source)
        if source.coming(4) != "b{g}" and (known := predefined(letter, source.flags) or _ANCHORS.get(letter)):
            source.read_exactly()
            return known
        if letter == "k":
            return self._named_reference()
        if letter in set("123456789"):
            return self._reference(int(source.read_exactly()))
        character = escaped(source)
        if character is None:
            raise source.error("Illegal/unsupported escape sequence")
        return literal(character, source.flags)

    def _named_reference(self) -> str:
        self._source.read_exactly()
        found = self._source.found(_NAME)
        if found is None or found[1] not in self._names:
            raise self._source.error("There is no capturing group of that name")
        return self._referring(self._names[found[1]])

    def _reference(self, number: int) -> str:
        """Read a reference by number: a further digit belongs to it only if there are that many groups so far."""
        while (digit := self._source.coming(1)) in set("0123456789") and 10 * number + int(digit) <= self._groups:
            number = 10 * number + int(self._source.read_exactly())
        return self._referring(number)

    def _referring(self, number: int) -> str:
        self._endless = True
        if number > self._groups or number in self._open:
            return "(?!)"  # a group that has not matched yet equals nothing
        return f"(?{'i' * ('i' in self._source.flags)}:\\{number})"
