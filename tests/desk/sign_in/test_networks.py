"""What requests of one place have in common."""

import pytest

from components.desk.sign_in.networks import network


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("203.0.113.7", "203.0.113.7", True),
        ("203.0.113.7", "203.0.113.8", False),
        ("203.0.113.7", "::ffff:203.0.113.7", True),
        ("2001:db8:0:1::1", "2001:db8:0:1:ffff::2", True),
        ("2001:db8:0:1::1", "2001:db8:0:2::1", False),
        ("fe80::1%eth0", "fe80::2", True),
    ],
)
def test_addresses_of_one_place(one: str, other: str, is_same: bool) -> None:
    assert network(one)
    assert (network(one) == network(other)) is is_same


@pytest.mark.parametrize("address", [None, "", "127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1", "unix:", "proxy"])
def test_what_names_no_place(address: str | None) -> None:
    assert network(address) == ""
