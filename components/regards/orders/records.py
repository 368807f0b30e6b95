"""Orders, files and baskets as the archive reports them.

Part of the program that users take away (`program`): standard library and Python 3.9 only, so without slots.
"""

from __future__ import annotations

import hashlib
import re
import sys
from dataclasses import dataclass, replace
from datetime import MAXYEAR, MINYEAR, datetime
from typing import TYPE_CHECKING, Any, Final

from components.regards.errors import UnexpectedReply
from components.regards.http import replies
from components.regards.orders.statuses import FETCHABLE, GONE, MOVING, UNFINISHED, FileState, UnseenStatus
from components.regards.printable import printable

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


_LONGEST_SHOWN: Final = 5_000  # characters

_DATE: Final = re.compile(
    r"(?P<second>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.(?P<fraction>\d{0,9}))?(?P<offset>Z|[+-]\d\d:\d\d)?", re.ASCII
)
_MD5: Final = re.compile("[0-9a-fA-F]{32}")


@dataclass(frozen=True)
class DatasetTask:
    """The part of an order that comes from one dataset; counts are after filtering, ``size`` is in bytes."""

    task_id: int
    dataset: str
    products: int
    files: int
    size: int


@dataclass(frozen=True)
class Order:
    """An order as the archive reports it (contract C.3).

    ``status`` is an OrderStatus, or another word of the archive, or an UnseenStatus. ``percent`` is 0 to 100, by size.
    ``expires`` is None while the order is pending. ``links`` names the allowed actions, None if the archive does not
    send links.
    """

    order_id: int
    label: str
    status: str
    percent: int
    created: datetime | None
    expires: datetime | None
    files_in_error: int
    waiting_for_user: bool
    tasks: tuple[DatasetTask, ...]
    links: frozenset[str] | None

    @property
    def files(self) -> int:
        """The number of ordered files."""
        return sum(task.files for task in self.tasks)

    @property
    def size(self) -> int:
        """The size of the ordered files in bytes."""
        return sum(task.size for task in self.tasks)

    @property
    def moving(self) -> bool:
        """Whether the status will change without a request of the user."""
        return self.status in MOVING

    @property
    def unfinished(self) -> bool:
        """Whether the archive may still prepare its files."""
        return self.status in UNFINISHED

    @property
    def unseen(self) -> bool:
        """Whether the archive does not show the order, so that only its list of available files is known."""
        return isinstance(self.status, UnseenStatus)

    @property
    def gone(self) -> bool:
        """Whether the archive has deleted its files."""
        return self.status in GONE


@dataclass(frozen=True)
class OrderFile:
    """A file of an order (contract C.6).

    ``file_id`` is negative where the archive gave no number: such a file comes in the ZIP only.

    ``size`` is in bytes, None if the archive does not know it. ``suborder`` is the number of the
    file's suborder (``filesTaskId``, contract C.8), 0 if it is not known.
    """

    file_id: int
    order_id: int
    suborder: int
    name: str
    product: str
    dataset: str
    data_type: str
    state: str
    size: int | None
    mime_type: str
    checksum: str
    algorithm: str
    external: bool
    error: str

    @property
    def available(self) -> bool:
        """Whether it can be downloaded now, alone or in the ZIP."""
        return self.state == FileState.AVAILABLE

    @property
    def can_be_fetched(self) -> bool:
        """Whether it may be downloaded by its number, also again, while the order is not gone (contract C.7)."""
        return self.has_number and self.state in FETCHABLE

    @property
    def has_number(self) -> bool:
        """Whether the archive gave it a number."""
        return self.file_id >= 0


@dataclass(frozen=True)
class BasketItem:
    """What one search has put into the basket from one dataset (contract D).

    ``selection`` is the number of the dataset's selection. ``queries`` is empty where the archive does not tell.
    """

    selection: int
    date: str
    queries: frozenset[str]


@dataclass(frozen=True)
class Basket:
    """The content of the user's basket, which REGARDS adds to the next order (contract C.1); size in bytes.

    ``selections`` are the numbers of its datasets' selections.
    """

    datasets: tuple[str, ...]
    products: int
    files: int
    size: int
    selections: tuple[int, ...] = ()
    items: tuple[BasketItem, ...] = ()

    @property
    def queries(self) -> frozenset[str]:
        """The queries that have filled it, as far as the archive tells them."""
        return frozenset(query for item in self.items for query in item.queries)

    def holds_others(self, queries: Collection[str]) -> bool:
        """Whether something lies here that these queries have not put here; False if no item tells its queries.

        Where some tell theirs, what tells none was not chosen by a query, but as by a polygon on REGARDS' own pages.
        """
        return bool(self.queries) and not all(item.queries and item.queries.issubset(queries) for item in self.items)


def order(resource: object) -> Order:
    """The order in an answer, wrapped or flat.

    Raises:
        UnexpectedReply: a field is missing or of a wrong type.
    """
    content = replies.unwrap(resource)
    return Order(
        order_id=_number(content, "id"),
        label=_shown(content, "label"),
        status=_shown(content, "status"),
        percent=_count(content, "percentCompleted"),
        created=_date(content.get("creationDate")),
        expires=_date(content.get("expirationDate")),
        files_in_error=_count(content, "filesInErrorCount"),
        waiting_for_user=content.get("waitingForUser") is True,
        tasks=tuple(_task(each) for each in _parts(content, "datasetTasks")),
        links=replies.links(resource),
    )


def order_file(resource: object, order_id: int, dataset: str) -> OrderFile:
    """The file in an item of a list, in the spelling of REGARDS' code or of its documentation (T-22)."""
    content = replies.unwrap(resource)
    return OrderFile(
        file_id=_number(content, "id"),
        order_id=order_id,
        suborder=_count(content, "filesTaskId"),
        name=_text(content, "filename"),
        product=_text(content, "productId"),
        dataset=dataset,
        data_type=_word(content, "dataType"),
        state=_word(content, "state"),
        size=next((size for key in ("filesize", "fileSize") if replies.is_number(size := content.get(key))), None),
        mime_type=_word(content, "mimeType"),
        checksum=_text(content, "checksum"),
        algorithm=_word(content, "digestAlgorithm"),
        external=content.get("reference") is True,
        error=_shown(content, "downloadError"),
    )


def unseen_order(order_id: int, *, more: bool) -> Order:
    """What stands for an order that the archive does not show."""
    status = UnseenStatus.MORE_TO_COME if more else UnseenStatus.UNKNOWN
    return replace(order({"id": order_id}), status=status)


def available_file(resource: object, order_id: int) -> OrderFile:
    """The file in an item of the list of available files, which lacks some of what `order_file` reads (contract C.6).

    An item without a number gets a made one, which is the same at each reading. A checksum of 32 hexadecimal digits
    without the name of its algorithm is MD5, which is the usual one (contract C.7).
    """
    content = replies.unwrap(resource)
    made: dict[str, Any] = {"state": FileState.AVAILABLE}
    if content.get("id") is None:
        content = {key: value for key, value in content.items() if key != "id"}
        made["id"] = -int.from_bytes(hashlib.sha256(repr(sorted(content.items())).encode()).digest()[:6], "big") - 1
    if _MD5.fullmatch(_text(content, "checksum")):
        made["digestAlgorithm"] = "MD5"
    return order_file({**made, **content}, order_id, "")


def basket(resource: object) -> Basket | None:
    """The basket in an answer, or None if it is empty."""
    selections = _parts(replies.unwrap(resource), "datasetSelections") if resource is not None else []
    if not selections:
        return None
    return Basket(
        datasets=tuple(_shown(selection, "datasetLabel") for selection in selections),
        products=sum(_count(selection, "objectsCount") for selection in selections),
        files=sum(_count(selection, "filesCount") for selection in selections),
        size=sum(_count(selection, "filesSize") for selection in selections),
        selections=tuple(_count(selection, "id") for selection in selections),
        items=tuple(
            _basket_item(selection, item) for selection in selections for item in _parts(selection, "itemsSelections")
        ),
    )


def _basket_item(selection: Mapping[str, Any], item: Mapping[str, Any]) -> BasketItem:
    asked = item.get("selectionRequest")
    parameters = asked.get("searchParameters") if isinstance(asked, dict) else None
    queries = parameters.get("q") if isinstance(parameters, dict) else None
    told = [query for query in queries if isinstance(query, str)] if isinstance(queries, list) else []
    return BasketItem(_count(selection, "id"), _text(item, "date"), frozenset(told))


def _task(resource: object) -> DatasetTask:
    content = replies.unwrap(resource)
    return DatasetTask(
        task_id=_number(content, "id"),
        dataset=_shown(content, "datasetLabel"),
        products=_count(content, "objectsCount"),
        files=_count(content, "filesCount"),
        size=_count(content, "filesSize"),
    )


def _number(content: Mapping[str, Any], key: str) -> int:
    value = content.get(key)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise UnexpectedReply(f"The archive sent something without a sensible “{key}”.", str(dict(content))[:300])


def _count(content: Mapping[str, Any], key: str) -> int:
    return 0 if content.get(key) is None else _number(content, key)


def _text(content: Mapping[str, Any], key: str) -> str:
    """A text; absent and null are the same (contract A.3)."""
    value = content.get(key)
    return "" if value is None else str(value)


def _shown(content: Mapping[str, Any], key: str) -> str:
    """A text that is shown and compared with nothing, printable and cut to what a person reads."""
    return printable(_text(content, key)[:_LONGEST_SHOWN])


def _parts(content: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    parts = content.get(key) or []
    if isinstance(parts, list):
        return [replies.unwrap(part) for part in parts]
    raise UnexpectedReply(f"The archive sent something without a sensible “{key}”.", str(dict(content))[:300])


def _word(content: Mapping[str, Any], key: str) -> str:
    """A text that many records share; interned to save memory."""
    return sys.intern(_shown(content, key))


def _date(value: object) -> datetime | None:
    """A date: ISO 8601, with a fraction of any length; without an offset it is in UTC (contract A.3).

    None for one of the first and the last year, such as an end that never comes: not every time zone has it.
    """
    found = _DATE.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return None
    fraction, offset = f"{found['fraction'] or ''}000000"[:6], found["offset"] or "Z"
    try:
        date = datetime.fromisoformat(f"{found['second']}.{fraction}{'+00:00' if offset == 'Z' else offset}")
    except ValueError:
        return None
    return date if MINYEAR < date.year < MAXYEAR else None
