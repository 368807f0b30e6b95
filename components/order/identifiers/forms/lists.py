"""Lists: one identifier a line, or several between commas, semicolons or tabs."""

from collections.abc import Iterator

from components.order.identifiers import shapes
from components.order.identifiers.forms import cells
from components.order.identifiers.found import Found, Remark


def items(text: str, *, titled: bool) -> Iterator[Found]:
    """The items of a list; comments are passed over, and the first line if it is a title."""
    for line, content in enumerate(cells.lines(text), start=1):
        item = content.strip(cells.EDGES)
        if not item:
            continue
        if item[0] == "#" and cells.is_comment(item):
            yield line, item, Remark.COMMENT
        elif titled:
            yield line, item, Remark.TITLE
            titled = False
        elif not cells.is_marked(item):
            yield line, item, _why_not(item)
        elif cell := cells.only_cell(item):
            yield line, cell, _why_not(cell)
        else:
            for piece in cells.split(content):
                if cell := cells.clean(piece):
                    yield line, cell, _why_not(cell)


def items_of_lines(text: str, *, titled: bool) -> Iterator[Found]:
    """Each line whole, without the quotes around it."""
    for line, content in enumerate(cells.lines(text), start=1):
        item = content.strip(cells.EDGES)
        if not item:
            continue
        if cells.is_comment(item):
            yield line, item, Remark.COMMENT
        elif titled:
            yield line, item, Remark.TITLE
            titled = False
        elif item := cells.clean(item):
            yield line, item, _why_not(item)


def _why_not(item: str) -> str | None:
    return f"“{item}” means that there is none" if shapes.is_nothing(item) else None
