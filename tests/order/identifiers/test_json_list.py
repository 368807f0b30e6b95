"""Identifiers in JSON, with the lines where they stand."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.order.identifiers.json_list import Entry, entries


def test_a_list_of_texts_holds_each() -> None:
    assert entries('["A",\r\n "B"\n,\n\n"C"]') == [Entry(1, '"A"', "A"), Entry(2, '"B"', "B"), Entry(5, '"C"', "C")]


@pytest.mark.parametrize(
    "text",
    [
        '[{"providerId": "A", "size": 1}, {"size": 2, "provider_id": "B"}]',
        '[{"id": "URN:1", "productId": "A"}, {"id": "B"}]',
        '{"identifiers": ["A", "B"]}',
        '{"name": "ours", "IDs": ["A", "B"], "size": [1, 2]}',
        '{"identifiers": [{"id": "A"}, "B"]}',
        '\ufeff \n["A", "B"] \u200b\n',
    ],
)
def test_objects_hold_what_stands_under_a_title_of_identifiers(text: str) -> None:
    assert [entry.identifier for entry in entries(text) or ()] == ["A", "B"]


def test_an_object_may_be_the_only_one() -> None:
    assert entries('{"size": 1,\n"providerId": "A"}') == [Entry(2, '"A"', "A")]


@pytest.mark.parametrize(
    ("written", "identifier"), [("12", "12"), ('"007"', "007"), ('" A\\t"', "A"), ('"\\u00e9"', "é")]
)
def test_whole_numbers_and_trimmed_texts_are_identifiers(written: str, identifier: str) -> None:
    assert entries(f"[{written}]") == [Entry(1, written, identifier)]


@pytest.mark.parametrize(
    "written", ["null", "true", "1.5", "[]", '["A"]', "{}", '{"size": 1}', '{"id": null}', '{"id": ["A"]}']
)
def test_an_entry_of_another_kind_has_no_identifier(written: str) -> None:
    assert entries(f'["A", {written}]') == [Entry(1, '"A"', "A"), Entry(1, written, None)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "A",
        '"A"',
        "[]",
        "{}",
        "[A]",
        '["A"',
        '["A",]',
        '["A" "B"]',
        '["A"] B',
        '{"id"}',
        '{"id": }',
        '{"id" "A"}',
        "{1: 2}",
        '{"size": 1}',
        '{"identifiers": []}',
        "['A']",
        "[" * 100_000,
        f"[{'1' * 5_000}]",
    ],
    ids=lambda text: ascii(text[:20]),
)
def test_what_is_no_json_list_of_something_is_none(text: str) -> None:
    assert entries(text) is None


@given(st.lists(st.text(st.characters(codec="utf-8")), min_size=1), st.sampled_from([None, 0, 2]), st.booleans())
def test_any_list_of_texts_is_read_as_python_wrote_it(texts: list[str], indent: int | None, as_ascii: bool) -> None:
    found = entries(json.dumps(texts, indent=indent, ensure_ascii=as_ascii))
    assert found is not None
    edges = "\ufeff\u200b\u200c\u200d\u200e\u200f\u2060\xad"
    assert [(entry.identifier or "").strip(edges + " ") in text for entry, text in zip(found, texts, strict=True)]
    assert [json.loads(entry.text) for entry in found] == texts


@given(st.recursive(st.none() | st.booleans() | st.text(max_size=3), lambda inner: st.lists(inner, max_size=4)))
def test_lines_are_those_of_the_file(value: object) -> None:
    text = json.dumps([value, "last"], indent=1)
    found = entries(text)
    assert found
    assert found[-1].line == len(text.split("\n")) - 1
