"""Queries in the archive's search language: composed from identifiers, or typed by the user and checked by a lint."""

from components.order.lucene.findings import UNEXPLAINED, Gravity
from components.order.lucene.linting import MOST_REMARKS, Remark, lint
from components.order.lucene.queries import LONGEST, LONGEST_TOGETHER, PER_QUERY, compose, expressions, is_field, quote

__all__ = [
    "LONGEST",
    "LONGEST_TOGETHER",
    "MOST_REMARKS",
    "PER_QUERY",
    "UNEXPLAINED",
    "Gravity",
    "Remark",
    "compose",
    "expressions",
    "is_field",
    "lint",
    "quote",
]
