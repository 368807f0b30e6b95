"""A click on Submit."""

from dataclasses import dataclass
from enum import Enum, auto

from components.regards.submission.submission import Request


@dataclass(frozen=True, slots=True)
class Click:
    """A click on Submit, and what stood beside the button.

    ``previewed`` are the requests, and ``draft_key`` that of their draft. ``again`` says whether there was a verdict
    on an earlier attempt, ``confirmed`` whether the user has seen what the catalogue says of the order,
    ``empty_basket`` whether the content of the basket may be thrown away, and ``blindly`` whether the user knows what
    the archive does not show.
    """

    previewed: tuple[Request, ...]
    draft_key: str
    again: bool = False
    confirmed: bool = False
    empty_basket: bool = False
    blindly: bool = False


class ClickResult(Enum):
    """What became of the last click on Submit."""

    NONE = auto()  # there was no click
    SENT = auto()  # its order is on its way, perhaps by an earlier click
    CHANGED = auto()  # nothing was sent: the draft is no longer what stood beside the button
