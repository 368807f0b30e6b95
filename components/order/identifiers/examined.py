"""The first look at a text: what it may be, each part examined when it is needed, and once."""

from dataclasses import dataclass
from functools import cached_property

from components.order.identifiers.choice import Column
from components.order.identifiers.forms import commas, documents, json_text, literals, markup, table
from components.order.identifiers.forms.table import Table


@dataclass(frozen=True)
class Examined:
    """A text, and what it may be.

    Raises:
        TooMuch: of each part, the text holds more than can be read.
    """

    given: str

    @cached_property
    def text(self) -> str:
        """The text with the commas that belong to names hidden."""
        return commas.hide(self.given)

    @cached_property
    def lines(self) -> list[str]:
        """The first lines that are not blank."""
        return documents.sample(self.text)

    @cached_property
    def table(self) -> Table | None:
        """The table that it may be."""
        return table.recognise(self.text)

    @cached_property
    def json(self) -> object:
        """The list or object in JSON that it is, else None."""
        return json_text.decode(self.text)

    @cached_property
    def code(self) -> object:
        """The lists in code that it is, else None."""
        return None if self.json is not None else literals.read(self.text)

    @cached_property
    def markup(self) -> dict[str, Column]:
        """The fields of the XML that it is, else none."""
        return markup.columns(self.text) if markup.is_markup(self.text) else {}
