"""The addresses of pages that name orders.

``/order?id=54``, or ``/order?id=54,55,56`` for several followed as one. E-mails of an archive lead to
``/order?label=…``, which opens the order of that name.
"""

from collections.abc import Mapping, Sequence
from typing import Final
from urllib.parse import urlencode, urlsplit

import streamlit as st

_LONGEST: Final = 18  # digits; order numbers are 64-bit integers
_FEW: Final = 4  # orders that a heading names one by one
MOST: Final = 100
"""Orders that one address can name."""


def order_numbers(text: str) -> tuple[int, ...]:
    """The order numbers that an address names, each once, in ascending order; none where it names anything else."""
    numbers = text.split(",")
    if len(numbers) > MOST or not all(map(_is_number, numbers)):
        return ()
    return tuple(sorted({int(number) for number in numbers}))


def written(order_ids: Sequence[int]) -> str:
    """What stands in the address for these orders."""
    return ",".join(str(order_id) for order_id in order_ids)


def title(order_ids: Sequence[int]) -> str:
    """The heading of the page of these orders: ``Order 3``, ``Orders 3, 5 and 7``, ``54 orders, 3 to 56``."""
    *others, last = order_ids
    if not others:
        return f"Order {last}"
    if len(others) < _FEW:
        return f"Orders {', '.join(map(str, others))} and {last}"
    return span(order_ids)


def span(order_ids: Sequence[int]) -> str:
    """How many orders these are, with the first and the last number: ``54 orders, 3 to 56``."""
    return f"{len(order_ids)} orders, {order_ids[0]} to {order_ids[-1]}"


def place_of(url: str, query: Mapping[str, str]) -> str:
    """The path of a page with its query, for a browser that comes back to it; it never names a host.

    Args:
        url: the address of the page, as the browser gives it.
        query: of that address.
    """
    path = "/" + urlsplit(url).path.lstrip("/\\")  # with two slashes it would name a host
    return f"{path}?{urlencode(query)}" if query else path


def whole(origin: str, path: str) -> str:
    """The whole address of a page or route of the desk, below its base path if there is one."""
    base = str(st.get_option("server.baseUrlPath")).strip("/")
    return f"{origin}/{base}".rstrip("/") + path


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _LONGEST
