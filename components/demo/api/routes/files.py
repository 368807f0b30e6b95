"""rs-order: lists and downloads of the files of an order, for its owner (contract C.6, C.7)."""

import zlib
from collections.abc import Iterable
from typing import Final

from starlette.responses import Response

from components.demo.api.calls import Answer, Call, Endpoint
from components.demo.api.order_views import available_view, file_view, page
from components.demo.api.responses import Refusal, Reply, link
from components.demo.api.routes.orders import check_reader, readable_order
from components.demo.files.sending import send_file, send_zip
from components.demo.orders.order import FINISHED, FileState, Order, OrderFile, OrderStatus

_SERVICE: Final = "/rs-order"
_FINAL: Final = FINISHED | {OrderStatus.FAILED, OrderStatus.EXPIRED, OrderStatus.DELETED}


def available_of_order(call: Call) -> Answer:
    """The files of an order that are available now, without the downloaded ones."""
    with call.archive.moment():
        order = readable_order(call)
        return _available(call, order, order.files())


def available_of_suborder(call: Call) -> Answer:
    """The files of a suborder that are available now."""
    with call.archive.moment():
        order = readable_order(call)
        number = call.number("suborder")
        suborder = next((each for each in order.suborders() if each.id == number), None)
        if suborder is None:
            raise Refusal(404)
        return _available(call, order, suborder.files)


def _available(call: Call, order: Order, files: Iterable[OrderFile]) -> Answer:
    """A page of available files with status 200.

    As documented, the status is 200 only for a finished order, 206 before, and 204 while there is no file. The
    documented page size is 50.
    """
    window = call.window(50 if call.documented else 10)
    listed = [each for each in files if each.state is FileState.AVAILABLE]
    if call.documented and not listed and order.status not in _FINAL:
        return Response(status_code=204)
    items = [(available_view(each, documented=call.documented), ()) for each in window.cut(listed)]
    status = 206 if call.documented and order.status not in _FINAL else 200
    return page(call, window, len(listed), items, status)


def files_of_dataset(call: Call) -> Reply:
    """All files of one dataset of an order with their states, in no particular order."""
    window = call.window()
    with call.archive.moment():
        order = zipped_order(call) if call.archive.forgets_owners else readable_order(call)
        number = call.number("task")
        files = [each for task in order.tasks if task.id == number for each in task.files()]
        files.sort(key=lambda each: zlib.crc32(str(each.id).encode()))
        items = [(file_view(each, call.base), [link("self", f"/orders/files/{each.id}")]) for each in window.cut(files)]
    return page(call, window, len(files), items)


def download_file(call: Call) -> Response:
    """One file by its number."""
    return send_file(call.archive, _file(call), call.user)


def _file(call: Call) -> OrderFile:
    number = call.number("file")
    with call.archive.moment():
        file = call.archive.lifecycle.files.get(number)
    if file is None:
        raise Refusal(404, f"Entity of type OrderDataFile with id {number} was not found")
    check_reader(call, file.suborder.order)
    return file


def download_zip(call: Call) -> Response:
    """A ZIP of the files of an order that are available now."""
    with call.archive.moment():
        order = zipped_order(call)
    return send_zip(call.archive, order, call.user)


def zipped_order(call: Call) -> Order:
    """The order in the path, of any user if the archive forgets owners. Raises a 404 with a reason, or a 403."""
    number = call.number("order")
    order = call.archive.lifecycle.orders.get(number)
    if order is None:
        raise Refusal(404, f"Entity of type Order with id {number} was not found")
    if not call.archive.forgets_owners:
        check_reader(call, order)
    return order


_ORDER: Final = f"{_SERVICE}/orders/{{order}}"

ENDPOINTS: Final = (
    Endpoint("GET", f"{_SERVICE}/user/orders/{{order}}/files/available", available_of_order, documented=True),
    Endpoint("GET", f"{_ORDER}/files/available", available_of_order, documented=False),
    Endpoint("GET", f"{_ORDER}/filesTask/{{suborder}}/files/available", available_of_suborder),
    Endpoint("GET", f"{_ORDER}/dataset/{{task}}/files", files_of_dataset),
    Endpoint("GET", f"{_SERVICE}/orders/files/{{file}}", download_file),
    Endpoint("GET", f"{_SERVICE}/user/orders/{{order}}/download", download_zip),
)
