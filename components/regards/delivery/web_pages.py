"""The web pages and messages that arrive in place of a file, from a firewall or a sign-in page (contract L.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from components.regards.delivery.checksums import algorithm_of
from components.regards.errors import UnexpectedReply
from components.regards.http.replies import WEB_PAGES, Reply, kind_of, reason

if TYPE_CHECKING:
    from components.regards.orders.records import OrderFile

_PAGE_SUFFIXES: Final = (".html", ".htm", ".xhtml")
_LOOKED_AT: Final = 4096  # bytes of a page, for its words


def is_unannounced(file: OrderFile, header: str) -> bool:
    """Whether a header ``Content-Type`` names a web page or JSON, and neither the file's kind nor its name does."""
    kind, name = kind_of(header), file.name.lower()
    if kind in WEB_PAGES:
        return kind_of(file.mime_type) not in WEB_PAGES and not name.endswith(_PAGE_SUFFIXES)
    return _is_json(kind) and not _is_json(kind_of(file.mime_type)) and not name.endswith("json")


def must_be_refused(file: OrderFile, header: str) -> bool:
    """Whether to refuse a download for its kind alone: it is not announced, and no checksum can tell more."""
    return is_unannounced(file, header) and not algorithm_of(file)


def in_place_of_file(header: str, beginning: bytes) -> UnexpectedReply:
    """The error for a download that is not the file; ``beginning`` holds its first bytes."""
    what = f"Something else came in place of this file: a firewall or a proxy may have sent it ({kind_of(header)})."
    return UnexpectedReply(what, reason(Reply(200, header, beginning[:_LOOKED_AT])))


def _is_json(kind: str) -> bool:
    return kind == "application/json" or kind.endswith("+json")
