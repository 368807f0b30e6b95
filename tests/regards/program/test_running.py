"""The program as a user runs it: in its own process, against the demo archive."""

import csv
import json
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from components.demo.accounts.accounts import Account
from components.demo.accounts.tokens import Tokens
from components.demo.archive import Fault, Scenario
from components.demo.gates import Gate
from components.regards.delivery.engine import Delivery
from components.regards.orders.order_files import ConnectedArchive
from components.regards.orders.records import Order
from tests.regards.program.conftest import PATIENCE, ProgramRunner, python_3_9
from tests.regards.served_demo import USER

TWO = 'productId:("my_product_id_1" OR "my_product_id_2")'  # a table and a picture each
THREE_PARTS = 'providerId:("PROD_1" OR "my_product_id_1" OR "TWO_VERSIONS")'  # of three datasets
SIX_TABLES = 'providerId:("PROD_1" OR "PROD_10" OR "XPROD_1b" OR "prod_1" OR "AND" OR "a*b?c")'
EIGHTEEN = (
    "PROD_1", "PROD_10", "XPROD_1b", "prod_1", "AND", "a*b?c", "[x] {y}", "tilde~caret^2", "slash/path", "-minus",
    "a&&b", "comma,comma", "semi;colon", "=SUM(A1:A9)", "percent%20", "apostrophe's", "<b>bold</b>",
    "urn:survey:2021:004",
)  # fmt: skip
EIGHTEEN_TABLES = "providerId:(" + " OR ".join(f'"{name}"' for name in EIGHTEEN) + ")"
AWKWARD = (
    'providerId:("SAME_NAME_A" OR "SAME_NAME_B" OR "NAME_ABOVE" OR "NAME_OF_DEVICE" OR "NAME_WITH_SIGNS" '
    'OR "NAME_TOO_LONG" OR "EMPTY_FILE")'
)
EXTERNAL = 'providerId:("EXTERNAL_1" OR "EXTERNAL_2")'


def blocked(order: Order) -> bool:
    return order.status == "RUNNING" and order.waiting_for_user and 0 < order.percent < 100


def test_it_runs_on_python_3_9(runner: ProgramRunner) -> None:
    """On the running Python where there is no 3.9: all the other tests of this file are about that one."""
    runner.python = python_3_9() or runner.python
    order_id = runner.order(THREE_PARTS, EXTERNAL)
    finished = runner.run(runner.take_away(order_id))
    assert (finished.code, finished.errors) == (0, "")
    assert len(runner.files()) == runner.receipt()["counts"]["delivered"] > 0


def test_an_order_whose_slots_are_blocked_runs_to_a_verified_end(runner: ProgramRunner) -> None:
    order_id = runner.order(THREE_PARTS)
    runner.wait(order_id, blocked)
    finished = runner.run(runner.take_away(order_id))
    assert (finished.code, finished.errors) == (0, "")
    assert "Ordered 5 files: 5 delivered and verified, 0 failed, 0 left out." in finished.output
    assert sorted(runner.files()) == [
        "PROD_1.csv",
        "my_product_id_1.csv",
        "my_product_id_1.png",
        "two_versions_v1.csv",
        "two_versions_v2.csv",
    ]
    assert runner.finished(order_id).status == "DONE"


def test_a_second_run_fetches_nothing(runner: ProgramRunner) -> None:
    program = runner.take_away(runner.order(TWO))
    assert runner.run(program).code == 0
    files, downloads = runner.files(), runner.downloads()
    assert runner.run(program).code == 0
    assert (runner.files(), runner.downloads()) == (files, downloads)


def wait_for(condition: Callable[[], object]) -> None:
    until = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.005)


def verified(folder: Path) -> set[str]:
    """The numbers of the verified files in the journal of the program."""
    lines = [line for path in folder.rglob("verified.jsonl") for line in path.read_text(encoding="ascii").split("\n")]
    return {str(json.loads(line)["file_id"]) for line in lines if line.endswith("}")}


@contextmanager
def halfway(
    runner: ProgramRunner, order_id: int, program: Path, **environment: str
) -> Iterator[tuple[subprocess.Popen[str], Gate]]:
    """Run the program to where two files are verified and the next ones are held in their middle by a gate."""
    names = [each.file.filename for each in runner.demo.lifecycle.orders[order_id].files()]
    with runner.demo.hold(*names, free=2, after=10) as gate:
        process = runner.start(program, **environment)
        assert gate.reached.wait(PATIENCE)
        wait_for(lambda: len(verified(runner.folder)) == 2)
        yield process, gate


def killed_halfway(runner: ProgramRunner, order_id: int, program: Path) -> set[str]:
    """Kill the program halfway, and return the numbers of the verified files."""
    with halfway(runner, order_id, program) as (process, _):
        process.kill()
        process.communicate()
    return verified(runner.folder)


def test_killed_in_the_middle_it_ends_with_the_same_files_and_none_of_the_verified_twice(runner: ProgramRunner) -> None:
    order_id = runner.order(EIGHTEEN_TABLES)
    runner.finished(order_id)
    program = runner.take_away(order_id)
    before = killed_halfway(runner, order_id, program)
    assert len(before) == 2
    assert runner.run(program).code == 0
    assert len(runner.files()) == 18
    assert {number: runner.downloads().count(number) for number in before} == dict.fromkeys(before, 1)


@pytest.fixture
def _hears_ctrl_c() -> Iterator[None]:
    """Let a process hear Ctrl+C also where the tests run in the background of a shell, which has them ignore it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("_hears_ctrl_c")
def test_ctrl_c_keeps_what_is_verified_and_says_how_to_continue(runner: ProgramRunner) -> None:
    order_id = runner.order(EIGHTEEN_TABLES)
    runner.finished(order_id)
    with halfway(runner, order_id, runner.take_away(order_id)) as (process, gate):
        assert process.stdout
        assert process.stderr
        process.send_signal(signal.SIGINT)
        while not (line := process.stdout.readline()).startswith("Stopping. Verified files stay."):
            assert line, "it ended without a word"
        gate.open()
        output, errors = process.stdout.read(), process.stderr.read()
    assert (process.wait(PATIENCE), errors) == (1, "")
    assert output.endswith("Start the program again to continue. It downloads only what is missing.\n")
    assert len(runner.files()) == len(verified(runner.folder)) == runner.receipt()["counts"]["delivered"] == 2


def test_what_expired_meanwhile_is_named_and_what_was_verified_stays(runner: ProgramRunner) -> None:
    order_id = runner.order(EIGHTEEN_TABLES)
    runner.finished(order_id)
    program = runner.take_away(order_id)
    before = killed_halfway(runner, order_id, program)
    runner.clock.advance(8 * 3600)
    finished = runner.run(program)
    here = len(runner.files())
    assert (finished.code, len(before) <= here < 18) == (1, True)
    assert f"Ordered 18 files: {here} delivered and verified, " in finished.output
    assert "The order expired before this file was downloaded." in finished.output
    assert finished.output.endswith(
        "\nTo order the files of expired or deleted orders again, drop receipt.json on the desk's page Compose.\n"
    )


def test_one_program_gets_several_orders(runner: ProgramRunner) -> None:
    first, second = runner.order(TWO), runner.order('providerId:"PROD_1"')
    finished = runner.run(runner.take_away(first, second))
    assert finished.code == 0
    assert "Ordered 5 files: 5 delivered and verified" in finished.output
    assert len(runner.files()) == 5


def test_files_and_names_are_those_that_the_desk_itself_makes(
    runner: ProgramRunner, tmp_path_factory: pytest.TempPathFactory
) -> None:
    order_id = runner.order(AWKWARD, EXTERNAL)
    runner.finished(order_id)
    assert runner.run(runner.take_away(order_id)).code == 0
    folder = tmp_path_factory.mktemp("desk")
    connection = runner.connection()
    Delivery(ConnectedArchive(lambda: connection), folder, [order_id], every=0.05).run()
    (order,) = folder.iterdir()
    by_desk = {path.name: path.read_bytes() for path in order.iterdir() if path.is_file()}
    assert len(by_desk) == 9
    assert runner.files() == by_desk


def test_the_receipt_counts_everything_that_was_ordered_and_asked(runner: ProgramRunner) -> None:
    runner.demo.faults |= {"my_product_id_1.csv": Fault.LOST, "my_product_id_2.csv": Fault.CORRUPT}
    order_id = runner.order(TWO)
    program = runner.take_away(order_id, asked=["my_product_id_1", "NOBODY"], recipe={"products": ["é"]})
    finished = runner.run(program)
    assert finished.code == 1
    receipt = runner.receipt()
    assert receipt["counts"] == {
        "ordered": 4,
        "delivered": 2,
        "delivered, not verifiable": 0,
        "failed": 2,
        "left out": 0,
    }
    assert (receipt["identifiers_without_files"], receipt["recipe"]) == (["NOBODY"], {"products": ["é"]})
    (table,) = runner.folder.rglob("receipt.csv")
    with table.open(encoding="utf-8-sig", newline="") as text:
        outcomes = {row["name"]: row["outcome"] for row in csv.DictReader(text)}
    assert outcomes == {
        "my_product_id_1.csv": "failed",
        "my_product_id_1.png": "delivered",
        "my_product_id_2.csv": "failed",
        "my_product_id_2.png": "delivered",
        "": "no file",
    }
    assert "Failed: The checksum differs" in finished.output
    assert "Ordered, but the archive named no file of: NOBODY." in finished.output


def test_a_used_up_quota_stops_the_program_with_the_archives_words(runner: ProgramRunner) -> None:
    order_id = runner.order(SIX_TABLES)
    runner.finished(order_id)
    runner.demo.set_scenario(USER, Scenario.QUOTA)  # five files of data
    finished = runner.run(runner.take_away(order_id))
    assert finished.code == 1
    assert "A download limit of your account is reached." in finished.output
    assert "The archive says: " in finished.output
    assert "Ordered 6 files: 5 delivered and verified, 1 failed, 0 left out." in finished.output
    assert len(runner.files()) == 5


def test_a_wrong_password_is_tried_once_and_said_in_words(runner: ProgramRunner) -> None:
    program = runner.take_away(runner.order(TWO))
    runner.demo.requests.clear()
    finished = runner.run(program, REGARDS_PASSWORD="wr0ng-one")
    assert (finished.code, finished.output) == (2, "")
    assert finished.errors.startswith("Wrong login or password.\n")
    assert len(runner.demo.requests) == 1
    assert not list(runner.folder.rglob("receipt.*"))


def test_an_archive_out_of_reach_is_said_in_words(runner: ProgramRunner) -> None:
    nowhere = runner.take_away(1)
    text = nowhere.read_text(encoding="utf-8").replace(runner.archive.url, "http://127.0.0.1:1")
    nowhere.write_text(text, encoding="utf-8")
    finished = runner.run(nowhere)
    assert (finished.code, finished.errors.splitlines()[0]) == (2, "“Demo archive” cannot be reached.")


def test_an_order_of_somebody_else_is_named(runner: ProgramRunner) -> None:
    program = runner.take_away(runner.order(TWO))
    finished = runner.run(program, "--username", "visitor-01@demo.example")
    assert finished.code == 2
    assert "Order 1: Your account may not see or do this." in finished.output


def test_without_a_terminal_the_password_must_be_in_the_environment(runner: ProgramRunner) -> None:
    finished = runner.run(runner.take_away(1), REGARDS_PASSWORD="")
    assert finished.code == 2
    assert finished.errors == "There is no terminal to ask for your password. Put it into REGARDS_PASSWORD.\n"


def test_an_installations_own_client_secret_is_taken_from_the_environment(runner: ProgramRunner) -> None:
    order_id = runner.order(TWO)
    runner.demo.client = Account("desk", "s3cr3t-0f-0urs")
    runner.archive = type(runner.archive)(
        "Demo archive", runner.archive.url, runner.archive.project, client_id="desk", client_secret="s3cr3t-0f-0urs"
    )
    program = runner.take_away(order_id)
    assert "s3cr3t-0f-0urs" not in program.read_text(encoding="utf-8")
    without = runner.run(program)
    assert (without.code, "REGARDS_CLIENT_SECRET" in without.errors) == (2, True)
    assert runner.run(program, REGARDS_CLIENT_SECRET="s3cr3t-0f-0urs").code == 0


def test_with_a_token_no_password_is_needed(runner: ProgramRunner) -> None:
    program = runner.take_away(runner.order(TWO), sign_in_with="token")
    token = runner.token()
    runner.demo.requests.clear()
    finished = runner.run(program, REGARDS_PASSWORD="", REGARDS_TOKEN=token)
    assert (finished.code, finished.errors) == (0, "")
    assert not runner.demo.requests.of("POST", "/oauth/token")
    assert token not in finished.output


def test_a_token_that_ends_on_the_way_is_said_and_the_next_run_goes_on_with_a_new_one(runner: ProgramRunner) -> None:
    order_id = runner.order(EIGHTEEN_TABLES)
    runner.finished(order_id)
    program = runner.take_away(order_id, sign_in_with="token")
    with halfway(runner, order_id, program, REGARDS_PASSWORD="", REGARDS_TOKEN=runner.token()) as (process, gate):
        runner.demo.tokens = Tokens()  # with another key, so that no earlier token is accepted
        gate.open()
        output, errors = process.communicate(timeout=PATIENCE)
    before = verified(runner.folder)
    assert (process.returncode, errors) == (1, "")
    assert "Get a new token, then start the program again: it goes on where it stopped.\n" in output
    assert 2 <= len(before) < 18
    again = runner.run(program, REGARDS_PASSWORD="", REGARDS_TOKEN=runner.token())
    assert (again.code, len(runner.files())) == (0, 18)
    assert {number: runner.downloads().count(number) for number in before} == dict.fromkeys(before, 1)


def test_a_token_that_the_archive_does_not_accept_is_said_before_anything_is_asked(runner: ProgramRunner) -> None:
    program = runner.take_away(runner.order(TWO), sign_in_with="token")
    old = runner.token()
    runner.demo.tokens = Tokens()
    finished = runner.run(program, REGARDS_PASSWORD="", REGARDS_TOKEN=old)
    assert (finished.code, finished.output) == (2, "")
    assert finished.errors.startswith("The archive does not accept this token.\n")


def test_with_an_api_key_no_password_is_needed(runner: ProgramRunner) -> None:
    runner.demo.api_keys = {"the-key": USER}
    order_id = runner.order(TWO)
    runner.archive = replace(runner.archive, api_key_header="X-API-Key")
    program = runner.take_away(order_id, sign_in_with="key")
    finished = runner.run(program, REGARDS_PASSWORD="", REGARDS_API_KEY="the-key")
    assert (finished.code, finished.errors) == (0, "")
    assert "the-key" not in finished.output


def test_a_key_that_the_archive_does_not_know_is_said_with_what_to_do(runner: ProgramRunner) -> None:
    runner.archive = replace(runner.archive, api_key_header="X-API-Key")
    program = runner.take_away(runner.order(TWO), sign_in_with="key")
    finished = runner.run(program, REGARDS_PASSWORD="", REGARDS_API_KEY="another-key")
    assert (finished.code, "Traceback" in finished.output + finished.errors) == (2, False)
    assert "Check the API key, or get a new one, then start the program again" in finished.output


def test_nothing_secret_is_printed_or_kept(runner: ProgramRunner) -> None:
    secret = "pässword-0f-the-user"
    user = runner.demo.directory.get(USER)
    assert user is not None
    program = runner.take_away(runner.order(TWO))
    user.password = secret
    finished = runner.run(program, REGARDS_PASSWORD=secret)
    assert finished.code == 0
    texts = [
        finished.output,
        finished.errors,
        *(path.read_bytes().decode(errors="replace") for path in runner.folder.rglob("*") if path.is_file()),
    ]
    assert len(texts) > 6
    assert not [text for text in texts if secret in text or "eyJ" in text]  # how every JWT begins


def test_the_folder_can_be_chosen(runner: ProgramRunner, tmp_path_factory: pytest.TempPathFactory) -> None:
    place = tmp_path_factory.mktemp("place") / "new" / "folder"
    finished = runner.run(runner.take_away(runner.order(TWO)), "--folder", str(place))
    assert finished.code == 0
    assert len(list(place.glob("order_*/*.csv"))) == 2
    assert {path.name for path in place.iterdir() if path.is_file()} == {"receipt.csv", "receipt.json"}


def test_a_folder_that_takes_no_files_is_named(runner: ProgramRunner) -> None:
    (runner.folder / "taken").write_text("a file")
    finished = runner.run(runner.take_away(runner.order(TWO)), "--folder", "taken")
    assert finished.code == 2
    assert "taken" in finished.output
    assert "Traceback" not in finished.output + finished.errors
