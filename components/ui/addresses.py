"""The addresses of pages that name orders: ``/order?id=54``, or ``/order?id=54,55,56`` for several followed as one."""

from collections.abc import Sequence
from typing import Final

_LONGEST: Final = 18  # digits; order numbers are 64-bit integers
MOST: Final = 100
"""Orders that an address may name."""


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
    """The heading of the page of these orders."""
    if len(order_ids) == 1:
        return f"Order {order_ids[0]}"
    return f"{len(order_ids)} orders, {order_ids[0]} to {order_ids[-1]}"


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _LONGEST
