"""The files of an order: all of them in the list, each as announced, and the ZIP that opens."""

import hashlib
import io
import zipfile
from contextlib import AbstractContextManager

import pytest

from components.demo.archive import Fault, Scenario
from components.regards.delivery.engine import Source
from components.regards.errors import (
    ArchiveFailed,
    LimitReached,
    Missing,
    NoAnswer,
    NoRight,
    NotReady,
    Refused,
    RegardsError,
)
from components.regards.http import addresses
from components.regards.http.client import Body
from components.regards.http.connection import Connection
from components.regards.http.gateway import Answer
from components.regards.http.replies import Reply
from components.regards.orders import order_files, orders, records
from components.regards.orders.order_files import ConnectedArchive
from components.regards.orders.records import DatasetTask, Order, OrderFile
from components.regards.orders.statuses import FileState, UnseenStatus
from tests.regards.scripted_server import reply, scripted_server
from tests.regards.served_demo import NEIGHBOUR, ServedDemo, request

FOUR = 'productId:("my_product_id_1" OR "my_product_id_2" OR "my_product_id_3" OR "my_product_id_4")'


def content(answer: Answer) -> bytes:
    return b"".join(answer.pieces())


def named(files: tuple[OrderFile, ...], name: str) -> OrderFile:
    (file,) = (file for file in files if file.name == name)
    return file


# Against the demo archive


def test_the_list_holds_every_file_sorted_by_name(coded_or_documented: ServedDemo) -> None:
    connection = coded_or_documented.connection()
    files = order_files.files(connection, coded_or_documented.ordered(connection, FOUR))
    assert [file.name for file in files] == [
        f"my_product_id_{number}.{ending}" for number in range(1, 5) for ending in ("csv", "png")
    ]
    assert {file.state for file in files} == {FileState.AVAILABLE}
    assert {file.dataset for file in files} == {"Examples of the public guide"}
    first = named(files, "my_product_id_1.csv")
    assert (first.product, first.data_type, first.mime_type) == ("my_product_id_1", "RAWDATA", "text/csv")


def test_files_of_several_datasets_are_listed_together(served_demo: ServedDemo) -> None:
    connection = served_demo.connection()
    order = served_demo.ordered(connection, 'providerId:("my_product_id_1" OR "TWO_VERSIONS")')
    files = order_files.files(connection, order)
    assert len(order.tasks) == 2
    assert len(files) == order.files == 4
    assert {file.dataset for file in files} == {task.dataset for task in order.tasks}


def test_a_pending_order_has_no_files_yet(coded_or_documented: ServedDemo) -> None:
    connection = coded_or_documented.connection()
    order = orders.read(connection, orders.apply(connection, request(FOUR)))
    assert order_files.files(connection, order) == ()


def test_each_file_has_the_size_and_the_checksum_that_were_announced(coded_or_documented: ServedDemo) -> None:
    connection = coded_or_documented.connection()
    for file in order_files.files(connection, coded_or_documented.ordered(connection, FOUR)):
        body = content(connection.stream(addresses.file_content(file.file_id)))
        assert len(body) == file.size
        assert file.algorithm == "MD5"
        assert hashlib.md5(body, usedforsecurity=False).hexdigest() == file.checksum


def test_a_downloaded_file_stays_in_the_list(coded_or_documented: ServedDemo) -> None:
    connection = coded_or_documented.connection()
    order = coded_or_documented.ordered(connection, FOUR)
    first, *others = order_files.files(connection, order)
    content(connection.stream(addresses.file_content(first.file_id)))
    after = order_files.files(connection, order)
    assert named(after, first.name).state == FileState.DOWNLOADED
    assert {file.state for file in after if file.name != first.name} == {FileState.AVAILABLE}
    assert len(after) == 1 + len(others)


def test_a_file_can_be_downloaded_again(served_demo: ServedDemo) -> None:
    connection = served_demo.connection()
    file = order_files.files(connection, served_demo.ordered(connection, FOUR))[0]
    first, second = (content(connection.stream(addresses.file_content(file.file_id))) for _ in range(2))
    assert first == second


def test_an_order_of_many_parts_goes_on_when_its_first_files_are_downloaded(served_demo: ServedDemo) -> None:
    connection = served_demo.connection()
    order_id = orders.apply(connection, request('providerId:("PROD_1" OR "my_product_id_1" OR "TWO_VERSIONS")'))
    served_demo.clock.advance(600)
    order = orders.read(connection, order_id)
    assert (order.status, order.waiting_for_user) == ("RUNNING", True)
    states = {file.state for file in order_files.files(connection, order)}
    assert states == {FileState.AVAILABLE, FileState.PENDING}
    content(connection.stream(addresses.order_zip(order_id)))
    assert served_demo.finished(connection, order_id).status == "DONE"


def test_the_zip_opens_and_holds_what_was_available(coded_or_documented: ServedDemo) -> None:
    connection = coded_or_documented.connection()
    order = coded_or_documented.ordered(connection, FOUR)
    taken, *available = order_files.files(connection, order)
    content(connection.stream(addresses.file_content(taken.file_id)))
    with zipfile.ZipFile(io.BytesIO(content(connection.stream(addresses.order_zip(order.order_id))))) as archive:
        assert archive.testzip() is None
        assert sorted(archive.namelist()) == [file.name for file in available]
        for file in available:
            assert hashlib.md5(archive.read(file.name), usedforsecurity=False).hexdigest() == file.checksum


def test_a_second_zip_has_nothing_to_send(coded_or_documented: ServedDemo) -> None:
    connection = coded_or_documented.connection()
    order = coded_or_documented.ordered(connection, FOUR)
    content(connection.stream(addresses.order_zip(order.order_id)))
    with pytest.raises(NotReady):
        connection.stream(addresses.order_zip(order.order_id))


def test_a_pending_order_has_no_zip_yet(served_demo: ServedDemo) -> None:
    connection = served_demo.connection()
    order_id = orders.apply(connection, request(FOUR))
    with pytest.raises(NotReady):
        connection.stream(addresses.order_zip(order_id))


def test_somebody_elses_files_are_no_right(coded_or_documented: ServedDemo) -> None:
    owner, other = coded_or_documented.connection(NEIGHBOUR), coded_or_documented.connection()
    order = coded_or_documented.ordered(owner, FOUR)
    file = order_files.files(owner, order)[0]
    with pytest.raises(NoRight):
        other.stream(addresses.file_content(file.file_id))
    with pytest.raises(NoRight):
        other.stream(addresses.order_zip(order.order_id))
    with pytest.raises(NoRight):
        order_files.files(other, order)


def test_files_that_do_not_exist_are_missing(coded_or_documented: ServedDemo) -> None:
    connection = coded_or_documented.connection()
    with pytest.raises(Missing):
        connection.stream(addresses.file_content(999_999))
    with pytest.raises(Missing):
        connection.stream(addresses.order_zip(999_999))


def test_an_expired_order_has_lost_its_files(served_demo: ServedDemo) -> None:
    connection = served_demo.connection()
    order = served_demo.ordered(connection, FOUR)
    file = order_files.files(connection, order)[0]
    served_demo.clock.advance(8 * 3600)
    later = served_demo.connection()
    assert orders.read(later, order.order_id).status == "EXPIRED"
    assert order_files.files(later, order) == ()
    with pytest.raises(Missing):
        later.stream(addresses.file_content(file.file_id))


@pytest.mark.parametrize(
    ("fault", "cause"),
    [
        (Fault.NOT_NOW, NotReady),
        (Fault.MISSING, Missing),
        (Fault.GONE, Missing),
        (Fault.UNREACHABLE, ArchiveFailed),
    ],
)
def test_a_file_in_trouble_has_its_cause_and_its_state(
    served_demo: ServedDemo, fault: Fault, cause: type[RegardsError]
) -> None:
    served_demo.demo.faults["my_product_id_1.csv"] = fault
    connection = served_demo.connection()
    order = served_demo.ordered(connection, FOUR)
    file = named(order_files.files(connection, order), "my_product_id_1.csv")
    with pytest.raises(RegardsError) as error:
        connection.stream(addresses.file_content(file.file_id))
    assert type(error.value) is cause
    assert named(order_files.files(connection, order), file.name).state == FileState.DOWNLOAD_ERROR


def test_a_file_that_the_storage_lost_is_refused(served_demo: ServedDemo) -> None:
    served_demo.demo.faults["my_product_id_1.csv"] = Fault.LOST
    connection = served_demo.connection()
    order = served_demo.ordered(connection, FOUR)
    file = named(order_files.files(connection, order), "my_product_id_1.csv")
    assert (order.status, order.files_in_error, file.state) == ("DONE_WITH_WARNING", 1, FileState.ERROR)
    with pytest.raises(Refused):
        connection.stream(addresses.file_content(file.file_id))


def test_a_used_up_quota_says_which(served_demo: ServedDemo) -> None:
    connection = served_demo.connection()
    order = served_demo.ordered(connection, 'productId:"my_product_id_1"')
    served_demo.demo.set_scenario("user@demo.example", Scenario.QUOTA)
    data = named(order_files.files(connection, order), "my_product_id_1.csv")
    for _ in range(5):
        content(connection.stream(addresses.file_content(data.file_id)))
    with pytest.raises(LimitReached) as error:
        connection.stream(addresses.file_content(data.file_id))
    assert "quota" in error.value.server_message.lower()


# Against a server that misbehaves


def an_order(*tasks: tuple[int, int]) -> Order:
    """An order whose tasks have these numbers and this many files."""
    parts = tuple(DatasetTask(number, f"Dataset {number}", files, files, files) for number, files in tasks)
    return Order(812, "", "DONE", 100, None, None, 0, waiting_for_user=False, tasks=parts, links=None)


def page(*numbers: int, pages: int = 1) -> bytes:
    items = [{"content": {"id": number, "filename": f"{number}.nc"}, "links": []} for number in numbers]
    return reply(200, {"content": items, "metadata": {"totalPages": pages}})


def listed(connection: Connection, order: Order) -> list[int]:
    return [file.file_id for file in order_files.files(connection, order)]


def test_files_are_asked_for_by_dataset_task() -> None:
    with scripted_server(page(1), page(2)) as server:
        files = order_files.files(server.connection(), an_order((31, 1), (32, 1)))
        assert [(file.file_id, file.dataset) for file in files] == [(1, "Dataset 31"), (2, "Dataset 32")]
        assert [str(each) for each in server.requests] == [
            "GET /api/v1/rs-order/orders/812/dataset/31/files",
            "GET /api/v1/rs-order/orders/812/dataset/32/files",
        ]


def test_a_file_that_comes_twice_is_listed_once() -> None:
    with scripted_server(page(1, 2, pages=2), page(2, 3, pages=2)) as server:
        assert listed(server.connection(), an_order((31, 3))) == [1, 2, 3]
        assert len(server.requests) == 2


def test_a_list_that_lost_a_file_is_read_once_more() -> None:
    with scripted_server(page(1, 2, pages=2), page(2, pages=2), page(3, 1, pages=2), page(2, pages=2)) as server:
        assert listed(server.connection(), an_order((31, 3))) == [1, 2, 3]
        assert len(server.requests) == 4


def test_what_both_readings_found_is_put_together() -> None:
    with scripted_server(page(1, 2), page(2, 3)) as server:
        assert listed(server.connection(), an_order((31, 4))) == [1, 2, 3]


def test_a_list_that_stays_short_is_read_twice_and_no_more() -> None:
    with scripted_server(page(1)) as server:
        assert listed(server.connection(), an_order((31, 2))) == [1]
        assert len(server.requests) == 2


def test_the_second_reading_has_the_newer_state() -> None:
    item = {"id": 1, "filename": "1.nc"}
    old, new = (reply(200, {"content": [{**item, "state": state}]}) for state in ("PENDING", "AVAILABLE"))
    with scripted_server(old, new) as server:
        (file,) = order_files.files(server.connection(), an_order((31, 2)))
        assert file.state == FileState.AVAILABLE


def test_a_download_is_closed_when_nobody_wants_more() -> None:
    with scripted_server(reply(200, bytes(1 << 20), "application/octet-stream")) as server:
        answer = server.connection().stream(addresses.file_content(9))
        pieces = answer.pieces()
        assert set(next(pieces)) == {0}
        pieces.close()  # type: ignore[attr-defined]  # a generator, by design
        assert answer.closed


@pytest.mark.parametrize(
    "answer",
    [
        reply(200, b"12345", "application/octet-stream", Content_Length="10"),
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnonsense\r\n",
    ],
    ids=["shorter than announced", "without an end", "out of form"],
)
def test_a_body_that_breaks_off_has_its_cause(answer: bytes) -> None:
    with scripted_server(answer) as server, pytest.raises(NoAnswer, match="“Scripted” broke"):
        content(server.connection().stream(addresses.file_content(9)))


def test_a_body_that_comes_to_its_end_is_no_trouble() -> None:
    chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n0\r\n\r\n"
    with scripted_server(chunked) as server:
        assert content(server.connection().stream(addresses.file_content(9))) == b"12345"


def test_a_download_comes_in_pieces_that_fit_into_memory() -> None:
    with scripted_server(reply(200, bytes(1 << 20), "application/octet-stream")) as server:
        sizes = [len(piece) for piece in server.connection().stream(addresses.file_content(9)).pieces()]
        assert sum(sizes) == 1 << 20
        assert max(sizes) <= 1 << 18


def test_addresses_of_downloads_are_built_from_numbers() -> None:
    with scripted_server(reply(200, b"x", "application/octet-stream")) as server:
        server.connection().stream(addresses.file_content(9)).close()
        server.connection().stream(addresses.order_zip(812)).close()
        assert [str(each) for each in server.requests] == [
            "GET /api/v1/rs-order/orders/files/9",
            "GET /api/v1/rs-order/user/orders/812/download",
        ]


# As a delivery needs it


def test_a_delivery_reads_orders_files_and_bodies(served_demo: ServedDemo) -> None:
    connection = served_demo.connection()
    order = served_demo.ordered(connection, FOUR)
    archive: Source = ConnectedArchive(lambda: connection)
    assert archive.order(order.order_id) == order
    files = order_files.files(connection, order)
    assert {file.file_id: file for file in archive.files(order)} == {file.file_id: file for file in files}
    with archive.open_file(files[0].file_id) as chunks:
        assert len(b"".join(chunks)) == files[0].size
    with archive.open_zip(order.order_id) as chunks, zipfile.ZipFile(io.BytesIO(b"".join(chunks))) as packed:
        assert len(packed.namelist()) == 7


def test_every_request_asks_for_the_connection_again() -> None:
    with scripted_server(reply(200, b"x", "application/octet-stream")) as server:
        tokens = iter(["first", "second"])
        archive = ConnectedArchive(lambda: Connection(server.archive, next(tokens)))
        for opened in (archive.open_file(1), archive.open_zip(2)):
            with opened as chunks:
                assert list(chunks) == [b"x"]
        assert [each.headers["authorization"] for each in server.requests] == ["Bearer first", "Bearer second"]


def test_a_download_is_closed_even_if_nobody_reads_it() -> None:
    with scripted_server(reply(200, bytes(1 << 20), "application/octet-stream")) as server:
        connection = server.connection()
        responses: list[Answer] = []
        stream = connection.stream
        connection.stream = lambda path: responses.append(stream(path)) or responses[-1]  # type: ignore[func-returns-value,method-assign]  # notes what passes
        with ConnectedArchive(lambda: connection).open_file(1):
            assert not responses[0].closed
        assert responses[0].closed


def quota_answer(**limits: object) -> bytes:
    return reply(200, {"email": "user1@example.org", **limits})


def test_the_number_of_streams_is_asked_once(served_demo: ServedDemo) -> None:
    connection = served_demo.connection()
    archive = ConnectedArchive(lambda: connection)
    assert [archive.streams() for _ in range(3)] == [2, 2, 2]
    assert len(served_demo.demo.requests.of("GET", "/quota/current")) == 1


def test_where_the_archive_could_not_say_it_is_asked_again() -> None:
    with scripted_server(reply(500), quota_answer(maxQuota=-1, rateLimit=-1)) as server:
        archive = ConnectedArchive(server.connection)
        assert [archive.streams() for _ in range(2)] == [1, 2]


def test_lists_are_read_as_far_as_somebody_wants_their_files() -> None:
    with scripted_server(page(1, 2), page(3, 4)) as server:
        files = ConnectedArchive(server.connection).files(an_order((31, 2), (32, 2)))
        assert server.requests == []
        next(iter(files))
        assert len(server.requests) == 1


# Where the archive does not show an order, or not all its files

ABSENT = reply(404)
AVAILABLE = {"id": 7, "filename": "a.nc", "fileSize": 3, "uri": "http://x"}
PAGE = {"content": [{"content": AVAILABLE, "links": []}], "metadata": {"totalPages": 1, "number": 0}}
CODED = "GET /api/v1/rs-order/orders/812/files/available"
DOCUMENTED = "GET /api/v1/rs-order/user/orders/812/files/available"


@pytest.mark.parametrize(
    ("answer", "status", "moving"),
    [
        (reply(204), UnseenStatus.MORE_TO_COME, True),
        (reply(206, PAGE), UnseenStatus.MORE_TO_COME, True),
        (reply(200, PAGE), UnseenStatus.UNKNOWN, False),
    ],
    ids=["204", "206", "200"],
)
def test_an_order_that_is_not_shown_is_known_by_its_files(answer: bytes, status: UnseenStatus, moving: bool) -> None:
    with scripted_server(ABSENT, answer) as server:
        order = order_files.order(server.connection(), 812)
    assert (order.order_id, order.status, order.unseen, order.moving) == (812, status, True, moving)


def test_an_order_that_is_shown_is_read_as_it_is() -> None:
    with scripted_server(reply(200, {"id": 812, "status": "RUNNING"})) as server:
        assert not order_files.order(server.connection(), 812).unseen
        assert len(server.requests) == 1


@pytest.mark.parametrize(("refusal", "cause"), [(reply(403), NoRight), (reply(404), Missing)], ids=["403", "404"])
def test_an_order_of_which_nothing_is_shown_is_none(refusal: bytes, cause: type[RegardsError]) -> None:
    with scripted_server(refusal) as server:
        with pytest.raises(cause):
            order_files.order(server.connection(), 812)
        assert [str(each) for each in server.requests[1:]] == [CODED, DOCUMENTED]


@pytest.mark.parametrize("closed", [reply(403), reply(404)], ids=["403", "404"])
def test_where_the_files_of_datasets_are_not_shown_the_available_ones_are(closed: bytes) -> None:
    order = records.order({"id": 812, "status": "RUNNING", "datasetTasks": [{"id": 3, "filesCount": 2}]})
    with scripted_server(closed, closed, reply(206, PAGE)) as server:
        [file] = order_files.files(server.connection(), order)
        assert [str(each) for each in server.requests[1:]] == [CODED, DOCUMENTED]
    assert (file.file_id, file.name, file.size, file.state) == (7, "a.nc", 3, FileState.AVAILABLE)


@pytest.mark.parametrize(
    ("answer", "only"),
    [(reply(403), True), (reply(404), True), (reply(200, {"content": [], "metadata": {"totalPages": 0}}), False)],
    ids=["403", "404", "shown"],
)
def test_whether_the_list_loses_what_was_downloaded_is_asked_with_one_look(answer: bytes, only: bool) -> None:
    order = records.order({"id": 812, "status": "RUNNING", "datasetTasks": [{"id": 3}, {"id": 4}]})
    with scripted_server(answer) as server:
        assert order_files.lists_available_only(server.connection(), order) is only
        assert [each.query for each in server.requests] == [{"page": "0", "size": "1"}]


def test_the_list_of_an_order_that_is_not_shown_loses_what_was_downloaded() -> None:
    with scripted_server(ABSENT) as server:
        order = records.unseen_order(812, more=True)
        assert order_files.lists_available_only(server.connection(), order)
        assert server.requests == []


class LongList:
    """A client that lists many files of one order, page by page."""

    def __init__(self, files: int) -> None:
        self._files = files

    def ask(self, _path: str, /, **_query: object) -> Reply:
        raise AssertionError

    def read(self, _path: str, /, **query: object) -> object:
        page, size = int(str(query["page"])), int(str(query["size"]))
        numbers = range(page * size, min(self._files, (page + 1) * size))
        items = [{"content": {"id": number, "filename": f"{number}.nc"}, "links": []} for number in numbers]
        return {"content": items, "metadata": {"totalPages": -(-self._files // size)}}

    def download(self, _path: str, /) -> AbstractContextManager[Body]:
        raise AssertionError


def test_an_order_of_a_hundred_thousand_files_is_listed() -> None:
    task = DatasetTask(31, "Dataset", 100_000, 100_000, 100_000)
    order = Order(812, "", "DONE", 100, None, None, 0, waiting_for_user=False, tasks=(task,), links=None)
    assert len(order_files.files(LongList(100_000), order)) == 100_000


# Whether the available files are the same still


def available(total: int | None, *numbers: int) -> bytes:
    """A page of the list of available files."""
    content = [{"content": {**AVAILABLE, "id": number}, "links": []} for number in numbers]
    return reply(200, {"content": content, "metadata": {} if total is None else {"totalElements": total}})


@pytest.mark.parametrize(
    ("answer", "same"),
    [
        (available(2, 7), True),
        (available(2, 8), True),
        (available(2, 9), False),
        (available(1, 7), False),
        (available(3, 7), False),
        (available(0), False),
        (available(None, 7), False),
        (reply(204), False),
        (reply(403), False),
        (reply(404), False),
    ],
    ids=["same", "another of them", "another file", "fewer", "more", "none", "not counted", "204", "403", "404"],
)
def test_one_small_answer_tells_whether_the_available_files_are_the_same(answer: bytes, same: bool) -> None:
    with scripted_server(answer) as server:
        assert order_files.are_still_available(server.connection(), 812, frozenset({7, 8})) is same
        assert server.requests[0].query == {"page": "0", "size": "1"}


@pytest.mark.parametrize("answer", [available(0), reply(204)], ids=["200", "204"])
def test_no_available_file_is_the_same_as_none_before(answer: bytes) -> None:
    with scripted_server(answer) as server:
        assert order_files.are_still_available(server.connection(), 812, frozenset())


@pytest.mark.parametrize("number", [[7], {"id": 7}, "7", True, None])
def test_what_has_no_number_is_none_of_the_available_files_of_before(number: object) -> None:
    answer = reply(200, {"content": [{"content": {"id": number}}], "metadata": {"totalElements": 2}})
    with scripted_server(answer) as server:
        assert not order_files.are_still_available(server.connection(), 812, frozenset({1, 7}))
