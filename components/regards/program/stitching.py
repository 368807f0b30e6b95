"""Several modules of this project as one text that can be read and run alone."""

from __future__ import annotations

import ast
import symtable
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_ROOT: Final = Path(__file__).parents[3]
_PROJECT: Final = "components"
_RULE: Final = "# " + "-" * 100
_SPACE: Final = """

# All parts of this file share their names: `{0}.name` is `name`.
{0} = sys.modules[__name__]"""
_FOR_AUTHORS: Final = "Part of the program that users take away"


class CannotStitch(Exception):
    """Modules that would not mean in one text what they mean apart; the message says which and why."""


@dataclass(frozen=True)
class Stitched:
    """The imports that all modules need of the standard library, and each module under a heading."""

    imports: str
    parts: tuple[str, ...]


def stitch(entry: str, root: Path = _ROOT) -> Stitched:
    """A module and all that it needs of this project, each name defined before it is used.

    What is imported for types alone stays so; modules of this project are taken along all the same.

    Raises:
        CannotStitch: one top-level name stands for two things, or an import gives a second name to a thing.
    """
    modules = _in_order(entry, root)
    spaces = {space for module in modules for space in module.spaces}
    runtime = {("", "sys"), *(each for module in modules for each in module.imports)}
    for_types = {each for module in modules for each in module.imports_for_types}
    _refuse_clashes(modules, spaces, runtime | for_types)
    imports = ["from __future__ import annotations", "", *_written(runtime)]
    if only_for_types := for_types - runtime:
        imports += ["", "if TYPE_CHECKING:", *(f"    {line}" for line in _written(only_for_types))]
    return Stitched(
        imports="\n".join(imports),
        parts=tuple(module.text + (_SPACE.format(module.short) if module.name in spaces else "") for module in modules),
    )


@dataclass(frozen=True)
class _Module:
    """A module, taken apart.

    ``needs`` are the modules of this project that it imports, ``needs_for_types`` those that only its types
    need, and ``spaces`` those whose names it uses with a dot. Imports of the standard library are pairs of a module,
    "" where that is itself what is imported, and a name.
    """

    name: str
    text: str
    defined: tuple[str, ...]
    needs: tuple[str, ...]
    spaces: tuple[str, ...]
    needs_for_types: tuple[str, ...]
    imports: tuple[tuple[str, str], ...]
    imports_for_types: tuple[tuple[str, str], ...]

    @property
    def short(self) -> str:
        return self.name.rpartition(".")[2]


def _in_order(entry: str, root: Path) -> list[_Module]:
    """The entry and all that it needs, the entry last; what is needed for types alone comes just before it."""
    seen: set[str] = set()
    *modules, last = _first_what_is_needed(entry, root, seen)
    found = [last, *modules]
    for module in found:  # it grows meanwhile
        for name in module.needs_for_types:
            found += _first_what_is_needed(name, root, seen)
    return [*found[1:], last]


def _first_what_is_needed(name: str, root: Path, seen: set[str]) -> Iterator[_Module]:
    if name not in seen:
        seen.add(name)
        module = _taken_apart(name, root)
        for needed in module.needs:
            yield from _first_what_is_needed(needed, root, seen)
        yield module


def _taken_apart(name: str, root: Path) -> _Module:
    source = _path(name, root).read_text(encoding="utf-8")
    tree, lines = ast.parse(source), source.splitlines()
    imports, imports_for_types = [], []
    for statement in tree.body:
        if isinstance(statement, (ast.Import, ast.ImportFrom)):
            imports += _imported(statement, name)
        elif isinstance(statement, ast.If) and ast.unparse(statement.test) == "TYPE_CHECKING":
            for inner in statement.body:
                imports_for_types += _imported(inner, name)
        elif not (statement is tree.body[0] and ast.get_docstring(tree)) and not _is_all(statement):
            continue
        end = statement.end_lineno or statement.lineno
        lines[statement.lineno - 1 : end] = [""] * (end - statement.lineno + 1)
    ours = [(module, each) for module, each in imports if _is_ours(module)]
    spaces = [f"{module}.{each}" for module, each in ours if _path(f"{module}.{each}", root).exists()]
    body = "\n".join(lines).strip("\n")
    return _Module(
        name=name,
        text=f"{_heading(name, ast.get_docstring(tree) or '')}\n\n\n{body}",
        defined=tuple(_defined(source)),
        needs=tuple(full if (full := f"{module}.{each}") in spaces else module for module, each in ours),
        spaces=tuple(spaces),
        needs_for_types=tuple(module for module, _ in imports_for_types if _is_ours(module)),
        imports=tuple(each for each in imports if each not in ours),
        imports_for_types=tuple(each for each in imports_for_types if not _is_ours(each[0])),
    )


def _imported(statement: ast.stmt, where: str) -> list[tuple[str, str]]:
    """What an import imports; nothing for the marks of the future, which stand at the top anyway."""
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        module = (statement.module or "") if isinstance(statement, ast.ImportFrom) else ""
        if not any(alias.asname or (not module and _is_ours(alias.name)) for alias in statement.names):
            return [(module, alias.name) for alias in statement.names if module != "__future__"]
    raise CannotStitch(f"{where}: “{ast.unparse(statement)}” has no counterpart in one file.")


def _is_ours(module: str) -> bool:
    return module.partition(".")[0] == _PROJECT


def _is_all(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == "__all__"


def _defined(source: str) -> Iterator[str]:
    for symbol in symtable.symtable(source, "", "exec").get_symbols():
        name = symbol.get_name()
        if symbol.is_assigned() and not symbol.is_imported() and not name.startswith("__"):
            yield name


def _refuse_clashes(modules: Iterable[_Module], spaces: set[str], imports: set[tuple[str, str]]) -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for module in modules:
        for name in (*module.defined, *([module.short] if module.name in spaces else [])):
            owners[name].add(module.name)
    for source, name in imports:
        owners[name.partition(".")[0]].add(f"import {source}")
    clashes = [f"“{name}” of {' and '.join(sorted(its))}" for name, its in sorted(owners.items()) if len(its) > 1]
    if clashes:
        raise CannotStitch(f"One name stands for several things: {'; '.join(clashes)}.")


def _written(imports: set[tuple[str, str]]) -> Iterator[str]:
    yield from sorted(f"import {name}" for module, name in imports if not module)
    by_module = defaultdict(list)
    for module, name in sorted(imports):
        by_module[module].append(name)
    for module in sorted(by_module.keys() - {""}):
        yield f"from {module} import {', '.join(by_module[module])}"


def _heading(name: str, docstring: str) -> str:
    """A module's name and docstring as comments, without what it says to the authors of this project."""
    told = [each for each in docstring.split("\n\n") if not each.startswith(_FOR_AUTHORS)]
    first, *more = "\n\n".join(told).splitlines() or [""]
    short = name.rpartition(".")[2]
    return "\n".join([_RULE, f"# {short}: {first}", *(f"# {line}".rstrip() for line in more), _RULE])


def _path(name: str, root: Path) -> Path:
    return root.joinpath(*name.split(".")).with_suffix(".py")
