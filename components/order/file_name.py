"""The filter on file names: in a simple form, or as a Java regular expression."""

import re
from enum import StrEnum

_SPECIAL = re.compile(r"[\\.\[\]{}()*+?^$|]")
_GLOB = re.compile(r"[\w.*?-]+")
_EXTENSION = re.compile(r"\\?\.\w+")


class Form(StrEnum):
    """The forms of a filter on file names."""

    EXPRESSION = "expression"
    STARTS_WITH = "starts with"
    CONTAINS = "contains"
    ENDS_WITH = "ends with"


def expression(form: Form, text: str, *, any_case: bool = False) -> str:
    """The Java regular expression of a filter. An empty text gives an empty expression, which means any name.

    REGARDS matches the whole name (contract C.2), so a simple form is completed by ``.*`` on its open side.

    Args:
        form: how to read the text.
        text: what the user typed.
        any_case: whether a simple form ignores the case of letters.
    """
    if not text.strip():
        return ""
    if form is Form.EXPRESSION:
        return text.strip()
    quoted = _SPECIAL.sub(r"\\\g<0>", text)
    before = "" if form is Form.STARTS_WITH else ".*"
    after = "" if form is Form.ENDS_WITH else ".*"
    # Without u, Java ignores the case of ASCII letters alone.
    flags = "" if not any_case else "(?i)" if text.isascii() else "(?iu)"
    return f"{flags}{before}{quoted}{after}"


def probably_meant(typed: str) -> str | None:
    r"""The Java expression that is probably meant by an extension or a shell pattern; None for any other text.

    ``\.nc`` and ``.nc`` are meant as extensions, ``*.nc`` and ``S2?_*`` as shell patterns. Java reads them as
    expressions for other names, or refuses them (contract T-33, T-34).
    """
    typed = typed.strip()
    if _EXTENSION.fullmatch(typed):
        return r".*\." + typed.lstrip("\\").removeprefix(".")
    is_glob = _GLOB.fullmatch(typed) and ("*" in typed or "?" in typed) and ".*" not in typed
    if is_glob and (typed[0] in "*?" or re.search(r"[^)\]][*?]", typed)):
        return re.sub(r"[.*?]", lambda sign: {".": r"\.", "*": ".*", "?": "."}[sign[0]], typed)
    return None
