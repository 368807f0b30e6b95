"""The program as a user runs it: alone, in a process of its own, against the demo archive."""

import csv
import json
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from components.demo.accounts.accounts import Account
from components.demo.archive import Fault, Scenario
from components.demo.gates import Gate
from components.regards.delivery.engine import Delivery
from components.regards.order_files import ConnectedArchive
from components.regards.records import Order
from tests.regards.program.conftest import PATIENCE, Desk, python_3_9
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


def test_it_runs_on_python_3_9(desk: Desk) -> None:
    """On the running Python where there is no 3.9: all the other tests of this file are about that one."""
    desk.python = python_3_9() or desk.python
    order_id = desk.order(THREE_PARTS, EXTERNAL)
    ended = desk.run(desk.take_away(order_id))
    assert (ended.code, ended.complained) == (0, "")
    assert len(desk.files()) == desk.receipt()["counts"]["delivered"] > 0


def test_an_order_whose_slots_are_blocked_runs_to_a_verified_end(desk: Desk) -> None:
    order_id = desk.order(THREE_PARTS)
    desk.wait(order_id, blocked)
    ended = desk.run(desk.take_away(order_id))
    assert (ended.code, ended.complained) == (0, "")
    assert "Ordered 5 files: 5 delivered and verified, 0 failed, 0 left out." in ended.said
    assert sorted(desk.files()) == [
        "PROD_1.csv",
        "my_product_id_1.csv",
        "my_product_id_1.png",
        "two_versions_v1.csv",
        "two_versions_v2.csv",
    ]
    assert desk.finished(order_id).status == "DONE"


def test_a_second_run_fetches_nothing(desk: Desk) -> None:
    program = desk.take_away(desk.order(TWO))
    assert desk.run(program).code == 0
    files, downloads = desk.files(), desk.downloads()
    assert desk.run(program).code == 0
    assert (desk.files(), desk.downloads()) == (files, downloads)


def wait_for(condition: Callable[[], object]) -> None:
    until = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.005)


def verified(folder: Path) -> set[str]:
    """Read the program's journal: the numbers of the files that it has verified."""
    lines = [line for path in folder.rglob("verified.jsonl") for line in path.read_text(encoding="ascii").split("\n")]
    return {str(json.loads(line)["file_id"]) for line in lines if line.endswith("}")}


@contextmanager
def halfway(desk: Desk, order_id: int, program: Path) -> Iterator[tuple[subprocess.Popen[str], Gate]]:
    """Run the program to where two files are verified and the next ones are held in their middle by a gate."""
    names = [each.file.filename for each in desk.demo.lifecycle.orders[order_id].files()]
    with desk.demo.hold(*names, free=2, after=10) as gate:
        process = desk.start(program)
        assert gate.reached.wait(PATIENCE)
        wait_for(lambda: len(verified(desk.folder)) == 2)
        yield process, gate


def killed_halfway(desk: Desk, order_id: int, program: Path) -> set[str]:
    """Kill the program halfway, and give the numbers of the files that it has verified."""
    with halfway(desk, order_id, program) as (process, _):
        process.kill()
        process.communicate()
    return verified(desk.folder)


def test_killed_in_the_middle_it_ends_with_the_same_files_and_none_of_the_verified_twice(desk: Desk) -> None:
    order_id = desk.order(EIGHTEEN_TABLES)
    desk.finished(order_id)
    program = desk.take_away(order_id)
    before = killed_halfway(desk, order_id, program)
    assert len(before) == 2
    assert desk.run(program).code == 0
    assert len(desk.files()) == 18
    assert {number: desk.downloads().count(number) for number in before} == dict.fromkeys(before, 1)


@pytest.fixture
def _hears_ctrl_c() -> Iterator[None]:
    """Let a process hear Ctrl+C also where the tests run in the background of a shell, which has them ignore it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("_hears_ctrl_c")
def test_ctrl_c_keeps_what_is_verified_and_says_how_to_continue(desk: Desk) -> None:
    order_id = desk.order(EIGHTEEN_TABLES)
    desk.finished(order_id)
    with halfway(desk, order_id, desk.take_away(order_id)) as (process, gate):
        assert process.stdout
        assert process.stderr
        process.send_signal(signal.SIGINT)
        while not (line := process.stdout.readline()).startswith("Stopping. Verified files stay."):
            assert line, "it ended without a word"
        gate.open()
        said, complained = process.stdout.read(), process.stderr.read()
    assert (process.wait(PATIENCE), complained) == (1, "")
    assert said.endswith("Start the program again to continue. It downloads only what is missing.\n")
    assert len(desk.files()) == len(verified(desk.folder)) == desk.receipt()["counts"]["delivered"] == 2


def test_what_expired_meanwhile_is_named_and_what_was_verified_stays(desk: Desk) -> None:
    order_id = desk.order(EIGHTEEN_TABLES)
    desk.finished(order_id)
    program = desk.take_away(order_id)
    before = killed_halfway(desk, order_id, program)
    desk.clock.advance(8 * 3600)
    ended = desk.run(program)
    here = len(desk.files())
    assert (ended.code, len(before) <= here < 18) == (1, True)
    assert f"Ordered 18 files: {here} delivered and verified, " in ended.said
    assert "The order expired before this file was downloaded." in ended.said
    assert ended.said.endswith(
        "\nTo order the files of expired or deleted orders again, drop receipt.json on the desk's page Compose.\n"
    )


def test_one_program_gets_several_orders(desk: Desk) -> None:
    first, second = desk.order(TWO), desk.order('providerId:"PROD_1"')
    ended = desk.run(desk.take_away(first, second))
    assert ended.code == 0
    assert "Ordered 5 files: 5 delivered and verified" in ended.said
    assert len(desk.files()) == 5


def test_files_and_names_are_those_that_the_desk_itself_makes(
    desk: Desk, tmp_path_factory: pytest.TempPathFactory
) -> None:
    order_id = desk.order(AWKWARD, EXTERNAL)
    desk.finished(order_id)
    assert desk.run(desk.take_away(order_id)).code == 0
    folder = tmp_path_factory.mktemp("desk")
    connection = desk.connection()
    Delivery(ConnectedArchive(lambda: connection), folder, [order_id], every=0.05).run()
    (order,) = folder.iterdir()
    by_desk = {path.name: path.read_bytes() for path in order.iterdir() if path.is_file()}
    assert len(by_desk) == 9
    assert desk.files() == by_desk


def test_the_receipt_counts_everything_that_was_ordered_and_asked(desk: Desk) -> None:
    desk.demo.faults |= {"my_product_id_1.csv": Fault.LOST, "my_product_id_2.csv": Fault.CORRUPT}
    order_id = desk.order(TWO)
    program = desk.take_away(order_id, asked=["my_product_id_1", "NOBODY"], recipe={"products": ["é"]})
    ended = desk.run(program)
    assert ended.code == 1
    receipt = desk.receipt()
    assert receipt["counts"] == {"ordered": 4, "delivered": 2, "failed": 2, "left out": 0}
    assert (receipt["identifiers_without_files"], receipt["recipe"]) == (["NOBODY"], {"products": ["é"]})
    (table,) = desk.folder.rglob("receipt.csv")
    with table.open(encoding="utf-8-sig", newline="") as text:
        outcomes = {row["name"]: row["outcome"] for row in csv.DictReader(text)}
    assert outcomes == {
        "my_product_id_1.csv": "failed",
        "my_product_id_1.png": "delivered",
        "my_product_id_2.csv": "failed",
        "my_product_id_2.png": "delivered",
        "": "no file",
    }
    assert "Failed: The checksum differs" in ended.said
    assert "Ordered, but without any file: NOBODY." in ended.said


def test_a_used_up_quota_stops_the_program_with_the_archives_words(desk: Desk) -> None:
    order_id = desk.order(SIX_TABLES)
    desk.finished(order_id)
    desk.demo.set_scenario(USER, Scenario.QUOTA)  # five files of data
    ended = desk.run(desk.take_away(order_id))
    assert ended.code == 1
    assert "A download limit of your account is reached." in ended.said
    assert "The archive says: " in ended.said
    assert "Ordered 6 files: 5 delivered and verified, 1 failed, 0 left out." in ended.said
    assert len(desk.files()) == 5


def test_a_wrong_password_is_tried_once_and_said_in_words(desk: Desk) -> None:
    program = desk.take_away(desk.order(TWO))
    desk.demo.requests.clear()
    ended = desk.run(program, REGARDS_PASSWORD="wr0ng-one")
    assert (ended.code, ended.said) == (2, "")
    assert ended.complained.startswith("Wrong login or password.\n")
    assert len(desk.demo.requests) == 1
    assert not list(desk.folder.rglob("receipt.*"))


def test_an_archive_out_of_reach_is_said_in_words(desk: Desk) -> None:
    nowhere = desk.take_away(1)
    text = nowhere.read_text(encoding="utf-8").replace(desk.archive.url, "http://127.0.0.1:1")
    nowhere.write_text(text, encoding="utf-8")
    ended = desk.run(nowhere)
    assert (ended.code, ended.complained.splitlines()[0]) == (2, "“Demo archive” cannot be reached.")


def test_an_order_of_somebody_else_is_named(desk: Desk) -> None:
    program = desk.take_away(desk.order(TWO))
    ended = desk.run(program, "--username", "visitor-01@demo.example")
    assert ended.code == 2
    assert "Order 1: Your account may not see or do this." in ended.said


def test_without_a_terminal_the_password_must_be_in_the_environment(desk: Desk) -> None:
    ended = desk.run(desk.take_away(1), REGARDS_PASSWORD="")
    assert ended.code == 2
    assert ended.complained == "There is no terminal to ask for your password. Put it into REGARDS_PASSWORD.\n"


def test_an_installations_own_client_secret_is_taken_from_the_environment(desk: Desk) -> None:
    order_id = desk.order(TWO)
    desk.demo.client = Account("desk", "s3cr3t-0f-0urs")
    desk.archive = type(desk.archive)(
        "Demo archive", desk.archive.url, desk.archive.project, client_id="desk", client_secret="s3cr3t-0f-0urs"
    )
    program = desk.take_away(order_id)
    assert "s3cr3t-0f-0urs" not in program.read_text(encoding="utf-8")
    without = desk.run(program)
    assert (without.code, "REGARDS_CLIENT_SECRET" in without.complained) == (2, True)
    assert desk.run(program, REGARDS_CLIENT_SECRET="s3cr3t-0f-0urs").code == 0


def test_nothing_secret_is_printed_or_kept(desk: Desk) -> None:
    secret = "pässword-0f-the-user"
    user = desk.demo.directory.get(USER)
    assert user is not None
    program = desk.take_away(desk.order(TWO))
    user.password = secret
    ended = desk.run(program, REGARDS_PASSWORD=secret)
    assert ended.code == 0
    texts = [
        ended.said,
        ended.complained,
        *(path.read_bytes().decode(errors="replace") for path in desk.folder.rglob("*") if path.is_file()),
    ]
    assert len(texts) > 6
    assert not [text for text in texts if secret in text or "eyJ" in text]  # how every JWT begins


def test_the_folder_can_be_chosen(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> None:
    place = tmp_path_factory.mktemp("place") / "new" / "folder"
    ended = desk.run(desk.take_away(desk.order(TWO)), "--folder", str(place))
    assert ended.code == 0
    assert len(list(place.glob("order_*/*.csv"))) == 2
    assert {path.name for path in place.iterdir() if path.is_file()} == {"receipt.csv", "receipt.json"}


def test_a_folder_that_takes_no_files_is_named(desk: Desk) -> None:
    (desk.folder / "taken").write_text("a file")
    ended = desk.run(desk.take_away(desk.order(TWO)), "--folder", "taken")
    assert ended.code == 2
    assert "taken" in ended.said
    assert "Traceback" not in ended.said + ended.complained
