"""Fixtures of the browser tests: the desk in its own process, and Chromium."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import requests
from playwright.sync_api import BrowserContext, Page, expect, sync_playwright

from components.demo.archive import Archive
from components.demo.server import Served, serve
from tests.browser.steps import at_rest, no_script_fails
from tests.ports import held_ports

ROOT = Path(__file__).parents[2]
PATIENCE = 60  # seconds that anything may take on a busy machine
CHROMIUM_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-sync",
    "--no-first-run",
)


@pytest.fixture(scope="session")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    """A browser profile on disk, where Chromium keeps what it has compiled: a page takes two thirds of the time."""
    executable = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if executable is None:
        reason = "Chromium is not installed: the browser tests need it (Debian: apt-get install chromium)."
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE * 1000)
        with playwright.chromium.launch_persistent_context(
            tmp_path_factory.mktemp("profile"),
            executable_path=executable,
            args=CHROMIUM_ARGUMENTS,
            viewport={"width": 1280, "height": 1400},
            accept_downloads=True,
        ) as context:
            context.set_default_timeout(PATIENCE * 1000)
            yield context


@pytest.fixture(scope="session")
def archive(new_demo: Callable[[], Archive]) -> Iterator[Served]:
    """A demo archive in the process of the tests; its name at the desk is “Rehearsal”."""
    with serve(new_demo()) as served:
        yield served


@pytest.fixture(scope="session")
def delivery_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The delivery folder of the desk."""
    return tmp_path_factory.mktemp("deliveries")


@pytest.fixture(scope="session")
def desk(archive: Served, delivery_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running desk, started as the README says."""
    secrets = tmp_path_factory.mktemp("settings") / "secrets.toml"
    secrets.write_text(
        f'delivery_folder = "{delivery_folder}"\norder_book = "sqlite:///{secrets.with_name("orders.db")}"\n'
        f'[archives.Rehearsal]\nurl = "{archive.url}"\nproject = "{archive.project}"\npoll_every = 1\n'
    )
    log = secrets.with_name("desk.log")
    with held_ports(1) as [port], log.open("wb") as output:
        command = [sys.executable, "-m", "streamlit", "run", "app.py"]
        command += ["--server.port", str(port), "--secrets.files", str(secrets)]
        with subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=output) as server:  # noqa: S603 - our own command
            address = f"http://127.0.0.1:{port}"
            try:
                _wait_until_healthy(address, server, log)
                yield address
            finally:
                server.terminate()


@pytest.fixture
def new_tab(profile: BrowserContext) -> Iterator[Page]:
    """A tab of a profile without cookies, storage and permissions. A script that fails fails the test."""
    tab = profile.new_page()
    try:
        with no_script_fails(profile):
            yield tab
            for each in profile.pages[1:]:  # the first one keeps Chromium open
                each.close()
    finally:
        profile.clear_cookies()
        profile.clear_permissions()
        first = profile.new_cdp_session(profile.pages[0])
        first.send("Storage.clearDataForOrigin", {"origin": "*", "storageTypes": "local_storage"})
        first.detach()


@pytest.fixture
def page(new_tab: Page, desk: str) -> Iterator[Page]:
    """A new tab at the desk. A request to another host fails the test."""
    outside: list[str] = []
    new_tab.on("request", lambda request: outside.append(request.url) if _is_outside(request.url, desk) else None)
    new_tab.goto(desk)
    at_rest(new_tab)
    yield new_tab
    assert outside == []


def _is_outside(url: str, desk: str) -> bool:
    return not url.startswith((desk, "data:", "blob:"))


def _wait_until_healthy(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        assert server.poll() is None, log.read_text()
        with suppress(requests.ConnectionError):
            if requests.get(f"{address}/_stcore/health", timeout=PATIENCE).ok:
                return
        time.sleep(0.05)
    pytest.fail(f"The desk did not become healthy: {log.read_text()}")
