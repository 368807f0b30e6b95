"""Names of meteorological products, which hold commas."""

import json

import pytest

from components.order.identifiers import Form, Reading, parse, preview
from components.order.identifiers.forms import commas

IASI = [
    f"W_XX-EUMETSAT-Darmstadt,HYPERSPECT+SOUNDING,METOPB+IASI_C_EUMP_2020010100{minute}59_40000_eps_o_l1.bin"
    for minute in ("02", "05", "08")
]
FRENCH = "W_fr-meteofrance,MODEL,AROME+001+SP1_C_LFPW_202011280300--.grib2"


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(IASI),
        ", ".join(IASI),
        ",".join(IASI),
        "\n".join(f"- {name}" for name in IASI),
        "\n".join(f'"{name}",' for name in IASI),
        "name,size\n" + "\n".join(f'"{name}",3' for name in IASI),
        "name;size\n" + "\n".join(f"{name};3" for name in IASI),
        "Hello, we need\n" + "\n".join(IASI) + "\nas soon as possible, thanks",
        "\n".join(f"-rw-r--r-- 1 ada users 1234 Nov  3 12:00 {name}" for name in IASI),
        json.dumps({"features": [{"id": name} for name in IASI]}),
    ],
    ids=["lines", "commas", "commas alone", "bullets", "quotes", "CSV", "semicolons", "mail", "ls", "JSON"],
)
def test_they_are_read_whole_in_every_form(text: str) -> None:
    assert parse(text).identifiers == tuple(IASI)


def test_one_alone_is_one() -> None:
    assert parse(FRENCH).identifiers == (FRENCH,)


@pytest.mark.parametrize(
    "text",
    [
        "W_fr-scene_0001,W_fr-scene_0002,W_fr-scene_0003",
        "W_fr-scene_0001,SCENE_C_0002_20200101,SCENE_0003",  # no centre
        "W_fr-scene_0001,SCENE_C_EUMP_2020,SCENE_0003",  # no time
        "W_SCENE_0001,SCENE_C_EUMP_20200101,SCENE_0003",  # no country
        "SW_fr-scene_0001,SCENE_C_EUMP_20200101,SCENE_0003",  # another beginning
        "W_fr-a_C_LFPW_20200101.bin,W_fr-b_C_LFPW_20200102.bin,W_fr-c_C_LFPW_20200103.bin",  # each with its time
    ],
)
def test_other_names_between_commas_are_several(text: str) -> None:
    assert parse(text).identifiers == tuple(text.split(","))


def test_what_hides_commas_is_kept_where_it_stands_in_a_text() -> None:
    name = f"SCENE{commas.hide(IASI[0])[23]}0001"
    assert "," not in name
    assert parse(f"{name}\n{FRENCH}").identifiers[0] == name


def test_in_the_first_rows_of_a_table_they_are_shown_as_they_stand() -> None:
    table = Reading(Form.TABLE, titled=True, separator=";", column=0)
    assert preview(f"name;size\n{FRENCH};3", table) == ((FRENCH, "3"),)
