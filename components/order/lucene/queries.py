"""Queries in the archive's search language, composed from identifiers or typed by the user."""

import re
from collections.abc import Sequence

PER_QUERY = 200
"""Identifiers of one query (contract F.3): a few large queries load the server least."""

LONGEST = 50_000
"""Characters of one search expression that a user typed; a longer one is neither read nor sent."""

LONGEST_TOGETHER = 200_000
"""Characters of all search expressions of a draft."""

_FIELD = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*")
_BETWEEN = '" OR "'
_OPERATORS = frozenset({"AND", "OR", "NOT", "TO"})


def compose(
    identifiers: Sequence[str], field: str, *, per_query: int = PER_QUERY, latest_only: bool = False
) -> tuple[str, ...]:
    """The queries that find exactly the products with these identifiers.

    Every identifier is quoted, because an unquoted value means "contains" to REGARDS (contract F.1, T-12).

    Args:
        identifiers: each once.
        field: the attribute that holds them, such as ``providerId``.
        per_query: the most identifiers of one query, 1 to 500 (contract F.2).
        latest_only: whether to leave out older versions of the products (contract E.3).

    Raises:
        ValueError: the field is no attribute name, or ``per_query`` is out of bounds.
    """
    if not is_field(field):
        raise ValueError(f"{field!r} is not the name of an attribute.")
    if not 1 <= per_query <= 500:  # noqa: PLR2004 - the docstring names the bounds
        raise ValueError(f"A query may name 1 to 500 identifiers, not {per_query}.")
    chunks = (identifiers[start : start + per_query] for start in range(0, len(identifiers), per_query))
    queries = (_one_of(field, chunk) for chunk in chunks)
    return tuple(f"last:true AND ({query})" for query in queries) if latest_only else tuple(queries)


def quote(value: str) -> str:
    r"""A value in double quotes, where only ``\`` and ``"`` need a backslash (contract F.1)."""
    return f'"{_escaped(value)}"'


def is_field(name: str) -> bool:
    """Whether a name can be an attribute of a data model, such as ``name`` or ``fragment.name``."""
    return _FIELD.fullmatch(name) is not None and name not in _OPERATORS


def expressions(text: str) -> tuple[str, ...]:
    """The search expressions in a text, one a line; blank lines are left out.

    A blank expression must never reach the archive: it would order the whole catalogue (contract T-7).
    """
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _one_of(field: str, identifiers: Sequence[str]) -> str:
    joined = _BETWEEN.join(identifiers)
    if "\\" in joined or joined.count('"') > _BETWEEN.count('"') * (len(identifiers) - 1):  # few lists hold one
        joined = _BETWEEN.join(map(_escaped, identifiers))
    return f'{field}:"{joined}"' if len(identifiers) == 1 else f'{field}:("{joined}")'


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"')
