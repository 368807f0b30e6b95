"""The state of an archive, as the desk finds it: whether it answers, its clock, its ways in, and a user's rights."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Final
from urllib.parse import urlsplit

from components.regards import quota
from components.regards.catalogue import searches
from components.regards.errors import Missing, NoRight, RegardsError
from components.regards.http import addresses, replies
from components.regards.http.connection import Connection
from components.regards.orders import orders
from components.regards.settings import Archive, OrderThrough
from components.regards.submission import basket

_MOST_AHEAD: Final = 60.0  # seconds between two clocks: so early does the desk renew tokens (contract A.6)
_LOOK_TIMEOUT: Final = 10.0  # seconds


@dataclass(frozen=True, slots=True)
class Observation:
    """One thing that was looked at, and what was found, as a sentence that may hold the archive's own words.

    ``good`` is None where it can neither help nor harm an order.
    """

    what: str
    good: bool | None
    found: str


def of_archive(archive: Archive, now: Callable[[], float] = time.time) -> tuple[Observation, ...]:
    """What anybody can see of an archive: one question without a login, to the list of its providers (contract B.4)."""
    encrypted = Observation("Encryption", *_encryption(archive))
    asked_at = now()
    try:
        answer = Connection(archive, now=now).answer_once(addresses.PROVIDERS, _LOOK_TIMEOUT, scope=archive.project)
        providers = replies.items(replies.data(answer))
    except (NoRight, Missing) as error:  # ordering needs no providers (contract L.12)
        reachable = Observation("Reachable", True, f"It answers. {_hidden(error)}")
        return reachable, encrypted, _ways_in(archive), *_way_of_orders(archive)
    except RegardsError as error:
        return (Observation("Reachable", False, _words(error)),)
    names = [str(replies.unwrap(each).get("name", "")) for each in providers]
    return (
        Observation("Reachable", True, "It answers as REGARDS does."),
        encrypted,
        Observation("Clock", *_clock(answer.date, (asked_at + now()) / 2)),
        _ways_in(archive, names),
        *_way_of_orders(archive),
    )


def of_account(connection: Connection) -> Iterator[Observation]:
    """What a signed-in user may look at. Whether they may order is found out by ordering alone."""
    looks: dict[str, Callable[[], str]] = {
        "Catalogue": lambda: f"Datasets that you may see: {len(searches.dataset_labels(connection)):,}.",
        "Basket": lambda: "It can be read." if basket.read(connection) else "It is empty.",
        "Orders": lambda: "They can be listed." if orders.newest(connection) else "You have none yet.",
        "Download quota": lambda: _quota(quota.read(connection)),
    }
    for what, look in looks.items():
        try:
            yield Observation(what, True, look())
        except (NoRight, Missing) as error:
            if what == "Basket" and connection.archive.order_through is OrderThrough.BASKET:
                yield Observation(what, False, f"{error.what} {basket.NEEDED}")
            else:
                yield Observation(what, None, _hidden(error))
        except RegardsError as error:
            yield Observation(what, False, _words(error))


def _way_of_orders(archive: Archive) -> Iterator[Observation]:
    if archive.order_through is OrderThrough.BASKET:
        yield Observation("Way of orders", None, "Through the user's basket, under a name of the user's own.")


def _ways_in(archive: Archive, providers: Sequence[str] = ()) -> Observation:
    ways = ["Password", *providers, "a token", *(["a key"] if archive.api_key_header else [])]
    return Observation("Ways in", None, ", ".join(ways) + ".")


def _encryption(archive: Archive) -> tuple[bool | None, str]:
    if urlsplit(archive.url).scheme == "https":
        return True, "Its certificate is trusted."
    return None, "There is none: passwords travel as they are. For an archive on this machine or in a closed network."


def _clock(date: str, now: float) -> tuple[bool | None, str]:
    """What the header ``Date`` (RFC 9110, section 6.6.1) says against our clock; it has whole seconds."""
    with suppress(ValueError, TypeError, OverflowError):
        ahead = parsedate_to_datetime(date).timestamp() - now
        if abs(ahead) <= _MOST_AHEAD:
            return True, "It agrees with the desk's to a minute."
        side = "ahead of" if ahead > 0 else "behind"
        return (
            False,
            f"It is {abs(ahead):,.0f} seconds {side} the desk's. Tokens may seem to end too early or late.",
        )
    return None, "It does not tell its time."


def _quota(limits: quota.Quota | None) -> str:
    if limits is None:
        return "It tells no limits."
    return "No limit." if limits.left is None else f"{limits.left:,} downloads left of {limits.most:,}."


def _hidden(error: RegardsError) -> str:
    return f"This cannot be looked at here ({error.what.rstrip('.')}), and ordering does not need it."


def _words(error: RegardsError) -> str:
    said = f" {error.speaker} says: {error.server_message}" if error.server_message else ""
    return f"{error.what}{said}"
