"""How far a submission is, in words that change while it goes on."""

from components.desk.submissions import Checking, Preparing, Sending, Step
from components.regards.lost_verdict import Looking
from components.ui import formatting

_EVERY = 5  # seconds between two sentences: often enough to be seen to go on, and to be read aloud


def in_words(step: Step | None, seconds: float) -> str:
    """What a submission does, None before its turn, and for how many seconds; of a search, how many it goes on."""
    time = formatting.duration(int(seconds) // _EVERY * _EVERY)
    match step:
        case None:
            return f"An order of this account is on its way already; this one takes its turn. Waiting for {time}."
        case Checking():
            return f"The catalogue is asked first what would come, for {time} so far. Nothing was sent yet."
        case Preparing(position, planned):
            what = _which(position, planned)
            return f"Your basket and your orders are read before {what} is sent, for {time} so far."
        case Sending(position, planned, longest):
            return (
                f"Submitting {'your order' if planned == 1 else _which(position, planned)}. The archive looks for the "
                f"products now; that can take a minute. Waiting for {time} so far, {longest:.0f} s at most."
            )
        case Looking():
            return f"{step.cause.what} {_search(step)} This goes on for {time} at most."


def _which(position: int, planned: int) -> str:
    return "your order" if planned == 1 else f"order {position + 1} of {planned}"


def _search(looking: Looking) -> str:
    known = "Your order was sent once, and may exist. The desk looks for it in the list of your orders"
    if not looking.looks:
        return f"{known}."
    seen = "no new order so far" if looking.listed else "the list could not be read this time"
    return f"{known}: {formatting.count(looking.looks, 'look')}, {seen}."
