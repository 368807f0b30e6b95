"""The text of the program: readable, complete, and without anything secret or executable from outside."""

import ast
import importlib
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from components.regards.program.job import Job
from components.regards.program.writing import file_name, sign_in_with, write
from components.regards.settings import Archive
from components.regards.sign_in.ways import Way

ARCHIVE = Archive(
    "Demo archive", "https://regards.example.org/", "project1", prefix="/gate/api/v1/", largest_unannounced_file=7
)
NASTY = (
    "x'; import os; os.abort() #",
    '"""\nimport os\n"""',
    "{url} %s \\N{BULLET} \\",
    "line\nbreak\r\u2028\x00",
    "\u202eright to left",
    "half \ud800",
    "日本 é",
)


def literal(program: str, name: str) -> dict[str, Any]:
    """A dictionary literal in a program, read without running it."""
    (found,) = (
        statement.value
        for statement in ast.parse(program).body
        if isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == name
    )
    value = ast.literal_eval(found)
    assert isinstance(value, dict)
    return value


def test_the_program_says_what_it_is_to_do_at_its_top() -> None:
    program = write(ARCHIVE, "project1", "user@demo.example", [812, 815], recipe={"a": [1, None]}, asked=["P1"])
    assert literal(program, "SETTINGS") == asdict(
        Job(
            archive="Demo archive",
            base_url="https://regards.example.org/gate/api/v1",
            project="project1",
            username="user@demo.example",
            client_id="client",
            user_agent=ARCHIVE.user_agent,
            own_client_secret=False,
            legacy_login=False,
            raw_client_secret=False,
            orders=(812, 815),
            asked=("P1",),
            recipe={"a": [1, None]},
            largest_unannounced_file=7,
        )
    )
    assert program.index("SETTINGS = {") < program.index("MODULES = {") < program.index("class ")


def test_the_same_program_is_written_each_time() -> None:
    first, second = (write(ARCHIVE, "project1", "u", [1], recipe={"b": 1, "a": 2}) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("text", NASTY)
def test_no_text_can_become_code(text: str) -> None:
    archive = Archive(text, "https://a", text, client_id=text)
    harmless = write(Archive("a", "https://a", "a"), "a", "a", [1])
    program = write(archive, text, text, [1], recipe={text: [text]}, asked=[text])
    found = literal(program, "SETTINGS")
    assert found["archive"] == found["project"] == found["username"] == found["client_id"] == text
    assert (found["asked"], found["recipe"]) == ((text,), {text: [text]})
    kinds = [type(statement) for statement in ast.parse(program).body]
    assert kinds == [type(statement) for statement in ast.parse(harmless).body]
    assert literal(program, "MODULES") == literal(harmless, "MODULES")
    program.encode()  # half a character would not go into a file


@pytest.mark.parametrize(
    ("way", "variable"),
    [
        (Way.PASSWORD, "REGARDS_PASSWORD"),
        (Way.PROVIDER, "REGARDS_TOKEN"),
        (Way.TOKEN, "REGARDS_TOKEN"),
        (Way.KEY, "REGARDS_API_KEY"),
    ],
)
def test_its_first_lines_name_the_variable_of_the_users_way(way: Way, variable: str) -> None:
    first_lines = write(ARCHIVE, "project1", "u", [1], sign_in_with=sign_in_with(way)).partition("import ")[0]
    assert [word for word in first_lines.replace(".", " ").split() if word.startswith("REGARDS_")] == [variable]


def test_a_secret_of_the_installation_is_never_written() -> None:
    program = write(Archive("A", "https://a", "p", client_id="desk", client_secret="s3cr3t-0f-0urs"), "p", "u", [1])
    assert "s3cr3t-0f-0urs" not in program
    assert literal(program, "SETTINGS")["own_client_secret"] is True


def test_the_program_is_python_3_9_from_the_standard_library_alone() -> None:
    program = write(ARCHIVE, "project1", "u", [1])
    modules = literal(program, "MODULES")
    imported = {
        name if name.startswith("components.") else name.partition(".")[0]
        for source in (program, *modules.values())
        for node in run_of(ast.parse(source, feature_version=(3, 9)))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [str(node.module)]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert imported <= sys.stdlib_module_names | modules.keys()


def run_of(tree: ast.Module) -> Iterator[ast.AST]:
    """All parts of a module but those for types alone."""
    for statement in tree.body:
        if not (isinstance(statement, ast.If) and ast.unparse(statement.test) == "TYPE_CHECKING"):
            yield from ast.walk(statement)


def test_the_modules_are_those_that_the_desk_runs() -> None:
    for name, source in literal(write(ARCHIVE, "project1", "u", [1]), "MODULES").items():
        file = importlib.import_module(name).__file__
        assert source == f"\n{Path(str(file)).read_text(encoding='utf-8')}"


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """A folder with the program, and with each of its modules in a file of its own."""
    program = write(ARCHIVE, "project1", "u", [1])
    for name, source in {"program": program, **literal(program, "MODULES")}.items():
        (tmp_path / f"{name}.py").write_text(source, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    "check",
    [
        ["vermin", "-t=3.9-", "--no-tips", "--violations"],
        ["ruff", "check", "--isolated", "--no-cache", "--select=F,E9,B,PLE,PLW0602,PLW0604", "--target-version=py39"],
    ],
    ids=["vermin", "ruff"],
)
def test_the_program_has_no_faults_that_a_tool_can_see(written: Path, check: list[str]) -> None:
    tool, *options = check
    command = [str(Path(sys.executable).with_name(tool)), *options, str(written)]
    found = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own tools
    assert (found.returncode, found.stderr) == (0, ""), found.stdout


@pytest.mark.parametrize(
    ("orders", "name"),
    [([812], "get_order_812.py"), ([815, 812, 813], "get_orders_812_to_815.py"), ([7, 7], "get_order_7.py")],
)
def test_the_program_is_named_by_its_orders(orders: list[int], name: str) -> None:
    assert file_name(orders) == name
