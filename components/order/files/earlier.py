"""An earlier order in a file, beside the list at hand: what is new, the same and gone."""

from collections.abc import Iterable
from dataclasses import dataclass

from components.order.draft import HALF_A_CHARACTER, By, Draft
from components.order.files import missing, recipe
from components.order.files.json_document import part, to_objects, to_text, to_texts
from components.order.identifiers import UnreadableFile, text_file


@dataclass(frozen=True, slots=True)
class Earlier:
    """A recipe or a receipt.

    ``asked`` are the products that it asked for by name. ``draft`` orders what it asks for now: of a receipt what is
    missing, None if nothing is.
    """

    asked: tuple[str, ...]
    draft: Draft | None
    is_receipt: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """The names of a list that an earlier order did not ask for, those that it did, and its others."""

    new: tuple[str, ...]
    same: tuple[str, ...]
    gone: tuple[str, ...]


def compare(listed: Iterable[str], earlier: Iterable[str]) -> Comparison:
    """A list beside an earlier one, by exact names; each result is in the order of its list."""
    now, before = dict.fromkeys(listed), dict.fromkeys(earlier)
    return Comparison(
        new=tuple(each for each in now if each not in before),
        same=tuple(each for each in now if each in before),
        gone=tuple(each for each in before if each not in now),
    )


def read(name: str, content: bytes) -> Earlier | None:
    """The earlier order in a dropped file; None for any other file.

    Raises:
        UnreadableFile: as `recipe.read` and `text_file.read` do, but not because nothing is missing; or the names hold
            half a character.
    """
    found = _read(name, content)
    if found and not (Draft(pasted="".join(found.asked)).can_be_sent and (found.draft or Draft()).can_be_sent):
        raise UnreadableFile(HALF_A_CHARACTER)
    return found


def _read(name: str, content: bytes) -> Earlier | None:
    text = text_file.read(name, content).text
    try:
        draft = recipe.read(text)
    except missing.NothingMissing:
        draft = None
    document = recipe.document_in(text)
    if isinstance(document, dict) and document.get("format") == recipe.FORMAT:
        return Earlier(_named(draft), draft, is_receipt=False)
    if isinstance(document, dict) and document.get("format") == missing.FORMAT:
        asked = recipe.request_in(document.get("recipe"))
        return Earlier(_named(asked) or _of_receipt(document), draft, is_receipt=True)
    products = missing.products_of_table(text)
    return None if products is None else Earlier(products, draft, is_receipt=True)


def _named(draft: Draft | None) -> tuple[str, ...]:
    return draft.identifiers().identifiers if draft and draft.by is By.IDENTIFIERS else ()


def _of_receipt(document: dict[str, object]) -> tuple[str, ...]:
    """What a receipt says to have been asked for, else the products of its files."""
    asked: tuple[str, ...] = part(document, "identifiers", to_texts, ())
    if asked:
        return asked
    files: tuple[dict[str, object], ...] = part(document, "files", to_objects, ())
    without_files: tuple[str, ...] = part(document, "identifiers_without_files", to_texts, ())
    names = [*(part(file, "product", to_text, "") for file in files), *without_files]
    return tuple(dict.fromkeys(name for name in names if name))
