"""Modules stand in one text as they are, each after what it needs, and run from there."""

import ast
from collections.abc import Callable
from pathlib import Path

import pytest

from components.regards.program.bundling import CannotBundle, bundle

Bundle = Callable[[dict[str, str]], dict[str, str]]


@pytest.fixture
def bundled(tmp_path: Path) -> Bundle:
    """The bundle of modules that are given by path and source, from the one called `main`."""

    def bundle_them(sources: dict[str, str]) -> dict[str, str]:
        for path, source in sources.items():
            file = tmp_path / "components" / f"{path}.py"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(source, encoding="utf-8")
        found: dict[str, str] = ast.literal_eval(bundle("components.main", tmp_path))
        return found

    return bundle_them


def test_a_module_stands_after_those_that_it_needs(bundled: Bundle) -> None:
    found = bundled(
        {
            "main": "from components.a import one\nfrom components.b import two\n",
            "a": "from components.b import two\n\none = two\n",
            "b": "two = 2\n",
            "not_needed": "three = 3\n",
        }
    )
    assert list(found) == ["components.b", "components.a", "components.main"]


def test_a_package_comes_along_with_a_module_that_is_taken_out_of_it(bundled: Bundle) -> None:
    found = bundled(
        {
            "main": "from components.room import a\n",
            "room/__init__": '"""A room."""\n',
            "room/a": "one = 1\n",
            "room/not_needed": "two = 2\n",
        }
    )
    assert list(found) == ["components.room", "components.room.a", "components.main"]


def test_what_only_types_need_is_left_out(bundled: Bundle) -> None:
    found = bundled({"main": "if TYPE_CHECKING:\n    from components.a import One\none: One = 1\n", "a": "One = int\n"})
    assert list(found) == ["components.main"]


def test_what_is_not_of_this_project_is_left_to_python(bundled: Bundle) -> None:
    assert list(bundled({"main": "import json\nfrom pathlib import Path\n"})) == ["components.main"]


@pytest.mark.parametrize(
    "source",
    [
        'x = 1  # why\n\n\ndef f():\n    """Text.\n\n\n    More."""\n',
        'x = "\\n\\\\ \\N{BULLET} {x} %s é 東京"\n',
        "x = r'\\d'\n",
        "",
    ],
    ids=["empty lines", "signs", "quotes", "nothing"],
)
def test_a_source_stays_to_the_letter(bundled: Bundle, source: str) -> None:
    assert bundled({"main": source})["components.main"] == f"\n{source}"


def test_a_source_with_the_quotes_around_it_is_refused(bundled: Bundle) -> None:
    with pytest.raises(CannotBundle, match=r"components\.main holds '''"):
        bundled({"main": "x = '''text'''\n"})
