"""The steps that Python's `re` takes, counted: a plain backtracking matcher over the tree of an expression.

It tries what `re` tries, in the same order, without its shortcuts. So the growth of its steps is that of the time of
`re`, or above it, and is the same on every machine.
"""

import importlib
import re
from collections.abc import Iterator
from typing import Any

op: Any = importlib.import_module("re._constants")
parser: Any = importlib.import_module("re._parser")

Goes = Iterator[int]


class Steps:
    """The steps of an expression on a text; more than ``most`` raise OverflowError."""

    def __init__(self, pattern: re.Pattern[str], text: str, most: int) -> None:
        self._tree = parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE)
        self._flags = pattern.flags
        self._text = text
        self._most = most
        self.taken = 0

    def match(self, at: int = 0, *, to_the_end: bool = False) -> int | None:
        """The end of the match at a position, None if there is none."""
        ends = self._all(list(self._tree), 0, at)
        return next((end for end in ends if not to_the_end or end == len(self._text)), None)

    def search(self) -> None:
        """Find every match, as `finditer`."""
        at = 0
        while at <= len(self._text):
            end = self.match(at)
            at = at + 1 if end is None or end == at else end

    def _all(self, items: list[Any], index: int, at: int) -> Goes:
        if index == len(items):
            yield at
            return
        for end in self._item(items[index], at):
            yield from self._all(items, index + 1, end)

    def _item(self, item: Any, at: int) -> Goes:  # noqa: ANN401, C901, PLR0912 - one branch for each kind of `re`
        self.taken += 1
        if self.taken > self._most:
            raise OverflowError
        kind, value = item
        if kind in {op.LITERAL, op.NOT_LITERAL, op.IN, op.ANY}:
            if at < len(self._text) and self._fits(item, self._text[at]):
                yield at + 1
        elif kind is op.SUBPATTERN:
            yield from self._all(list(value[3]), 0, at)
        elif kind is op.BRANCH:
            for each in value[1]:
                yield from self._all(list(each), 0, at)
        elif kind is op.ATOMIC_GROUP:
            yield from self._first(self._all(list(value), 0, at))
        elif kind is op.MAX_REPEAT:
            yield from self._repeat(value, at, greedy=True)
        elif kind is op.MIN_REPEAT:
            yield from self._repeat(value, at, greedy=False)
        elif kind is op.POSSESSIVE_REPEAT:
            yield from self._first(self._repeat(value, at, greedy=True))
        elif kind in {op.ASSERT, op.ASSERT_NOT}:
            direction, inside = value
            found = self._looks(list(inside), direction, at)
            if found is (kind is op.ASSERT):
                yield at
        elif kind is op.AT:
            if self._is_at(value, at):
                yield at
        elif kind is op.GROUPREF:
            yield at
        else:
            raise NotImplementedError(kind)

    def _repeat(self, value: Any, at: int, *, greedy: bool) -> Goes:  # noqa: ANN401
        """The ends of a repetition; a stack of its own, because texts are long."""
        least, most, body = value
        items, count = list(body), 0
        if not greedy:
            while True:
                if count >= least:
                    yield at
                end = next(self._all(items, 0, at), None) if count < most else None
                if end is None:
                    return
                at, count = end, count + 1
        stack = [(at, self._all(items, 0, at))]
        while stack:
            place, ends = stack[-1]
            end = next(ends, None) if len(stack) - 1 < most else None
            if end is not None and end != place:
                stack.append((end, self._all(items, 0, end)))
                continue
            stack.pop()
            if len(stack) >= least:
                self.taken += 1
                yield place

    def _looks(self, items: list[Any], direction: int, at: int) -> bool:
        if direction > 0:
            return next(self._all(items, 0, at), None) is not None
        begins = (begin for begin in range(at, max(-1, at - 8), -1))
        return any(at in self._all(items, 0, begin) for begin in begins)

    def _first(self, ends: Goes) -> Goes:
        end = next(ends, None)
        if end is not None:
            yield end

    def _is_at(self, where: Any, at: int) -> bool:  # noqa: ANN401
        text = self._text
        if where in {op.AT_BEGINNING, op.AT_BEGINNING_STRING}:
            return at == 0
        if where in {op.AT_END, op.AT_END_STRING}:
            return at == len(text)
        word = [0 <= each < len(text) and re.match(r"\w", text[each]) is not None for each in (at - 1, at)]
        return (word[0] != word[1]) is (where is op.AT_BOUNDARY)

    def _fits(self, item: Any, character: str) -> bool:  # noqa: ANN401
        kind, value = item
        if kind is op.ANY:
            return character != "\n" or bool(self._flags & re.DOTALL)
        if kind in {op.LITERAL, op.NOT_LITERAL}:
            same = ord(character) == value or (
                bool(self._flags & re.IGNORECASE) and character.lower() == chr(value).lower()
            )
            return same is (kind is op.LITERAL)
        forms = {character, character.lower(), character.upper()} if self._flags & re.IGNORECASE else {character}
        negated = value[0][0] is op.NEGATE
        return any(self._in(each, form) for each in value[negated:] for form in forms) is not negated

    def _in(self, part: Any, character: str) -> bool:  # noqa: ANN401
        kind, value = part
        if kind is op.LITERAL:
            return ord(character) == int(value)
        if kind is op.RANGE:
            return int(value[0]) <= ord(character) <= int(value[1])
        found = {
            op.CATEGORY_SPACE: character.isspace(),
            op.CATEGORY_DIGIT: character.isdigit(),
            op.CATEGORY_WORD: character.isalnum() or character == "_",
            op.CATEGORY_NOT_SPACE: not character.isspace(),
            op.CATEGORY_NOT_DIGIT: not character.isdigit(),
            op.CATEGORY_NOT_WORD: not (character.isalnum() or character == "_"),
        }
        return found[value]
