"""The archive as a process, under load, and its reproducibility."""

# ruff: noqa: S603 - the program that is started is our own, and so are its arguments

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
import requests

from components.demo.accounts.accounts import MAIN, REFUSED, VISITORS
from components.demo.archive import Archive
from components.demo.catalogue.catalogue import Catalogue
from components.demo.catalogue.faulty_products import FAULTY_PRODUCTS
from components.demo.clock import Pace
from components.demo.scenarios import Scenario
from components.demo.server import serve
from tests.clocks import Clock
from tests.demo.small_archive import RAWDATA, START, TIMEOUT, USER, ApiClient, ids

NewClient = Callable[[str | None], ApiClient]


@contextmanager
def process(*arguments: str) -> Iterator[dict[str, Any]]:
    """Start the archive from the command line and return its first line of output."""
    command = [sys.executable, "-W", "error", "-m", "components.demo", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as started:
        try:
            assert started.stdout
            yield json.loads(started.stdout.readline())
        finally:
            started.terminate()
            rest, complaints = started.communicate(timeout=TIMEOUT)
    assert (rest, complaints, started.returncode) == ("", "", 0)


def signed_in(line: dict[str, Any]) -> ApiClient:
    archive = Archive(catalogue=Catalogue("demo", (), ()))  # not the one that answers: that one is in the process
    client = ApiClient(line["url"], requests.Session(), archive)
    token = client.sign_in(line["username"], line["password"]).json()["access_token"]
    client.session.headers["Authorization"] = f"Bearer {token}"
    return client


def test_one_line_says_how_to_reach_it_and_it_stops_quietly() -> None:
    with process() as line:
        assert list(line) == ["url", "project", "username", "password", "client_id", "client_secret", "others"]
        assert (line["project"], line["client_id"], line["client_secret"]) == ("demo", "client", "secret")
        assert len(line["others"]) == 50
        assert all(each.keys() == {"username", "password"} for each in line["others"])
        with signed_in(line).session as session:
            assert session.get(f"{line['url']}/api/v1/rs-order/user/orders", timeout=TIMEOUT).status_code == 200


def test_its_options_reach_the_archive() -> None:
    with process("--fast", "--documented", "--scenario", "quota") as line:
        client = signed_in(line)
        with client.session:
            assert client.get("/rs-access-project/quota/current").json()["maxQuota"] == 5
            assert client.apply('providerId:"my_product_identifier"', filters=RAWDATA).status_code == 201
            deadline = time.monotonic() + TIMEOUT
            while (order := client.get("/rs-order/user/orders/1").json())["status"] != "DONE":
                assert time.monotonic() < deadline
                time.sleep(0.05)
            begin, end = (datetime.fromisoformat(order[date]) for date in ("creationDate", "expirationDate"))
            assert end - begin < timedelta(minutes=2)  # and not six


def test_a_taken_port_is_said_in_a_sentence() -> None:
    with process() as line:
        port = line["url"].rpartition(":")[2]
        command = [sys.executable, "-m", "components.demo", "--port", port]
        second = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT, check=False)
    assert second.returncode == 1
    assert second.stdout == ""
    assert second.stderr.count("\n") == 1
    assert port in second.stderr


def test_the_help_tells_a_presenter_of_every_scenario_product_in_trouble_and_special_account() -> None:
    command = [sys.executable, "-m", "components.demo", "--help"]
    text = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT, check=True).stdout
    products = [each.product for each in FAULTY_PRODUCTS]
    for each in (*Scenario, *products, *REFUSED, *REFUSED.values(), "admin@demo.example"):
        assert each in text


def test_an_archive_served_within_a_program_gives_its_accounts_and_stops(few_products: Catalogue) -> None:
    archive = Archive(catalogue=few_products)
    before = threads()
    with serve(archive) as served:
        assert served.accounts == (MAIN, *VISITORS)
        assert served.archive is archive
        assert requests.get(f"{served.url}/api/v1/rs-order/user/orders", timeout=TIMEOUT).status_code == 401
    assert threads() <= before
    with pytest.raises(requests.ConnectionError):
        requests.get(served.url, timeout=TIMEOUT)


def threads() -> set[threading.Thread]:
    """The threads of this process, but for the desk's own, which other tests have left and which comes and goes."""
    return {each for each in threading.enumerate() if each.name != "idle-connections"}


def test_accounts_prepared_for_refusals_are_not_among_those_to_hand_out() -> None:
    assert not {each.username for each in (MAIN, *VISITORS)} & REFUSED.keys()
    assert len({each.username for each in VISITORS}) == 50


def test_fifty_visitors_at_once_lose_no_order() -> None:
    archive = Archive(pace=Pace(hour=3_600, preparation=0.05, job=0.1, recompute=0.05))

    def new_client(place: int) -> int:
        client = ApiClient(url, requests.Session(), archive)
        account = VISITORS[place]
        token = client.sign_in(account.username, account.password).json()["access_token"]
        client.session.headers["Authorization"] = f"Bearer {token}"
        with client.session:
            number = client.ordered(ids("PROD_1", "PROD_10", "XPROD_1b"))
            while client.order(number)["status"] != "DONE":
                pass
            for file in client.files(number):
                assert client.download(file["id"]).status_code == 200
            assert {each["state"] for each in client.files(number)} == {"DOWNLOADED"}
            owners = {each["content"]["owner"] for each in client.get("/rs-order/user/orders").json()["content"]}
            assert owners == {account.username}
        return number

    with serve(archive) as served:
        url = served.url
        with ThreadPoolExecutor(50) as threads:
            numbers = list(threads.map(new_client, range(50)))
    assert sorted(numbers) == list(range(1, 51))


def story(client: ApiClient, clock: Clock) -> list[tuple[int, bytes]]:
    """The responses to a sequence of requests: status and bytes."""
    answers = [
        client.apply(ids("OCEAN_1", "EXTERNAL_1", "COAST_1")),
        client.apply(ids("NOT_THERE")),
        client.get("/rs-order/order/basket"),
        client.get("/rs-order/nothing"),
    ]
    for _ in range(40):
        clock.advance(1)
        answers.append(client.get("/rs-order/user/orders"))
    answers += [client.get(f"/rs-order/orders/1/dataset/{task}/files") for task in (1, 2, 3)]
    answers += [client.download(1), client.zip(1), client.get("/rs-order/orders/1/files/available")]
    heads = [answer.headers.get("correlation-id", "").encode() for answer in answers]
    return [(answer.status_code, answer.content + head) for answer, head in zip(answers, heads, strict=True)]


def test_two_archives_of_one_seed_and_clock_give_the_same_answers_byte_for_byte(
    new_client: NewClient, archive: Archive, clock: Clock, few_products: Catalogue
) -> None:
    first = story(new_client(USER), clock)
    with serve(Archive(catalogue=few_products, clock=Clock(START), pace=Pace.real(), limits=archive.limits)) as served:
        twin_clock = served.archive.clock
        assert isinstance(twin_clock, Clock)
        with requests.Session() as session:
            client = ApiClient(served.url, session, served.archive)
            token = client.sign_in(USER).json()["access_token"]
            session.headers["Authorization"] = f"Bearer {token}"
            port = served.url.rpartition(":")[2]
            second = [(status, body.replace(port.encode(), b"")) for status, body in story(client, twin_clock)]
    mine = new_client(None).url.rpartition(":")[2].encode()
    assert [(status, body.replace(mine, b"")) for status, body in first] == second


def test_another_seed_gives_other_identifiers(few_products: Catalogue) -> None:
    first, again, other = (Archive(catalogue=few_products, seed=seed).new_identifier() for seed in (1, 1, 2))
    assert first == again != other
