"""The cells of a text: the ends of lines, the separators of cells, and what is trimmed from the edges of a cell.

Python's `csv` is not used. It knows two line ends, one separator at a time, and cells up to 128 KiB. It does not tell
which cells stood in quotes. A single quote makes it read the rest of the text as one cell.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from itertools import chain
from typing import Final, NamedTuple

SEPARATORS: Final = "\t;,"
"""The characters that separate the items of a list. A space is not one, because identifiers may hold spaces."""

PIPE: Final = "|"
"""The character that also separates the cells of a table; Markdown begins and ends a row with it."""

MOST_CELLS: Final = 10_000
"""Cells of one row of a table; more are an error of the user's, or no table."""

_SEPARATOR = re.compile(f"[{SEPARATORS}]")
# Line ends of every kind that editors and spreadsheets write.
_LINE_ENDS = "\n\r\v\f\x85\u2028\u2029"
_LINE_END = re.compile(f"\r\n|[{_LINE_ENDS}]")
_ENDS_FOR_PYTHON_ONLY = "\x1c\x1d\x1e"
_BLOCK = 1_000_000

# White space, and the invisible characters that text copied from a page or a document may hold.
_WHITE = "".join(character for character in map(chr, range(0x3001)) if character.isspace())
_INVISIBLE = "\xad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063"
_INVISIBLE += "\u2064\u2066\u2067\u2068\u2069\u206a\u206b\u206c\u206d\u206e\u206f\ufeff"
_INSIDE = re.compile(f"[{_INVISIBLE}]")
EDGES: Final = _WHITE + _INVISIBLE
"""The characters that are trimmed from the edges of a line and of a cell."""

_QUOTES = {'"': '"', "'": "'", "`": "`", "“": "”“", "”": "”", "„": "“”", "‘": "’‘", "’": "’", "‚": "‘’"}
_QUOTES |= {"«": "»", "»": "«", "‹": "›", "›": "‹"}
_COMMENT = re.compile("#(?!N/A|NA\\b|NULL!|NAME\\?|REF!|VALUE!|DIV/0!|NUM!)")
_MARKED = frozenset(_QUOTES) | {"#"}
_ONLY_CELL = re.compile(f'"([^"]*+)"[{EDGES}{SEPARATORS}]*+')
_QUOTED = re.compile('"([^"]*+(?:""[^"]*+)*+)"')


_TOO_WIDE = f"A row of this table has more than {MOST_CELLS:,} cells. Keep only the column that holds the identifiers."


class Row(NamedTuple):
    """One row of a table; its cells are as in the text, not cleaned."""

    line: int
    text: str
    pieces: list[str]


class TooMuch(ValueError):
    """A text holds more than can be read in reasonable time; the message is a sentence for the user."""


def lines(text: str) -> Iterator[str]:
    """The lines of a text, without their ends."""
    return chain.from_iterable(map(_lines, _blocks(text)))


def count_lines(text: str) -> int:
    """The number of lines of a text."""
    is_open = bool(text) and text[-1] not in _LINE_ENDS
    ends = sum(text.count(end) for end in _LINE_ENDS if end in text)  # most texts hold one kind of them
    return ends - text.count("\r\n") + is_open


def _blocks(text: str) -> Iterator[str]:
    """A text in pieces of whole lines, so that not all lines of a large text are in memory at once."""
    start = 0
    while len(text) - start > _BLOCK:
        end = text.find("\n", start + _BLOCK) + 1 or len(text)
        yield text[start:end]
        start = end
    yield text[start:] if start else text


def _lines(text: str) -> list[str]:
    if any(end in text for end in _ENDS_FOR_PYTHON_ONLY):
        found = _LINE_END.split(text)
        return found if found[-1] else found[:-1]
    return text.splitlines()


def count_line_ends(text: str, start: int, end: int) -> int:
    """The number of line ends between two positions of a text."""
    return len(_LINE_END.findall(text, start, end))


def line_end_counter(text: str) -> Callable[[int, int], int]:
    """Counts the line ends between two positions of a text that are not inside of one; quick for usual line ends."""
    is_usual = not any(end in text for end in _LINE_ENDS[2:]) and text.count("\r") == text.count("\r\n")
    return partial(text.count, "\n") if is_usual else partial(count_line_ends, text)


def has_invisible(text: str) -> bool:
    """Whether a text holds invisible characters, such as zero-width spaces and soft hyphens."""
    return not text.isascii() and _INSIDE.search(text) is not None


def without_invisible(text: str) -> str:
    """A text without its invisible characters."""
    return _INSIDE.sub("", text).strip(EDGES)


def clean(piece: str) -> str:
    """A cell without the white space around it and without one pair of quotes, straight or typographic.

    Inside straight double quotes, two double quotes mean one, as in CSV.
    """
    cell = piece.strip(EDGES)
    if len(cell) < 2 or cell[-1] not in _QUOTES.get(cell[0], ""):  # noqa: PLR2004 - a pair of quotes
        return cell
    if cell[0] != '"':
        return cell[1:-1].strip(EDGES)
    if '"' not in (inside := cell[1:-1]):
        return inside.strip(EDGES)
    quoted = _QUOTED.fullmatch(cell)
    return quoted[1].replace('""', '"').strip(EDGES) if quoted else cell


def only_cell(line: str) -> str:
    """The cell of a trimmed line with one cell in straight double quotes, such as ``"a",``; "" of any other line."""
    quoted = _ONLY_CELL.fullmatch(line)
    return quoted[1].strip(EDGES) if quoted else ""


def split(line: str) -> Iterable[str]:
    """The pieces of a line between separators of any kind; a separator in straight double quotes does not count."""
    if len(line) > _BLOCK:
        return _split_slowly(line)
    pieces = _SEPARATOR.split(line)
    return _split_slowly(line) if '"' in line and _has_odd_piece(pieces) else pieces


def _split_slowly(line: str) -> Iterator[str]:
    """As `split`, but one piece after the other: not all pieces of a long line are in memory at once."""
    return (piece[1] for piece in _cell(SEPARATORS, across_lines=False).finditer(line))


def is_marked(line: str) -> bool:
    """Whether a trimmed line that is not blank may hold more than one plain cell."""
    return line[0] in _MARKED or "," in line or ";" in line or "\t" in line


def is_comment(line: str) -> bool:
    """Whether a line is a comment: ``# words``."""
    return _COMMENT.match(line.strip(EDGES)) is not None


def rows(text: str, separator: str) -> Iterator[Row]:
    """The rows of a table that are not blank; a cell in straight double quotes may have several lines.

    Raises:
        TooMuch: a row has more than MOST_CELLS cells.
    """
    blank = EDGES + separator
    kept = (row for row in _rows(text, separator) if row.text.strip(blank))
    return map(_without_outer_pipes, kept) if separator == PIPE else kept


def _without_outer_pipes(row: Row) -> Row:
    """A row of Markdown, ``| a | b |``, without the blank pieces before the first and behind the last pipe."""
    pieces = row.pieces
    if len(pieces) > 2 and not pieces[0].strip(EDGES):  # noqa: PLR2004 - both pipes and a cell
        pieces = pieces[1:] if pieces[-1].strip(EDGES) else pieces[1:-1]
    return row._replace(pieces=pieces)


def _rows(text: str, separator: str) -> Iterator[Row]:
    """The rows of a text. As long as no quoted cell holds a separator or a line end, lines are split."""
    number = place = 0
    for block in _blocks(text):
        if '"' in block and not _uncut(separator).fullmatch(block):
            yield from _rows_cell_by_cell(text, separator, number + 1, place)
            return
        for line in _lines(block):
            number += 1
            yield Row(number, line, _not_too_many(line.split(separator, MOST_CELLS)))
        place += len(block)


def _rows_cell_by_cell(text: str, separator: str, number: int, start: int) -> Iterator[Row]:
    pieces: list[str] = []
    for cell in _cell(separator, across_lines=True).finditer(text, start):
        pieces.append(cell[1])
        if cell[2] != separator:
            yield Row(number, text[start : cell.end(1)], pieces)
            number += count_line_ends(text, start, cell.end())
            start, pieces = cell.end(), []
        elif len(pieces) > MOST_CELLS:
            raise TooMuch(_TOO_WIDE)


def _has_odd_piece(pieces: list[str]) -> bool:
    """Whether a separator stands in quotes: the piece before it holds the opening quote and pairs of doubled ones."""
    return any(piece.count('"') % 2 for piece in pieces)


def _not_too_many(pieces: list[str]) -> list[str]:
    if len(pieces) > MOST_CELLS:
        raise TooMuch(_TOO_WIDE)
    return pieces


@cache
def _uncut(separator: str) -> re.Pattern[str]:
    """Matches a text whose straight double quotes are pairs with neither a separator nor a line end between them."""
    return re.compile(f'(?:[^"]*+"[^"{separator}{_LINE_ENDS}]*+")*+[^"]*+')


@cache
def _cell(separators: str, *, across_lines: bool) -> re.Pattern[str]:
    """Matches a cell and, as the second group, what ends it: a separator, a line end, or nothing at the end."""
    blank = "".join(sorted(set(EDGES) - set(separators) - set(_LINE_ENDS)))
    inside = "" if across_lines else _LINE_ENDS
    quoted = f'[{blank}]*+"[^"{inside}]*+(?:""[^"{inside}]*+)*+"[{blank}]*+(?=[{separators}{_LINE_ENDS}]|\\Z)'
    return re.compile(f"({quoted}|[^{separators}{_LINE_ENDS}]*+)(\r\n|[{separators}{_LINE_ENDS}]|\\Z)")
