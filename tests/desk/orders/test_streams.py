"""Downloads of one account: two at most, over all deliveries and the browser, in the order in which they came."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from components.desk.orders.streams import Place, Streams
from components.regards.delivery.engine import Delivery, Phase
from components.regards.http.client import Body
from tests.regards.delivery.in_memory_archive import ORDER_ID, ForwardingSource, InMemoryArchive

PATIENCE = 60  # seconds
FILES = {f"file_{number}.csv": b"12345678" for number in range(4)}


class Line(Streams):
    """The line of an account, whose places a test can await."""

    def __init__(self) -> None:
        super().__init__()
        self.places: list[Place] = []
        self._changed = threading.Condition()

    def ask(self, most: int = 2) -> Place:
        place = super().ask(most)
        with self._changed:
            self.places.append(place)
            self._changed.notify_all()
        return place

    def granted(self, of: int) -> int:
        """How many of the first places are granted once so many were asked for; granting does not wait."""
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.places) >= of, PATIENCE)
            return sum(place.granted.done() for place in self.places[:of])


class Held(ForwardingSource):
    """An archive that holds all downloads until its gate is open, and counts those that are open at once."""

    def __init__(self, at_once: int = 2, files: dict[str, bytes] = FILES) -> None:
        archive = InMemoryArchive(files)
        archive.at_once = at_once
        super().__init__(archive)
        self.gate = threading.Event()
        self.most = self._open = 0
        self._changed = threading.Condition()

    def await_open(self, number: int) -> None:
        """Wait until so many downloads are open at once."""
        with self._changed:
            assert self._changed.wait_for(lambda: self._open >= number, PATIENCE)

    @contextmanager
    def open_file(self, file_id: int) -> Iterator[Body]:
        with self._changed:
            self._open += 1
            self.most = max(self.most, self._open)
            self._changed.notify_all()
        try:
            assert self.gate.wait(PATIENCE)
            with self.source.open_file(file_id) as body:
                yield body
        finally:
            with self._changed:
                self._open -= 1


def delivery(archive: Held, line: Streams, root: Path) -> Delivery:
    return Delivery(archive, root, [ORDER_ID], place=line.place)


def run(*deliveries: Delivery) -> list[threading.Thread]:
    threads = [threading.Thread(target=each.run) for each in deliveries]
    for thread in threads:
        thread.start()
    return threads


def test_three_deliveries_of_one_account_never_open_more_than_two_downloads(tmp_path: Path) -> None:
    archive, line = Held(), Line()
    three = [delivery(archive, line, tmp_path / str(number)) for number in range(3)]
    threads = run(*three)
    assert line.granted(of=6) == 2  # each delivery would open two
    archive.await_open(2)
    archive.gate.set()
    for thread in threads:
        thread.join(PATIENCE)
    assert [each.progress().verified for each in three] == [len(FILES)] * 3
    assert archive.most == 2


def test_where_the_archive_allows_one_download_a_second_one_waits(tmp_path: Path) -> None:
    archive, line = Held(at_once=1), Line()
    threads = run(*(delivery(archive, line, tmp_path / str(number)) for number in range(2)))
    assert line.granted(of=2) == 1
    archive.gate.set()
    for thread in threads:
        thread.join(PATIENCE)
    assert archive.most == 1


def test_a_last_file_comes_beside_another_download(tmp_path: Path) -> None:
    archive, line = Held(files={"last.csv": b"12345678"}), Line()
    archive.gate.set()
    browser = line.ask()
    [thread] = run(delivery(archive, line, tmp_path))
    granted = line.granted(of=2)
    line.leave(browser)
    thread.join(PATIENCE)
    assert granted == 2


def test_a_zip_takes_a_place_like_a_file(tmp_path: Path) -> None:
    archive, line = InMemoryArchive(FILES, external=FILES), Line()  # such files come in the ZIP (contract C.7)
    taken = [line.ask(), line.ask()]
    [thread] = run(Delivery(archive, tmp_path, [ORDER_ID], place=line.place))
    assert line.granted(of=3) == 2
    assert "zip" not in archive.asked
    for each in taken:
        line.leave(each)
    thread.join(PATIENCE)
    assert "zip" in archive.asked


def test_who_came_first_is_served_first() -> None:
    line = Streams()
    first, second, third, fourth = (line.ask() for _ in range(4))
    line.leave(second)
    assert (third.granted.done(), fourth.granted.done()) == (True, False)
    line.leave(first)
    assert fourth.granted.done()


def test_who_leaves_the_line_holds_up_nobody() -> None:
    line = Streams()
    first, _, gone, last = (line.ask() for _ in range(4))
    line.leave(gone)
    line.leave(first)
    assert last.granted.done()


@pytest.mark.parametrize(("ask", "phase"), [("cancel", Phase.CANCELLED), ("pause", Phase.PAUSED)])
def test_a_delivery_that_waits_for_its_place_can_be_cancelled_and_paused(
    tmp_path: Path, ask: str, phase: Phase
) -> None:
    archive, line = Held(), Line()
    taken = [line.ask(), line.ask()]
    waiting = delivery(archive, line, tmp_path)
    reached = threading.Event()
    say = waiting._activity.say  # noqa: SLF001 - the moment at which it says so

    def tell(*words: object) -> None:
        say(*words)  # type: ignore[arg-type]  # passed on
        if words[0] is phase:
            reached.set()

    waiting._activity.say = tell  # type: ignore[method-assign, assignment]  # noqa: SLF001 - as above
    [thread] = run(waiting)
    line.granted(of=3)
    getattr(waiting, ask)()
    assert reached.wait(PATIENCE)
    assert archive.most == 0
    waiting.cancel()
    thread.join(PATIENCE)
    assert all(place.granted.done() for place in taken)


def test_a_delivery_that_waits_for_its_place_says_so(tmp_path: Path) -> None:
    archive, line, said = Held(), Line(), []
    first, second = line.ask(), line.ask()

    def place(most: int, stop: object) -> object:
        assert callable(stop)
        stop()  # it is asked while it waits
        said.append(waiting.progress().note)
        line.leave(first)
        return line.place(most, stop)

    archive.gate.set()
    waiting = Delivery(archive, tmp_path, [ORDER_ID], place=place)  # type: ignore[arg-type]  # a stand-in
    waiting.run()
    line.leave(second)
    assert said[0] == "Other downloads of yours are under way. This one begins when one of them has ended."
    assert waiting.progress().note == ""
