"""Quicklooks: fetched unchanged, and never decoded here."""

import hashlib
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from components.regards import pictures
from components.regards.errors import NoAnswer
from components.regards.pictures import NoPicture, Picture, Quicklook
from tests.regards.scripted_server import ScriptedServer, reply, scripted_server

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


def quicklook(content: bytes = PNG, **more: Any) -> Quicklook:  # noqa: ANN401
    digest = hashlib.md5(content, usedforsecurity=False).hexdigest()
    announced: dict[str, Any] = {
        "address": "rs-order/orders/files/1",
        "name": "file_00001.png",
        "size": len(content),
        "checksum": digest,
        "algorithm": "MD5",
    }
    return Quicklook(**{**announced, **more})


@contextmanager
def sending(content: bytes) -> Iterator[ScriptedServer]:
    with scripted_server(reply(200, content, "application/octet-stream")) as server:
        yield server


def shown(content: bytes, announced: Quicklook | None = None) -> bytes:
    """The picture that the browser gets for a response of the archive."""
    with sending(content) as server:
        return pictures.read_picture(server.connection(), announced or quicklook(content)).content


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
    with sending(content) as server:
        picture = pictures.read_picture(server.connection(), quicklook(content))
    assert picture == Picture("file_00001.png", kind, content)
    assert server.requests[0].path == "/api/v1/rs-order/orders/files/1"


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
        shown(content, quicklook(content, name="picture.png"))


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
        pictures.read_picture(server.connection(), quicklook())


def test_a_picture_that_is_announced_too_large_is_never_asked_for() -> None:
    with sending(PNG) as server, pytest.raises(NoPicture, match="20 MB"):
        pictures.read_picture(server.connection(), quicklook(size=pictures.LARGEST + 1))
    assert server.requests == []


def test_a_picture_of_unknown_size_is_not_read_beyond_the_largest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "LARGEST", 1000)
    announced = quicklook(size=None, checksum="")
    assert len(shown(PNG.ljust(1000, b"\0"), announced)) == 1000
    with pytest.raises(NoPicture, match="too large"):
        shown(PNG.ljust(1001, b"\0"), announced)


# Keys


def test_the_key_of_a_picture_is_always_the_same_and_says_nothing() -> None:
    assert quicklook().key == quicklook(b"another announcement").key
    assert quicklook().key != quicklook(address="rs-order/orders/files/2").key
    assert quicklook(address="../<b>é").key.isalnum()
