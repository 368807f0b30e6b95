"""A PostgreSQL server of the tests' own: Debian's programs, a temporary folder, a socket in it, and no port."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import psycopg
from psycopg import sql
from sqlalchemy import make_url

PATIENCE: Final = 60  # seconds
_HOMES: Final = Path("/usr/lib/postgresql")  # Debian puts the programs of each version there, and not on the path

New = Callable[[], str]


def programs() -> Path | None:
    """The folder of the newest version's programs, None where PostgreSQL is not installed."""
    found = sorted(_HOMES.glob("*/bin/initdb"), key=lambda each: int(each.parts[-3]))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


@contextmanager
def server(home: Path) -> Iterator[New]:
    """A running server; gives a function that makes an empty database and gives its address.

    Such a database is a schema of a user of its own, which is made a hundred times faster.

    Args:
        home: the folder of its programs.
    """
    with tempfile.TemporaryDirectory(prefix="pg-") as folder:  # the path of a socket has 107 bytes at most
        who = _who(Path(folder))
        data = f"{folder}/data"
        made: list[str | Path] = [
            home / "initdb",
            "-D",
            data,
            "-U",
            "postgres",
            "--auth=trust",
            "--no-sync",
            "--encoding=UTF8",
        ]
        subprocess.run(made, check=True, stdout=subprocess.DEVNULL, **who)  # noqa: S603 - our own command
        command: list[str | Path] = [home / "postgres", "-D", data, "-k", folder, "-c", "listen_addresses=", "-F"]
        with (
            Path(folder, "log").open("wb") as log,
            subprocess.Popen(command, stdout=log, stderr=log, **who) as process,  # noqa: S603 - our own command
        ):
            try:
                _await(folder, process)
                yield _maker(folder)
            finally:
                process.send_signal(signal.SIGQUIT)  # at once: nobody reads its data again


@contextmanager
def locked(address: str) -> Iterator[None]:
    """Nobody gets into a database while the block runs, and who was in it is thrown out."""
    url = make_url(address)
    with _administrator(str(url.query["host"])) as administrator:
        who = sql.Identifier(str(url.username))
        administrator.execute(sql.SQL("ALTER ROLE {} NOLOGIN").format(who))
        administrator.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s", [url.username]
        )
        yield
        administrator.execute(sql.SQL("ALTER ROLE {} LOGIN").format(who))


def _who(folder: Path) -> dict[str, Any]:
    """How to run its programs: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    shutil.chown(folder, "nobody")
    return {"user": "nobody", "group": "nogroup", "extra_groups": [], "cwd": folder}


def _administrator(folder: str) -> psycopg.Connection:
    return psycopg.connect(host=folder, user="postgres", autocommit=True)


def _await(folder: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            _administrator(folder).close()
        except psycopg.OperationalError:
            assert process.poll() is None, Path(folder, "log").read_text()
            assert time.monotonic() < deadline, Path(folder, "log").read_text()
            time.sleep(0.02)
        else:
            return


def _maker(folder: str) -> New:
    numbers = count(1)

    def new() -> str:
        name = f"desk{next(numbers)}"
        with _administrator(folder) as administrator:
            administrator.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(name)))
            administrator.execute(sql.SQL("CREATE SCHEMA AUTHORIZATION {}").format(sql.Identifier(name)))
        return f"postgresql+psycopg://{name}@/postgres?host={quote(folder, safe='')}&connect_timeout=5"

    return new
