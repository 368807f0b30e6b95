"""What a program that a user takes away is to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True)
class Errand:
    """Which orders to get from which archive; nothing in it is secret.

    ``base_url`` ends with the prefix of the archive's services. ``own_client_secret`` says that this archive
    has changed the secret that REGARDS publishes for applications, so that it must be asked for; ``legacy_login``
    that it signs in as versions up to 1.15 do (contract B.1). ``asked`` are the product identifiers that the
    user wanted, and ``recipe`` the request that asked for them, None where nobody knows it.
    """

    archive: str
    base_url: str
    project: str
    username: str
    client_id: str
    own_client_secret: bool
    legacy_login: bool
    orders: tuple[int, ...]
    asked: tuple[str, ...]
    recipe: Mapping[str, object] | None


def orders_in_a_name(orders: Sequence[int]) -> str:
    """What names of files and folders call some orders, such as ``order_812`` or ``orders_812_to_815``."""
    first, last = min(orders), max(orders)
    return f"order_{first}" if first == last else f"orders_{first}_to_{last}"
