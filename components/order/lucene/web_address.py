"""The lint rule for an expression that was copied from a web address: ``q=…``, with signs as ``%3A``."""

import re
from typing import Final
from urllib.parse import unquote_plus

from components.order.lucene.findings import Edit, Place

_PARAMETER: Final = re.compile(r"(?:https?://\S*?[?&]|[?&])?(?:q=)+")
_ENCODED: Final = re.compile(r"%(?:2[0-9A-F]|3[A-F]|5[B-E]|7[B-D])", re.IGNORECASE)
_DECODED: Final = re.compile(r"[\s\"()\[\]{}]")
_CONDITION: Final = re.compile(r"\s*+[(!+-]*+\s*+[A-Za-z_][\w.@-]*+\s*+[:=<>]")
_MOST_PASSES: Final = 3  # a link within a link is encoded twice


def edit(expression: str) -> Edit | None:
    """The change that gives the expression as it was before it became a part of a web address; None for any other."""
    parameter = _PARAMETER.match(expression)
    start = parameter.end() if parameter else 0
    text = expression[start:]
    if is_encoded := _is_encoded(text):
        text = text.split("&")[0]
        for _ in range(_MOST_PASSES):
            if not _is_encoded(text):
                break
            text = unquote_plus(text)
        text = " ".join(text.split())
    inner = _PARAMETER.match(text)
    text = text[inner.end() :] if inner else text
    is_copied = is_encoded or (parameter is not None and _CONDITION.match(text) is not None)
    if not is_copied or not text or _is_encoded(text) or _PARAMETER.match(text):
        return None
    return Edit(0, len(expression), text)


def _is_encoded(text: str) -> bool:
    return _ENCODED.search(text) is not None and not _DECODED.search(text)


def place(expression: str) -> Place:
    """What to point at: the name of the parameter, or the first encoded sign."""
    found = _PARAMETER.match(expression) or _ENCODED.search(expression)
    return Place(*found.span()) if found else Place(0, len(expression))
