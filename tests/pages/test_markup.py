"""Markup, scripts and Markdown in texts of an archive or of a user: every page shows them as text.

Streamlit never runs a script of a text. But of what it reads as Markdown (labels, alerts, paragraphs, options) it makes
links, pictures of other hosts, icons and colours. So each text of each element is looked at, except those that no
browser reads as Markdown. The same in a browser: `tests/browser/test_markup.py`.
"""

import json
import re
from collections.abc import Callable, Iterator, MutableSequence
from typing import Any, Final

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block

from components.demo.api.responses import Reply
from components.desk.kept_quicklooks import KeptQuicklooks
from components.regards.orders import orders
from components.regards.orders.quicklooks import quicklook_of
from components.regards.pictures import NoPicture
from components.ui import formatting
from components.ui.order import quicklooks
from tests.conftest import Offer
from tests.desk.test_kept_quicklooks import await_all
from tests.pages.test_faults import open_order
from tests.pages.waiting import until
from tests.regards.orders.test_quicklooks import quicklook_file
from tests.regards.scripted_server import reply, scripted_server
from tests.ui.draw_block import draw, order_rows, text_of_page

Press = Callable[[AppTest, str], AppTest]

ATTACK: Final = (
    "<img src=//evil.example/a onerror=alert(1)><script>alert(2)</script>![b](https://evil.example/b) "
    "[c](javascript:alert(3)) :material/skull: :red[d] $e$ **f**"
)
READ_AS_MARKDOWN: Final = (
    "<img",
    "<script",
    "![b]",
    "[c](",
    ":material/skull:",
    ":red[d]",
    "$e$",
    "**f**",
    "https://evil",
)
HOSTILE: Final = frozenset(
    {"label", "datasetLabel", "filename", "checksum", "downloadError", "message", "messages", "error"}
)
"""Fields of the archive's answers to whose texts the attack is added."""

AS_TEXT: Final = frozenset(
    {
        ("Text", "body"),
        ("Code", "code_text"),
        ("TextArea", "default"),
        ("TextInput", "default"),
        ("TextInput", "placeholder"),
        ("Selectbox", "options"),
        ("BidiComponent", "json"),
    }
)
"""The fields of elements that are no Markdown. Tables travel in a binary form; their cells are text.

The data of components of our own are drawn by their scripts, which set texts alone.
"""


def texts(message: Any) -> Iterator[tuple[str, str, str]]:  # noqa: ANN401 - a message of Protobuf, without types
    """All texts of an element, each with the kind of the element and the field."""
    for field, value in message.ListFields():
        for each in value if isinstance(value, MutableSequence) else [value]:
            if hasattr(each, "ListFields"):
                yield from texts(each)
            elif isinstance(each, str):
                yield message.DESCRIPTOR.name, field.name, each


def elements(block: Any) -> Iterator[Any]:  # noqa: ANN401 - AppTest names no type for all of them
    for each in block.children.values():
        if each.proto is not None:
            yield each.proto
        if isinstance(each, Block):
            yield from elements(each)


def of_page(app: AppTest) -> list[tuple[str, str, str]]:
    return [each for element in elements(app._tree) for each in texts(element)]  # noqa: SLF001 - there is no other way


def is_markdown(text: str) -> bool:
    """Whether a part of the attack has a meaning, which a backslash takes from it (CommonMark, section 2.4)."""
    bare = re.sub(r"\\.", "", text)
    return any(part in bare for part in READ_AS_MARKDOWN)


def as_markdown(app: AppTest) -> list[tuple[str, str, str]]:
    """The texts of the page in which the attack has a meaning; none, if the page is well."""
    assert not app.exception
    return [each for each in of_page(app) if each[:2] not in AS_TEXT and is_markdown(each[2])]


def is_quoted(app: AppTest) -> bool:
    """Whether the attack can be read on the page as it was written."""
    cells = (str(cell) for table in app.dataframe for row in table.value.to_numpy() for cell in row)
    return any(ATTACK in each for each in (*cells, *(text for *place, text in of_page(app) if tuple(place) in AS_TEXT)))


def let_archives_attack(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the demo archives of this process add the attack to their texts."""
    write = Reply.written

    def spoilt(value: object, key: str = "") -> object:
        if isinstance(value, dict):
            return {name: spoilt(each, name) for name, each in value.items()}
        if isinstance(value, list):
            return [spoilt(each, key) for each in value]
        if not isinstance(value, str) or key not in HOSTILE:
            return value
        return f"{ATTACK} {value}" if key == "label" else f"{value} {ATTACK}"  # usual labels are not shown

    monkeypatch.setattr(
        Reply, "written", lambda it, *, pretty: write(Reply(spoilt(it.data), it.status, it.headers), pretty=pretty)
    )


@pytest.fixture
def _hostile(monkeypatch: pytest.MonkeyPatch) -> None:
    let_archives_attack(monkeypatch)


hostile = pytest.mark.usefixtures("_hostile")


@pytest.mark.parametrize("element", [st.markdown, st.error, st.button, lambda text: st.radio("x", [text])])
def test_an_attack_that_is_drawn_as_markdown_is_found(element: Callable[[str], object]) -> None:
    assert as_markdown(draw(lambda: element(ATTACK)))


@pytest.mark.parametrize("element", [st.text, st.code, lambda text: st.button(formatting.as_text(text))])
def test_one_that_is_drawn_as_text_is_none(element: Callable[[str], object]) -> None:
    assert as_markdown(draw(lambda: element(ATTACK))) == []


def test_names_that_are_typed_and_not_found(visitor: AppTest, click: Press) -> None:
    visitor.text_area[0].input(f"my_product_id_1\n{ATTACK}").run()
    click(visitor, "Check with the catalogue")
    visitor.session_state["desk"].draft_check.current().future.result(60)
    assert as_markdown(visitor.run()) == []
    assert is_quoted(visitor)


@hostile
def test_names_of_products_datasets_and_files_in_the_catalogues_answer(visitor: AppTest, click: Press) -> None:
    visitor.text_area[0].input("my_product_id_1\nmy_product_id_2").run()
    visitor.radio[1].set_value("contains").run()
    next(each for each in visitor.text_input if each.label == "File name").input("id_1").run()
    click(visitor, "Check with the catalogue")
    visitor.session_state["desk"].draft_check.current().future.result(60)
    assert as_markdown(visitor.run()) == []
    assert is_quoted(visitor)
    assert "1 would be taken and 1 left out" in text_of_page(visitor)


@hostile
def test_the_archives_words_when_it_refuses_an_order(visitor: AppTest, click: Press) -> None:
    visitor.text_area[0].input("NO_SUCH_PRODUCT").run()
    for answer in ("Submit order", "Submit all the same"):  # the second is the archive's
        click(visitor, answer)
        visitor.session_state["desk"].submission().result(60)
        visitor.run()
    assert as_markdown(visitor) == []
    assert is_quoted(visitor)
    assert "Nothing was ordered." in text_of_page(visitor)


@hostile
def test_names_of_files_and_problems_on_the_page_of_an_order(visitor: AppTest, click: Press) -> None:
    open_order(visitor, "my_product_id_1\nmy_product_id_2\nTIDE_GAUGE_1")
    assert as_markdown(visitor) == []
    assert is_quoted(visitor)
    click(visitor, "Bring all files into this folder")  # the announced checksums are no checksums
    until(visitor, lambda: "not everything came" in text_of_page(visitor))
    until(visitor, lambda: "3 failed" in text_of_page(visitor))
    assert as_markdown(visitor) == []
    assert is_quoted(visitor)


@hostile
def test_labels_in_the_list_of_orders(visitor: AppTest) -> None:
    orders.apply(visitor.session_state["desk"].connection, json.dumps({"queries": ["providerId:my_product_id_1"]}))
    visitor.switch_page("orders.py").run()
    until(visitor, lambda: "1 order" in text_of_page(visitor))
    assert as_markdown(visitor) == []
    assert ATTACK in order_rows(visitor)[0]["Name"]


def test_the_announced_checksum_of_a_quicklook() -> None:
    kept, file = KeptQuicklooks(), quicklook_file(checksum=ATTACK, algorithm="MD5", size=None)
    with scripted_server(reply(200, b"\x89PNG\r\n\x1a\n", "image/png")) as server:
        kept.fetch([quicklook_of(file)], server.connection)
        await_all()
    assert isinstance(kept.problem(quicklook_of(file)), NoPicture)
    app = draw(lambda: quicklooks.show_quicklooks([file], kept, lambda _: None, lambda _: ""))
    assert as_markdown(app) == []
    assert is_quoted(app)


def test_a_dropped_file_with_a_hostile_name_and_a_hostile_title(visitor: AppTest) -> None:
    content = f'"{ATTACK}",other\nmy_product_id_1,1\nmy_product_id_2,2\n'
    visitor.file_uploader[0].upload(f"{ATTACK.replace('/', '')}.csv", content.encode())
    visitor.run()
    visitor.session_state[f"otherwise 0 {visitor.session_state['desk'].draft_key}"] = True
    visitor.run()
    assert as_markdown(visitor) == []
    assert any("evil.example" in option for each in visitor.radio for option in each.options)


def test_the_archives_words_when_it_refuses_a_sign_in(stranger: AppTest, offer: Offer, click: Press) -> None:
    page = f"<html><title>{ATTACK.replace('<', '&lt;')}</title></html>"
    with scripted_server(reply(403, page, "text/html")) as server:
        offer(server.archive)
        fields = {each.label: each for each in stranger.run().text_input}
        fields["Login"].input(ATTACK)
        fields["Password"].input("secret")
        click(stranger, "Sign in")
    assert as_markdown(stranger) == []
    assert "evil.example" in stranger.code[0].value
