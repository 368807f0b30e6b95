"""JSON views of orders and files (contract C.3, C.6), as in the code or as documented (contract J.10)."""

from collections.abc import Sequence

from components.demo.api.calls import Call
from components.demo.api.dates import iso
from components.demo.api.product_views import file_uri
from components.demo.api.responses import PREFIX, PROJECT_HOST, Json, Link, Reply, Window, link, without_nulls, wrapped
from components.demo.catalogue.products import Product
from components.demo.files import content
from components.demo.orders import actions
from components.demo.orders.file_filters import FileFilter
from components.demo.orders.order import DatasetTask, Order, OrderFile


def resource(call: Call, item: Json, links: Sequence[Link] = (), status: int = 200) -> Reply:
    """One resource, wrapped, or flat as documented."""
    return Reply(item if call.documented else wrapped(item, links), status)


def page(
    call: Call, window: Window, total: int, items: Sequence[tuple[Json, Sequence[Link]]], status: int = 200
) -> Reply:
    """A page of resources, wrapped, or flat and with the key `size:` as documented (contract A.4)."""
    metadata = window.metadata(total)
    if call.documented:
        metadata = {"size:" if name == "size" else name: value for name, value in metadata.items()}
        return Reply({"metadata": metadata, "content": [item for item, _ in items], "links": []}, status)
    contents = [wrapped(item, links) for item, links in items]
    return Reply({"metadata": metadata, "content": contents, "links": [link("self", "/user/orders")]}, status)


def order_view(order: Order) -> Json:
    """The `OrderDto` of an order, without queries, correlation id and messages."""
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
    return without_nulls(
        {
            "id": task.id,
            "datasetLabel": task.dataset.label,
            "objectsCount": task.objects,
            "filesCount": task.files_count,
            "filesSize": task.files_size,
            "fileSelectionDescription": filter_view(task.filters),
        }
    )


def filter_view(filters: FileFilter | None) -> Json | None:
    """The view of a file filter, or None without a filter."""
    if filters is None:
        return None
    return without_nulls({"fileTypes": list(filters.types), "fileNamePattern": filters.pattern})


def order_links(order: Order) -> list[Link]:
    """The links of an order: itself, the list, and the actions that its owner may take now."""
    own = f"/user/orders/{order.id}"
    possible = [link(each.value, own) for each in actions.possible(order)]
    return [link("self", own), link("list", "/user/orders"), *possible]


def file_view(file: OrderFile, base: str) -> Json:
    """The view of a file, with its state, in the list of the files of a dataset."""
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
            "uri": file_uri(file.source.urn, described, base),
            "digestAlgorithm": "MD5" if described.has_checksum else None,
            "types": [],
            "downloadError": file.download_error,
        }
    )


def available_view(file: OrderFile, *, documented: bool) -> Json:
    """The view of a file in the lists of available files. The URL has the double slash of REGARDS.

    Two fields are documented under other names: `uri` and `fileSize`.
    """
    url_key, size_key = ("uri", "fileSize") if documented else ("downloadUrl", "filesize")
    url = f"{PROJECT_HOST}{PREFIX}/rs-order//orders/files/{file.id}"
    return without_nulls({**_described(file), url_key: url, size_key: file.file.size})


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
