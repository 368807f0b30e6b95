"""Several files that are dropped at once, or one after the other."""

import gzip
import json
from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from components.order.draft import Draft
from components.order.files import link, recipe
from components.order.files.missing import FORMAT

Click = Callable[[AppTest, str], AppTest]
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


# Beside a list


def receipt(outcome: str) -> bytes:
    """A receipt of R1, which has arrived, and R2."""
    files = [{"product": "R1", "outcome": "delivered"}, {"product": "R2", "outcome": outcome}]
    return json.dumps({"format": FORMAT, "version": "1.1", "files": files}).encode()


def written(app: AppTest) -> str:
    return "\n".join(each.value for each in app.markdown)


def labels(app: AppTest) -> list[str]:
    return [each.label for each in app.button]


def test_a_recipe_beside_a_list_says_what_is_new_and_changes_nothing(visitor: AppTest) -> None:
    visitor.text_area[0].input("R2\nR3\nR4").run()
    drop(visitor, {"recipe.json": RECIPE})
    assert "by name: 2 new, 1 the same, 1 gone from your list." in written(visitor)
    assert visitor.text_area[0].value == "R2\nR3\nR4"


def test_only_what_is_new_is_kept_with_a_click_and_can_be_taken_back(visitor: AppTest, click: Click) -> None:
    visitor.text_area[0].input("R2\nR3\nR4").run()
    drop(visitor, {"recipe.json": RECIPE})
    click(visitor, "Keep only the 2 new")
    assert visitor.text_area[0].value == "R3\nR4"
    click(visitor, "Bring it back")
    assert visitor.text_area[0].value == "R2\nR3\nR4"


def test_the_recipe_can_be_taken_instead(visitor: AppTest, click: Click) -> None:
    visitor.text_area[0].input("R3").run()
    drop(visitor, {"recipe.json": RECIPE})
    assert "Keep only the new one" not in labels(visitor)  # all of the list is new
    click(visitor, "Take the recipe instead")
    assert visitor.text_area[0].value == "R1\nR2"


def test_a_receipt_beside_a_list_is_compared_and_its_missing_products_can_be_ordered(
    visitor: AppTest, click: Click
) -> None:
    visitor.text_area[0].input("R1\nR3").run()
    drop(visitor, {"receipt.json": receipt("failed")})
    assert "1 new, 1 the same, 1 gone" in written(visitor)
    assert "Keep only the new one" in labels(visitor)
    click(visitor, "Order what is missing in it instead")
    assert visitor.text_area[0].value == "R2"


def test_a_receipt_on_an_empty_form_orders_what_is_missing(visitor: AppTest) -> None:
    drop(visitor, {"receipt.json": receipt("failed")})
    assert visitor.text_area[0].value == "R2"


def test_a_receipt_of_which_nothing_is_missing_is_good_news(visitor: AppTest) -> None:
    drop(visitor, {"receipt.json": receipt("delivered")})
    assert [each.value for each in visitor.success] == [
        "Nothing is missing in this receipt: every ordered file has arrived."
    ]
    assert not visitor.error
    visitor.text_area[0].input("R1\nR3").run()
    assert "1 new, 1 the same, 1 gone" in written(visitor)


def test_a_whole_receipt_among_other_files_is_not_lost_without_a_word(visitor: AppTest) -> None:
    drop(visitor, {"a.txt": b"A1\nA2", "receipt.json": receipt("delivered")})
    assert any("so drop it alone" in text for text in texts(visitor))


# In the address


def linked(app: AppTest, draft: Draft) -> AppTest:
    app.query_params["recipe"] = link.write(draft) or ""
    return app.run()


FOREIGN = Draft(pasted="R1\nR2", name="*For* Ada ![](http://x)")


def test_a_recipe_in_the_address_is_shown_as_text_and_taken_over_by_a_click(visitor: AppTest, click: Click) -> None:
    visitor.text_area[0].input("MINE").run()
    linked(visitor, FOREIGN)
    assert "Name: *For* Ada ![](http://x)" in texts(visitor)
    assert "R1\nR2" in [each.value for each in visitor.code]
    assert visitor.text_area[0].value == "MINE"
    click(visitor, "Take it over")
    assert visitor.text_area[0].value == "R1\nR2"
    assert "recipe" not in visitor.query_params
    click(visitor, "Bring it back")
    assert visitor.text_area[0].value == "MINE"


def test_a_recipe_in_the_address_can_be_left(visitor: AppTest, click: Click) -> None:
    visitor.text_area[0].input("MINE").run()
    click(linked(visitor, FOREIGN), "Leave it")
    assert "recipe" not in visitor.query_params
    assert visitor.text_area[0].value == "MINE"
    assert "Take it over" not in labels(visitor)


def test_an_address_that_was_cut_is_explained_and_offers_nothing_to_take(visitor: AppTest) -> None:
    visitor.query_params["recipe"] = (link.write(FOREIGN) or "")[:-5]
    visitor.run()
    assert "It is cut or damaged. Ask for it again, or for the recipe as a file." in texts(visitor)
    assert "Take it over" not in labels(visitor)
    assert "Leave it" in labels(visitor)
