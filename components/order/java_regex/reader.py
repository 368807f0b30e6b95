"""A regular expression read as Java 17 reads it: a tree, or the fault that makes Java refuse it."""

from dataclasses import dataclass, field
from typing import Final

from components.order.java_regex import characters
from components.order.java_regex.characters import Characters, listed
from components.order.java_regex.classes import bracketed, family
from components.order.java_regex.escapes import escaped
from components.order.java_regex.lengths import bounded
from components.order.java_regex.properties import LINE_ENDS
from components.order.java_regex.signs import Signs
from components.order.java_regex.syntax import (
    At,
    Atomic,
    Choice,
    Cluster,
    Flags,
    Greed,
    Group,
    LineBreak,
    Look,
    Node,
    One,
    Place,
    Reference,
    Repeat,
    Sequence,
    UnsupportedPattern,
)

_DEEPEST: Final = 50  # groups in groups
_MOST: Final = 0x7FFFFFFF  # Java counts in 32 bits
_FLAGS: Final = {
    "i": Flags.ANY_CASE,
    "d": Flags.UNIX_LINES,
    "m": Flags.MULTILINE,
    "s": Flags.DOT_ALL,
    "u": Flags.UNICODE_CASE,
    "x": Flags.COMMENTS,
    "U": Flags.UNICODE_CLASSES | Flags.UNICODE_CASE,
}
_PLACES: Final = {"A": Place.BEGINNING, "G": Place.BEGINNING, "z": Place.END}
_COUNTS: Final = {"?": (0, 1), "*": (0, None), "+": (1, None)}


def read(pattern: str) -> Node:
    """The tree of an expression.

    Raises:
        PatternError: Java refuses the expression.
        UnsupportedPattern: this code cannot tell what Java makes of it.
    """
    return _Reader(Signs(pattern)).whole()


@dataclass(slots=True)
class _Reader:
    signs: Signs
    depth: int = 0
    groups: int = 0
    names: dict[str, int] = field(default_factory=dict)

    def whole(self) -> Node:
        tree = self.choice()
        if self.signs.raw():
            raise self.signs.error("“)” at {here} closes no group.", self.signs.at)
        return tree

    def choice(self) -> Node:
        branches = [self.sequence()]
        while self.signs.peek() == "|":
            self.signs.at += 1
            branches.append(self.sequence())
        return branches[0] if len(branches) == 1 else Choice(tuple(branches))

    def sequence(self) -> Node:
        parts: list[Node] = []
        while (sign := self.signs.peek()) and sign not in {"|", ")"}:
            part = self.group() if sign == "(" else self.piece(sign)
            if part is not None:  # (?i) and the like are nothing that could be repeated
                parts.append(self.repeated(part))
        return Sequence(tuple(parts))

    def piece(self, sign: str) -> Node:  # noqa: PLR0911 - one for each sign with a meaning
        """One element that is no group, up to its quantifier."""
        signs, flags = self.signs, self.signs.flags
        if sign == "\\":
            return self.escape()
        if sign == "[":
            return One(bracketed(signs))
        if sign in {"*", "+", "?"}:
            raise signs.error(f"“{sign}” at {{here}} has nothing before it to repeat.", signs.at)
        if sign == "{":
            return Sequence()  # Java repeats the nothing before it
        signs.at += 1
        unix, lines = Flags.UNIX_LINES in flags, Flags.MULTILINE in flags
        if sign == "^":
            by_line = Place.UNIX_LINE_BEGINNING if unix else Place.LINE_BEGINNING
            return At(by_line if lines else Place.BEGINNING)
        if sign == "$":
            if lines:
                return At(Place.UNIX_LINE_END if unix else Place.LINE_END)
            return At(Place.UNIX_END_BUT_TERMINATOR if unix else Place.END_BUT_TERMINATOR)
        if sign == ".":
            without = Characters() if Flags.DOT_ALL in flags else listed("\n") if unix else LINE_ENDS
            return One(~without)
        return self.letter(ord(sign[-1]))

    def letter(self, code: int) -> Node:
        if Flags.ANY_CASE not in self.signs.flags:
            return One(Characters(((code, code),)))
        return One(characters.same_letter(code, unicode=Flags.UNICODE_CASE in self.signs.flags))

    def escape(self) -> Node:  # noqa: C901, PLR0911 - one case for each escape
        signs, start = self.signs, self.signs.at
        unicode = Flags.UNICODE_CLASSES in signs.flags
        sign = signs.raw(1)
        if sign in {"p", "P"}:
            return One(family(signs))
        if sign in _PLACES:
            signs.at += 2
            return At(_PLACES[sign])
        match sign:
            case "Z":
                signs.at += 2
                unix = Flags.UNIX_LINES in signs.flags
                return At(Place.UNIX_END_BUT_TERMINATOR if unix else Place.END_BUT_TERMINATOR)
            case "b":
                signs.at += 2
                if (signs.raw(), signs.raw(1)) == ("{", "g"):
                    raise UnsupportedPattern(r"“\b{g}” is not supported here: Java itself errs with it.")
                return At(Place.UNICODE_WORD_BOUNDARY if unicode else Place.WORD_BOUNDARY)
            case "B":
                signs.at += 2
                return At(Place.NO_UNICODE_WORD_BOUNDARY if unicode else Place.NO_WORD_BOUNDARY)
            case "R":
                signs.at += 2
                return LineBreak()
            case "X":
                signs.at += 2
                return Cluster()
            case "k":
                signs.at += 2
                return self.named_reference(start)
            case "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9":
                signs.at += 1
                return self.reference()
        found = escaped(signs)
        return One(found) if isinstance(found, Characters) else self.letter(found)

    def reference(self) -> Node:
        """A group by its number; Java takes further digits only while there are so many groups."""
        number = int(self.signs.strict())
        while (sign := self.signs.peek()).isascii() and sign.isdigit() and number * 10 + int(sign) <= self.groups:
            number = number * 10 + int(self.signs.take())
        return self.referring(number)

    def named_reference(self, start: int) -> Node:
        if self.signs.strict_peek() != "<":
            raise self.signs.error(r"“\k” at {here} needs the name of a group in “<” and “>”.", start)
        self.signs.at += 1
        name = self.name(start)
        if name not in self.names:
            raise self.signs.error(f"No group before {{here}} has the name “{name}”.", start)
        return self.referring(self.names[name])

    def referring(self, number: int) -> Node:
        return Reference(number, number <= self.groups, Flags.ANY_CASE in self.signs.flags)

    def name(self, start: int) -> str:
        """The name of a group, up to and with its ``>``."""
        name = ""
        while (sign := self.signs.strict()).isascii() and sign.isalnum():
            name += sign
        if not name[:1].isalpha():
            raise self.signs.error("The name of the group at {here} has to begin with a letter from A to Z.", start)
        if sign != ">":
            raise self.signs.error("The name of the group at {here} needs a “>” after letters and digits.", start)
        return name

    def group(self) -> Node | None:
        """What begins with ``(``; None if it only sets flags."""
        signs, start, flags = self.signs, self.signs.at, self.signs.flags
        signs.at += 1
        self.depth += 1
        if self.depth > _DEEPEST:
            raise UnsupportedPattern("Groups within groups are too deep to be judged here.")
        found: Node
        if signs.peek() != "?":
            found = self.capturing()
        else:
            signs.at += 1
            sign = signs.strict()
            if sign in {"=", "!"}:
                found = Look(self.choice(), behind=False, negative=sign == "!")
            elif sign == ">":
                found = Atomic(self.choice())
            elif sign == "<":
                found = self.after_angle(start)
            elif sign == ":":
                found = Group(self.choice())
            else:
                signs.at -= 1
                if not self.set_flags(start):
                    self.depth -= 1
                    return None
                found = Group(self.choice())
        if signs.peek() != ")":
            raise signs.error("The group that opens at {here} is not closed.", start)
        signs.at += 1
        signs.flags = flags
        self.depth -= 1
        return found

    def capturing(self) -> Node:
        self.groups += 1
        number = self.groups
        return Group(self.choice(), number)

    def after_angle(self, start: int) -> Node:
        signs = self.signs
        sign = signs.strict_peek()
        if sign not in {"=", "!"}:
            name = self.name(start)
            if name in self.names:
                raise signs.error(f"The group at {{here}} has the same name as another, “{name}”.", start)
            self.names[name] = self.groups + 1
            return self.capturing()
        signs.at += 1
        body = self.choice()
        if not bounded(body):
            raise signs.error("How far the group at {here} looks back has no bound.", start)
        return Look(body, behind=True, negative=sign == "!")

    def set_flags(self, start: int) -> bool:
        """Set flags as ``(?idm-sux`` says; whether a group follows them."""
        signs = self.signs
        on = True
        while True:
            sign = signs.take()
            if sign == "-" and on:
                on = False
            elif sign in _FLAGS:
                signs.flags = signs.flags | _FLAGS[sign] if on else signs.flags & ~_FLAGS[sign]
            elif sign == "c":
                raise UnsupportedPattern("Canonical equivalence, (?c), is not supported here.")
            elif sign in {":", ")"}:
                return sign == ":"
            elif not sign:
                raise signs.error("The group that opens at {here} is not closed.", start)
            else:
                raise signs.error(f"“{sign}” at {{here}} is no flag that Java knows.", signs.at - 1)

    def repeated(self, part: Node) -> Node:
        """A part with the quantifier behind it, if there is one; Java takes one only."""
        signs, start = self.signs, self.signs.at
        sign = signs.peek()
        if sign in _COUNTS:
            least, most = _COUNTS[sign]
            signs.at += 1
        elif sign == "{":
            start = signs.at
            least, most = self.counts(start)
        else:
            return part
        greed = Greed.LAZY if signs.peek() == "?" else Greed.POSSESSIVE if signs.peek() == "+" else Greed.GREEDY
        if greed is not Greed.GREEDY:
            signs.at += 1
        return Repeat(part, least, most, greed)

    def counts(self, start: int) -> tuple[int, int | None]:
        self.signs.at += 1
        least = self.count(start)
        if least is None:
            raise self.signs.error(r"“{” at {here} repeats nothing: for the character, write \{.", start)
        most: int | None = least
        sign = self.signs.strict()
        if sign == ",":
            most = self.count(start)
            sign = self.signs.strict()
        if sign != "}":
            raise self.signs.error("The count that begins with “{” at {here} has to be like {2}, {2,} or {2,5}.", start)
        if most is not None and most < least:
            raise self.signs.error(
                f"The count at {{here}} ends below its beginning: {most} is less than {least}.", start
            )
        return least, most

    def count(self, start: int) -> int | None:
        digits = ""
        while (sign := self.signs.strict_peek()).isascii() and sign.isdigit():
            digits += self.signs.strict()
            if int(digits) > _MOST:
                raise self.signs.error("The count at {here} is larger than Java can count.", start)
        return int(digits) if digits else None
