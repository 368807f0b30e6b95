"""Orders and their files as the archive shows them (contract C.3, C.6), coded or documented (contract J.10)."""

from collections.abc import Iterator, Sequence
from typing import Final

from components.demo import content
from components.demo.answers import (
    PREFIX,
    PROJECT_HOST,
    Json,
    Link,
    Reply,
    Window,
    link,
    without_nulls,
    wrapped,
)
from components.demo.dates import iso
from components.demo.gateway import Call
from components.demo.lifecycle import RETRIABLE
from components.demo.orders import DatasetTask, Order, OrderFile, OrderStatus
from components.demo.product_views import file_uri
from components.demo.products import Product

PAUSABLE: Final = frozenset({OrderStatus.PENDING, OrderStatus.RUNNING})
DELETABLE: Final = RETRIABLE | {OrderStatus.DONE, OrderStatus.PAUSED, OrderStatus.EXPIRED}
RESTARTABLE: Final = RETRIABLE | {OrderStatus.DONE}


def resource(call: Call, item: Json, links: Sequence[Link] = (), status: int = 200) -> Reply:
    """Give one resource: wrapped, or flat as the public pages show it."""
    return Reply(item if call.archive.documented else wrapped(item, links), status)


def page(
    call: Call, window: Window, total: int, items: Sequence[tuple[Json, Sequence[Link]]], status: int = 200
) -> Reply:
    """Give a page of resources, flat as the public pages show it with their own `size:`, or wrapped."""
    metadata = dict(window.metadata(total))
    if call.archive.documented:
        metadata["size:"] = metadata.pop("size")
        return Reply({"metadata": metadata, "content": [item for item, _ in items], "links": []}, status)
    return Reply(
        {
            "metadata": metadata,
            "content": [wrapped(item, links) for item, links in items],
            "links": [link("self", "")],
        },
        status,
    )


def order_view(order: Order) -> Json:
    """Give an order as `OrderDto` shows it: neither its queries, nor its correlation id, nor any message."""
    return without_nulls(
        {
            "id": order.id,
            "owner": order.owner,
            "label": order.label,
            "creationDate": iso(order.created),
            "expirationDate": iso(order.expiration) if order.expiration is not None else None,
            "percentCompleted": order.percent,
            "filesInErrorCount": order.in_error,
            "availableFilesCount": order.available,
            "status": order.status,
            "statusDate": iso(order.status_date),
            "waitingForUser": order.waiting,
            "datasetTasks": [_task_view(each) for each in order.tasks],
        }
    )


def _task_view(task: DatasetTask) -> Json:
    filters = task.filters
    return without_nulls(
        {
            "id": task.id,
            "datasetLabel": task.dataset.label,
            "objectsCount": task.objects,
            "filesCount": task.files_count,
            "filesSize": task.files_size,
            "fileSelectionDescription": without_nulls(
                {"fileTypes": list(filters.types), "fileNamePattern": filters.pattern}
            )
            if filters
            else None,
        }
    )


def order_links(order: Order) -> list[Link]:
    """Give the links of an order: what its owner may do with it now (contract C.5)."""
    own = f"/user/orders/{order.id}"
    links = [link("self", own), link("list", "/user/orders")]
    links.extend(link(rel, own) for rel in _actions(order))
    return links


def _actions(order: Order) -> Iterator[str]:
    if order.status is not OrderStatus.DELETED and order.available > 0:
        yield "download"
    if order.status in PAUSABLE:
        yield "pause"
    if order.status is OrderStatus.PAUSED and order.stopped:
        yield "resume"
    if order.status in RESTARTABLE:
        yield "restart"
    if order.status in RETRIABLE:
        yield "retry"
    if order.status in DELETABLE:
        yield "delete"


def file_view(call: Call, file: OrderFile) -> Json:
    """Give a file as the lists of a dataset's files show it, with its state."""
    described = file.file
    return without_nulls(
        {
            **_described(file),
            "filesize": described.size,
            "state": file.state,
            "orderId": file.suborder.order.id,
            "filesTaskId": file.suborder.id,
            "ipId": file.source.urn,
            "dataType": described.data_type,
            "reference": described.reference,
            "online": described.online,
            "uri": file_uri(file.source.urn, described, call.base),
            "digestAlgorithm": "MD5" if described.has_checksum else None,
            "types": [],
            "downloadError": file.download_error,
        }
    )


def available_view(call: Call, file: OrderFile) -> Json:
    """Give a file as the lists of available files show it: where to get it, with the double slash of the original.

    The public pages call two fields `uri` and `fileSize` instead.
    """
    url = f"{PROJECT_HOST}{PREFIX}/rs-order//orders/files/{file.id}"
    where, size = ("uri", "fileSize") if call.archive.documented else ("downloadUrl", "filesize")
    return without_nulls({**_described(file), where: url, size: file.file.size})


def _described(file: OrderFile) -> Json:
    described, source = file.file, file.source
    return {
        "id": file.id,
        "productId": source.provider_id,
        "version": source.version if isinstance(source, Product) else None,
        "mimeType": described.mime_type,
        "checksum": content.checksum(source.urn, described) if described.has_checksum else None,
        "filename": described.filename,
    }
