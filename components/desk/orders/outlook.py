"""What a page of orders says first: where they stand, from all that is known of them."""

from typing import Final

from components.desk.orders.amounts import Amount, Share
from components.desk.orders.followed_order import FINAL
from components.desk.orders.followed_orders import FollowedOrders
from components.desk.orders.situation import Seen, Situation, Work, situation
from components.regards.delivery.engine import Phase, Progress
from components.regards.errors import LimitReached
from components.regards.orders.actions import Action, possible

_BY_WEIGHT: Final = (Work.WORKING, Work.INTERRUPTED, Work.PAUSED, Work.LIMITED)
"""What of several deliveries is told: one that works outweighs one that does not."""


def outlook(followed: FollowedOrders) -> Situation:
    """The situation of some orders; asks nothing of the archive."""
    amounts, nothing = followed.amounts(), Amount()
    receipt, into_folder, failures = followed.receipt(), followed.into_folder, followed.failures
    return situation(
        Seen(
            followed.orders,
            receipt,
            ready=amounts.get(Share.READY, nothing).files,
            elsewhere=amounts.get(Share.ELSEWHERE, nothing).files,
            to_come=amounts.get(Share.TO_COME, nothing).files,
            failed=amounts.get(Share.FAILED, nothing).files,
            listed=followed.listed,
            known=followed.all_known,
            settled=followed.settled,
            failing=bool(failures),
            denied=bool(failures) and all(isinstance(error, FINAL) for error in failures),
            work=_work(followed),
            in_folder=None if into_folder.elsewhere else into_folder.outcome(followed.orders, receipt),
            can_resume=_can_resume(followed),
            can_order_missing=followed.can_order_missing,
            can_compose=followed.asked,
            numbers=len(followed.order_ids),
        )
    )


def _work(followed: FollowedOrders) -> Work:
    if followed.into_folder.elsewhere:
        return Work.ELSEWHERE
    found = {_work_of(each.progress(), running=running) for each, running in followed.into_folder.deliveries.items()}
    return next((each for each in _BY_WEIGHT if each in found), Work.NONE)


def _work_of(progress: Progress, *, running: bool) -> Work:
    if not running:
        stopped_by_limit = progress.phase is Phase.STOPPED and isinstance(progress.trouble, LimitReached)
        return Work.LIMITED if stopped_by_limit else Work.NONE
    if progress.paused:
        return Work.PAUSED
    return Work.INTERRUPTED if progress.trouble else Work.WORKING


def _can_resume(followed: FollowedOrders) -> bool:
    if len(followed.orders) != 1:  # several may be paused for several reasons: each has its own page
        return False
    [order] = followed.orders
    latest = followed.latest_action(order.order_id)
    return Action.RESUME in possible(order) and not (latest and not latest.outcome.done())
