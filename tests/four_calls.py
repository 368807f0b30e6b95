"""A server of exactly the four calls of REGARDS' public guide; everything else is 404.

It is written from the contract alone, and shares no code with the demo archive: sign-in (B.1), apply (C.1), the list of
available files (C.6) and the ZIP (C.7). Its files come in parts, and each part is listed until its ZIP was sent.
"""

import hashlib
import io
import json
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

PROJECT = "project1"
USER = "user1@example.org"
PASSWORD = "secret words"
TOKEN = "header.payload.signature"
API = "/api/v1"
ORDER = 812


@dataclass
class Guide:
    """How the guide is followed, and what was asked.

    Attributes:
        granted: the status of an accepted order, 201 as documented or 200 as coded.
        wrapped: whether answers are wrapped in ``content``.
        documented: whether the list lies at the documented address, with the documented names and statuses.
        parts: the files of each part of the order, by name.
        packed: what the ZIP holds instead, by the name of the file.
        loses_verdict: whether the answer to an order never comes.
        asked: the requests so far, as method and path.
    """

    granted: int = 201
    wrapped: bool = False
    documented: bool = True
    parts: list[dict[str, bytes]] = field(default_factory=lambda: [{"a.nc": b"one"}, {"b.nc": b"two", "c.nc": b"3"}])
    packed: dict[str, bytes] = field(default_factory=dict)
    loses_verdict: bool = False
    asked: list[str] = field(default_factory=list)
    url: str = ""

    @property
    def applied(self) -> int:
        """The number of order requests."""
        return self.asked.count(f"POST {API}/rs-order/user/orders/apply")


@contextmanager
def four_calls(guide: Guide) -> Iterator[Guide]:
    """Serve the guide while the block runs."""

    class Handler(_Handler):
        pass

    Handler.guide = guide
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    guide.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield guide
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    guide: Guide

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        path = self._noted()
        if path == f"{API}/rs-authentication/oauth/token":
            self._sign_in(json.loads(body))
        elif path == f"{API}/rs-order/user/orders/apply" and self._may():
            if self.guide.loses_verdict:
                self._send(504, b"", "text/html")
            else:
                self._one(self.guide.granted, {"status": "GRANTED", "orderId": ORDER, "correlationId": "c"})
        else:
            self._send(404)

    def do_GET(self) -> None:
        path = self._noted()
        user = "/user" if self.guide.documented else ""
        if path == f"{API}/rs-order{user}/orders/{ORDER}/files/available" and self._may():
            self._list()
        elif path == f"{API}/rs-order/user/orders/{ORDER}/download" and self._may():
            self._zip()
        else:
            self._send(404)

    def do_DELETE(self) -> None:
        self._noted()
        self._send(404)

    def log_message(self, *_: object) -> None:
        """Write nothing."""

    def _noted(self) -> str:
        path = urlsplit(self.path).path
        self.guide.asked.append(f"{self.command} {path}")
        return path

    def _may(self) -> bool:
        return self.headers.get("Authorization") == f"Bearer {TOKEN}"

    def _sign_in(self, credentials: dict[str, str]) -> None:
        if (credentials["username"], credentials["password"]) != (USER, PASSWORD):
            self._json(400, {"additionalInformation": {"error": "ACCOUNT_UNKNOWN"}})
            return
        who = {"sub": USER, "email": USER, "role": "REGISTERED_USER", "tenant": PROJECT, "scope": PROJECT}
        self._json(200, {**who, "access_token": TOKEN, "token_type": "bearer", "expires_in": 3599})

    def _list(self) -> None:
        documented, parts = self.guide.documented, self.guide.parts
        if not parts and documented:
            self._json(200, {"content": [], "links": [], "page": {"size:": 50, "totalPages": 0}})
            return
        items = [self._item(name, body) for name, body in parts[0].items()] if parts else []
        content = [{"content": item, "links": []} if self.guide.wrapped else item for item in items]
        metadata = {"size": 20, "totalElements": len(items), "totalPages": 1, "number": 0}
        status = 206 if documented and len(parts) > 1 else 200
        if documented and not items:
            self._send(204)
        else:
            self._json(status, {"content": content, "links": [], "metadata": metadata})

    def _item(self, name: str, body: bytes) -> dict[str, Any]:
        size, url = ("fileSize", "uri") if self.guide.documented else ("filesize", "downloadUrl")
        return {
            "productId": name.partition(".")[0],
            "version": 1,
            url: f"http://internal.example/api/v1/rs-order//orders/files/{name}",
            "mimeType": "application/x-netcdf",
            "checksum": hashlib.md5(body, usedforsecurity=False).hexdigest(),
            size: len(body),
            "filename": name,
        }

    def _zip(self) -> None:
        part = next(iter(self.guide.parts), None)
        if not part:  # also a part that is still being prepared
            self._send(204)
            return
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            for name, body in part.items():
                archive.writestr(name, self.guide.packed.get(name, body))
        self.guide.parts.pop(0)
        self._send(200, packed.getvalue(), "application/octet-stream", f"attachment;filename=order_{ORDER}.zip")

    def _one(self, status: int, item: dict[str, Any]) -> None:
        self._json(status, {"content": item, "links": []} if self.guide.wrapped else item)

    def _json(self, status: int, value: object) -> None:
        self._send(status, json.dumps(value).encode(), "application/json")

    def _send(self, status: int, body: bytes = b"", kind: str = "", disposition: str = "") -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Disposition": disposition}.items():
            if value:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
