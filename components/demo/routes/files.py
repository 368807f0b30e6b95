"""rs-order: the files of orders, listed and downloaded (contract C.6, C.7)."""

import zlib
from typing import Final

from starlette.responses import Response

from components.demo.accounts import Role
from components.demo.answers import Refusal, Reply, link
from components.demo.gateway import Call, Endpoint
from components.demo.order_views import available_view, file_view, page
from components.demo.orders import FileState, OrderFile
from components.demo.routes.orders import readable_order
from components.demo.sending import send_file, send_zip

_SERVICE: Final = "/rs-order"
_AVAILABLE_PAGE: Final = 10


def list_available(call: Call) -> Reply:
    """Give the files of an order that are available now, and only these: a downloaded file leaves the list."""
    window = call.window(_AVAILABLE_PAGE)
    with call.archive.moment():
        order = readable_order(call, silent=True)
        files = [each for each in order.files() if each.state is FileState.AVAILABLE]
        items = [(available_view(call, each), ()) for each in window.cut(files)]
    return page(call, window, len(files), items)


def list_files(call: Call) -> Reply:
    """Give all files of one dataset's part of an order with their states, in no order that means anything."""
    window = call.window()
    with call.archive.moment():
        order = readable_order(call, silent=True)
        number = call.number("task")
        files = [each for task in order.tasks if task.id == number for each in task.files()]
        files.sort(key=lambda each: zlib.crc32(str(each.id).encode()))
        items = [
            (file_view(call, each), (link("self", f"/orders/files/{each.id}"),)) for each in window.cut(files)
        ]
    return page(call, window, len(files), items)


def download_file(call: Call) -> Response:
    """Give one file by its number."""
    return send_file(call.archive, _file(call), call.caller)


def _file(call: Call) -> OrderFile:
    number = call.number("file")
    with call.archive.moment():
        file = call.archive.lifecycle.files.get(number)
    if file is None:
        raise Refusal(404, f"Entity of type OrderDataFile with id {number} not found")
    if file.suborder.order.owner != call.caller.username and call.caller.role < Role.PROJECT_ADMIN:
        raise Refusal(403)
    return file


def download_zip(call: Call) -> Response:
    """Give all files of an order that are available now, in a ZIP."""
    with call.archive.moment():
        order = readable_order(call, silent=False)
    return send_zip(call.archive, order, call.caller)


ENDPOINTS: Final = (
    Endpoint("GET", f"{_SERVICE}/orders/{{order}}/files/available", list_available),
    Endpoint("GET", f"{_SERVICE}/orders/{{order}}/dataset/{{task}}/files", list_files),
    Endpoint("GET", f"{_SERVICE}/orders/files/{{file}}", download_file),
    Endpoint("GET", f"{_SERVICE}/user/orders/{{order}}/download", download_zip),
)
