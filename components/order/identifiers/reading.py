"""The ways to read a text: as a list, a table, JSON and so on."""

from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Final


class Form(StrEnum):
    """What kind of text it is."""

    LIST = "list"
    """One identifier a line, or several between commas, semicolons or tabs."""
    LINES = "lines"
    """One identifier a line, which may hold commas, semicolons and tabs."""
    BULLETS = "bullets"
    """One identifier a line, behind a bullet or a number."""
    NAMES = "names"
    """The names of products in any text: a mail, a script, a listing of files."""
    TABLE = "table"
    """One column of a table."""
    JSON = "json"
    """One field of JSON; there may be several documents, one a line."""
    CODE = "code"
    """One list in the notation of a programming language."""
    XML = "xml"
    """The text of one kind of elements in XML, or one of its attributes."""


_MOST = 10_000  # of a column's number
_LONGEST = 1_000  # characters of a path


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a text.

    Args:
        form: what kind of text it is.
        separator: of the cells of a table; empty if it is to be found.
        column: the position of a table's column, from 0.
        titled: the first row of a table, or the first line of a list, is a title.
        path: the field of JSON or code, such as ``features[].id``; of XML ``file@name`` or ``title``.
        last_part: only the last part of addresses and paths is read, without query and ``.zip``.
        visible_only: invisible characters inside identifiers are left out.
    """

    form: Form = Form.LIST
    separator: str = ""
    column: int | None = None
    titled: bool = False
    path: str = ""
    last_part: bool = False
    visible_only: bool = False

    def to_json(self) -> dict[str, object]:
        """The reading as a JSON object, without what is not needed."""
        given = {field.name: getattr(self, field.name) for field in fields(self)}
        return (
            {"form": str(self.form)}
            | {name: value for name, value in given.items() if name != "form" and value not in ("", None, False)}
            | ({"column": self.column} if self.column is not None else {})
        )

    @classmethod
    def from_json(cls, value: object) -> "Reading":
        """The reading in a JSON object; unknown members are ignored.

        Raises:
            ValueError: a member is wrong; the message says what it must be.
        """
        if not isinstance(value, dict) or value.get("form") not in tuple(Form):
            raise ValueError(f"It must be a way to read a text, with a “form” of {', '.join(Form)}")
        column, separator, path = value.get("column"), value.get("separator", ""), value.get("path", "")
        flags = [value.get(name, False) for name in _FLAGS]
        if column is not None and (type(column) is not int or not 0 <= column < _MOST):
            raise ValueError("Its “column” must be the number of a column, from 0")
        if separator not in ("", *SEPARATORS):
            raise ValueError("Its “separator” must be a tab, a semicolon, a comma or “|”")
        if not isinstance(path, str) or len(path) > _LONGEST:
            raise ValueError("Its “path” must be the path of a field")
        if not all(isinstance(flag, bool) for flag in flags):
            raise ValueError(f"Its parts {', '.join(_FLAGS)} must be true or false")
        return cls(Form(value["form"]), separator, column, flags[0], path, *flags[1:])


SEPARATORS: Final = ("\t", ";", "|", ",")
"""What may separate the cells of a table; the earlier win where several fit as well."""

_FLAGS = ("titled", "last_part", "visible_only")
