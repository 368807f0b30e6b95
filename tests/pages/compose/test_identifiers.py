"""Compose: identifiers as they are pasted and dropped, and how they are read."""

import json
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from components.order.identifiers import Form, Reading
from tests.pages.compose.steps import SCENES, Click, can_submit, field, name_filter, paste, shown_request, text_of_page


def test_nothing_typed_yet_says_what_to_do_and_scolds_nobody(visitor: AppTest) -> None:
    assert "Paste product identifiers" in text_of_page(visitor)
    assert not can_submit(visitor)
    assert not [*visitor.warning, *visitor.error]
    assert "0 identifiers" not in text_of_page(visitor)


def test_what_is_wrong_is_marked_at_its_field(visitor: AppTest) -> None:
    paste(visitor, "A\x01B")
    page = text_of_page(visitor)
    assert page.count("This item cannot be an identifier") == 1
    assert "Nothing can be ordered before the form is put right where it is marked." in page


def test_both_real_lists_are_211_identifiers_in_two_queries(visitor: AppTest) -> None:
    names = [(SCENES / name).read_text() for name in ("sentinel2-scenes.txt", "landsat8-scenes.txt")]
    paste(visitor, "".join(names).replace("\n", "\r\n"))
    assert "211 identifiers" in text_of_page(visitor)
    [body] = visitor.session_state["desk"].composition().bodies
    assert len(json.loads(body)["queries"]) == 2
    shown = shown_request(visitor)
    assert "characters are not shown here" in shown
    assert body.startswith(shown.partition("\n\n…")[0])


def test_doubles_are_counted_and_shown_with_their_lines(visitor: AppTest) -> None:
    paste(visitor, "A\nB\nA")
    assert "2 identifiers from a list, one identifier a line; 1 doubled." in text_of_page(visitor)
    [row] = visitor.dataframe[0].value.to_dict("records")
    assert row == {"Where": "line 3", "Text": "A", "Why": "It stands in line 1 already."}


def test_only_rejected_items_are_explained_and_stay(visitor: AppTest) -> None:
    paste(visitor, "A\x01B")
    assert "This item cannot be an identifier" in text_of_page(visitor)
    assert not can_submit(visitor)
    assert visitor.text_area[0].value == "A\x01B"


@pytest.mark.parametrize(
    "pasted",
    [
        r'["my_product_id_1", "half \ud800 a sign"]',
        r'[{"na\udfffme": "my_product_id_1", "other": "half \ud800"}, {"na\udfffme": "x", "other": "y"}]',
        r'ids = ["my_product_id_1", "half \ud800 a sign"]',
    ],
)
def test_half_a_sign_which_no_page_can_hold_breaks_no_page(visitor: AppTest, pasted: str) -> None:
    paste(visitor, pasted)
    assert not visitor.exception
    assert " identifier" in text_of_page(visitor)


def test_a_long_paste_becomes_a_file_that_can_be_removed(visitor: AppTest, click: Click) -> None:
    paste(visitor, "\n".join(f"PRODUCT_{number:06}" for number in range(10_000)) + "\n" * 60_000)
    assert visitor.text_area[0].value == ""
    assert "pasted text (210.0 kB)" not in text_of_page(visitor)
    assert "10,000 identifiers" in text_of_page(visitor)
    click(visitor, "Remove")
    assert "Paste product identifiers" in text_of_page(visitor)


def test_30_megabytes_of_text_are_refused_in_a_sentence_and_the_rest_stays(visitor: AppTest) -> None:
    name_filter(visitor, r".*\.csv")
    paste(visitor, "A_PRODUCT\n" * 3_000_000)
    assert "longer than a list of identifiers may be (16 MB)" in text_of_page(visitor)
    assert not can_submit(visitor)
    assert field(visitor, "File name").value == r".*\.csv"


def test_more_identifiers_than_one_order_carries_become_several_orders(visitor: AppTest) -> None:
    paste(visitor, "\n".join(str(number) for number in range(2_001)))
    assert "You will order 2,001 products (11 queries), as 2 orders" in text_of_page(visitor)


def test_as_many_as_one_order_carries_stay_one_order(visitor: AppTest) -> None:
    paste(visitor, "\n".join(str(number) for number in range(2_000)))
    assert "You will order 2,000 products (10 queries) from" in text_of_page(visitor)


def test_a_file_is_read_beside_what_was_pasted(visitor: AppTest) -> None:
    paste(visitor, "A")
    visitor.file_uploader[0].upload("names.csv", b"B;C", "text/csv").run()
    assert "3 identifiers" in text_of_page(visitor)


def test_a_binary_file_is_refused_in_a_sentence_and_the_rest_stays(visitor: AppTest) -> None:
    paste(visitor, "A")
    visitor.file_uploader[0].upload("names.txt", b"\x89PNG\r\n\x1a\n\0\0", "text/plain").run()
    assert "This file is not plain text." in text_of_page(visitor)
    assert "1 identifier" in text_of_page(visitor)


def test_what_was_typed_is_there_again_after_a_look_at_another_page(visitor: AppTest) -> None:
    paste(visitor, "A\nB")
    visitor.multiselect[0].set_value(["QUICKLOOK"]).run()
    visitor.switch_page("orders.py").run()
    visitor.switch_page("compose.py").run()
    assert visitor.text_area[0].value == "A\nB"
    assert visitor.multiselect[0].value == ["QUICKLOOK"]


TABLE = "scene,cloud,providerId\nfirst,10,A\nsecond,20,B\n"


def other_readings(app: AppTest) -> Any:  # noqa: ANN401 - a radio or a selectbox
    """The field behind “Read it otherwise”, which is opened."""
    app.session_state[f"otherwise {app.session_state['desk'].draft_key}"] = True
    app.run()
    [field] = [each for each in (*app.radio, *app.selectbox) if each.label == "Read it as"]
    return field


def test_the_exact_request_is_drawn_for_who_opens_it(visitor: AppTest) -> None:
    paste(visitor, "A\nB")
    assert "The exact request" in [each.label for each in visitor.expander]
    assert not [block for block in visitor.code if "productId" in block.value]
    assert json.loads(shown_request(visitor))["queries"] == ['productId:("A" OR "B")']


def test_in_a_table_the_identifier_column_is_chosen(visitor: AppTest) -> None:
    paste(visitor, TABLE)
    assert "2 identifiers from the column “providerId” of a table; 1 title line left out." in text_of_page(visitor)
    assert '"A\\" OR \\"B' in shown_request(visitor)


def test_another_column_of_a_table_can_be_chosen(visitor: AppTest) -> None:
    paste(visitor, TABLE)
    other_readings(visitor).set_value(Reading(Form.TABLE, ",", 0, titled=True)).run()
    assert '"first\\" OR \\"second' in shown_request(visitor)


def test_a_choice_that_an_edit_leaves_no_room_for_is_not_shown_as_taken(visitor: AppTest) -> None:
    paste(visitor, TABLE)
    other_readings(visitor).set_value(Reading(Form.TABLE, ",", 0, titled=True)).run()
    visitor.session_state[f"otherwise {visitor.session_state['desk'].draft_key}"] = False
    visitor.run()
    paste(visitor, "X_1\nX_2\nX_3")
    assert other_readings(visitor).value.form is Form.LIST


def test_a_choice_that_still_fits_is_kept_through_an_edit(visitor: AppTest) -> None:
    paste(visitor, TABLE)
    other_readings(visitor).set_value(Reading(Form.TABLE, ",", 0, titled=True)).run()
    visitor.session_state[f"otherwise {visitor.session_state['desk'].draft_key}"] = False
    visitor.run()
    paste(visitor, TABLE + "third,30,C\n")
    assert "3 identifiers from the column “scene” of a table" in text_of_page(visitor)
    assert other_readings(visitor).value == Reading(Form.TABLE, ",", 0, titled=True)


def test_a_table_can_be_declared_to_be_none(visitor: AppTest) -> None:
    paste(visitor, TABLE)
    other_readings(visitor).set_value(Reading(Form.LIST)).run()
    assert "9 identifiers" in text_of_page(visitor)


def test_a_list_dropped_beside_search_expressions_is_not_passed_over(visitor: AppTest) -> None:
    visitor.radio[0].set_value("expressions").run()
    visitor.file_uploader[0].upload("names.txt", b"A\nB", "text/plain").run()
    assert visitor.radio[0].value == "identifiers"
    assert "2 identifiers" in text_of_page(visitor)
