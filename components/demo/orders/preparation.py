"""Preparation of an order: its files are listed, filtered and split into suborders (contract C.1 step 6)."""

from collections.abc import Callable
from typing import Final

from components.demo.catalogue.products import ORDERABLE, DataFile, Dataset, Product
from components.demo.orders.basket import DatasetSelection
from components.demo.orders.file_filters import wanted_types
from components.demo.orders.file_names import InvalidPattern, matcher
from components.demo.orders.order import DatasetTask, Order, OrderFile, OrderStatus, Suborder
from components.demo.orders.suborders import Limits, split
from components.demo.sequences import Sequences

MOST_QUERIES: Final = 100
"""Sub-requests that rs-catalog accepts at once: with more queries on a dataset the order fails (contract C.1)."""


def prepare(order: Order, limits: Limits, numbers: Sequences) -> OrderStatus:
    """Fill an order with its files and return its new status.

    The status stays PENDING if Java cannot compile the expression for file names. REGARDS does not catch the exception
    that the first file raises, and the order is never prepared (contract C.2).
    """
    if any(len(selection.items) > MOST_QUERIES for selection in order.selections):
        return OrderStatus.FAILED
    try:
        tasks = [_task(order, selection, limits, numbers) for selection in order.selections]
    except InvalidPattern:
        return OrderStatus.PENDING
    order.tasks = [task for task in tasks if task.suborders]
    if not order.tasks:
        return OrderStatus.DONE_WITH_WARNING
    if all(suborder.external for suborder in order.suborders()):
        return OrderStatus.DONE
    return OrderStatus.RUNNING


def _task(order: Order, selection: DatasetSelection, limits: Limits, numbers: Sequences) -> DatasetTask:
    products = selection.products
    task = DatasetTask(next(numbers.task), selection.dataset, selection.filters, objects=len(products))
    for part in split((selection.dataset, *products), _file_filter(selection), limits):
        suborder = Suborder(next(numbers.suborder), order, task, part.external)
        suborder.files = [OrderFile(next(numbers.file), source, file, suborder) for source, file in part.files]
        task.suborders.append(suborder)
        task.files_count += len(part.files)
        task.files_size += part.size
    return task


def _file_filter(selection: DatasetSelection) -> Callable[[Product | Dataset, DataFile], bool]:
    """A predicate for files: the filter applies to products, not to the orderable files of the dataset itself."""
    filters = selection.filters
    types = wanted_types(filters)
    pattern = filters.pattern if filters else None
    matches: Callable[[str], bool] | None = None

    def keep(source: Product | Dataset, file: DataFile) -> bool:
        nonlocal matches
        if isinstance(source, Dataset):
            return file.data_type in ORDERABLE
        if file.data_type not in types:
            return False
        if pattern is None:
            return True
        matches = matches or matcher(pattern)
        return matches(file.filename)

    return keep
