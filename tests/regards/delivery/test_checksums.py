"""Verification of received bytes against the announced checksum and size."""

import hashlib

import pytest

from components.regards.delivery.checksums import Check
from components.regards.orders.records import OrderFile

BODY = b"forty bytes of an ocean, and no more of it"[:40]
ANNOUNCED = {
    "MD5": hashlib.md5(BODY, usedforsecurity=False).hexdigest(),
    "SHA-1": hashlib.sha1(BODY, usedforsecurity=False).hexdigest(),
    "SHA-256": hashlib.sha256(BODY).hexdigest(),
    "SHA-512": hashlib.sha512(BODY).hexdigest(),
    "SHA3-256": hashlib.sha3_256(BODY).hexdigest(),
}


def announced(algorithm: str = "", checksum: str = "", size: int | None = None) -> OrderFile:
    return OrderFile(9, 812, 0, "a.nc", "P", "D", "RAWDATA", "AVAILABLE", size, "", checksum, algorithm, False, "")


def checked(file: OrderFile, *chunks: bytes) -> Check:
    check = Check(file)
    for chunk in chunks:
        check.take(chunk)
    return check


@pytest.mark.parametrize(("algorithm", "checksum"), ANNOUNCED.items())
def test_the_announced_checksum_is_compared(algorithm: str, checksum: str) -> None:
    check = checked(announced(algorithm, checksum, 40), BODY)
    assert (check.by, check.problem()) == (algorithm, "")
    other = checked(announced(algorithm, checksum, 40), BODY[:-1] + b"!")
    assert other.problem().startswith(f"The checksum differs: the archive announced {algorithm} {checksum}, but ")


@pytest.mark.parametrize(
    ("spelling", "algorithm"),
    [
        ("md5", "MD5"),
        ("Md-5", "MD5"),
        ("SHA256", "SHA-256"),
        ("sha_256", "SHA-256"),
        ("sha-256", "SHA-256"),
        ("SHA 1", "SHA-1"),
        ("sha3_256", "SHA3-256"),
    ],
)
def test_an_algorithm_may_be_spelled_in_any_way(spelling: str, algorithm: str) -> None:
    check = checked(announced(spelling, ANNOUNCED[algorithm]), BODY)
    assert (check.by, check.problem()) == (algorithm, "")


def test_a_checksum_may_be_in_capitals() -> None:
    assert checked(announced("MD5", ANNOUNCED["MD5"].upper()), BODY).problem() == ""


def test_a_checksum_without_a_size_is_compared() -> None:
    assert checked(announced("MD5", ANNOUNCED["MD5"]), BODY).problem() == ""
    assert checked(announced("MD5", ANNOUNCED["MD5"]), BODY[:-1]).problem() != ""


@pytest.mark.parametrize("algorithm", ["", "CRC-77", "SHAKE-128", "SHA"])
def test_an_unknown_algorithm_leaves_the_size(algorithm: str) -> None:
    assert checked(announced(algorithm, "0a0b", 40), BODY).by == "size"
    assert checked(announced(algorithm, "0a0b", 40), BODY).problem() == ""
    assert checked(announced(algorithm, "0a0b", 41), BODY).problem() != ""


def test_an_algorithm_without_a_checksum_leaves_the_size() -> None:
    assert checked(announced("MD5", "", 40), BODY).by == "size"


def test_where_nothing_was_announced_nothing_is_compared() -> None:
    for chunk in (BODY, b""):
        check = checked(announced(), chunk)
        assert (check.by, check.problem()) == ("", "")


def test_too_few_bytes_are_counted() -> None:
    assert checked(announced("MD5", ANNOUNCED["MD5"], 40), BODY[:12]).problem() == "Only 12 of 40 bytes arrived."


def test_too_many_bytes_are_counted() -> None:
    check = checked(announced(size=40), BODY, bytes(2000))
    assert check.problem() == "2,040 bytes arrived, but the archive announced 40."


def test_an_empty_file_may_be_announced() -> None:
    assert checked(announced(size=0)).problem() == ""
    assert checked(announced(size=0)).by == "size"
    assert checked(announced(size=0), b"x").problem() == "1 bytes arrived, but the archive announced 0."


def test_bytes_are_counted_over_all_chunks() -> None:
    check = checked(announced("MD5", ANNOUNCED["MD5"], 40), BODY[:7], b"", BODY[7:])
    assert (check.received, check.problem()) == (40, "")
