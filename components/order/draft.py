"""The draft of an order: what the user has typed so far."""

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import accumulate

from components.order import identifiers
from components.order.data_types import DataType
from components.order.file_name import NameFilter, NameForm, expression, simple
from components.order.identifiers import Identifiers, Reading, TextFile

HALF_A_CHARACTER = "It holds half a character, which no request can carry."

_HALVES = re.compile("[\ud800-\udfff]")


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
    name_form: NameForm = NameForm.ANY
    file_name: str = ""  # for the simple forms
    name_expression: str = ""  # for the expression
    any_case: bool = False
    name: str = ""  # of the order, see `order_name`; no part of the request

    @property
    def is_blank(self) -> bool:
        """Whether no product is asked for yet."""
        return not (self.expressions.strip() if self.by is By.EXPRESSIONS else self.sources())

    @property
    def name_text(self) -> str:
        """The text of the name filter, in the form that was chosen."""
        texts = {NameForm.ANY: "", NameForm.EXPRESSION: self.name_expression}
        return texts.get(self.name_form, self.file_name)

    def file_name_expression(self) -> str:
        """The Java regular expression that file names must match; empty for any name."""
        return expression(self.name_form, self.name_text, any_case=self.any_case)

    def with_filter(self, name_filter: NameFilter) -> "Draft":
        """The draft with this filter on file names."""
        found = replace(self, name_form=name_filter.form, any_case=name_filter.any_case)
        if name_filter.form is NameForm.EXPRESSION:
            return replace(found, name_expression=name_filter.text)
        return replace(found, file_name=name_filter.text)

    def in_form(self, form: NameForm) -> "Draft":
        """The draft with another form of the name filter, whose text says the same where that is possible.

        An expression never becomes a text that is taken as it is. What the new form cannot say is kept, and comes
        back with its own form.
        """
        if form.is_simple and self.name_form is NameForm.EXPRESSION and (found := simple(self.name_expression.strip())):
            return self.with_filter(replace(found, form=form))
        is_own = self.name_expression.strip() and simple(self.name_expression.strip()) is None
        if form is NameForm.EXPRESSION and not is_own and (built := self.file_name_expression()):
            return self.with_filter(NameFilter(form, built, self.any_case))
        return replace(self, name_form=form)

    def without_invisible(self) -> "Draft":
        """The draft read as before, but without the invisible characters inside identifiers."""
        pasted, files = self.pasted_reading, []
        if self.pasted and (best := pasted or identifiers.parse(self.pasted).reading):
            pasted = replace(best, visible_only=True)
        for file in self.files:
            best = file.reading or identifiers.parse(file.text).reading
            files.append(replace(file, reading=replace(best, visible_only=True) if best else None))
        return replace(self, pasted_reading=pasted, files=tuple(files))

    def holds(self, other: "Draft") -> bool:
        """Whether this draft holds everything that was typed or dropped in another one."""
        return (
            other.pasted in {"", self.pasted}
            and other.expressions in {"", self.expressions}
            and other.name in {"", self.name}
            and set(other.files) <= set(self.files)
        )

    @property
    def can_be_sent(self) -> bool:
        """Whether all texts can be written in UTF-8, in a request and on a page; JSON can hold half a character."""
        readings = (each.reading.path for each in self.sources() if each.reading)
        return not any(map(_HALVES.search, (*self._texts(), *readings)))

    @property
    def characters(self) -> int:
        """How long all texts are together, with the names of files."""
        return sum(map(len, self._texts()))

    def _texts(self) -> tuple[str, ...]:
        typed = self.pasted, self.expressions, self.field, self.file_name, self.name_expression
        return (*typed, *(text for file in self.files for text in (file.name, file.text)))

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
