"""Several files that are dropped at once, or one after the other."""

import gzip

from streamlit.testing.v1 import AppTest

from components.order.draft import Draft
from components.order.files import recipe

PICTURE = b"\x89PNG\r\n\x1a\n\0\0"
RECIPE = recipe.write(Draft(pasted="R1\nR2")).encode()


def drop(app: AppTest, files: dict[str, bytes]) -> AppTest:
    for name, content in files.items():
        app.file_uploader[0].upload(name, content)
    return app.run()


def texts(app: AppTest) -> list[str]:
    return [each.value for each in app.text]


def test_several_files_of_different_kinds_are_taken_at_once(visitor: AppTest) -> None:
    drop(visitor, {"a.txt": b"A1\nA2", "b.json.gz": gzip.compress(b'["B1", "B2"]'), "without ending": b"C1"})
    assert [name for name in texts(visitor) if name.startswith(("a.txt", "b.json", "without ending"))] == [
        "a.txt (5 bytes)",
        "b.json (12 bytes)",
        "without ending (2 bytes)",
    ]
    assert any("5 identifiers" in text for text in texts(visitor))


def test_a_refused_file_is_named_with_its_sentence_while_the_others_are_taken(visitor: AppTest) -> None:
    drop(visitor, {"picture.png": PICTURE, "a.txt": b"A1\nA2"})
    assert any("2 identifiers" in text for text in texts(visitor))
    assert "picture.png" in texts(visitor)
    visitor.run()
    assert "picture.png" in texts(visitor)


def test_a_recipe_among_identifiers_is_refused_and_not_taken_in_their_place(visitor: AppTest) -> None:
    drop(visitor, {"a.txt": b"A1\nA2", "recipe.json": RECIPE})
    assert any("so drop it alone" in text for text in texts(visitor))
    assert any("2 identifiers" in text for text in texts(visitor))
    assert visitor.text_area[0].value == ""


def test_a_recipe_beside_files_that_cannot_be_used_is_alone(visitor: AppTest) -> None:
    drop(visitor, {"picture.png": PICTURE})
    drop(visitor, {"recipe.json": RECIPE})
    assert visitor.text_area[0].value == "R1\nR2"
