"""How far a submission is, in words that change with its steps, and in numbers that tick.

The words are read aloud whenever they change, so they hold nothing that ticks.
"""

from components.desk.submissions import AwaitingEarlier, Checking, Preparing, Sending, SentElsewhere, Step
from components.regards.submission.lost_verdict import Looking
from components.ui import formatting
from components.ui.unsettled import AWAITED_ELSEWHERE


def in_words(step: Step | None) -> str:
    """What a submission does, None before its turn."""
    match step:
        case Looking():
            return f"{step.cause.what} {_search(step)} You may leave this page."
        case AwaitingEarlier():
            doing = "An earlier order of yours may still be on its way, so nothing is sent meanwhile."
        case Checking():
            doing = "The catalogue is asked first what would come."
        case Preparing(position, planned):
            doing = f"{_which(position, planned)}Your basket and your orders are read first."
        case Sending(position, planned, longest):
            doing = f"{_which(position, planned)}{_asked(step)}, {longest:.0f} s at most."
        case SentElsewhere():
            doing = AWAITED_ELSEWHERE
        case None:
            doing = "It takes its turn after another order of this account."
    return f"Submitting your order. {doing} You may leave this page: the order is sent once."


def in_numbers(step: Step | None, seconds: float, left: float = 0.0) -> str:
    """How far that is: ``order 1 of 2 · 900 of 2,271 products · 34 s``.

    Args:
        step: what it does.
        seconds: for how many it goes on.
        left: for how many it goes on at most, if the step has an end.
    """
    parts = [formatting.duration(seconds)]
    if isinstance(step, Preparing | Sending):
        all_products = formatting.count(step.products, "product")
        if step.planned > 1:
            parts = [f"order {step.position + 1} of {step.planned}", f"{step.ordered:,} of {all_products}", *parts]
        elif step.products:
            parts = [all_products, *parts]
    if isinstance(step, AwaitingEarlier | Looking):
        parts.append(f"{formatting.duration(left)} left at most")
    return " · ".join(parts)


def done(step: Step | None) -> float | None:
    """The share of the products that is ordered, between 0 and 1; None for a single order, and where nobody knows."""
    if isinstance(step, Preparing | Sending) and step.planned > 1 and step.products:
        return step.ordered / step.products
    return None


def _which(position: int, planned: int) -> str:
    return "" if planned == 1 else f"Order {position + 1} of {planned}: "


def _asked(sending: Sending) -> str:
    step, steps = sending.step, sending.steps
    if steps == 1:
        return "The archive looks for the products now; that can take a minute"
    if step == steps - 1:
        return f"Step {steps} of {steps}: the archive makes the order of your basket"
    return f"Step {step + 1} of {steps}: your basket is filled with what you order; that can take a minute"


def _search(looking: Looking) -> str:
    known = "Your order was sent once, and may exist. The desk looks for it in the list of your orders"
    if not looking.looks:
        return f"{known}."
    seen = "no new order so far" if looking.listed else "the list could not be read this time"
    return f"{known}: {formatting.count(looking.looks, 'look')}, {seen}."
