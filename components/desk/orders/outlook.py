"""What a page of orders says first: where they stand, from all that is known of them."""

from collections.abc import Iterable

from components.desk.orders.amounts import Amount, Share
from components.desk.orders.followed_order import FINAL
from components.desk.orders.followed_orders import FollowedOrders
from components.desk.orders.situation import Seen, Situation, Work, situation
from components.regards.delivery.engine import Progress
from components.regards.orders.actions import Action, possible


def outlook(followed: FollowedOrders) -> Situation:
    """The situation of some orders; asks nothing of the archive."""
    amounts, nothing = followed.amounts(), Amount()
    return situation(
        Seen(
            followed.orders,
            followed.receipt(),
            ready=amounts.get(Share.READY, nothing).files,
            elsewhere=amounts.get(Share.ELSEWHERE, nothing).files,
            to_come=amounts.get(Share.TO_COME, nothing).files,
            known=followed.all_known,
            settled=followed.settled,
            failing=bool(followed.errors),
            denied=bool(followed.errors) and all(isinstance(error, FINAL) for error in followed.errors),
            work=_work(followed),
            can_resume=_can_resume(followed),
            can_order_missing=followed.can_order_missing,
            can_compose=followed.asked,
        )
    )


def _work(followed: FollowedOrders) -> Work:
    if followed.elsewhere:  # another replica is at it
        return Work.WORKING
    return work(each.progress() for each, running in followed.deliveries.items() if running)


def work(running: Iterable[Progress]) -> Work:
    """What the deliveries at work do, together: one that works outweighs one that does not."""
    phases = {Work.PAUSED if each.paused else _at_work(each) for each in running}
    return next((each for each in (Work.WORKING, Work.INTERRUPTED, Work.PAUSED) if each in phases), Work.NONE)


def _at_work(progress: Progress) -> Work:
    return Work.INTERRUPTED if progress.trouble else Work.WORKING


def _can_resume(followed: FollowedOrders) -> bool:
    if len(followed.orders) != 1:  # several may be paused for several reasons: each has its own page
        return False
    [order] = followed.orders
    latest = followed.latest_action(order.order_id)
    return Action.RESUME in possible(order) and not (latest and not latest.outcome.done())
