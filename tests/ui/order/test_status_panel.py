"""The status of orders as shown to the user."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, timedelta
from types import MappingProxyType

import pytest
from streamlit.testing.v1 import AppTest

from components.desk.orders.listed_files import ListedFiles
from components.desk.orders.order_waiting import OrderWithFiles
from components.regards.delivery.receipt import compose_receipt
from components.regards.delivery.snapshot import Proof, Snapshot, WrongContent
from components.regards.orders.records import Order, OrderFile
from components.ui.order import status_panel
from components.ui.orders.order_rows import Told
from tests.ui.draw_block import NOW, draw, file, links, listed, order, order_rows, rows, text_of_page

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def show(shown: Order, files: Sequence[OrderFile] | None = None, others: Sequence[Order] = ()) -> AppTest:
    return draw(lambda: status_panel.show_order(shown, files, NOW, others))


def metrics(app: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in app.metric}


# One order


def test_a_status_that_nobody_knows_is_shown_as_it_is_and_not_called_running() -> None:
    app = show(order(status="ARCHIVING*", percent=40))
    assert "ARCHIVING*" in [text.value for text in app.text]
    assert "ask the archive what it means" in text_of_page(app)
    assert "running" not in text_of_page(app).casefold()


@pytest.mark.parametrize("status", ["PENDING", "RUNNING", "PAUSED", "DONE", "FAILED", "EXPIRED", "DELETED", "ERROR"])
def test_a_known_status_is_explained(status: str) -> None:
    assert "ask the archive what it means" not in text_of_page(show(order(status=status)))


def test_a_status_that_the_head_of_the_page_explains_is_not_explained_again() -> None:
    paused = order(status="PAUSED")
    again = draw(lambda: status_panel.show_order(paused, None, NOW, explained=True))
    assert "prepares nothing more" in text_of_page(show(paused))
    assert "prepares nothing more" not in text_of_page(again)
    assert ":blue-badge[Paused]" in [each.value for each in again.markdown]


def test_a_deadline_above_an_hour_is_counted_down_and_not_loud() -> None:
    app = show(order(expires=NOW + HOUR + 30 * MINUTE))
    assert metrics(app)["Expires in"] == "1 h 30 min"
    assert not app.error


def test_a_deadline_below_an_hour_is_loud_in_words_and_counted_to_the_second() -> None:
    app = show(order(expires=NOW + 59 * MINUTE + timedelta(seconds=7)))
    assert metrics(app)["Expires in"] == "59 min 7 s"
    assert [error.value.split(";")[0] for error in app.error] == ["Little time is left to download these files"]
    assert "Hurry" in text_of_page(app)


@pytest.mark.parametrize(("state", "loud"), [("AVAILABLE", True), ("PENDING", False), ("DOWNLOADED", False)])
def test_a_deadline_is_loud_only_where_there_is_something_to_download(state: str, loud: bool) -> None:
    soon, files = order(expires=NOW + 50 * MINUTE), [file(1, state)]
    assert bool(draw(lambda: status_panel.show_order(soon, files, NOW)).error) is loud
    assert bool(draw(together(OrderWithFiles(soon, tuple(files)))).error) is loud


def test_no_alert_changes_from_second_to_second() -> None:
    deadline = NOW + 50 * MINUTE
    first, second = (show(order(expires=expires)) for expires in (deadline, deadline - timedelta(seconds=1)))
    assert metrics(first) != metrics(second)
    assert [each.value for each in first.error] == [each.value for each in second.error] != []


def test_a_deadline_is_not_loud_while_a_delivery_fetches_the_files() -> None:
    app = draw(lambda: status_panel.show_order(order(expires=NOW + 50 * MINUTE), None, NOW, brought=True))
    assert metrics(app)["Expires in"] == "50 min 0 s"
    assert not app.error


def test_a_deadline_that_is_over_is_said_as_long_as_the_archive_keeps_the_files() -> None:
    app = show(order(expires=NOW - MINUTE), [file(1)])
    assert "at any moment" in app.error[0].value
    assert "Expires in" not in metrics(app)


def test_an_order_without_a_deadline_shows_none() -> None:
    app = show(order(status="DONE", expires=NOW + MINUTE), [file(1, "DOWNLOADED")])
    assert "Expires in" not in metrics(app)
    assert not app.error


def test_an_order_that_has_not_begun_names_the_orders_before_it_and_leads_to_them() -> None:
    app = show(order(54), others=[order(54), order(52), order(53, "DONE", waiting_for_user=True)])
    assert "This order waits for its turn" in text_of_page(app)
    assert links(app) == [
        ("Order 53: download what is ready of it", "id=53"),
        ("Order 52: it is running", "id=52"),
    ]


def test_an_order_that_has_begun_names_none() -> None:
    app = show(order(54, percent=10), others=[order(53, "DONE", waiting_for_user=True)])
    assert "waits for its turn" not in text_of_page(app)
    assert links(app) == []


def test_an_order_that_is_pending_for_too_long_says_why_and_what_to_do() -> None:
    app = show(order(status="PENDING", created=NOW - 11 * MINUTE, files=0))
    assert "file-name expression" in app.warning[0].value
    assert "cancel the order" in app.warning[0].value


def test_an_order_that_is_pending_for_a_short_while_only_says_what_happens() -> None:
    app = show(order(status="PENDING", created=NOW - 9 * MINUTE, files=0))
    assert not app.warning
    assert "lists the files of your order" in text_of_page(app)


# Its badge


RIGHT, BY_SIZE, BY_NOTHING = (Proof(NOW, by, "browser") for by in ("MD5", "size", ""))


def badge(shown: Order, proofs: Mapping[int, Proof], problems: Mapping[int, str] = MappingProxyType({})) -> str:
    """The colour and the words of the badge of an order of two files."""
    snapshot = Snapshot(shown, (file(1, "DOWNLOADED"), file(2, "DOWNLOADED")), proofs, problems)
    receipt = compose_receipt([snapshot], "Archive", "project1", NOW)
    app = draw(lambda: status_panel.show_order(shown, snapshot.files, NOW, receipt=receipt))
    return next(each.value for each in app.markdown if "-badge" in each.value)


def test_the_badge_is_green_once_every_file_is_verified() -> None:
    assert badge(order(status="DONE", files=2), {1: RIGHT, 2: RIGHT}) == ":green-badge[Done]"


@pytest.mark.parametrize(
    "proofs",
    [{}, {1: RIGHT}, {1: RIGHT, 2: BY_SIZE}, {1: RIGHT, 2: BY_NOTHING}],
    ids=["none arrived", "one arrived", "one by its size", "one by nothing"],
)
def test_the_badge_is_not_green_while_a_file_is_not_verified(proofs: Mapping[int, Proof]) -> None:
    assert badge(order(status="DONE", files=2), proofs) == ":blue-badge[Done]"


def test_the_badge_warns_when_a_file_arrived_wrong() -> None:
    wrong = {2: WrongContent("The checksum differs.")}
    assert badge(order(status="DONE", files=2), {1: RIGHT}, wrong) == ":orange-badge[Done]"


@pytest.mark.parametrize(("status", "said"), [("RUNNING", True), ("DONE", False)])
def test_a_file_that_arrived_wrong_is_told_here_until_the_head_of_the_page_tells_it(status: str, said: bool) -> None:
    shown = order(status=status, files=2)
    snapshot = Snapshot(shown, (file(1), file(2)), {1: RIGHT}, {2: WrongContent("The checksum differs.")})
    receipt = compose_receipt([snapshot], "Archive", "project1", NOW)
    app = draw(lambda: status_panel.show_order(shown, snapshot.files, NOW, receipt=receipt))
    words = "1 file arrived otherwise than the archive announced; the receipt says which."
    assert (words in [each.value for each in app.error]) is said


def test_verified_files_do_not_make_an_order_green_that_ended_badly() -> None:
    assert badge(order(status="FAILED", files=2), {1: RIGHT, 2: RIGHT}) == ":red-badge[Failed]"


def test_the_badge_is_not_green_while_nothing_is_known_of_what_arrived() -> None:
    assert ":blue-badge[Done]" in [each.value for each in show(order(status="DONE")).markdown]


def test_the_badge_says_that_the_order_waits_for_the_user_unless_a_delivery_fetches_its_files() -> None:
    waiting = order(waiting_for_user=True)
    brought = draw(lambda: status_panel.show_order(waiting, [file(1)], NOW, brought=True))
    assert ":blue-badge[Running, waiting for you]" in [each.value for each in show(waiting, [file(1)]).markdown]
    assert ":blue-badge[Running]" in [each.value for each in brought.markdown]


def test_an_order_of_which_nothing_can_be_fetched_does_not_wait_for_the_user() -> None:
    waiting = order(waiting_for_user=True)
    assert ":blue-badge[Running]" in [each.value for each in show(waiting, [file(1, "ERROR")]).markdown]
    assert ":blue-badge[Running, waiting for you]" in [each.value for each in show(waiting, None).markdown]


@pytest.mark.parametrize(
    ("percent", "state", "shown"), [(0, "PENDING", True), (0, "AVAILABLE", False), (50, "AVAILABLE", True)]
)
def test_a_progress_that_the_files_have_left_behind_is_not_shown(percent: int, state: str, shown: bool) -> None:
    app = show(order(percent=percent), [file(1, state)])
    assert (f"{percent} % prepared" in [each.value for each in app.text]) is shown


@pytest.mark.parametrize(("proofs", "waits"), [((1,), True), ((1, 2), False)])
def test_an_order_of_which_all_has_arrived_does_not_wait_for_the_user(proofs: Sequence[int], waits: bool) -> None:
    waiting, files = order(files=2, waiting_for_user=True), (file(1), file(2))
    snapshot = Snapshot(waiting, files, {number: Proof(NOW, "MD5", "a.nc") for number in proofs}, {})
    receipt = compose_receipt([snapshot], "Archive", "project1", NOW)
    app = draw(lambda: status_panel.show_order(waiting, files, NOW, receipt=receipt))
    assert any("waiting for you" in each.value for each in app.markdown) is waits


# Its files


def test_files_are_counted_by_state_and_an_unknown_state_is_shown_as_it_is() -> None:
    app = draw(
        lambda: status_panel.show_files(order(), listed([file(1), file(2), file(3, "PENDING"), file(4, "ON_TAPE")]))
    )
    assert [text.value for text in app.text] == ["Ready: 2 · ON_TAPE: 1 · Not ready yet: 1"]
    assert not app.dataframe


def test_of_an_order_that_is_gone_nothing_is_ready_or_will_be() -> None:
    files = (file(1, "DOWNLOADED"), file(2, "PENDING", suborder=2), file(3, "AVAILABLE", suborder=3))
    app = draw(lambda: status_panel.show_files(order(status="EXPIRED"), ListedFiles(files, gone=frozenset({54}))))
    assert [text.value for text in app.text] == ["Downloaded: 1 · Dropped: 1 · Never prepared: 1"]
    assert [row["Now"] for row in rows(app)] == ["Finished", "Never prepared", "Dropped"]
    assert [row["Ready"] for row in rows(app)] == [0, 0, 0]


def test_suborders_are_listed_where_there_are_several() -> None:
    files = [
        *(file(number, "DOWNLOADED", suborder=31) for number in range(3)),
        file(4, "ERROR", suborder=31),
        file(5, "AVAILABLE", suborder=32),
        file(6, "PENDING", suborder=32),
        *(file(number, "PENDING", suborder=907) for number in (7, 8)),
    ]
    app = draw(lambda: status_panel.show_files(order(), listed(files)))
    assert [(row["Suborder"], row["Now"], row["Files"], row["Prepared"]) for row in rows(app)] == [
        (1, "Finished", 4, 100),
        (2, "Ready", 2, 50),
        (3, "Not ready yet", 2, 0),
    ]
    assert [(row["Ready"], row["Downloaded"], row["Failed"]) for row in rows(app)] == [
        (0, 3, 1),
        (1, 0, 0),
        (0, 0, 0),
    ]


@pytest.mark.parametrize(
    ("status", "counted", "expected"),
    [
        ("RUNNING", 0, "No files are listed yet."),
        ("PAUSED", 4, "No files are listed yet."),  # the list is still to be read
        ("DONE", 4, "No files are listed yet."),
        ("DONE", 0, "This order has no files, or no longer."),
        ("EXPIRED", 4, "This order has no files, or no longer."),
    ],
)
def test_no_files_are_said_to_be_none(status: str, counted: int, expected: str) -> None:
    shown = draw(lambda: status_panel.show_files(order(status=status, files=counted), listed([])))
    assert [text.value for text in shown.markdown] == [expected]


# Several orders as one


def together(*followed: OrderWithFiles) -> Callable[[], object]:
    return lambda: status_panel.show_batch(followed, Told(NOW, UTC))


def test_several_orders_are_one_table_with_totals() -> None:
    files = [file(1), file(2, "DOWNLOADED"), file(3, "DOWNLOADED"), file(4)]
    app = draw(
        together(
            OrderWithFiles(order(54, "DONE", percent=100, expires=NOW + 2 * HOUR), files, verified=2),
            OrderWithFiles(order(55, percent=10, expires=NOW + 3 * HOUR, files=1200), [file(9)], verified=0),
            OrderWithFiles(order(56, "PENDING", files=0), None),
        )
    )
    assert metrics(app) == {
        "Orders": "3",
        "Still moving": "2",
        "Files": "1,204",
        "Size": "120 kB",
        "Ready now": "3",
        "Verified": "2",
        "First expires in": "2 h 0 min",
    }
    assert [(row["Order"], row["Status"], row["Ready"], row["Verified"]) for row in order_rows(app)] == [
        ("54", "Done", "2", "2"),
        ("55", "Running", "1", "0"),
        ("56", "Being prepared", "", ""),
    ]


def test_orders_that_nobody_delivers_here_say_nothing_of_verification() -> None:
    app = draw(together(OrderWithFiles(order(54), [file(1)]), OrderWithFiles(order(55), None)))
    assert "Verified" not in metrics(app)
    assert [each.value for each in app.caption] == ["Times are in the zone UTC"]
    assert "Verified" not in order_rows(app)[0]


def test_before_any_files_are_known_none_is_counted_as_ready() -> None:
    assert "Ready now" not in metrics(draw(together(OrderWithFiles(order(54), None), OrderWithFiles(order(55), None))))


def test_the_first_deadline_of_several_orders_is_the_loud_one() -> None:
    late, soon = order(54, expires=NOW + 5 * HOUR), order(55, expires=NOW + 10 * MINUTE)
    app = draw(together(OrderWithFiles(late, None), OrderWithFiles(soon, None)))
    assert metrics(app)["First expires in"] == "10 min 0 s"
    assert "Hurry" in text_of_page(app)
    assert "Hurry" not in text_of_page(draw(together(OrderWithFiles(late, None))))
