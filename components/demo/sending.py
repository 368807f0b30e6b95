"""Sending the files of an order: one by its number, or all available ones in a ZIP (contract C.7)."""

from collections.abc import Iterator, Sequence
from typing import Final

from starlette.responses import PlainTextResponse, Response

from components.demo import content
from components.demo.accounts import User
from components.demo.answers import errors
from components.demo.archive import Archive
from components.demo.dates import iso
from components.demo.downloads import Delivery, disposition
from components.demo.faults import Fault
from components.demo.orders import FileState, Order, OrderFile
from components.demo.quotas import QuotaReached, charge, quota_of, release
from components.demo.zips import Entry, packed

_STORAGE_ANSWERS: Final = {
    Fault.NOT_NOW: 202,
    Fault.MISSING: 404,
    Fault.GONE: 410,
    Fault.UNREACHABLE: 500,
}


def send_file(archive: Archive, file: OrderFile, user: User) -> Response:
    """Give one file of an order, charged to a user; what hinders it is answered, and noted with the file.

    Whoever hangs up in the middle leaves the file in DOWNLOAD_ERROR, since fewer bytes were read than it has.
    It can be asked for again as often as one likes, from the beginning.
    """
    described = file.file
    with archive.moment() as now:
        if file.state is FileState.PENDING:
            return Response(status_code=202)
        if file.state is FileState.ERROR:
            return Response(status_code=422)
        fault = archive.faults.get(described.filename)
        if fault in _STORAGE_ANSWERS:
            status = _STORAGE_ANSWERS[fault]
            reason = f"Storage answered {status} for file {described.filename}"
            archive.lifecycle.download_failed(file, reason, now)
            return (
                errors(status, reason).written(pretty=False)
                if status >= 400
                else Response(status_code=status)
            )  # noqa: PLR2004
        try:
            charge(user, quota_of(user, archive.scenario_of(user.username)), described)
        except QuotaReached as reached:
            archive.lifecycle.download_failed(file, str(reached), now)
            return PlainTextResponse(str(reached), 429)
    return _delivery(archive, file, user, fault)


def _delivery(archive: Archive, file: OrderFile, user: User, fault: Fault | None) -> Delivery:
    described = file.file
    delivered = False

    def complete() -> None:
        nonlocal delivered
        with archive.moment() as now:
            delivered = fault is not Fault.TRUNCATED
            if delivered:
                archive.lifecycle.downloaded(file, now)

    def ended() -> None:
        with archive.moment() as now:
            release(user, described)
            if not delivered:
                archive.lifecycle.download_failed(file, "Fewer bytes were read than the file has", now)

    headers = {"Content-Disposition": disposition(described.filename)}
    if described.size is not None:
        headers["Content-Length"] = str(described.size)
    return Delivery(
        _pieces(file, fault),
        media_type=described.mime_type,
        headers=headers,
        complete=complete,
        ended=ended,
        short=fault is Fault.TRUNCATED,
    )


def _pieces(file: OrderFile, fault: Fault | None) -> Iterator[bytes]:
    pieces = content.chunks(file.source.urn, file.file)
    if fault is Fault.TRUNCATED:
        first = next(pieces, b"")
        yield first[: len(first) // 2]
    elif fault is Fault.CORRUPT:
        yield from (bytes(len(piece)) for piece in pieces)
    else:
        yield from pieces


def send_zip(archive: Archive, order: Order, user: User) -> Response:
    """Give the files of an order that are available at this moment, or 204 if none is.

    What cannot be packed is named in the ZIP's notice and ends in DOWNLOAD_ERROR; the status is 200 all the
    same. The states change when the whole ZIP is written, and not at all if the peer hangs up before.
    """
    with archive.moment() as now:
        files = [each for each in order.files() if each.state is FileState.AVAILABLE]
    if not files:
        return Response(status_code=204)
    failed: dict[int, str] = {}

    def complete() -> None:
        with archive.moment() as later:
            archive.lifecycle.packed([each for each in files if each.id not in failed], later)
            for each in files:
                if each.id in failed:
                    archive.lifecycle.download_failed(each, failed[each.id], later)

    # REGARDS writes the date with its colons, which no file system likes (contract C.7).
    headers = {"Content-Disposition": f"attachment;filename=order_{order.id}_{iso(now)}.zip"}
    pieces = packed(_entries(archive, files, user, failed), now)
    return Delivery(pieces, media_type="application/octet-stream", headers=headers, complete=complete)


def _entries(
    archive: Archive, files: Sequence[OrderFile], user: User, failed: dict[int, str]
) -> Iterator[Entry]:
    """Give what goes into the ZIP, file by file, noting in `failed` why one could not be had."""
    for file in files:
        described = file.file
        with archive.moment():
            fault = archive.faults.get(described.filename)
            try:
                if fault in _STORAGE_ANSWERS:
                    raise QuotaReached(f"Storage answered {_STORAGE_ANSWERS[fault]}")
                charge(user, quota_of(user, archive.scenario_of(user.username)), described)
            except QuotaReached as reached:
                failed[file.id] = str(reached)
                yield Entry(described.filename, failure=str(reached))
                continue
        try:
            yield Entry(described.filename, _pieces(file, fault))
        finally:
            with archive.moment():
                release(user, described)
