"""Why the archive refused an order with status 422, and what to do about it.

Part of the program that users take away (`program`): standard library and Python 3.9 only.
"""

from __future__ import annotations

from typing import Final

from components.regards.errors import Refused

_ADVICE: Final = {  # by the archive's name for its reason (contract C.1, C.9)
    "EMPTY_ORDER": "At least one query finds no file that you may order. Check the identifiers and the data types.",
    "INTERNAL_ERROR": "The catalogue could not run one of the queries. Check the field and the expressions.",
    "ORDER_LIMIT_REACHED": "The order is larger than the archive allows. Split it.",
    "LABEL_NOT_UNIQUE_FOR_OWNER": "Another order of yours has this name, perhaps a deleted one. Choose another name.",
    "TOO_MANY_CHARACTERS_IN_LABEL": "The name of the order is too long for the archive. Choose a shorter one.",
}


def refused(what: str, server_message: str, error_type: str) -> Refused:
    """The refusal of a request; of an order, with what to do about the archive's reason (contract C.1)."""
    error = Refused(what, server_message, error_type)
    error.advice = _ADVICE.get(error_type or server_message, error.advice)
    return error
