"""A delivery that is killed at any point and restarted ends with the same files and fetches none twice."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest

from components.regards.delivery import folder
from components.regards.delivery.engine import Delivery, Phase
from components.regards.delivery.folder import Folder
from components.regards.errors import RegardsError, SessionOver
from components.regards.http.client import Body
from components.regards.orders import orders
from components.regards.orders.order_files import ConnectedArchive
from components.regards.orders.records import Order, OrderFile
from tests.regards.delivery.in_memory_archive import ForwardingSource, InMemoryArchive, delivery_of, leftovers, on_disk
from tests.regards.served_demo import ServedDemo, request

FILES = {"a.csv": b"first file", "b.csv": b"the second", "c.csv": b"", "d.csv": b"far away", "e.csv": b"too"}
FAR = ["d.csv", "e.csv"]


T = TypeVar("T")


class Killed(BaseException):
    """The end of the process, which no code may catch."""


class Fate:
    """A counter of actions that raises `Killed` at one of them."""

    def __init__(self, fatal: int) -> None:
        self._left = fatal

    def step(self) -> None:
        self._left -= 1
        if self._left == 0:
            raise Killed

    @property
    def survived(self) -> bool:
        return self._left > 0

    def before(self, act: Callable[..., Any]) -> Callable[..., Any]:
        """The action, preceded by a point at which the process may be killed."""

        def acted(*arguments: Any, **more: Any) -> Any:  # noqa: ANN401 - handed on
            self.step()
            return act(*arguments, **more)

        return acted

    def around(self, act: Callable[..., Any]) -> Callable[..., Any]:
        """The action, with a point before and after it at which the process may be killed."""

        def acted(*arguments: Any, **more: Any) -> Any:  # noqa: ANN401 - handed on
            result = self.before(act)(*arguments, **more)
            self.step()
            return result

        return acted


class Mortal(ForwardingSource):
    """A source during whose responses the process may be killed."""

    def __init__(self, archive: InMemoryArchive, fate: Fate) -> None:
        super().__init__(archive)
        self._archive, self._fate = archive, fate

    def order(self, order_id: int) -> Order:
        self._fate.step()
        return self._archive.order(order_id)

    def files(self, order: Order) -> Iterator[OrderFile]:
        return self._pieces(self._archive.files(order))

    @contextmanager
    def open_file(self, file_id: int) -> Iterator[Body]:
        with self._archive.open_file(file_id) as chunks:
            yield Body(self._pieces(chunks))

    @contextmanager
    def open_zip(self, order_id: int) -> Iterator[Body]:
        with self._archive.open_zip(order_id) as chunks:
            yield Body(self._pieces(chunks))

    def _pieces(self, pieces: Iterator[T]) -> Iterator[T]:
        for piece in pieces:
            self._fate.step()
            yield piece
        self._fate.step()


def test_killed_at_any_point_it_ends_with_the_same_files_and_none_is_fetched_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    survived, fatal = False, 0
    while not survived:
        fatal += 1
        root = tmp_path / str(fatal)
        root.mkdir()
        archive, fate = InMemoryArchive(FILES, external=FAR), Fate(fatal)
        archive.piece = 8
        with monkeypatch.context() as patch:
            patch.setattr(folder, "open_own", fate.before(folder.open_own))
            for act in ("replace", "mkdir"):
                patch.setattr(Path, act, fate.around(getattr(Path, act)))
            try:
                delivery_of(Mortal(archive, fate), root).run()
                survived = fate.survived
            except Killed:
                pass
        there = {name for name, body in on_disk(root).items() if body == FILES[name]}
        archive.asked.clear()
        again = delivery_of(archive, root)
        again.run()
        assert again.progress().phase == Phase.ENDED
        assert on_disk(root) == FILES
        assert there.isdisjoint(archive.downloads())
        assert ("zip" in archive.downloads()) == (not there.issuperset(FAR))
        assert leftovers(root) == []
    assert fatal > 80


@pytest.mark.parametrize("requests", [1, 2, 4, 6, 8, 9])
def test_against_the_demo_archive_nothing_is_downloaded_twice_either(
    served_demo: ServedDemo, tmp_path: Path, requests: int
) -> None:
    connection = served_demo.connection()
    order_id = orders.apply(connection, request('providerId:("PROD_1" OR "my_product_id_1" OR "TWO_VERSIONS")'))
    served_demo.demo.requests.clear()
    asked = 0

    def counted() -> Any:  # noqa: ANN401 - a connection
        nonlocal asked
        asked += 1
        if asked == requests:
            raise Killed
        return connection

    with pytest.raises(Killed):
        Delivery(ConnectedArchive(counted), tmp_path, [order_id], wait=served_demo.clock.advance).run()
    delivery = Delivery(ConnectedArchive(lambda: connection), tmp_path, [order_id], wait=served_demo.clock.advance)
    delivery.run()
    assert (delivery.progress().phase, delivery.progress().verified) == (Phase.ENDED, 5)
    downloads = [each.path for each in served_demo.demo.requests if "/orders/files/" in each.path]
    assert len(downloads) == len(set(downloads)) == 5


_DOOMED = """
import os, signal, sys
from contextlib import contextmanager
from pathlib import Path
from components.regards.http.client import Body
from tests.regards.delivery.in_memory_archive import InMemoryArchive, ForwardingSource, delivery_of

class Doomed(ForwardingSource):
    @contextmanager
    def open_file(self, file_id):
        with archive.open_file(file_id) as chunks:
            yield Body(self.fatal(chunks)) if file_id == 2 else chunks

    def fatal(self, chunks):
        yield next(chunks)
        os.kill(os.getpid(), signal.SIGKILL)

archive = InMemoryArchive({"a.csv": b"first file", "b.csv": b"the second"})
delivery_of(Doomed(archive), Path(sys.argv[1])).run()
"""


@pytest.mark.skipif(os.name != "posix", reason="there are no such signals")
def test_a_process_that_is_really_killed_leaves_nothing_that_disturbs(tmp_path: Path) -> None:
    ended = subprocess.run([sys.executable, "-c", _DOOMED, str(tmp_path)], check=False)  # noqa: S603 - our own words
    assert ended.returncode == -signal.SIGKILL
    assert len(leftovers(tmp_path)) == 1
    archive = InMemoryArchive({"a.csv": b"first file", "b.csv": b"the second"})
    delivery_of(archive, tmp_path).run()
    assert archive.downloads() == ["b.csv"]
    assert on_disk(tmp_path) == archive.bodies


# What a restart leaves to be told


def test_a_delivery_whose_process_ended_is_told_with_what_it_had_verified(tmp_path: Path) -> None:
    archive = InMemoryArchive({"a.csv": b"first file", "b.csv": b"the second"})

    class Watched(ForwardingSource):
        def open_file(self, file_id: int) -> AbstractContextManager[Body]:
            if file_id == 2:
                before = Folder(tmp_path, archive.order_now)  # what another process finds if this one ends now
                seen.append((before.broken_off is not None, before.verified, len(before.files)))
            return archive.open_file(file_id)

    seen: list[tuple[bool, int, int]] = []
    delivery_of(Watched(archive), tmp_path).run()
    assert seen == [(True, 1, 2)]


@pytest.mark.parametrize("error", [None, SessionOver("It is over.")])
def test_a_delivery_that_ended_by_itself_was_not_broken_off(tmp_path: Path, error: RegardsError | None) -> None:
    archive = InMemoryArchive({"a.csv": b"first file"})
    archive.overrides["a.csv"].extend([error] if error else [])
    delivery_of(archive, tmp_path).run()
    assert Folder(tmp_path, archive.order_now).broken_off is None


def test_a_delivery_that_the_desk_broke_off_is_told_as_one_that_can_be_continued(tmp_path: Path) -> None:
    archive = InMemoryArchive({"a.csv": b"first file", "b.csv": b"the second"})

    class Stopping(ForwardingSource):
        def open_file(self, file_id: int) -> AbstractContextManager[Body]:
            if file_id == 2:
                delivery.break_off()
            return archive.open_file(file_id)

    delivery = delivery_of(Stopping(archive), tmp_path)
    delivery.run()
    left = Folder(tmp_path, archive.order_now)
    assert (left.broken_off is not None, left.verified) == (True, 1)
    delivery_of(archive, tmp_path).run()
    assert Folder(tmp_path, archive.order_now).broken_off is None
    assert on_disk(tmp_path) == archive.bodies
