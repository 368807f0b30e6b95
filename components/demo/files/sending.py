"""Download of files: one by its number, or all available files of an order in a ZIP (contract C.7)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from starlette.responses import PlainTextResponse, Response

from components.demo.accounts.accounts import User
from components.demo.accounts.quotas import QuotaReached, charge, quota_of, release
from components.demo.api.dates import iso
from components.demo.api.responses import errors
from components.demo.archive import Archive
from components.demo.catalogue.products import DataFile
from components.demo.files import content
from components.demo.files.downloads import DownloadResponse, disposition
from components.demo.files.faults import Fault
from components.demo.files.zips import Entry, zip_pieces
from components.demo.orders.order import FileState, Order, OrderFile

LARGEST_COUNTED: Final = 2**31 - 1
"""The largest size in bytes of which a download is recorded: REGARDS uses 32-bit integers (contract C.7)."""

_TOO_MANY: Final = 429
_STORAGE_ANSWERS: Final = {Fault.NOT_NOW: 202, Fault.MISSING: 404, Fault.GONE: 410, Fault.UNREACHABLE: 500}


@dataclass(frozen=True)
class _DownloadRefusal:
    """The reason why a file cannot be sent now."""

    status: int
    reason: str

    def response(self) -> Response:
        """The response: plain text for a reached quota, empty for "not now", otherwise messages."""
        if self.status == _TOO_MANY:
            return PlainTextResponse(self.reason, self.status)
        if self.status == _STORAGE_ANSWERS[Fault.NOT_NOW]:
            return Response(status_code=self.status)
        return errors(self.status, self.reason).written(pretty=False)


def send_file(archive: Archive, file: OrderFile, user: User) -> Response:
    """Send one file of an order, charged to a user; a refusal is recorded with the file.

    If the client disconnects before the end, the file is in DOWNLOAD_ERROR. It can be downloaded again from the
    beginning, any number of times.
    """
    with archive.moment() as now:
        if file.state is FileState.PENDING:
            return Response(status_code=202)
        if file.state is FileState.ERROR:
            return Response(status_code=422)
        refusal = _begin(archive, user, file.file)
        if refusal:
            archive.lifecycle.download_failed(file, refusal.reason, now)
            return refusal.response()
        fault = _next_fault(archive, file)

    def complete() -> None:
        with archive.moment() as now:
            release(user, file.file)
            if (file.file.size or 0) <= LARGEST_COUNTED:
                archive.lifecycle.downloaded(file, now)

    def broken() -> None:
        with archive.moment() as now:
            release(user, file.file)
            archive.lifecycle.download_failed(file, "Fewer bytes were read than the file has", now)

    pieces = _pieces(file.source.urn, file.file, fault)
    if gate := archive.gates.get(file.file.filename):
        pieces = gate.hold_within(pieces)
    short = fault is Fault.TRUNCATED
    return DownloadResponse(pieces, headers=_headers(file.file), complete=complete, broken=broken, short=short)


def send_stored(archive: Archive, urn: str, file: DataFile, user: User) -> Response:
    """Send one file of the catalogue, charged to a user; no order records it (contract E.1)."""
    with archive.moment():
        refusal = _begin(archive, user, file)
    if refusal:
        return refusal.response()

    def over() -> None:
        with archive.moment():
            release(user, file)

    return DownloadResponse(content.chunks(urn, file), headers=_headers(file), complete=over, broken=over)


def send_outside(urn: str, file: DataFile) -> Response:
    """Send an external file, without sign-in and quota."""
    return DownloadResponse(content.chunks(urn, file), headers=_headers(file))


def send_zip(archive: Archive, order: Order, user: User) -> Response:
    """Send a ZIP of the files of an order that are available now, or a 204 if there are none.

    Files that cannot be sent are named in the notice of the ZIP and end in DOWNLOAD_ERROR; the status is 200
    nevertheless. The states change when the whole ZIP is written, not if the client disconnects before.
    """
    with archive.moment() as now:
        files = [each for each in order.files() if each.state is FileState.AVAILABLE]
    if not files:
        return Response(status_code=204)
    failed: dict[int, str] = {}

    def complete() -> None:
        with archive.moment() as later:
            archive.lifecycle.downloaded_in_zip([each for each in files if each.id not in failed], later)
            for each in files:
                if each.id in failed:
                    archive.lifecycle.download_failed(each, failed[each.id], later)

    # REGARDS sends a date with colons, which not all file systems allow (contract C.7).
    name = f"order_{order.id}_{iso(now)}.zip"
    headers = {
        "Content-Type": "application/octet-stream",
        "Content-Disposition": f"attachment;filename={name}",
    }
    return DownloadResponse(zip_pieces(_entries(archive, files, user, failed), now), headers=headers, complete=complete)


def _entries(archive: Archive, files: Sequence[OrderFile], user: User, failed: dict[int, str]) -> Iterator[Entry]:
    """The entries of the ZIP. The reasons of refused files are added to `failed`, by number."""
    for file in files:
        with archive.moment():
            refusal = _begin(archive, user, file.file)
            fault = None if refusal else _next_fault(archive, file)
        if refusal:
            failed[file.id] = refusal.reason
            yield Entry(file.file.filename, failure=refusal.reason)
            continue
        try:
            yield Entry(file.file.filename, _pieces(file.source.urn, file.file, fault))
        finally:
            with archive.moment():
                release(user, file.file)


def _begin(archive: Archive, user: User, file: DataFile) -> _DownloadRefusal | None:
    """Charge the quota for a download that begins and return None, or the reason for its refusal."""
    fault = archive.faults.get(file.filename)
    if fault in _STORAGE_ANSWERS:
        status = _STORAGE_ANSWERS[fault]
        return _DownloadRefusal(status, f"Storage answered {status} for file {file.filename}")
    try:
        charge(user, quota_of(user, archive.scenario_of(user.username)), file)
    except QuotaReached as reached:
        return _DownloadRefusal(_TOO_MANY, str(reached))
    return None


def _next_fault(archive: Archive, file: OrderFile) -> Fault | None:
    """The fault of the download that begins now."""
    fault = archive.faults.get(file.file.filename)
    if fault is Fault.CORRUPT_ONCE:
        fault = None if file.fault_occurred else Fault.CORRUPT
        file.fault_occurred = True
    return fault


def _headers(file: DataFile) -> dict[str, str]:
    length = {} if file.size is None else {"Content-Length": str(file.size)}
    return {"Content-Type": file.mime_type, "Content-Disposition": disposition(file.filename), **length}


def _pieces(urn: str, file: DataFile, fault: Fault | None) -> Iterator[bytes]:
    pieces = content.chunks(urn, file)
    if fault is Fault.TRUNCATED:
        first = next(pieces, b"")
        yield first[: len(first) // 2]
    elif fault is Fault.CORRUPT:
        yield from (bytes(len(piece)) for piece in pieces)
    else:
        yield from pieces
