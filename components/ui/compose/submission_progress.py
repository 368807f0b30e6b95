"""How far a submission is, in words that change while it goes on."""

from components.desk.submissions import AwaitingEarlier, Checking, Preparing, Sending, Step
from components.regards.submission.lost_verdict import Looking
from components.ui import formatting


def in_words(step: Step | None, seconds: float) -> str:
    """What a submission does, None before its turn, and for how many seconds; of a search, how many it goes on."""
    time = formatting.in_steps(seconds, left=isinstance(step, AwaitingEarlier | Looking))
    match step:
        case Looking():
            return f"{step.cause.what} {_search(step)} This goes on for {time} at most. You may leave this page."
        case AwaitingEarlier():
            doing = f"An earlier order of yours may still be on its way. Nothing is sent meanwhile: for {time} at most."
        case Checking():
            doing = f"The catalogue is asked first what would come, for {time} so far."
        case Preparing(position, planned):
            doing = f"{_which(position, planned)}Your basket and your orders are read first, for {time} so far."
        case Sending(position, planned, longest, ordered, products, at, steps):
            doing = (
                f"{_which(position, planned)}{_ordered(ordered, products, planned)}{_asked(at, steps)} "
                f"Waiting for {time} so far, {longest:.0f} s at most."
            )
        case None:
            doing = f"It takes its turn after another order of this account. Waiting for {time} so far."
    return f"Submitting your order. {doing} You may leave this page: the order is sent once."


def _which(position: int, planned: int) -> str:
    return "" if planned == 1 else f"Order {position + 1} of {planned}: "


def _ordered(ordered: int, products: int, planned: int) -> str:
    return f"{ordered:,} of {products:,} products are ordered so far. " if products and planned > 1 else ""


def _asked(step: int, steps: int) -> str:
    if steps == 1:
        return "The archive looks for the products now; that can take a minute."
    if step == steps - 1:
        return f"Step {steps} of {steps}: the archive makes the order of your basket."
    return f"Step {step + 1} of {steps}: your basket is filled with what you order; that can take a minute."


def _search(looking: Looking) -> str:
    known = "Your order was sent once, and may exist. The desk looks for it in the list of your orders"
    if not looking.looks:
        return f"{known}."
    seen = "no new order so far" if looking.listed else "the list could not be read this time"
    return f"{known}: {formatting.count(looking.looks, 'look')}, {seen}."
