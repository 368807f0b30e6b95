"""Quicklooks: fetched unchanged, and never decoded here."""

import hashlib
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from components.regards.errors import NoAnswer
from components.regards.orders import quicklooks
from components.regards.orders.quicklooks import NoPicture, Picture
from components.regards.orders.records import OrderFile
from tests.regards.scripted_server import ScriptedServer, reply, scripted_server
from tests.ui import draw_block

PATIENCE = 60  # seconds


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">L", len(content)) + kind + content + struct.pack(">L", zlib.crc32(kind + content))


def png(width: int, height: int) -> bytes:
    """A black picture, which is a small file at any size."""
    header = chunk(b"IHDR", struct.pack(">LLBBBBB", width, height, 1, 0, 0, 0, 0))
    packer = zlib.compressobj(9)
    lines = packer.compress(bytes((width // 8 + 2) * height)) + packer.flush()
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


PNG = png(8, 8)


def quicklook(content: bytes = PNG, **more: Any) -> OrderFile:  # noqa: ANN401
    digest = hashlib.md5(content, usedforsecurity=False).hexdigest()
    announced: dict[str, Any] = {
        "size": len(content),
        "checksum": digest,
        "algorithm": "MD5",
        "data_type": "QUICKLOOK_SD",
    }
    return draw_block.file(1, **{**announced, **more})


@contextmanager
def sending(content: bytes) -> Iterator[ScriptedServer]:
    with scripted_server(reply(200, content, "application/octet-stream")) as server:
        yield server


def shown(content: bytes, file: OrderFile | None = None) -> bytes:
    """The picture that the browser gets for a response of the archive."""
    with sending(content) as server:
        return quicklooks.read_picture(server.connection(), file or quicklook(content)).content


# What is shown


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("image/png", PNG),
        ("image/jpeg", b"\xff\xd8\xff\xe0 and so on"),
        ("image/gif", b"GIF89a and so on"),
        ("image/gif", b"GIF87a and so on"),
        ("image/webp", b"RIFF\n\0\0\0WEBPVP8 and so on"),
    ],
)
def test_a_picture_is_shown_as_what_its_bytes_are_and_unchanged(kind: str, content: bytes) -> None:
    file = quicklook(content, mime_type="text/html")
    with sending(content) as server:
        picture = quicklooks.read_picture(server.connection(), file)
    assert picture == Picture(file.name, kind, content)


@pytest.mark.parametrize(
    "content",
    [
        b"<html><script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"RIFF\n\0\0\0WAVE a sound",
        b"GIF88a",
        b"BM a bitmap",
        PNG[1:],
        b"",
    ],
)
def test_anything_else_is_not_shown_under_any_name(content: bytes) -> None:
    with pytest.raises(NoPicture, match="not a picture"):
        shown(content, quicklook(content, name="picture.png", mime_type="image/png"))


def test_a_picture_that_would_unfold_to_gigabytes_passes_as_it_is() -> None:
    bomb = png(60_000, 6_000)  # 360 million dots: the library behind Streamlit would refuse, or fill the memory
    assert shown(bomb) == bomb


def test_a_picture_that_is_not_as_announced_is_not_shown() -> None:
    with pytest.raises(NoPicture, match="checksum differs"):
        shown(PNG[:-1] + b"!", quicklook())


def test_a_picture_that_is_cut_is_not_shown() -> None:
    with pytest.raises(NoPicture, match="bytes arrived"):
        shown(PNG[:-10], quicklook())


def test_a_connection_that_breaks_is_no_picture() -> None:
    with scripted_server(reply(200, PNG, "image/png")[:-10]) as server, pytest.raises(NoAnswer):
        quicklooks.read_picture(server.connection(), quicklook())


def test_a_picture_that_is_announced_too_large_is_never_asked_for() -> None:
    with sending(PNG) as server, pytest.raises(NoPicture, match="20 MB"):
        quicklooks.read_picture(server.connection(), quicklook(size=quicklooks.LARGEST + 1))
    assert server.requests == []


def test_a_picture_of_unknown_size_is_not_read_beyond_the_largest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quicklooks, "LARGEST", 1000)
    file = quicklook(size=None, checksum="")
    assert len(shown(PNG.ljust(1000, b"\0"), file)) == 1000
    with pytest.raises(NoPicture, match="too large"):
        shown(PNG.ljust(1001, b"\0"), file)


# Which files may be shown


@pytest.mark.parametrize(
    ("file", "may"),
    [
        (quicklook(), True),
        (quicklook(data_type="QUICKLOOK_HD", state="DOWNLOADED"), True),
        (quicklook(state="DOWNLOAD_ERROR"), True),
        (quicklook(state="PENDING"), False),
        (quicklook(state="ERROR"), False),
        (quicklook(data_type="RAWDATA"), False),
        (quicklook(external=True), False),
        (replace(quicklook(), file_id=-1), False),
    ],
)
def test_quicklooks_that_the_archive_keeps_can_be_shown(file: OrderFile, may: bool) -> None:
    assert quicklooks.can_be_shown(file) is may
