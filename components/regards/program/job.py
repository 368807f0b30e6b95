"""The job of a program that a user takes away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True)
class Job:
    """Which orders to get from which archive. It holds no secret.

    ``base_url`` ends with the prefix of the archive's services. ``own_client_secret`` says that this archive
    has changed the secret that REGARDS publishes for applications, so that the user must give it. ``legacy_login``
    says that it signs in as versions up to 1.15 do (contract B.1). ``asked`` are the product identifiers that the
    user asked for, and ``recipe`` the request that did so, None where it is not known.
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


def orders_as_name(orders: Sequence[int]) -> str:
    """Some orders in the name of a file or folder: ``order_812`` or ``orders_812_to_815``."""
    first, last = min(orders), max(orders)
    return f"order_{first}" if first == last else f"orders_{first}_to_{last}"
