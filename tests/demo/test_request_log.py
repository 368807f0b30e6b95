"""The log of requests."""

import pytest

from components.demo.request_log import RecordedRequest, RequestLog, without_secrets


def record(body: bytes = b"", method: str = "GET", path: str = "/api/v1/x") -> RecordedRequest:
    return RecordedRequest(method=method, path=path, query="", user="user@demo.example", body=body, status=200)


def test_requests_are_found_by_method_and_end_of_path() -> None:
    log = RequestLog()
    log.add(record(b"1", "POST", "/api/v1/rs-order/user/orders/apply"))
    log.add(record(b"2", "GET", "/api/v1/rs-order/user/orders"))
    assert [each.body for each in log.of("POST", "/user/orders/apply")] == [b"1"]
    assert log.of("PUT", "/user/orders/apply") == []


def test_the_oldest_are_forgotten_above_a_number() -> None:
    log = RequestLog()
    for number in range(2_005):
        log.add(record(path=f"/{number}"))
    assert len(log) == 2_000
    assert next(iter(log)).path == "/5"


def test_the_oldest_are_forgotten_above_a_size() -> None:
    log = RequestLog()
    for _ in range(10):
        log.add(record(bytes(1_000_000)))
    assert len(log) == 2


def test_clearing_forgets_all() -> None:
    log = RequestLog()
    log.add(record())
    log.clear()
    assert len(log) == 0


@pytest.mark.parametrize("name", ["token", "orderToken", "password", "code"])
def test_secrets_in_a_query_are_not_kept(name: str) -> None:
    kept = without_secrets(f"scope=demo&{name}=s3cret&page=2")
    assert "s3cret" not in kept
    assert "scope=demo" in kept
    assert "page=2" in kept
