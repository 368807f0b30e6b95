"""The table of attacks names tests that exist, and all modules of this folder."""

import re
from pathlib import Path

import pytest

HERE = Path(__file__).parent
TABLE = (HERE / "README.md").read_text(encoding="utf-8")
NAMED = re.compile(r"`((?:[a-z_]+/)*test_[a-z0-9_]+\.py)`((?:(?:: |, )`[a-z0-9_]+`)*)")


def named() -> list[tuple[Path, list[str]]]:
    """The modules of the table, each with the parts of names of its tests that stand there."""
    found = NAMED.findall(TABLE)
    return [
        ((HERE.parent if "/" in module else HERE) / module, re.findall(r"`(\w+)`", tests)) for module, tests in found
    ]


@pytest.mark.parametrize(("module", "tests"), named())
def test_a_test_that_is_named_exists(module: Path, tests: list[str]) -> None:
    written = re.findall(r"def (test_\w+)\(", module.read_text(encoding="utf-8"))
    assert written
    assert [part for part in tests if not any(part in name for name in written)] == []


def test_every_module_of_this_folder_is_named() -> None:
    assert {path for path, _ in named()} >= set(HERE.glob("test_*.py"))
