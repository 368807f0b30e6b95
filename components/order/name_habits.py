r"""What a filter on file names probably means to people who know other tools.

They write shell patterns (``*.{nc,h5}``), extensions (``.nc``), words (``GSM``), or expressions that need to match only
a part of a name (``\.nc$``). REGARDS matches the whole name with a Java expression (contract C.2, T-33, T-34), so as
expressions these are refused, or match other names.
"""

import re
from dataclasses import replace
from itertools import product
from typing import Final

from components.order import java_regex
from components.order.file_name import Form, NameFilter, expression, simple

_EXTENSIONS: Final = re.compile(
    r"nc4?|cdf|h5|hdf5?|he5|(geo)?tiff?|jp2|jpe?g|png|gif|[ct]sv|txt|(geo)?json|xml|html|pdf|zip|t?gz|tar|bz2|bin|dat|"
    r"fits?|grib|grb2?|bufr|safe|km[lz]|shp|gml|asc|zarr|parquet|md5",
    re.IGNORECASE,
)
_EXTENSION: Final = re.compile(r"(?:\\?\.\w+)+")
_WORD: Final = re.compile(r"(?P<start>\^?)(?P<word>[\w-]+)(?P<end>\$?)")
_SEPARATORS: Final = re.compile(r"\s*[,;]\s*|\s+")
_SLASHES: Final = re.compile(r"/(?P<inside>.+)/(?P<flags>[a-z]*)")
_BRACES: Final = re.compile(r"\{([^{},]*(?:,[^{},]*)+)\}")
_COUNT: Final = re.compile(r"\d*,\d*")
_SHELL: Final = re.compile(r"[\w.*?\[\]!/ ;,~+=-]+")
_SHELL_SIGNS: Final = re.compile(r"^[*?]|[\w-][*?]|[*?\]]\.\w+$")
_SHELL_TOKEN: Final = re.compile(r"\[(?P<negated>!?)(?P<members>[\w-]+)\]|(?P<sign>.)", re.DOTALL)
_NOT_LITERAL: Final = re.compile(r"\\.|\[[^\]]*\]|\{[^}]*\}|\(\?\w+\)")
_GROUP: Final = re.compile(r"\([^()]*\)")
_UNUSUAL: Final = re.compile(r"[\\*?|^$\[\]{}]")
_MOST_PATTERNS: Final = 50


def probably_meant(form: Form, text: str) -> NameFilter | None:
    """The filter that a user probably means by a text in this form; None if the filter is as good as any other.

    Its expression is always one that Java accepts, and is not itself a habit: ``?nc`` would become ``.nc``, which
    looks like an extension.
    """
    meant = _meant(form, text)
    return None if meant is None or _meant(meant.form, meant.text) else meant


def _meant(form: Form, text: str) -> NameFilter | None:
    typed = text.strip()
    if not typed or form is Form.ANY or len(typed) > java_regex.LONGEST:
        return None
    meant = _in_expression(typed) if form is Form.EXPRESSION else _in_simple_form(form, typed)
    if meant is None or meant.expression() == expression(form, text) or not _is_accepted(meant.expression()):
        return None
    return meant


def _in_simple_form(form: Form, typed: str) -> NameFilter | None:
    if not _UNUSUAL.search(typed):
        is_extension = form is Form.STARTS_WITH and typed.startswith(".")
        return _as_extensions(_SEPARATORS.split(typed)) if is_extension else None
    if meant := _in_expression(typed):
        return meant
    if not re.search(r"\.[*+]|\\[.dw]", typed) or not _is_accepted(typed):
        return None
    if found := simple(typed):
        return found
    before = "" if form is Form.STARTS_WITH or typed.startswith(("^", ".*", "(?")) else ".*"
    after = "" if form is Form.ENDS_WITH or typed.endswith(("$", ".*")) else ".*"
    return NameFilter(Form.EXPRESSION, f"{before}{typed}{after}")


def _in_expression(typed: str) -> NameFilter | None:
    if found := _SLASHES.fullmatch(typed):
        inside = _in_expression(found["inside"]) or NameFilter(Form.EXPRESSION, found["inside"])
        return _in_any_case(inside) if "i" in found["flags"] else inside
    patterns = [each for each in _SEPARATORS.split(" ".join(_without_braces(typed))) if each]
    return (
        _as_extensions(typed.removesuffix("$").split("|"))
        or _as_extensions(patterns)
        or _as_shell_patterns(typed, patterns)
        or _as_words(typed.split("|"))
        or _as_words(patterns)
        or _as_a_part(typed)
    )


def _in_any_case(meant: NameFilter) -> NameFilter:
    if meant.form is Form.EXPRESSION:
        return replace(meant, text=f"(?i){meant.text}")
    return replace(meant, any_case=True)


def _without_braces(typed: str) -> list[str]:
    """The shell patterns of one with braces, ``*.{nc,h5}``; an expression's count ``{2,3}`` is left alone."""
    groups = _BRACES.split(typed)
    is_shell = typed[0] in "*?" or re.search(r"[*?]\.\w+$", typed)
    if len(groups) == 1 or (not is_shell and any(_COUNT.fullmatch(each) for each in groups[1::2])):
        return [typed]
    options = [part.split(",") if at % 2 else [part] for at, part in enumerate(groups)]
    return ["".join(each) for _, each in zip(range(_MOST_PATTERNS), product(*options), strict=False)]


def _as_extensions(pieces: list[str]) -> NameFilter | None:
    found = [piece.strip().replace("\\", "") for piece in pieces if _is_extension(piece.strip())]
    if not found or len(found) < len(pieces):
        return None
    return NameFilter(Form.ENDS_WITH, ", ".join(f".{each.removeprefix('.')}" for each in found))


def _is_extension(piece: str) -> bool:
    return _EXTENSION.fullmatch(piece) is not None or _EXTENSIONS.fullmatch(piece) is not None


def _as_shell_patterns(typed: str, patterns: list[str]) -> NameFilter | None:
    if not patterns or ".*" in typed or not all(_SHELL.fullmatch(each) for each in patterns):
        return None
    if not any(_SHELL_SIGNS.search(each) for each in patterns):
        return None
    found = [_translated(each.rpartition("/")[2] or "*") for each in patterns]
    simples = [simple(each) for each in found]
    forms = {each.form if each else None for each in simples}
    if len(forms) == 1 and None not in forms:
        return NameFilter(next(iter(forms)) or Form.ANY, ", ".join(each.text for each in simples if each))
    return NameFilter(Form.EXPRESSION, "|".join(found))


def _translated(pattern: str) -> str:
    """The Java expression of a shell pattern."""

    def java(found: re.Match[str]) -> str:
        if found["members"]:
            return f"[{'^' * bool(found['negated'])}{found['members']}]"
        return {"*": ".*", "?": "."}.get(found["sign"]) or re.sub(r"[\[\].+]", r"\\\g<0>", found["sign"])

    return _SHELL_TOKEN.sub(java, pattern)


def _as_words(pieces: list[str]) -> NameFilter | None:
    """Words without wildcards, which as expressions only match names that are nothing else."""
    found = [_WORD.fullmatch(piece.strip()) for piece in pieces]
    words = [each["word"] for each in found if each]
    ends = {(bool(each["start"]), bool(each["end"])) for each in found if each}
    form = _FORMS.get(next(iter(ends))) if len(ends) == 1 and len(words) == len(pieces) else None
    return NameFilter(form, ", ".join(words)) if form else None


_FORMS: Final = {(False, False): Form.CONTAINS, (True, False): Form.STARTS_WITH, (False, True): Form.ENDS_WITH}


def _as_a_part(typed: str) -> NameFilter | None:
    """An expression that most tools would search for within a name."""
    starts, ends = typed.startswith("^"), typed.endswith("$") and not typed.endswith("\\$")
    body = typed[starts : len(typed) - ends]
    if not body or not _is_accepted(body) or re.search(r"(?<![\[\\])[\^$]", body):
        return None
    opens = starts or re.match(r"(?:\(\?\w+\))?\.[*+]", body) is not None
    closes = ends or re.search(r"\.[*+]$|[^^]\\\.\w+$", body) is not None
    is_part = starts != ends or ("." not in typed and re.search(r"\w{2}", _NOT_LITERAL.sub(" ", body)) is not None)
    if not is_part or (opens and closes):
        return None
    flags = found[0] if (found := re.match(r"\(\?\w+\)", body)) else ""
    body = body.removeprefix(flags)
    inner = f"(?:{body})" if "|" in _GROUP.sub("", body) else body
    whole = f"{flags}{'' if opens else '.*'}{inner}{'' if closes else '.*'}"
    return simple(whole) or NameFilter(Form.EXPRESSION, whole)


def _is_accepted(pattern: str) -> bool:
    try:
        java_regex.check(pattern)
    except (java_regex.PatternError, java_regex.UnsupportedPattern):
        return False
    return True
