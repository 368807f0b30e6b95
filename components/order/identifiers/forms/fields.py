"""The fields of JSON and of lists in code, by their paths: ``[]``, ``features[].id``, ``scenes{}``."""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Final

from components.order.identifiers import choice, shapes, titles
from components.order.identifiers.choice import Column
from components.order.identifiers.shapes import Kind

EACH: Final = "[]"
"""The step of a path that stands for each entry of a list, or each member of an object that is like a list."""

KEYS: Final = "{}"
"""The last step of a path that stands for the keys of an object, where these are names of products."""

_MOST_ENTRIES, _MOST_MEMBERS, _MOST_VALUES, _MOST_FIELDS, _DEEPEST = 100, 300, 200, 200, 10
_PLAIN_KEY = re.compile(r"[^.\[\]{}\"]+")
_STEP = re.compile(r'(\[\]|\{\})|\[("(?:[^"\\]|\\.)*")\]|\.?([^.\[\]{}"]+)')


def steps(path: str) -> tuple[str, ...]:
    """The steps of a path: keys, and EACH for lists.

    Raises:
        ValueError: it is no path.
    """
    found: list[str] = []
    place = 0
    while place < len(path):
        match = _STEP.match(path, place)
        if not match:
            raise ValueError("it is no path of a field")
        found.append(match[1] or match[3] or json.loads(match[2]))
        place = match.end()
    return tuple(found)


def columns(value: object) -> dict[str, Column]:
    """The fields below a value that hold texts or numbers, by their paths, each with some of its values."""
    found: dict[str, tuple[str, list[str]]] = {}
    for path, title, each in _scalars(value, "", "", 0):
        if path in found or len(found) < _MOST_FIELDS:
            values = found.setdefault(path, (title, []))[1]
            if len(values) < _MOST_VALUES:
                values.append(each)
    return {path: Column(title, values) for path, (title, values) in found.items()}


def ranked(found: dict[str, Column]) -> list[str]:
    """The paths of fields, those that most probably hold identifiers first; fields of lists come before single ones."""
    paths = [path for path in found if EACH in path] + [path for path in found if EACH not in path]
    order = [paths[position] for position in choice.ranked([found[path] for path in paths])]

    def _place(path: str) -> tuple[bool, bool]:
        return not may_hold_identifiers(path, found[path]), EACH not in path

    order.sort(key=_place)
    if EACH in found and len(found[EACH].values) > len(found[order[0]].values):
        order.sort(key=lambda path: path != EACH)  # a list of texts with some object among them
    return order


def may_hold_identifiers(path: str, column: Column) -> bool:
    """Whether a field could hold identifiers at all: a plain list, or one with such values or such a title."""
    return not path.strip(EACH) or choice.may_hold_identifiers(column)


def _scalars(value: object, path: str, title: str, depth: int) -> Iterator[tuple[str, str, str]]:
    if isinstance(value, str):
        yield path, title, value
    elif depth < _DEEPEST and isinstance(value, list):
        for entry in value[:_MOST_ENTRIES]:
            yield from _scalars(entry, path + EACH, title, depth + 1)
    elif depth < _DEEPEST and isinstance(value, dict):
        keys = list(value)[:_MOST_MEMBERS]
        members = [(key, value[key]) for key in keys]
        is_like_a_list = EACH not in path and _is_like_a_list(members)
        if len(keys) > 1 and all(map(shapes.is_name, keys)) and not (is_like_a_list and _are_of_names(members)):
            yield from ((path + KEYS, title, key) for key in keys)
            return
        if is_like_a_list:
            yield from _scalars([member for _, member in members], path, title, depth)
            return
        for key in keys:
            yield from _scalars(value[key], _joined(path, key), key or title, depth + 1)


def _is_like_a_list(members: Sequence[tuple[str, object]]) -> bool:
    """Whether the keys of an object only tell its members apart: row numbers, UUIDs, or words above names.

    Beside lists of names there may be other values, such as how many there are.
    """
    if len(members) <= 1:
        return False
    if all(shapes.kind(key) in {Kind.NUMBER, Kind.UUID} for key, _ in members):
        return True
    lists = [member for member in members if isinstance(member[1], list)]
    if len(lists) > 1 and not any(_is_name(value) for _, value in members if not isinstance(value, list)):
        members = lists
    are_alike = len({isinstance(value, list) for _, value in members}) == 1
    return are_alike and all(titles.weight(key) == 0 and _is_name(value) for key, value in members)


def _are_of_names(members: Sequence[tuple[str, object]]) -> bool:
    """Whether keys are names of batches, shorter than those of the products below; no product above its files."""
    firsts = [(key, value[0] if isinstance(value, list) and value else value) for key, value in members]
    return not all(len(key) >= len(str(first)) or str(first).startswith(key) for key, first in firsts)


def _is_name(value: object) -> bool:
    """Whether a value is a name of a product, or a list that begins with one."""
    first = value[0] if isinstance(value, list) and value else value
    return isinstance(first, str) and shapes.is_name(first)


def _joined(path: str, key: str) -> str:
    if not _PLAIN_KEY.fullmatch(key):
        return f"{path}[{json.dumps(key, ensure_ascii=False)}]"
    return f"{path}.{key}" if path else key


def at(value: object, keys: Sequence[str]) -> object:
    """The text below keys; if there is none, the value itself, or its member with the best title."""
    if isinstance(value, str):
        return value
    found = value
    for key in keys:
        found = found.get(key) if isinstance(found, dict) else None
    if isinstance(found, str):
        return found
    position = titles.best(value) if isinstance(value, dict) else None
    return None if position is None or not isinstance(value, dict) else list(value.values())[position]
