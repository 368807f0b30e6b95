"""Fixtures of this folder: a fast demo archive, and the program to take away."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from components.demo import archive as demo
from components.demo.server import serve
from components.regards.http.connection import Connection
from components.regards.orders import orders
from components.regards.orders.records import Order
from components.regards.program.job import SignInWith
from components.regards.program.writing import file_name, write
from components.regards.settings import Archive
from components.regards.sign_in import login
from tests.clocks import Clock
from tests.regards.served_demo import PASSWORD, USER, request

PATIENCE = 60  # seconds until a hanging process is killed


@dataclass(frozen=True)
class FinishedProcess:
    """A finished process, with its exit code and output."""

    code: int
    output: str
    errors: str


@dataclass
class ProgramRunner:
    """A runner of programs: the archive (`demo`), its settings for the client (`archive`), and their folder."""

    demo: demo.Archive
    archive: Archive
    folder: Path
    clock: Clock
    python: str = sys.executable
    running: list[subprocess.Popen[str]] = field(default_factory=list)

    def connection(self) -> Connection:
        return login.sign_in(self.archive, self.archive.project, USER, PASSWORD).connection()

    def token(self) -> str:
        """A token of the user, as REGARDS' own pages would give it."""
        return login.sign_in(self.archive, self.archive.project, USER, PASSWORD).token

    def order(self, *queries: str) -> int:
        return orders.apply(self.connection(), request(*queries))

    def wait(self, order_id: int, done: Callable[[Order], bool]) -> Order:
        """Wait until an order meets a condition."""
        connection, until = self.connection(), time.monotonic() + PATIENCE
        while not done(order := orders.read(connection, order_id)):
            assert time.monotonic() < until, f"still {order.status} at {order.percent} %"
            time.sleep(0.01)
        return order

    def finished(self, order_id: int) -> Order:
        return self.wait(order_id, lambda order: not order.moving)

    def take_away(
        self,
        *order_ids: int,
        asked: Sequence[str] = (),
        recipe: Mapping[str, object] | None = None,
        sign_in_with: SignInWith = "password",
    ) -> Path:
        """Write the program for some orders, and return its path."""
        program = self.folder / file_name(order_ids)
        text = write(
            self.archive,
            self.archive.project,
            USER,
            order_ids,
            sign_in_with=sign_in_with,
            asked=asked,
            recipe=recipe,
        )
        program.write_text(text, encoding="utf-8")
        return program

    def start(self, program: Path, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        """Run the program as a user does, alone, with every warning an error."""
        variables = {"PATH": os.environ["PATH"], "REGARDS_PASSWORD": PASSWORD, **environment}
        process = subprocess.Popen(  # noqa: S603 - the program under test
            [self.python, "-I", "-W", "error", str(program), "--poll", "0.05", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env={name: value for name, value in variables.items() if value},
            cwd=self.folder,
        )
        self.running.append(process)
        return process

    def run(self, program: Path, *arguments: str, **environment: str) -> FinishedProcess:
        process = self.start(program, *arguments, **environment)
        output, errors = process.communicate(timeout=PATIENCE)
        return FinishedProcess(process.returncode, output, errors)

    def files(self) -> dict[str, bytes]:
        """The delivered files by name, without the folder of the order and internal files."""
        return {
            path.relative_to(self.folder).as_posix().split("/", 2)[-1]: path.read_bytes()
            for path in self.folder.rglob("*")
            if path.is_file() and path.parent.name.startswith("order_")
        }

    def receipt(self) -> Any:  # noqa: ANN401 - JSON
        (path,) = self.folder.rglob("receipt.json")
        return json.loads(path.read_bytes())

    def downloads(self) -> list[str]:
        """The numbers of the files that the archive has sent."""
        sent = [each for each in self.demo.requests if "/orders/files/" in each.path and each.status == 200]
        return [each.path.rpartition("/")[2] for each in sent]


def python_3_9() -> str | None:
    """Find an interpreter of Python 3.9, the oldest that the program runs on: on the path, or among those of pyenv."""
    pyenv = Path(os.environ.get("PYENV_ROOT", "~/.pyenv")).expanduser()
    folders = [*os.environ["PATH"].split(os.pathsep), *map(str, pyenv.glob("versions/3.9.*/bin"))]
    found = (shutil.which("python3.9", path=folder) for folder in folders)
    return next((path for path in found if path and _is_3_9(path)), None)


def _is_3_9(path: str) -> bool:
    """Whether the interpreter is of version 3.9: a pyenv shim exists even if its version is not selected."""
    asked = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)  # noqa: S603 - Python
    return asked.returncode == 0 and asked.stdout.startswith("Python 3.9.")


@pytest.fixture
def runner(
    new_demo: Callable[[], demo.Archive], tmp_path: Path, in_background: Callable[[Callable[[], None]], None]
) -> Iterator[ProgramRunner]:
    """A runner of programs for a new demo archive."""
    with ExitStack() as open_now:
        served = open_now.enter_context(serve(new_demo()))
        clock = served.archive.clock
        assert isinstance(clock, Clock)
        runner = ProgramRunner(served.archive, Archive("Demo archive", served.url, served.project), tmp_path, clock)
        yield runner
        for process in runner.running:
            process.kill()
            process.communicate()
        in_background(open_now.pop_all().close)
