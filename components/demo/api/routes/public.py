"""rs-order: the metalink of an order, and its public addresses, which need no sign-in (contract C.7)."""

from typing import Final
from urllib.parse import urlencode
from xml.etree.ElementTree import Element, SubElement, tostring

from starlette.responses import Response

from components.demo.accounts.accounts import Role
from components.demo.accounts.tokens import Claims, TokenRefused
from components.demo.api.calls import Call, Endpoint
from components.demo.api.responses import PREFIX, Refusal
from components.demo.api.routes.files import zipped_order
from components.demo.archive import Archive
from components.demo.files.sending import send_file
from components.demo.orders.order import FileState, Order, OrderFile, OrderStatus

_SERVICE: Final = "/rs-order"
_NO_METALINK: Final = frozenset({OrderStatus.DELETED, OrderStatus.EXPIRED, OrderStatus.PENDING, OrderStatus.FAILED})


def metalink(call: Call) -> Response:
    """The metalink of an order, for its readers."""
    with call.archive.moment():
        return _metalink(call, zipped_order(call))


def public_metalink(call: Call) -> Response:
    """The metalink of the order of an order token."""
    with call.archive.moment():
        return _metalink(call, _order_of_token(call))


def public_file(call: Call) -> Response:
    """One file of the order of an order token, charged to its owner; HEAD returns the state of the file."""
    with call.archive.moment():
        order = _order_of_token(call)
        file = call.archive.lifecycle.files.get(call.number("file"))
        if file is None or file.suborder.order is not order:
            raise Refusal(404, "Entity of type OrderDataFile was not found")
        owner = call.archive.directory.get(order.owner)
    if call.method == "HEAD":
        return Response(status_code=_head_status(file))
    if owner is None:
        raise Refusal(401)
    return send_file(call.archive, file, owner)


def _head_status(file: OrderFile) -> int:
    return {FileState.PENDING: 202, FileState.ERROR: 422}.get(file.state, 200)


def _order_of_token(call: Call) -> Order:
    """The order of an order token. Raises a 401 without a message for any other token."""
    try:
        claims = call.archive.tokens.read(call.query.get("orderToken", ""), call.archive.clock())
    except TokenRefused:
        raise Refusal(401) from None
    order = call.archive.lifecycle.orders.get(claims.order or 0)
    if order is None:
        raise Refusal(401)
    return order


def _metalink(call: Call, order: Order) -> Response:
    """The addresses of all files in any state, valid until the order expires (Metalink 3.0).

    As in REGARDS, there are no checksums (contract L.5).
    """
    if order.status in _NO_METALINK or order.expiration is None:
        raise Refusal(404, f"There is no metalink for order {order.id}")
    query = urlencode({"orderToken": _order_token(call.archive, order), "scope": call.archive.project})
    root = Element("metalink", {"version": "3.0", "xmlns": "http://www.metalinker.org/"})
    files = SubElement(root, "files")
    for each in order.files():
        url = f"{call.base}{PREFIX}{_SERVICE}/orders/public/files/{each.id}?{query}"
        _add(files, each, url)
    body = tostring(root, encoding="utf-8", xml_declaration=True)
    headers = {"Content-Disposition": f"attachment;filename=order_{order.id}.metalink"}
    return Response(body, headers=headers, media_type="application/metalink+xml")


def _add(files: Element, file: OrderFile, url: str) -> None:
    described = file.file
    entry = SubElement(files, "file", {"name": described.filename})
    SubElement(entry, "identity").text = described.filename
    if described.size is not None:
        SubElement(entry, "size").text = str(described.size)
    SubElement(SubElement(entry, "resources"), "url", {"type": "http"}).text = url


def _order_token(archive: Archive, order: Order) -> str:
    claims = Claims(archive.project, Role.PUBLIC.name, order.owner, int(order.expiration or 0), order=order.id)
    return archive.tokens.sign(claims)


ENDPOINTS: Final = (
    Endpoint("GET", f"{_SERVICE}/user/orders/metalink/download", public_metalink, Role.PUBLIC),
    Endpoint("GET", f"{_SERVICE}/user/orders/{{order}}/metalink/download", metalink),
    Endpoint("GET", f"{_SERVICE}/orders/public/files/{{file}}", public_file, Role.PUBLIC),
)
