"""The draft of an order: what the user has typed so far."""

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate

from components.order import identifiers
from components.order.data_types import DataType
from components.order.file_name import Form, expression
from components.order.identifiers import Identifiers, Reading, TextFile


class By(StrEnum):
    """The two ways to select products."""

    IDENTIFIERS = "identifiers"
    EXPRESSIONS = "expressions"


@dataclass(frozen=True, slots=True)
class Draft:
    """The fields of the page Compose, as the user left them."""

    by: By = By.IDENTIFIERS
    pasted: str = ""
    pasted_reading: Reading | None = None
    files: tuple[TextFile, ...] = ()
    expressions: str = ""
    field: str = ""
    latest_only: bool = False
    data_types: tuple[DataType, ...] = (DataType.RAWDATA,)
    name_form: Form = Form.EXPRESSION
    file_name: str = ""
    any_case: bool = False

    def file_name_expression(self) -> str:
        """The Java regular expression that file names must match; empty for any name."""
        return expression(self.name_form, self.file_name, any_case=self.any_case)

    def holds(self, other: "Draft") -> bool:
        """Whether this draft holds everything that was typed or dropped in another one."""
        return (
            other.pasted in {"", self.pasted}
            and other.expressions in {"", self.expressions}
            and set(other.files) <= set(self.files)
        )

    def sources(self) -> tuple[TextFile, ...]:
        """The texts that identifiers are read from: the pasted text first, then the files."""
        pasted = (TextFile("pasted text", self.pasted, self.pasted_reading),) if self.pasted else ()
        return pasted + self.files

    def identifiers(self) -> Identifiers:
        """The identifiers of all sources; lines are numbered across the sources, see `places`."""
        return identifiers.gather(self.sources())

    def places(self) -> Callable[[int], str]:
        """A function that names the place of a line of `identifiers`: ``line 3``, or ``line 3 of names.csv``."""
        sources = self.sources()
        ends = list(accumulate(identifiers.count_lines(source.text) for source in sources))

        def place(line: int) -> str:
            position = bisect_left(ends, line)
            within = line - (ends[position - 1] if position else 0)
            return f"line {within:,} of {sources[position].name}" if self.files else f"line {within:,}"

        return place
