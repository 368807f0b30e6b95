"""The desk as the README's “Deploy it” says: its unit for systemd and its lines for nginx, read from there and run."""

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from configparser import RawConfigParser
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.conftest import ROOT

PATIENCE: Final = 60  # seconds
BASE: Final = "/desk"
HOST: Final = "localhost"
_HOME: Final = "/opt/order-desk"  # of the README


def nginx() -> str | None:
    """The program, None where it is not installed; Debian puts it where only root looks."""
    return shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")


class Replica:
    """One replica, as systemd runs its unit.

    Args:
        port: on which it listens.
        environment: what its file of variables says.
        log: takes what it writes.
    """

    def __init__(self, port: int, environment: Mapping[str, str], log: Path) -> None:
        self.port = port
        self._unit = _unit(port)
        variable, _, value = self._unit["Environment"].partition("=")
        self._environment = {**os.environ, **environment, variable: value}
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own command
                _words(self._unit["ExecStart"]), cwd=ROOT, env=self._environment, stdout=log, stderr=log
            )

    def wait_until_ready(self) -> None:
        """Wait as the unit does."""
        subprocess.run(_words(self._unit["ExecStartPost"]), check=True, timeout=PATIENCE, stdout=subprocess.DEVNULL)  # noqa: S603 - our own

    def kill(self) -> None:
        """Kill it, so that it can say nothing more."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Stop it as systemd does; it ends by itself."""
        if self._process:
            assert self._end(signal.SIGTERM) in {0, -signal.SIGTERM}, self.said

    @property
    def said(self) -> str:
        """What it has written so far."""
        return self._log.read_text(errors="replace")

    def _end(self, by: int) -> int:
        process, self._process = self._process, None
        assert process
        process.send_signal(by)
        return process.wait(PATIENCE)


@contextmanager
def proxy(folder: Path, port: int, replicas: tuple[int, int]) -> Iterator[Path]:
    """The proxy in front of two replicas; gives the certificate to trust, and writes `upstreams` into the folder."""
    program = nginx()
    assert program
    certificate, key = folder / "orders.pem", folder / "orders.key"
    _write_certificate(certificate, key)
    lines = _block("nginx")
    for of_readme, here in {
        "127.0.0.1:8501": f"127.0.0.1:{replicas[0]}",
        "127.0.0.1:8502": f"127.0.0.1:{replicas[1]}",
        "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
        "orders.example.org": HOST,
        "/etc/ssl/orders.pem": str(certificate),
        "/etc/ssl/orders.key": str(key),
    }.items():
        assert of_readme in lines
        lines = lines.replace(of_readme, here)
    places = "".join(
        f"{each}_temp_path {folder}/{each};" for each in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    conf = folder / "nginx.conf"
    user = "user root;" if os.geteuid() == 0 else ""  # it must get into the folder
    conf.write_text(
        f"{user} daemon off; worker_processes 1; pid {folder}/nginx.pid; events {{}}\n"
        f"http {{ {places}\n"
        f"log_format upstreams '$request_uri $upstream_addr'; access_log {folder}/upstreams upstreams;\n"
        f"{lines}}}\n"
    )
    command = [program, "-p", str(folder), "-c", str(conf), "-e", str(folder / "nginx.log")]
    with subprocess.Popen(command) as process:  # noqa: S603 - our own command
        try:
            yield certificate
        finally:
            process.terminate()


def upstream_of(folder: Path, place: str) -> int:
    """The port of the replica that answered a request which was made once; the line comes just after the answer."""
    deadline = time.monotonic() + PATIENCE
    while True:
        for line in (folder / "upstreams").read_text().splitlines():
            if line.startswith(f"{place} "):
                return int(line.rpartition(":")[2])  # the last of those that were tried
        assert time.monotonic() < deadline
        time.sleep(0.01)


def _block(language: str) -> str:
    """The lines of a language below “Deploy it”."""
    section = (ROOT / "README.md").read_text().partition("## Deploy it\n")[2].partition("\n## ")[0]
    found = re.findall(rf"^  ```{language}\n(.*?)^  ```$", section, re.DOTALL | re.MULTILINE)
    assert len(found) == 1
    return str(found[0])


def _unit(port: int) -> Mapping[str, str]:
    """The section ``Service`` of the unit for a port."""
    unit = RawConfigParser(comment_prefixes=("#",))
    unit.optionxform = str  # type: ignore[method-assign, assignment]  # as its documentation says
    unit.read_string(re.sub("^  ", "", _block("ini"), flags=re.MULTILINE))
    return {key: value.replace("%i", str(port)) for key, value in unit["Service"].items()}


def _words(command: str) -> list[str]:
    """The words of a command, with the programs of this machine; curl asks below the base path."""
    words = shlex.split(command.removeprefix("-").replace(f"{_HOME}/.venv/bin", str(Path(sys.executable).parent)))
    return [re.sub(r"^(http://[^/]+)/ready$", rf"\1{BASE}/ready", word) for word in words]


def _write_certificate(certificate: Path, key: Path) -> None:
    """A certificate for `HOST` that it signs itself, and its key."""
    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, private.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(private, hashes.SHA256())
    )
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    form = serialization.PrivateFormat.PKCS8
    key.write_bytes(private.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()))
