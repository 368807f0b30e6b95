"""Modules of this project as one text: a dictionary of their full sources by name, readable and ready to run."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_ROOT: Final = Path(__file__).parents[3]
_PROJECT: Final = "components"
_QUOTES: Final = "'''"


class CannotBundle(Exception):
    """A module cannot be part of the text; the message says which and why."""


def bundle(entry: str, root: Path = _ROOT) -> str:
    """The literal of a dictionary with the sources of a module and of all modules of this project that it imports.

    Each module stands after those that it imports. Imports for types only are left out.

    Raises:
        CannotBundle: a source holds the quotes that enclose it in the text.
    """
    modules: dict[str, str] = {}
    _add(entry, root, modules)
    return "\n".join(["{", *(_as_item(name, source) for name, source in modules.items()), "}"])


def _add(name: str, root: Path, modules: dict[str, str]) -> None:
    path = _path(name, root)
    if name in modules or path is None:
        return
    source = path.read_text(encoding="utf-8")
    for needed in _imported(source):
        _add(needed, root, modules)
    modules[name] = source


def _imported(source: str) -> Iterator[str]:
    """The names of this project that a source imports at run time: modules, packages, and names in them."""
    for statement in ast.parse(source).body:  # the top level only, without "if TYPE_CHECKING:"
        if isinstance(statement, ast.ImportFrom) and (statement.module or "").partition(".")[0] == _PROJECT:
            yield f"{statement.module}"
            yield from (f"{statement.module}.{alias.name}" for alias in statement.names)


def _path(name: str, root: Path) -> Path | None:
    """The file of a module or of a package; None if the name is neither."""
    place = root.joinpath(*name.split("."))
    return next((path for path in (place.with_suffix(".py"), place / "__init__.py") if path.exists()), None)


def _as_item(name: str, source: str) -> str:
    if _QUOTES in source:
        raise CannotBundle(f"{name} holds {_QUOTES}, which would end its text.")
    return f"\n# {'-' * 100}\n{name!r}: r{_QUOTES}\n{source}{_QUOTES},"
