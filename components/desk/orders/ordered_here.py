"""The orders that one user has submitted at this desk, and what they asked for."""

from collections.abc import Sequence

from components.desk.order_book import Entry, OrderBook, SubmittedOrder
from components.order import drafts
from components.order.draft import Draft
from components.order.files import recipe
from components.regards.orders.orders import MOST_LISTED


class OrderedHere:
    """What the order book holds of one account.

    Args:
        account: the key of the user.
        book: the orders of all accounts.
    """

    def __init__(self, account: str, book: OrderBook) -> None:
        self._account = account
        self._book = book

    def newest(self, most: int = MOST_LISTED) -> tuple[Entry, ...]:
        """The orders submitted last, newest first."""
        return self._book.newest(self._account, most)

    def entries(self, order_ids: Sequence[int]) -> tuple[Entry, ...]:
        """What is kept of those of these orders that were submitted here: when, and under which name."""
        return self._book.entries(self._account, order_ids)

    def asked(self, order_id: int) -> SubmittedOrder | None:
        """What was asked in an order, if it was submitted here."""
        return self._book.find(self._account, order_id)

    def batch_of(self, order_id: int) -> tuple[int, ...]:
        """The numbers of the orders that were submitted together with one, itself included."""
        return self._book.batch(self._account, order_id) or (order_id,)

    def asked_in(self, order_ids: Sequence[int]) -> Draft | None:
        """A draft that asks for what these orders asked for, as far as they were submitted here."""
        orders = (self.asked(order_id) for order_id in order_ids)
        asked = [draft for order in orders if order and (draft := recipe.read(order.recipe))]
        return drafts.together(asked) if asked else None
