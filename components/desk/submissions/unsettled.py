"""Submissions that have no verdict, and what the archive shows of them. Nothing is sent again by itself."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from components.desk.intents import Intent
from components.desk.order_book import OrderBook
from components.desk.polling import Reading
from components.desk.submissions.registry import Submissions
from components.desk.submissions.sending import accepted_orders, appeared, is_sent_elsewhere, note_accepted
from components.regards.orders.records import Basket, Order
from components.regards.submission.lost_verdict import Sight
from components.regards.submission.submission import Unknown


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A submission without a verdict.

    Attributes:
        intent: what was to be sent, and how far that went.
        accepted: the numbers of its orders that the archive has accepted.
        appeared: the orders that have appeared since the request on its way; None before a look after it.
        final: whether no order can appear that the last look did not show.
        listed: whether the archive shows the orders, before the request and now, so that they can be compared.
        basket: what lies in the user's basket, None if nothing does.
        seconds_left: for how many seconds from now an order may still appear, also if none has so far.
        elsewhere: whether another replica is busy with it.
    """

    intent: Intent
    accepted: tuple[int, ...]
    appeared: tuple[Order, ...] | None
    final: bool
    listed: bool
    basket: Basket | None
    seconds_left: float
    elsewhere: bool = False


class UnsettledSubmissions:
    """The submissions of one account that have no verdict.

    Args:
        account: the key of the user.
        book: the order book, which holds the intents.
        submissions: those of this process.
        sight: what the archive shows.
        now: the clock.
    """

    def __init__(
        self,
        account: str,
        book: OrderBook,
        submissions: Submissions,
        sight: Reading[Sight],
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._account = account
        self._book = book
        self._submissions = submissions
        self._now = now
        self.sight = sight

    def intents(self, shown: str = "") -> tuple[Intent, ...]:
        """The intents without a verdict that no worker of this process is busy with.

        ``shown`` is the key of the submission whose result the page shows already.
        """
        return tuple(each for each in self._book.intents.of(self._account) if self._is_left(each, shown))

    def found(self, intent: Intent) -> Unsettled:
        """What is known of an intent, after the last look at the archive."""
        sight = self.sight.value
        if sight and sight.at < intent.sent_at:
            sight = None
        return Unsettled(
            intent,
            accepted_orders(self._book, self._account, intent),
            appeared(self._book, self._account, intent, sight.orders or ()) if sight else None,
            bool(sight and not intent.seconds_left(sight.at)),
            not intent.unlisted and (sight is None or sight.orders is not None),
            sight.basket if sight else None,
            intent.seconds_left(self._now()),
            self.is_sent_elsewhere(intent),
        )

    def is_sent_elsewhere(self, intent: Intent) -> bool:
        """Whether another replica is busy with an intent, as of some seconds ago."""
        return is_sent_elsewhere(self._book, self._account, intent.key)

    def is_order(self, intent: Intent, order_id: int) -> None:
        """Note that the request on its way became this order."""
        note_accepted(self._book, self._account, intent, order_id, intent.sent_at)

    def forget(self, intent: Intent) -> None:
        """Forget an intent: the user knows what became of it."""
        self._book.intents.forget(self._account, intent.key)

    def leave(self, intent: Intent) -> None:
        """Forget what was not sent, and what has a verdict: the user has seen it. A lost verdict is still told."""
        if not intent.on_its_way:
            self.forget(intent)
        elif intent.has_rest:
            self._book.intents.put(self._account, intent.without_rest())

    def _is_left(self, intent: Intent, shown: str) -> bool:
        submission = self._submissions.find(self._account, intent.key)
        if submission is None:
            return intent.key != shown or (intent.on_its_way and not self.is_sent_elsewhere(intent))
        end = submission.result().end if submission.done() else None
        return isinstance(end, Unknown) and not (intent.key == shown and end.candidates)
