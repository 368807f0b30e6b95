"""Modules become one text that means the same; what would mean something else is refused."""

import runpy
from collections.abc import Callable
from pathlib import Path

import pytest

from components.regards.program.stitching import CannotStitch, Stitched, stitch

Stitch = Callable[..., Stitched]


@pytest.fixture
def stitched(tmp_path: Path) -> Stitch:
    """Stitches modules that are given by name and source, from the one called `main`."""

    def stitch_them(**sources: str) -> Stitched:
        package = tmp_path / "components"
        package.mkdir()
        for name, source in sources.items():
            (package / f"{name}.py").write_text(source, encoding="utf-8")
        return stitch("components.main", tmp_path)

    return stitch_them


def headings(found: Stitched) -> list[str]:
    return [part.splitlines()[1] for part in found.parts]


def test_what_is_needed_comes_first_and_once(stitched: Stitch) -> None:
    found = stitched(
        main='"""The end."""\nfrom components.a import one\nfrom components.b import two\n',
        a='"""The first."""\nfrom components.b import two\n\none = two\n',
        b='"""The root."""\ntwo = 2\n',
    )
    assert headings(found) == ["# b: The root.", "# a: The first.", "# main: The end."]


def test_what_only_types_need_comes_along_just_before_the_end(stitched: Stitch) -> None:
    found = stitched(
        main='"""M"""\nfrom components.a import one\n',
        a='"""A"""\nif TYPE_CHECKING:\n    from components.b import Two\none: Two = 1\n',
        b='"""B"""\nif TYPE_CHECKING:\n    from components.c import Three\nTwo = int\n',
        c='"""C"""\nThree = int\n',
    )
    assert headings(found) == ["# a: A", "# b: B", "# c: C", "# main: M"]


def test_imports_are_put_together_at_the_top(stitched: Stitch) -> None:
    found = stitched(
        main="import json\nfrom typing import Any, TYPE_CHECKING\nfrom components.a import one\n"
        "if TYPE_CHECKING:\n    from io import BytesIO, StringIO\n",
        a="from __future__ import annotations\nimport os.path\nfrom typing import Final\n"
        "from io import StringIO\none = 1\n",
    )
    assert found.imports.splitlines() == [
        "from __future__ import annotations",
        "",
        "import json",
        "import os.path",
        "import sys",
        "from io import StringIO",
        "from typing import Any, Final, TYPE_CHECKING",
        "",
        "if TYPE_CHECKING:",
        "    from io import BytesIO",
    ]


def test_the_text_below_the_imports_stays_to_the_letter(stitched: Stitch) -> None:
    body = '# A comment.\n\n\ndef f():\n    """Text.\n\n\n\n    More."""\n\n\nx = 1  # why'
    (part,) = stitched(main=f'"""Main."""\n\nimport json\n\n__all__ = [\n    "f",\n]\n\n{body}\n').parts
    assert part.endswith(f"\n\n\n{body}")
    assert "__all__" not in part
    assert "import" not in part


def test_docstrings_become_headings_without_what_they_tell_authors(stitched: Stitch) -> None:
    (part,) = stitched(
        main='"""Main.\n\nPart of the program that users take away\n(`program`): no slots.\n\nA fact.\n"""\nx = 1\n'
    ).parts
    assert part.splitlines()[1:4] == ["# main: Main.", "#", "# A fact."]


def test_a_name_with_its_module_before_it_works_in_one_file(stitched: Stitch, tmp_path: Path) -> None:
    found = stitched(
        main="from components import numbers\nfrom components.numbers import one\n\n\n"
        "def total(two):\n    return numbers.two + two + one\n",
        numbers="one = 1\ntwo = 2\n",
    )
    program = tmp_path / "program.py"
    program.write_text("\n".join([found.imports, *found.parts]), encoding="utf-8")
    assert runpy.run_path(str(program), run_name="__main__")["total"](10) == 13


@pytest.mark.parametrize(
    "sources",
    [
        {"main": "from components.a import one\n\n\ndef _same():\n    pass\n", "a": "one = 1\n_same = 2\n"},
        {"main": "from components.a import one\nclass json:\n    pass\n", "a": "import json\none = 1\n"},
        {"main": "from components.a import one\nimport time\n", "a": "from time import time\none = 1\n"},
        {"main": "from components import a\nfrom components.b import one\n", "a": "x = 1\n", "b": "a = one = 1\n"},
    ],
    ids=["two modules", "a module and an import", "two imports", "a name and a module"],
)
def test_one_name_for_two_things_is_refused(stitched: Stitch, sources: dict[str, str]) -> None:
    with pytest.raises(CannotStitch, match="One name stands for several things"):
        stitched(**sources)


def test_one_name_in_two_functions_is_not_refused(stitched: Stitch) -> None:
    function = "def {}(x):\n    same = x\n    return same\n"
    found = stitched(main=f"from components.a import one\n{function.format('two')}", a=function.format("one"))
    assert len(found.parts) == 2


@pytest.mark.parametrize("line", ["from components.a import one as first", "import components.a", "import json as j"])
def test_an_import_that_gives_a_second_name_is_refused(stitched: Stitch, line: str) -> None:
    with pytest.raises(CannotStitch, match="has no counterpart"):
        stitched(main=f"{line}\n", a="one = 1\n")
