r"""Lucene's regular expressions, to which REGARDS also converts wildcards (contract F.1).

Their syntax is that of Lucene 8's `RegExp`, not Java's. There is no `\d`, no anchor, and no lazy or possessive
quantifier. `\x` is `x`, quotes enclose a literal, `@` matches any text and `#` none. They match whole values,
case-sensitively. `~`, `&` and `<1-9>` (complement, intersection, interval) are refused: this archive does not support
them.
"""

from typing import Final

import regex


class UnknownPattern(ValueError):
    """Lucene refuses this expression, or this archive does not support one of its operators."""


def compiled(text: str) -> regex.Pattern[str]:
    """The Python pattern of a Lucene regular expression. Raises UnknownPattern."""
    if len(text) > _LONGEST:
        raise UnknownPattern(f"The length of regex [{len(text)}] exceeds the allowed maximum [{_LONGEST}]")
    reading = _Reading(text)
    translated = reading.union() if text else ""
    if reading.more():
        raise UnknownPattern(f"end-of-string expected at position {reading.position} in '{text}'")
    return regex.compile(translated, regex.DOTALL | regex.VERSION0)


_LONGEST: Final = 1000  # Elasticsearch's index.max_regex_length
_DEEPEST: Final = 50
_REPETITION: Final = regex.compile(r"\{([0-9]{1,4})(?:(,)([0-9]{1,4})?)?\}")


class _Reading:
    """A translator from Lucene's syntax to Python's; each method parses one rule of `RegExp`."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self._depth = 0

    def more(self) -> bool:
        return self.position < len(self.text)

    def union(self) -> str:
        branches = [self._concatenation()]
        while self._took("|"):
            branches.append(self._concatenation())
        return "|".join(branches)

    def _concatenation(self) -> str:
        parts = [self._repeated()]
        while self.more() and self.text[self.position] not in ")|":
            parts.append(self._repeated())
        return "".join(parts)

    def _repeated(self) -> str:
        part = self._simple()
        # In Lucene `a+?` is a repeated repetition, which may be empty; in Python it is lazy.
        while self.more() and self.text[self.position] in "?*+{":
            part = f"(?:{part}){self._repetition()}"
        return part

    def _repetition(self) -> str:
        if self.text[self.position] != "{":
            return self._next()
        found = _REPETITION.match(self.text, self.position)
        if found is None or (found[3] is not None and int(found[3]) < int(found[1])):
            raise UnknownPattern(f"illegal repetition range at position {self.position} in '{self.text}'")
        self.position = found.end()
        return found[0]

    def _simple(self) -> str:  # noqa: PLR0911 - one return per kind of character
        match character := self._next():
            case ".":
                return "."
            case "@":
                return "(?:.*)"
            case "#":
                return "(?!)"
            case '"':
                return f"(?:{regex.escape(self._literal())})"
            case "(":
                return self._group()
            case "[":
                return self._class()
            case "\\":
                return regex.escape(self._next())
            case "~" | "&" | "<":
                raise UnknownPattern(f"this archive does not support the operator '{character}' in '{self.text}'")
            case _:
                return regex.escape(character)

    def _group(self) -> str:
        if self._took(")"):
            return "(?:)"
        self._depth += 1
        if self._depth > _DEEPEST:
            raise UnknownPattern("too many groups within groups")
        inside = self.union()
        self._depth -= 1
        if not self._took(")"):
            raise UnknownPattern(f"expected ')' at position {self.position} in '{self.text}'")
        return f"(?:{inside})"

    def _class(self) -> str:
        negated = self._took("^")
        members = [self._member()]
        while self.more() and self.text[self.position] != "]":
            members.append(self._member())
        if not self._took("]"):
            raise UnknownPattern(f"expected ']' at position {self.position} in '{self.text}'")
        return f"[{'^' * negated}{''.join(members)}]"

    def _member(self) -> str:
        first = self._character()
        if not self._took("-"):
            return regex.escape(first)
        last = self._character()
        if last < first:
            raise UnknownPattern(f"illegal range {first}-{last} in '{self.text}'")
        return f"{regex.escape(first)}-{regex.escape(last)}"

    def _character(self) -> str:
        character = self._next()
        return self._next() if character == "\\" else character

    def _literal(self) -> str:
        start, end = self.position, self.text.find('"', self.position)
        if end < 0:
            raise UnknownPattern(f"expected '\"' at position {len(self.text)} in '{self.text}'")
        self.position = end + 1
        return self.text[start:end]

    def _took(self, character: str) -> bool:
        taken = self.text.startswith(character, self.position)
        self.position += taken
        return taken

    def _next(self) -> str:
        if not self.more():
            raise UnknownPattern(f"unexpected end-of-string in '{self.text}'")
        self.position += 1
        return self.text[self.position - 1]
