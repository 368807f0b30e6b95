"""The filter on file names: in a simple form, or as a Java regular expression."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

_SPECIAL = re.compile(r"[\\.\[\]{}()*+?^$|]")
_ESCAPED = re.compile(r"\\([^a-zA-Z0-9])")
_BUILT = re.compile(r"(?P<flags>\(\?iu?\))?(?P<before>\.\*)?(?P<body>.*?)(?P<after>\.\*)?", re.DOTALL)


class NameForm(StrEnum):
    """The forms of a filter on file names."""

    ANY = "any"
    CONTAINS = "contains"
    STARTS_WITH = "starts with"
    ENDS_WITH = "ends with"
    EXPRESSION = "expression"

    @property
    def is_simple(self) -> bool:
        """Whether its text is taken as it is, and not as an expression."""
        return self in {NameForm.CONTAINS, NameForm.STARTS_WITH, NameForm.ENDS_WITH}


@dataclass(frozen=True, slots=True)
class NameFilter:
    """A form, its text, and whether a simple form ignores the case of letters."""

    form: NameForm
    text: str
    any_case: bool = False

    @property
    def texts(self) -> tuple[str, ...]:
        """What the text of a simple form holds: several texts are separated by commas."""
        return tuple(each for part in self.text.split(",") if (each := part.strip()))

    def expression(self) -> str:
        """The Java regular expression of the filter."""
        return expression(self.form, self.text, any_case=self.any_case)


def expression(form: NameForm, text: str, *, any_case: bool = False) -> str:
    """The Java regular expression of a filter. An empty text gives an empty expression, which means any name.

    REGARDS matches the whole name (contract C.2), so a simple form is completed by ``.*`` on its open side.

    Args:
        form: how to read the text.
        text: what the user typed; in a simple form several texts, separated by commas.
        any_case: whether a simple form ignores the case of letters.
    """
    if form is NameForm.EXPRESSION:
        return text.strip()
    texts = NameFilter(form, text).texts
    return _built(form, texts, any_case=any_case) if texts and form is not NameForm.ANY else ""


def literal(form: NameForm, text: str, *, any_case: bool) -> str:
    """The expression of a simple form whose text is one, to the letter, with its commas and blanks."""
    return _built(form, [text], any_case=any_case) if text.strip() else ""


def simple(expression: str) -> NameFilter | None:
    """The filter in a simple form that has exactly this expression, if there is one."""
    found = _BUILT.fullmatch(expression)
    if found is None or not (found["before"] or found["after"]):
        return None
    form = NameForm.ENDS_WITH if not found["after"] else NameForm.CONTAINS if found["before"] else NameForm.STARTS_WITH
    body = found["body"]
    bodies = body[3:-1].split("|") if body.startswith("(?:") and body.endswith(")") else [body]
    text = ", ".join(_ESCAPED.sub(r"\1", each) for each in bodies)
    read = NameFilter(form, text, any_case=found["flags"] is not None)
    return read if read.expression() == expression else None


def _built(form: NameForm, texts: Sequence[str], *, any_case: bool) -> str:
    quoted = "|".join(_SPECIAL.sub(r"\\\g<0>", each) for each in texts)
    before = "" if form is NameForm.STARTS_WITH else ".*"
    after = "" if form is NameForm.ENDS_WITH else ".*"
    # Without u, Java ignores the case of ASCII letters alone.
    flags = "" if not any_case else "(?i)" if quoted.isascii() else "(?iu)"
    return f"{flags}{before}{f'(?:{quoted})' if len(texts) > 1 else quoted}{after}"
