"""Processes for benchmarks: the demo archive with a signed-in user, Streamlit servers, and curl."""

# ruff: noqa: S603 - the programs that are started are our own and curl, and so are their arguments

import http.client
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from components.regards.http.connection import Connection
from components.regards.orders import order_files, orders
from components.regards.orders.records import OrderFile
from components.regards.orders.statuses import FileState
from components.regards.settings import Archive
from components.regards.sign_in import login
from components.regards.sign_in.login import Login
from tests.benchmarks import archive
from tests.ports import held_ports

ROOT = Path(__file__).parents[2]
USER: Final = "user@demo.example", "demo"
CURL = shutil.which("curl")


@dataclass(frozen=True)
class Customer:
    """A user who has signed in to an archive."""

    login: Login
    connection: Connection

    def order(self, query: str) -> tuple[OrderFile, ...]:
        """The files of a new order, once all of them are available."""
        body = {"queries": [query], "filters": {"dataTypes": ["RAWDATA"]}}
        order_id = orders.apply(self.connection, json.dumps(body))
        order = orders.read(self.connection, order_id)
        while order.moving:
            time.sleep(0.1)
            order = orders.read(self.connection, order_id)
        files = order_files.files(self.connection, order)
        assert files
        assert all(file.state == FileState.AVAILABLE for file in files)
        return files

    def curl(self, wanted: Iterable[tuple[str, Path]]) -> float:
        """Seconds in which curl fetches some paths of the archive into files, two at once."""
        return curl(
            ((f"{self.login.archive.base_url}/{path}", place) for path, place in wanted),
            f"Authorization: Bearer {self.login.token}",
        )


@contextmanager
def customer(latency: float = 0, tiny: int = archive.TINY) -> Iterator[Customer]:
    """A user signed in to a demo archive without other users.

    Args:
        latency: is added to each response, in seconds.
        tiny: the number of its tiny products.
    """
    command = [sys.executable, "-m", "tests.benchmarks.archive", str(latency), str(tiny)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin
        assert process.stdout
        place = Archive("Benchmark", process.stdout.readline().strip(), "demo")
        signed_in = login.sign_in(place, place.project, *USER)
        try:
            yield Customer(signed_in, signed_in.connection())
        finally:
            process.stdin.close()


@dataclass(frozen=True)
class Server:
    """A Streamlit server: where it is, its process, and the seconds until it was healthy."""

    url: str
    process_id: int
    seconds: float


@contextmanager
def streamlit(script: str | Path, environment: Mapping[str, str], log: Path | None = None) -> Iterator[Server]:
    """A server started as the README says, from the moment at which it is healthy; ``log`` takes what it writes."""
    env = {**os.environ, **environment}
    with held_ports(1) as [port], (log or Path(os.devnull)).open("wb") as output:
        command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
        began = time.perf_counter()
        with subprocess.Popen(command, cwd=ROOT, env=env, stdout=output, stderr=output) as process:
            try:
                while not _is_healthy(port):
                    assert process.poll() is None, f"{script} does not start"
                    time.sleep(0.01)
                yield Server(f"http://127.0.0.1:{port}", process.pid, time.perf_counter() - began)
            finally:
                process.terminate()


def _is_healthy(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/_stcore/health")
        return connection.getresponse().status == http.client.OK
    except OSError:
        return False
    finally:
        connection.close()


def curl(wanted: Iterable[tuple[str, Path]], header: str) -> float:
    """Seconds in which curl fetches some addresses into files, two at once."""
    assert CURL, "curl is what this is compared with: install it"
    options = "".join(f'url = "{address}"\noutput = "{place}"\n' for address, place in wanted)
    command = [CURL, "--silent", "--show-error", "--fail", "--parallel", "--parallel-max", "2", "--config", "-"]
    began = time.perf_counter()
    subprocess.run([*command, "--header", header], input=options, text=True, check=True, capture_output=True)
    return time.perf_counter() - began


def growth(process_id: int, act: Callable[[], object]) -> float:
    """Megabytes by which the memory of a process grows at most while something is done; Linux alone tells."""
    process = Path("/proc", str(process_id))
    (process / "clear_refs").write_text("5")  # its peak is counted from here on
    before = _memory(process, "VmRSS")
    act()
    return _memory(process, "VmHWM") - before


def memory(process_id: int) -> float:
    """Megabytes of memory that a process holds now."""
    return _memory(Path("/proc", str(process_id)), "VmRSS")


def _memory(process: Path, which: str) -> float:
    [kibibytes] = re.findall(rf"{which}:\s+(\d+) kB", (process / "status").read_text())
    return int(kibibytes) * 1024 / 1e6
