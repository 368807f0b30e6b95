"""Identifiers in JSON, with the lines where they stand."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.order.identifiers import Doubled, parse


def test_a_list_of_texts_holds_each_with_its_line() -> None:
    found = parse('["A",\r\n "B"\n,\n\n"C", "A"]')
    assert found.identifiers == ("A", "B", "C")
    assert found.lines == (1, 2, 5)
    assert found.doubled == (Doubled("A", line=5, first_line=1),)


@pytest.mark.parametrize(
    "text",
    [
        '[{"providerId": "A", "size": 1}, {"size": 2, "provider_id": "B"}]',
        '[{"id": "URN:1", "productId": "A"}, {"id": "B"}]',
        '{"identifiers": ["A", "B"]}',
        '{"name": "ours", "IDs": ["A", "B"], "size": [1, 2]}',
        '{"identifiers": [{"id": "A"}, "B"]}',
        '\ufeff \n["A", "B"] \u200b\n',
        '{"items": [{"product": {"id": "A"}}, {"product": {"id": "B"}}]}',
        '[["A"], ["B"]]',
        '{"id": "A"}\n{"id": "B"}\n',
        '{"id": "A"} {"id": "B"}',
    ],
)
def test_objects_hold_what_stands_under_a_title_of_identifiers(text: str) -> None:
    assert parse(text).identifiers == ("A", "B")


def test_an_entry_is_told_with_the_line_where_it_begins() -> None:
    assert parse('{"found": [\n{"id": "A",\n"size": 1},\n{\n"id": "B"}]}').lines == (2, 4)


def test_an_object_may_be_the_only_one() -> None:
    assert parse('{"size": 1,\n"providerId": "A"}').identifiers == ("A",)


@pytest.mark.parametrize(
    ("written", "identifier"),
    [("12", "12"), ('"007"', "007"), ('" A\\t"', "A"), ('"\\u00e9"', "é"), ("9" * 5_000, "9" * 5_000)],
)
def test_whole_numbers_and_trimmed_texts_are_identifiers(written: str, identifier: str) -> None:
    assert parse(f"[{written}]").identifiers == (identifier,)


@pytest.mark.parametrize(
    "written", ["null", "true", "1.5", "[]", '["A"]', "{}", '{"size": 1}', '{"id": null}', '{"id": ["A"]}']
)
def test_an_entry_of_another_kind_is_rejected(written: str) -> None:
    found = parse(f'["A", "B",\n {written}]')
    assert found.identifiers == ("A", "B")
    assert [(each.text, each.line) for each in found.rejected] == [(written, 2)]


@given(st.lists(st.text(st.characters(codec="utf-8")), min_size=1), st.sampled_from([None, 0, 2]), st.booleans())
def test_any_list_of_texts_is_read_as_python_wrote_it(texts: list[str], indent: int | None, as_ascii: bool) -> None:
    found = parse(json.dumps({"identifiers": texts}, indent=indent, ensure_ascii=as_ascii))
    told = [*found.identifiers, *(each.identifier for each in found.doubled), *(each.text for each in found.rejected)]
    assert len(told) == sum(bool(text.strip(_EDGES)) for text in texts) or found.problem
    assert set(found.identifiers) <= {identifier for text in texts for identifier in _trimmed(text)}


_INVISIBLE = (0xAD, 0x61C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065))
_INVISIBLE += (*range(0x2066, 0x2070), 0xFEFF)
_EDGES = "".join(chr(point) for point in range(0x10000) if chr(point).isspace() or point in _INVISIBLE)


def _trimmed(text: str) -> set[str]:
    """A text, and what is left of it when its edges are trimmed by any number of characters."""
    return {text[start:end] for start in range(len(text)) for end in range(start, len(text) + 1)}


@given(st.recursive(st.none() | st.booleans() | st.text(max_size=3), lambda inner: st.lists(inner, max_size=4)))
def test_lines_are_those_of_the_file(value: object) -> None:
    text = json.dumps({"other": value, "identifiers": ["last"]}, indent=1)
    assert parse(text).lines == (len(text.split("\n")) - 2,)
