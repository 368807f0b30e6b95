"""`python -m components.regards`: the settings and the archives as an operator finds them."""

from pathlib import Path

import pytest

from components.demo.server import Served
from components.regards.__main__ import main


def run(arguments: list[str]) -> int:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert isinstance(ended.value.code, int)
    return ended.value.code


@pytest.fixture
def secrets(tmp_path: Path) -> Path:
    return tmp_path / "secrets.toml"


def test_an_archive_that_answers_is_well(secrets: Path, demo: Served, capsys: pytest.CaptureFixture[str]) -> None:
    secrets.write_text(f'[archives.Demo]\nurl = "{demo.url}"\nproject = "{demo.project}"\n')
    assert run(["--settings", str(secrets)]) == 0
    assert "yes  Reachable" in capsys.readouterr().out


def test_an_archive_that_is_down_fails(secrets: Path, capsys: pytest.CaptureFixture[str]) -> None:
    secrets.write_text('[archives.Down]\nurl = "http://127.0.0.1:9"\nproject = "p"\n')
    assert run(["--settings", str(secrets)]) == 1
    assert "NO   Reachable: “Down” cannot be reached." in capsys.readouterr().out


@pytest.mark.parametrize("text", ['[archives.A]\nurl = "A"\nproject = "p"\n', "[archives"])
def test_a_wrong_file_is_told_in_a_line(secrets: Path, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    secrets.write_text(text)
    assert run(["--settings", str(secrets)]) == 2
    assert capsys.readouterr().err.startswith(f"{secrets}: ")


def test_without_a_file_the_demo_archive_alone_is_offered(secrets: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--settings", str(secrets)]) == 0
    assert "the demo archive alone" in capsys.readouterr().out
