"""Compose: what the catalogue has for names that it does not know."""

from collections.abc import Callable
from pathlib import Path

from streamlit.testing.v1 import AppTest

from tests.pages.compose.steps import can_submit, check, paste, submit, text_of_page

Click = Callable[[AppTest, str], AppTest]

SCENES = Path(__file__).parents[3] / "components" / "demo" / "data" / "sentinel2-scenes.txt"


def labels(app: AppTest) -> list[str]:
    return [each.label for each in app.button]


def answered(app: AppTest) -> str:
    """Wait for the check that a click has begun, and return the text of the page."""
    app.session_state["desk"].draft_check.current().future.exception(20)
    return text_of_page(app.run())


def scene_ids(app: AppTest) -> list[str]:
    found = app.session_state["desk"].connection.items("rs-catalog/engines/legacy/dataobjects/search", size=2_000)
    features = (item["content"] for item in found)
    return [each["properties"]["SceneID"] for each in features if "SceneID" in each["properties"]]


def test_a_near_name_stands_beside_the_unknown_one_and_is_taken_at_one_click(visitor: AppTest, click: Click) -> None:
    paste(visitor, "my_product_id_2\nmy_product_id_1.zip\nNO_SUCH")
    page = check(visitor, click)
    assert "For 1 of them the catalogue has a near name. Your list stays as it is until you take one." in page
    assert "my_product_id_1.zip\n→\u00a0my_product_id_1\n" in page
    assert not [each for each in labels(visitor) if each.startswith("Use all")]
    assert visitor.text_area[0].value == "my_product_id_2\nmy_product_id_1.zip\nNO_SUCH"
    click(visitor, "Use this name")
    page = answered(visitor)
    assert "2 of 3 identifiers were found. 1 is unknown" in page
    assert "No near names were found in the catalogue." in page
    assert visitor.text_area[0].value == "my_product_id_2\nmy_product_id_1\nNO_SUCH"
    click(visitor, "Bring it back")
    assert visitor.text_area[0].value == "my_product_id_2\nmy_product_id_1.zip\nNO_SUCH"


def test_all_near_names_are_taken_at_one_click(visitor: AppTest, click: Click) -> None:
    scenes = SCENES.read_text().split()[:12]
    paste(visitor, "\n".join(each.removesuffix(".SAFE") for each in scenes))
    check(visitor, click)
    assert labels(visitor).count("Use this name") == 10
    [more] = [each.value for each in visitor.dataframe if "Near name" in each.value]
    assert list(more["Near name"]) == scenes[10:]
    click(visitor, "Use all 12 near names")
    assert "All 12 identifiers were found." in answered(visitor)
    assert visitor.text_area[0].value == "\n".join(scenes)


def test_names_that_run_together_become_two(visitor: AppTest, click: Click) -> None:
    one, two = SCENES.read_text().split()[:2]
    paste(visitor, f"my_product_id_1\n{one}{two}")
    assert f"→\u00a0{one}, {two}" in check(visitor, click)
    click(visitor, "Use these 2 names")
    assert "All 3 identifiers were found." in answered(visitor)


def test_the_field_that_fits_is_named_and_taken_at_one_click(visitor: AppTest, click: Click) -> None:
    ids = scene_ids(visitor)
    paste(visitor, "\n".join(ids))
    page = check(visitor, click)
    assert (
        f"None of your {len(ids)} names is a productId here. "
        "As “properties.SceneID” 5 of the 5 names tried are found." in page
    )
    click(visitor, "Use this field")
    assert f"All {len(ids)} identifiers were found." in answered(visitor)


def test_the_field_that_fits_can_be_kept_for_later_orders_and_given_up_again(visitor: AppTest, click: Click) -> None:
    ids = scene_ids(visitor)
    paste(visitor, "\n".join(ids))
    check(visitor, click)
    click(visitor, "Always use it in this archive")
    assert f"All {len(ids)} identifiers were found." in answered(visitor)
    visitor.session_state["desk"].begin_draft()
    paste(visitor.run(), ids[0])
    assert "The identifier was found." in check(visitor, click)
    visitor.switch_page("archives.py").run()
    click(visitor, "Look in the archive's own field again")
    assert visitor.session_state["desk"].identifier_field == "productId"


def test_of_a_single_name_the_fitting_field_is_told_in_the_singular(visitor: AppTest, click: Click) -> None:
    paste(visitor, scene_ids(visitor)[0])
    assert "Your name is no productId here. As “properties.SceneID” it is found." in check(visitor, click)


def test_what_was_not_tried_is_told(visitor: AppTest, click: Click) -> None:
    paste(visitor, "\n".join(["my_product_id_1", *(f"UNKNOWN_{number}" for number in range(57))]))
    page = check(visitor, click)
    assert "Other spellings were tried of 50 unknown names, and not of the other 7." in page


def test_a_pattern_that_means_too_many_names_is_told(visitor: AppTest, click: Click) -> None:
    paste(visitor, "my_product_id_1\nS2A_MSIL1C_*")
    page = check(visitor, click)
    assert "Each of these stands for more than 100 names. Use a search expression for it:" in page
    assert "No near names" not in page
    assert "S2A_MSIL1C_*" in [each.value for each in visitor.code]


def test_unknown_names_can_be_downloaded(visitor: AppTest, click: Click) -> None:
    paste(visitor, "my_product_id_1\nNO_SUCH")
    check(visitor, click)
    assert "Download these names" in [each.label for each in visitor.download_button]


def test_without_unknown_names_no_near_names_are_spoken_of(visitor: AppTest, click: Click) -> None:
    paste(visitor, "my_product_id_1")
    assert "near name" not in check(visitor, click)


def test_names_and_fields_are_shown_as_text(visitor: AppTest, click: Click) -> None:
    paste(visitor, "my_product_id_1\n/**bold**/my_product_id_2.zip")
    check(visitor, click)
    assert "/**bold**/my_product_id_2.zip" in [each.value for each in visitor.text]
    assert not [each.value for each in (*visitor.markdown, *visitor.caption) if "bold" in each.value]


def test_an_order_that_was_not_sent_because_of_an_unknown_name_offers_its_near_name(
    visitor: AppTest, click: Click
) -> None:
    paste(visitor, "my_product_id_2\nmy_product_id_1.zip")
    submit(visitor, click)
    assert "→\u00a0my_product_id_1" in text_of_page(visitor)
    click(visitor, "Use this name")
    assert "Both identifiers were found." in answered(visitor)
    assert can_submit(visitor)
