"""Addresses below an archive's prefix; never taken from links in answers (T-54).

Part of the program that users take away (`program`): standard library and Python 3.9 only.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

TOKEN: Final = "rs-authentication/oauth/token"  # noqa: S105 - a path
PROVIDERS: Final = "rs-authentication/serviceproviders/public"
"""The identity providers, which anybody may read (contract B.4)."""

ORDERS: Final = "rs-order/user/orders"
BASKET: Final = "rs-order/order/basket"
"""The user's basket (contract D)."""

QUOTA: Final = "rs-access-project/quota/current"
"""The quota of a user, in the service that REGARDS' own pages use (contract G)."""


def borrow_role(role: str) -> str:
    """The address that renews a token: users borrow their own role (contract B.3)."""
    return f"rs-authentication/borrowRole/{quote(role, safe='')}"


def provider_sign_in(provider: str) -> str:
    """The address that takes the code of an identity provider (contract B.4)."""
    return f"rs-authentication/serviceproviders/{quote(provider, safe='')}/authenticate"


def catalogue_file(urn: str, checksum: str) -> str:
    """The content of one file of a product, without an order (contract E.4)."""
    return f"rs-catalog/downloads/{quote(urn, safe='')}/files/{quote(checksum, safe='')}"


def order(order_id: int) -> str:
    """One order (contract C.3)."""
    return f"{ORDERS}/{order_id}"


def task_files(order_id: int, task_id: int) -> str:
    """All files of one dataset of an order (contract C.6)."""
    return f"rs-order/orders/{order_id}/dataset/{task_id}/files"


def available_files(order_id: int) -> tuple[str, str]:
    """The files of an order that are available now: as REGARDS has it, and as it is documented (T-21)."""
    return f"rs-order/orders/{order_id}/files/available", f"{order(order_id)}/files/available"


def file_content(file_id: int) -> str:
    """The content of one file (contract C.7)."""
    return f"rs-order/orders/files/{file_id}"


def order_zip(order_id: int) -> str:
    """All files of an order that are available now, as one ZIP (T-26)."""
    return f"{order(order_id)}/download"


def metalink(order_id: int) -> str:
    """The metalink of an order, which names all its files in any state (contract C.7).

    The addresses in it need no login and hold until the order expires: the document is a secret.
    """
    return f"{order(order_id)}/metalink/download"
