"""The job of the program that users take away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from components.regards.delivery.unannounced import LARGEST

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PUBLIC_CLIENT_SECRET: Final = "secret"  # noqa: S105 - REGARDS itself publishes it
"""The client secret of an archive that has not changed it (contract B.1)."""

SignInWith = Literal["password", "token", "key"]
"""What the program signs in with. An identity provider takes browsers only: its users bring a token."""


@dataclass(frozen=True)
class Job:
    """The orders to download, and their archive. It holds no secret.

    ``base_url`` ends with the prefix of the archive's services. ``user_agent`` is what the program calls itself.
    ``own_client_secret`` means that the archive has changed the client secret that REGARDS publishes, so that the user
    must enter it. ``legacy_login`` means the sign-in of versions up to 1.15 (contract B.1), and ``raw_client_secret`` a
    client sent as it is (`sign_in_request.client`). ``asked`` holds the product identifiers of the request, and
    ``recipe`` the request itself, None if it is not known. ``largest_unannounced_file`` is in gigabytes.
    ``sign_in_with`` is the usual way, and ``api_key_header`` the header of API keys, "" if the archive takes none.
    """

    archive: str
    base_url: str
    project: str
    username: str
    client_id: str
    user_agent: str
    own_client_secret: bool
    legacy_login: bool
    raw_client_secret: bool
    orders: tuple[int, ...]
    asked: tuple[str, ...]
    recipe: Mapping[str, object] | None
    largest_unannounced_file: int = LARGEST
    sign_in_with: SignInWith = "password"
    api_key_header: str = ""


def orders_as_name(orders: Sequence[int]) -> str:
    """The orders as a part of a file name: ``order_812`` or ``orders_812_to_815``."""
    first, last = min(orders), max(orders)
    return f"order_{first}" if first == last else f"orders_{first}_to_{last}"
