"""Recipes in addresses: short, without surprises, and read with limits."""

import json
import re
import zlib
from base64 import urlsafe_b64encode
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.order.data_types import DataType
from components.order.draft import By, Draft
from components.order.file_name import NameForm
from components.order.files import link
from components.order.identifiers import Form, Reading, TextFile, UnreadableFile

SCENES = Path(__file__).parents[3] / "components" / "demo" / "data"
FULL = Draft(
    pasted="scène_1\n月_2",
    pasted_reading=Reading(Form.LIST),
    files=(TextFile("list.csv", "id,size\nA,1"),),
    field="productId",
    latest_only=True,
    data_types=(),
    name_form=NameForm.ENDS_WITH,
    file_name=".nc",
    any_case=True,
    name="Norway, April",
)
SEARCH = Draft(By.EXPRESSIONS, expressions='a:"1"\nb:2')


def packed(text: str) -> str:
    return urlsafe_b64encode(zlib.compress(text.encode(), 9)).decode().rstrip("=")


def recipe(**parts: object) -> str:
    return packed(json.dumps({"format": "regards-order-desk/recipe", "version": "1.2", **parts}))


def scenes(name: str) -> Draft:
    return Draft(pasted=(SCENES / name).read_text())


@pytest.mark.parametrize("draft", [Draft(), FULL, SEARCH, Draft(data_types=tuple(DataType))], ids=range(4))
def test_a_draft_comes_back_from_an_address_as_it_was(draft: Draft) -> None:
    text = link.write(draft)
    assert text
    assert re.fullmatch(r"[A-Za-z0-9_-]+", text)
    assert link.read(text) == draft


def test_the_67_scenes_of_the_study_fit_into_an_address_and_2_271_do_not() -> None:
    short = scenes("landsat8-scenes.txt")
    text = link.write(short)
    assert text
    assert len(text) <= link.LONGEST
    assert link.read(text) == short
    assert link.write(scenes("sentinel2-norway-2020-04.txt")) is None


@pytest.mark.parametrize("pasted", ["A" * 60_000, "".join(map(chr, range(0x4E00, 0x5600)))], ids=["large", "dense"])
def test_what_is_too_long_makes_no_address(pasted: str) -> None:
    assert link.write(Draft(pasted=pasted)) is None


@given(st.text(max_size=60) | st.text(alphabet="Aa0-_=", max_size=60))
def test_any_other_text_is_refused_and_never_fails(text: str) -> None:
    with pytest.raises(UnreadableFile, match="cut or damaged"):
        link.read(text)


@pytest.mark.parametrize(
    "text",
    [
        packed("[]"),
        packed("A\nB"),
        recipe(pasted="A")[:-4],
        recipe(pasted=["\ud800"]),
        packed('{"format": "regards-order-desk/recipe", "version": "1.2", "pasted": "' + "A" * 100_000 + '"}'),
    ],
    ids=["no recipe", "a list", "cut", "half a character", "unpacks to much"],
)
def test_what_is_no_whole_recipe_is_refused(text: str) -> None:
    assert len(text) <= link.LONGEST
    with pytest.raises(UnreadableFile, match="cut or damaged"):
        link.read(text)


def test_an_address_that_is_too_long_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(UnreadableFile, match=r"It has 1,501 characters, and up to 1,500 can be read\."):
        link.read("A" * 1_501)


def test_what_is_wrong_in_a_recipe_is_named() -> None:
    with pytest.raises(UnreadableFile, match="“name” is wrong"):
        link.read(recipe(name="a\u202eb"))
