"""Lists that come page by page: read one after the other, or two at once with the same outcome."""

import threading
from collections.abc import Callable, Iterator

import pytest

from components.regards.errors import Missing, NoRight, UnexpectedReply
from components.regards.http import correlation
from components.regards.http.paging import every_item

SIZE = 2
AT_ONCE = 2


def page(number: int, pages: int | None) -> dict[str, object]:
    """A page of two items; ``pages`` is the announced number of pages."""
    return {"content": [2 * number, 2 * number + 1], "metadata": {} if pages is None else {"totalPages": pages}}


class Pages:
    """An archive that notes which pages are asked for, and how many of them at once."""

    def __init__(self, answer: Callable[[int], object]) -> None:
        self.asked: list[int] = []
        self.most_at_once = 0
        self._answer = answer
        self._under_way = 0
        self._lock = threading.Lock()

    def read(self, number: int) -> object:
        with self._lock:
            self.asked.append(number)
            self._under_way += 1
            self.most_at_once = max(self.most_at_once, self._under_way)
        try:
            return self._answer(number)
        finally:
            with self._lock:
                self._under_way -= 1

    def items(self) -> Iterator[int]:
        return every_item(self.read, SIZE, AT_ONCE)


def test_two_pages_are_read_at_once_and_never_three() -> None:
    pair = threading.Barrier(2)

    def answer(number: int) -> object:
        if number:
            pair.wait(60)  # until the other one of the two is asked for
        return page(number, 7)

    archive = Pages(answer)
    assert list(archive.items()) == list(range(14))
    assert sorted(archive.asked) == list(range(7))
    assert archive.most_at_once == 2


def test_without_more_at_once_pages_are_read_one_after_the_other_by_the_thread_that_wants_them() -> None:
    threads = []

    def answer(number: int) -> object:
        threads.append(threading.current_thread())
        return page(number, 4)

    archive = Pages(answer)
    assert list(every_item(archive.read, SIZE)) == list(range(8))
    assert archive.asked == [0, 1, 2, 3]
    assert set(threads) == {threading.current_thread()}


@pytest.mark.parametrize("pages", [0, 1])
def test_a_list_of_one_page_takes_one_request(pages: int) -> None:
    archive = Pages(lambda number: page(number, pages))
    assert list(archive.items()) == [0, 1]
    assert archive.asked == [0]


def test_a_list_that_does_not_announce_its_pages_is_not_read_ahead() -> None:
    archive = Pages(lambda number: page(number, None) if number < 3 else {"content": []})
    assert list(archive.items()) == list(range(6))
    assert archive.asked == [0, 1, 2, 3]


@pytest.mark.parametrize("pages", [-1, True, "2"])
def test_a_number_of_pages_that_is_none_ends_no_list(pages: int) -> None:
    archive = Pages(lambda number: page(number, pages) if number < 3 else {"content": []})
    assert list(archive.items()) == list(range(6))


@pytest.mark.parametrize("ahead", [0, AT_ONCE])
@pytest.mark.parametrize("last", [[], [1, 0], [1]], ids=["no items", "nothing new", "fewer items, which are not new"])
def test_a_page_that_brings_nothing_new_is_the_last_however_many_are_announced(ahead: int, last: list[int]) -> None:
    def answer(number: int) -> object:
        return {**page(number, 9), "content": last} if number == 1 else page(number, 9)

    assert set(every_item(Pages(answer).read, SIZE, ahead)) == {0, 1}


@pytest.mark.parametrize("ahead", [0, AT_ONCE])
def test_a_short_page_is_not_the_last_when_more_are_announced(ahead: int) -> None:
    def answer(number: int) -> object:
        return {**page(number, 3), "content": [2]} if number == 1 else page(number, 3)

    assert list(every_item(Pages(answer).read, SIZE, ahead)) == [0, 1, 2, 4, 5]


def test_a_page_that_answers_sooner_does_not_come_sooner() -> None:
    second = threading.Event()

    def answer(number: int) -> object:
        if number == 1:
            assert second.wait(60)
        if number == 2:
            second.set()
        return page(number, 3)

    assert list(Pages(answer).items()) == list(range(6))


def test_the_error_is_that_of_the_first_page_that_fails_and_no_other_page_is_awaited() -> None:
    over = threading.Event()

    def answer(number: int) -> object:
        if number == 1:
            raise NoRight("First.")
        if number == 2:
            assert over.wait(60)
            raise Missing("Second.")
        return page(number, 4)

    items = Pages(answer).items()
    assert [next(items), next(items)] == [0, 1]
    with pytest.raises(NoRight):
        next(items)
    over.set()


def test_a_page_that_fails_counts_where_it_stands() -> None:
    def answer(number: int) -> object:
        if number == 2:
            raise Missing("Second.")
        return page(number, 4)

    items, found = Pages(answer).items(), list[int]()
    with pytest.raises(Missing):
        found.extend(items)
    assert found == [0, 1, 2, 3]


def test_a_list_that_became_shorter_ends_there_whatever_comes_of_the_page_that_is_gone() -> None:
    def answer(number: int) -> object:
        if number == 2:
            raise Missing("There is no such page any more.")
        return page(number, 2 if number else 3)

    assert list(Pages(answer).items()) == [0, 1, 2, 3]


def test_a_list_that_became_longer_is_read_to_its_end() -> None:
    assert list(Pages(lambda number: page(number, 5 if number else 2)).items()) == list(range(10))


def test_an_error_of_a_page_or_of_its_items_has_the_name_of_its_own_call() -> None:
    calls: dict[int, str] = {}

    def answer(number: int) -> object:
        calls[number] = correlation.begin()
        return page(number, 4) if number < 3 else "nonsense"

    items = Pages(answer).items()
    for item in range(6):
        assert next(items) == item
        assert UnexpectedReply("An item is of an unknown form.").trace == calls[item // 2]
    with pytest.raises(UnexpectedReply) as error:
        next(items)
    assert error.value.trace == calls[3]
