"""Kinds of texts in which people hold identifiers, each in several forms, beside lists that only look like them."""

import json
from collections.abc import Sequence

import pytest

from components.order.identifiers import Form, Reading, Remark, parse, readings

SCENES = (
    "S2A_MSIL1C_20200401T105621_N0209_R094_T32VNH_20200401T131525",
    "S2B_MSIL1C_20200403T104629_N0209_R051_T32VNH_20200403T125055",
    "S2A_MSIL2A_20200404T110621_N0214_R137_T31TCJ_20200404T141520",
)
A, B, C = SCENES
UUIDS = tuple(f"{digit}7ed72f0-b330-4918-afb8-b63854e375a5" for digit in range(3))
URNS = tuple(f"URN:AIP:DATA:project1:{digit}:V1" for digit in range(3))


def _lines(pattern: str, values: Sequence[str] = SCENES) -> str:
    return "".join(pattern.format(value, number=number) + "\n" for number, value in enumerate(values, start=1))


def _pairs(pattern: str, others: Sequence[str]) -> str:
    return "".join(pattern.format(scene, other) + "\n" for scene, other in zip(SCENES, others, strict=True))


def _objects(make: str) -> str:
    return ",".join(
        make.replace("NAME", scene).replace("UUID", key).replace("URN", urn)
        for scene, key, urn in zip(SCENES, UUIDS, URNS, strict=True)
    )


TABLES = {
    "years as titles": "Scene,2019,2020\n" + _lines("{},1,{number}"),
    "R's index": '"","x"\n' + _lines('"{number}","{}"'),
    "R's index without title": "scene\tcloud\n" + _lines("{number}\t{}\t0.5"),
    "R's table with blanks": '"scene" "cloud"\n' + _lines('"{number}" "{}" 0.5'),
    "separators at the ends": "Scene,Size,\n" + _lines("{},5,"),
    "separators at the ends of the rows alone": "Scene;Size\n" + _lines("{};5;"),
    "a row that is too long": f"Scene,Size\n{A},5\n{B},5,see note\n{C},5\n",
    "a caption": "Search results for Norway\n\nScene,Size\n" + _lines("{},5"),
    "a caption with a comma": "Results for Norway, April 2020\nScene,Size\n" + _lines("{},5"),
    "a caption with a comma above three columns": "Norway, April 2020\n\nScene,Size,Day\n" + _lines("{},5,2020-04-01"),
    "a total": "Scene;Size\n" + _lines("{};5") + "Total;15\n",
    "a total without word": "Scene;Size\n" + _lines("{};5") + ";15\n",
    "a number of rows": "Scene;Size\n" + _lines("{};5") + "(3 rows)\n",
    "an index and a missing value": f",identifier\n0,{A}\n1,{B}\n2,NaN\n3,{C}\n4,#N/A\n5,None\n",
    "UUIDs under Id": "Id,Name,ContentLength\n" + _pairs("{1},{0},5", UUIDS),
    "URNs under id": "id,label\n" + _pairs("{1},{0}", URNS),
    "running numbers under id": "id,name\n" + _lines("{number},{}"),
    "dates before the names": "Acquired;Scene\n" + _lines("2020-04-0{number};{}"),
    "sep= and quotes": 'sep=,\n"identifier","size"\n' + _lines('"{}","5"'),
    "pipes without titles": _lines("{}|5.1"),
    "Markdown with code": "| Scene | Cloud |\n|:--|--:|\n" + _lines("| `{}` | 5.0 |"),
    "Markdown without outer pipes": "id | cloud\n:--|--:\n" + _lines("{} | 5.0"),
    "psql": " id |  name  \n----+--------\n" + _lines("  {number} | {} ") + "(3 rows)\n",
    "MySQL": "+----+------+\n| id | name |\n+----+------+\n" + _lines("|  {number} | {} |") + "+----+------+\n",
    "a spreadsheet's tabs": "Scene\tDate\n" + _lines("{}\t0{number}.04.2020"),
    "comments above": "# 2020\nscene,cloud\n" + _lines("{},1"),
    "the header again": f"Scene,Size\n{A},5\nScene,Size\n{B},5\n{C},5\n",
    "most rows with one cell": f"Scene;Note\n{A};ok\n{B}\n{C}\n",
    "titles like names": "scene,B04_mean_2020,B08_mean_2020\n" + _lines("{},{number}.5,0.5"),
    "names under a title that says nothing": "what,size\n" + _lines("{},5"),
}

CODE = {
    "keys of a dictionary": repr(dict.fromkeys(SCENES, 0.5)),
    "keys of an object": json.dumps({scene: {"cloud": 3, "tile": "T32VNH_2020_04"} for scene in SCENES}, indent=1),
    "keys above lists": json.dumps({"scenes": {scene: ["B02", "B03"] for scene in SCENES}}),
    "products above their bands": json.dumps(
        {each: ["T32VNH_20200412_B02", "T32VNH_20200412_B03"] for each in (A, B, C)}
    ),
    "products above their files": json.dumps({each: [f"{each}_B02.tif", f"{each}_B03.tif"] for each in (A, B, C)}),
    "lists by batch": json.dumps({"batch_2020_01": [A, B], "batch_2020_02": [C]}),
    "lists by site, and how many there are": json.dumps({"count": 3, "oslo": [A, B], "toulouse": [C]}),
    "a numpy array": f"['{A}' '{B}'\n '{C}']",
    "a numpy array's repr": f"array(['{A}',\n       '{B}',\n       '{C}'], dtype='<U60')",
    "a pandas index": f"Index(['{A}', '{B}',\n       '{C}'],\n      dtype='object')",
    "JavaScript": f'const scenes = [\n  "{A}", // first\n  \'{B}\',\n  "{C}",\n];',
    "JSON with a trailing comma": f'[\n  "{A}",\n  "{B}",\n  "{C}",\n]',
    "a tuple with comments": f"ids = (\n    '{A}',\n    '{B}',  # cloudy\n    '{C}',\n)\n",
    "a set": f"{{'{A}', '{B}', '{C}'}}",
    "dicts": "[" + _objects("{'id': 'NAME', 'size': 1, 'ok': None}") + "]",
    "a list without quotes": f"[{A}, {B}, {C}]",
    "MATLAB": f"names = {{'{A}'; '{B}'; '{C}'}};",
    "R in one line": f'x = c("{A}","{B}","{C}")',
    "SQL": f"SELECT * FROM scenes WHERE id IN ('{A}', '{B}', '{C}');",  # noqa: S608 - a text, not a query
    "an array of a shell": f"scenes=(\n{A}\n{B}\n{C}\n)",
    "a search expression": f'providerId:("{A}" OR "{B}" OR "{C}")',
    "a search expression with a field before each name": " OR ".join(f"providerId:{scene}" for scene in SCENES),
    "cut off": f"['{A}', '{B}', '{C}'",
    "a dict of names": f"scenes = {{'oslo': '{A}', 'bergen': '{B}', 'toulouse': '{C}'}}",
    "a dict of lists": f"{{'oslo': ['{A}', '{B}'], 'toulouse': ['{C}']}}",
    "an R vector with names": f'c(oslo="{A}", bergen="{B}", toulouse="{C}")',
    "tuples with numbers": f"[('{A}', 0.5), ('{B}', 1.5), ('{C}', 2.5)]",
    "two lists": f"april = ['{A}', '{B}']\nmay = ['{C}']",
}

CODE |= {
    "a notebook's output": f"Out[3]:\n['{A}',\n '{B}',\n '{C}']\n",
    "a notebook's cell": f"In [3]: list(scenes)\nOut[3]:\n['{A}',\n '{B}',\n '{C}']\n",
    "an INSERT": f"INSERT INTO scenes (name, size) VALUES\n('{A}', 813),\n('{B}', 790),\n('{C}', 801);\n",
}

DOCUMENTS_OF_PROGRAMS = {
    "tree": f".\n├── {A}\n│   └── manifest.safe\n├── {B}\n└── {C}\n\n2 directories, 3 files\n",
    "du with a sum": _lines("813M\t./{}") + "2.4G\t.\n",
    "grep": _lines("list.txt:{}"),
    "grep -n": _lines("old/list.txt:{number}:{}"),
    "places in a log": _lines("[2020-04-06 10:00:00,000] {{loader.py:305}} INFO https://data.example.org/{}.zip"),
    "checked checksums": _lines("{}.zip: OK"),
    "sizes in parentheses": _lines("{}.zip (813 MB)"),
    "breaks as code writes them": f"{A}\\n{B}\\n{C}\\n",
    "breaks as code writes them, in quotes": f"'{A}\\n{B}\\n{C}'",
    "OData": '{"@odata.context":"$metadata#Products","value":['
    + _objects('{"Id":"UUID","Name":"NAME","ContentType":"application/octet-stream","S3Path":"/eodata/x/NAME"}')
    + "]}",
    "a job": json.dumps({"name": "job 1", "products": [{"item_ids": SCENES, "item_type": "PSScene"}]}),
    "CMR": '{"feed":{"id":"https://cmr.example.org/search","title":"ECHO granule metadata","entry":['
    + _objects('{"producer_granule_id":"NAME","id":"G2050120459-ASF","title":"NAME","size":"3.1"}')
    + "]}}",
    "GEODES": '{"features":[' + _objects('{"id":"URN","properties":{"identifier":"NAME","title":"t"}}') + "]}",
    "REGARDS in GeoJSON": '{"features":[' + _objects('{"id":"URN","properties":{"providerId":"NAME"}}') + "]}",
    "objects one after the other": "\n".join(f'{{\n "id": "{scene}",\n "size": 1\n}}' for scene in SCENES),
    "a list of a list": json.dumps([list(SCENES)]),
    "pandas by columns": json.dumps({"scene": dict(enumerate(SCENES)), "cloud": dict(enumerate((0.5, 1.5, 2.5)))}),
    "pandas by rows": json.dumps({row: {"scene": scene, "day": "2020-04-01"} for row, scene in enumerate(SCENES)}),
    "rows of cells": json.dumps([[scene, number, "2020-04-01"] for number, scene in enumerate(SCENES)]),
    "by UUIDs": json.dumps(
        {key: {"filename": f"{scene}.SAFE", "identifier": scene} for key, scene in zip(UUIDS, SCENES, strict=True)}
    ),
    "by sites": json.dumps({"sites": {"Oslo": SCENES[:2], "Toulouse": SCENES[2:]}}, indent=1),
    "one by site": json.dumps(dict(zip(("Oslo", "Bergen", "Toulouse"), SCENES, strict=True))),
    "CMR's items": '{"items":['
    + _objects('{"meta":{"concept-id":"G1-X","provider-id":"EXAMPLE"},"umm":{"GranuleUR":"NAME"}}')
    + "]}",
    "KML": '<?xml version="1.0"?><kml><Document><name>Export 2020</name>'
    + _lines("<Placemark><name>{}</name><description>d</description></Placemark>")
    + "</Document></kml>",
    "Atom": "<feed><title>Results</title>"
    + _pairs("<entry><title>{0}</title><link href='https://x.org/{1}/$value'/><id>{1}</id></entry>", UUIDS)
    + "</feed>",
    "a table of HTML": "<table><tr><th>Scene</th><th>Size</th></tr>"
    + _lines("<tr><td>{}</td><td>{number}.5 MB</td></tr>")
    + "</table>",
    "a page of HTML": "<html><body id='main'><table id='results'>"
    + _lines("<tr id='row{number}'><td>{number}</td><td>{}</td><td>2020-04-01</td><td>5 MB</td></tr>")
    + "</table></body></html>",
    "VOTable": "<VOTABLE><TABLE><FIELD name='file' ID='col1'/><TABLEDATA>"
    + _lines("<TR><TD>{}</TD><TD>{number}</TD></TR>")
    + "</TABLEDATA></TABLE></VOTABLE>",
    "breaks of lines in HTML": f"<div><p>{A}<br>{B}<br/>\n{C}</p></div>",
    "HTML": "<ul>\n" + _lines('<li><a href="/d/{0}.zip">{0}</a></li>') + "</ul>",
}

ADDRESSES = {
    "addresses with a query": _lines("https://data.example.org/download/{}.zip?sig=1&x=2"),
    "S3": _lines("s3://bucket/tiles/32/V/NH/{}/"),
    "paths": _lines("/data/s2/2020/{}.tar.gz"),
    "relative paths": _lines("s2/2020/{}.zip"),
    "paths of Windows": _lines("D:\\data\\s2\\{}.zip"),
    "packed files": _lines("{}.zip"),
    "wget": "#!/bin/bash\n# all\n"
    + _lines('wget --no-check-certificate "https://data.example.org/{}.zip?token=abc123"'),
    "wget with a name": _lines("wget -O {0}.zip https://data.example.org/{0}.zip"),
    "curl": _lines("curl -O https://data.example.org/prod/{}.tgz"),
    "a column of addresses": "URL,Size\n" + _lines("https://data.example.org/{}.zip,5"),
}

DOCUMENTS_OF_PEOPLE = {
    "numbers with a point": _lines("{number}. {}"),
    "numbers with a parenthesis": _lines("{number}) {}"),
    "numbers alone": _lines("{number} {}"),
    "cat -n": _lines("     {number}\t{}"),
    "boxes": _lines("- [ ] {}"),
    "stars": _lines("* `{}`"),
    "bullets of Word": _lines("\uf0b7\t{}"),
    "bullets without blank": _lines("•{}"),
    "signs of messengers": _lines("✅ {}"),
    "ticks": _lines("✓ {}"),
    "arrows": _lines("→ {}"),
    "circles and squares": f"● {A}\n  ○ {B}\n  ■ {C}\n",
    "letters with a parenthesis": f"a) {A}\nb) {B}\nc) {C}\n",
    "Roman numbers": f"(i) {A}\n(ii) {B}\n(iii) {C}\n",
    "numbers and semicolons": _lines("{number}) {};"),
    "bullets and commas": _lines("- {},"),
    "bullets below a title": "Scenes\n" + _lines("- {}"),
    "labels with a colon": _lines("Product ID: {}"),
    "labels with an equals sign": _lines("SCENE_{number}={}"),
    "records": _lines("Product: {}\nDate: 2020-04-0{number}\nSize: 813 MB\n"),
    "TOML": '[order]\nname = "april"\nscenes = [\n' + _lines('  "{}",') + "]\n",
    "tables of TOML": _lines('[[scene]]\nid = "{}"\n'),
    "INI": "[scenes]\n" + _lines("scene{number} = {}"),
    "one value with commas": f"scenes={A},{B},{C}\n",
    "BibTeX": _lines("@misc{{s2_{number},\n  title = {{{}}},\n  year = {{2020}}\n}}"),
    "representations": _lines("EOProduct(id={}, provider=example)"),
    "MATLAB's console": "scenes =\n\n  3×1 cell array\n\n" + _lines("    {{'{}'}}"),
    "MATLAB in lines": f"scenes = {{ ...\n  '{A}', ...\n  '{B}', ...\n  '{C}' }};\n",
    "headers of a mail": "From: ada@example.org\nDate: Wed, 1 Apr 2020 10:56:21 +0200\nSubject: scenes\n\n"
    + _lines("{}"),
    "a list of aria2": _lines("https://data.example.org/{0}.zip\n  out={0}.zip\n  dir=/data/s2"),
    "curl's settings": _lines('url = "https://data.example.org/{0}.zip"\noutput = "{0}.zip"'),
    "a fenced block": "```text\n" + _lines("{}") + "```\n",
    "rules": "-----------\n" + _lines("{}") + "===========\n",
    "a text in three quotes": 'scenes = """\n' + _lines("{}") + '"""\n',
    "one cell of a spreadsheet": f'"{A}\n{B}\n{C}"',
    "a prompt": "$ ls -1\n" + _lines("{}") + "$\n",
    "a prompt with a place": "ada@host:~/s2$ ls -1\n" + _lines("{}.zip"),
    "a prompt of Windows": "D:\\s2> dir /b\n" + _lines("{}.zip"),
    "folders of S3": _lines("                           PRE {}/"),
    "a log": _lines("2020-04-06T10:00:0{number}Z INFO downloader: finished {} (813 MB)"),
    "LaTeX": "\\begin{itemize}\n"
    + "".join(f"\\item \\texttt{{{scene}}}\n".replace("_", "\\_") for scene in SCENES)
    + "\\end{itemize}\n",
    "pipes in one line": f"{A}|{B}|{C}",
    "breaks of HTML": f"{A}<br>{B}<br>{C}<br>",
    "Chinese commas": f"{A}，{B}、{C}",
    "a Chinese caption": "请提供以下影像：\n" + _lines("{}"),
    "a German sentence": f"Liebe Ada,\n\nbitte bestelle „{A}“, „{B}“ und ‚{C}‘.\n\nViele Grüße\nTom",
    "a point at the end": f"{A},\n{B},\n{C}.\n",
    "links in Markdown": _lines("- [{0}](https://x.org/{0}.zip)"),
    "quoted in a mail": _lines("> {}"),
    "R's console with several": f' [1] "{A}" "{B}"\n [3] "{C}"\n',
    "R's console without quotes": f"[1] {A} {B}\n[3] {C}\n",
    "a factor": f"[1] {A}\n[2] {B}\n[3] {C}\nLevels: {A} {B} {C}\n",
    "ls -l": "total 12\n" + _lines("-rw-r--r-- 1 ada science 813264 Apr  1  2020 {}"),
    "du": _lines("813M\t{}"),
    "a mail": f"Dear colleagues,\n\nplease send me these Sentinel-2A scenes:\n\n{A}\n{B}\n{C}\n\nBest regards,\nAda\n",
    "a reply to a mail": "On Mon, 6 Apr 2020 at 10:12, Ada <ada@example.org> wrote:\n> Dear Tom,\n>\n> please order:\n"
    + _lines("> {}")
    + ">\n> Ada\n\nDone, see the portal.\n--\nTom, 18 av. Edouard Belin, 31401 Toulouse\n",
    "a broken sentence": f"The scenes of this study are {A},\n{B} and\n{C} (Level-2A), of April\n2020.\n",
    "a mail's sentence": f"Hi Tom,\nI need {A}, {B} and {C}.\nThanks!\nAda",
    "one line with commas": f"{A}, {B}, {C}",
    "one line with words": f"{A} and {B} and {C}",
    "a command": f"landsatxplore download {A} {B} {C}",
    "a printed table": "   scene  cloud\n" + _lines("{number}  {}    0.5"),
    "a printed column": _lines("{number}    {}") + "Name: scene, dtype: object\n",
    "a loop": f"for s in {A} {B} {C}; do\n  download $s\ndone",
    "YAML": "scenes:\n" + _lines("  - {}"),
    "a caption": "My scenes of April:\n" + _lines("{}"),
    "a title": "Scene\n" + _lines("{}"),
    "a title of two words": "File name\n" + _lines("{}"),
    "R's title": '"x"\n' + _lines('"{}"'),
    "single quotes and commas": _lines("'{}',"),
}

_KINDS = {
    "table": TABLES,
    "code": CODE,
    "document": DOCUMENTS_OF_PROGRAMS,
    "address": ADDRESSES,
    "people": DOCUMENTS_OF_PEOPLE,
}
_ALL = [
    pytest.param(text, id=f"{kind}: {name}") for kind, siblings in _KINDS.items() for name, text in siblings.items()
]


@pytest.mark.parametrize("text", _ALL)
def test_the_names_are_read_and_nothing_else(text: str) -> None:
    assert set(parse(text).identifiers) == set(SCENES)
    assert parse(text).identifiers == SCENES


@pytest.mark.parametrize(
    "text", [f"T32VNH, {A}, {B}", f"{A};{B}; TEST", f"TEST_1, {A},{B},", f"“{A}”, TEST, “{B}”", f"TEST,{A};{B}."]
)
def test_a_short_code_among_names_in_one_line_is_not_lost(text: str) -> None:
    assert len(parse(text).identifiers) == 3


@pytest.mark.parametrize("text", [f"TEST;{A} (copy)", f"{A} (1), {A} (copy)"])
def test_a_remark_in_parentheses_behind_a_name_is_kept_within_a_line(text: str) -> None:
    assert f"{A} (copy)" in parse(text).identifiers


@pytest.mark.parametrize("text", [f"Please {A}, {B}", f"{A}, 813", f"{A}, 2020-04-01, {B}"])
def test_words_numbers_and_dates_among_names_in_one_line_are_no_identifiers(text: str) -> None:
    assert set(parse(text).identifiers) <= set(SCENES)


@pytest.mark.parametrize("text", _ALL)
def test_windows_line_ends_change_nothing(text: str) -> None:
    assert parse(text.replace("\n", "\r\n")).identifiers == SCENES


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("SCENE 1 (copy)\nSCENE 2 (copy)\nSCENE 3", id="blanks and parentheses"),
        pytest.param(f"{A} (copy)\n{B} (copy)\n{C} (1)", id="copies of names"),
        pytest.param("S2A_2020_01[1]\nS2A_2020_02[2]", id="brackets behind"),
        pytest.param("[A]_1\n[B]_2", id="brackets before"),
        pytest.param("f(A)\ng(B)", id="calls"),
        pytest.param("\n".join(URNS), id="URNs"),
        pytest.param("\n".join(UUIDS), id="UUIDs"),
        pytest.param("1\n2\n3", id="numbers"),
        pytest.param("20200401\n20200402", id="numbers like dates"),
        pytest.param("2020-04-01\n2020-04-02", id="dates"),
        pytest.param("Lake Geneva in June\nLake Zurich in May", id="words"),
        pytest.param("a/b\nc/d\n<x>\n{y}", id="signs"),
        pytest.param("a=1\nb=2", id="equals signs"),
        pytest.param("a: 1\nb: 2", id="colons"),
        pytest.param("a - 1\nb - 2", id="dashes"),
        pytest.param("-A\n-B", id="signs without blank"),
        pytest.param("A|1\nB|2", id="pipes"),
        pytest.param("A. Rossi 2020\nB. Bianchi 2021", id="initials"),
        pytest.param("v. 2\nv. 3", id="versions"),
        pytest.param("CMIP6:tas_Amon_2020_01\nCMIP6:tas_Amon_2020_02", id="colons inside"),
        pytest.param("A.S2A_2020_01\nB.S2A_2020_02", id="letters with a point and no blank"),
        pytest.param(f"{A}\nTEST\n{B}", id="an odd one among names"),
        pytest.param(f"TEST\nOslo\n{A}.", id="a point behind one of many"),
        pytest.param(f"{A}\nTEST\nOslo\nx=1", id="one equals sign among words"),
        pytest.param("\n".join(f"{scene}.SAFE" for scene in SCENES), id="SAFE"),
        pytest.param("\n".join(f"{scene}.nc" for scene in SCENES), id="files that are not packed"),
        pytest.param("S2A_1", id="one"),
        pytest.param("list.nc:S2A_2020_01\nlist.nc:S2A_2020_02", id="files that no text is in"),
        pytest.param("Star_1\n4295806720", id="a name above a number"),
        pytest.param("C:\\new_1\nC:\\new_2", id="a backslash before a letter"),
    ],
)
def test_a_plain_list_is_kept_whole(text: str) -> None:
    found = parse(text)
    assert found.identifiers == tuple(text.split("\n"))
    assert (found.rejected, found.passed_over) == ((), ())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("id,title\n" + "\n".join(f"{key},words" for key in UUIDS), UUIDS, id="UUIDs beside words"),
        pytest.param("id,size\n" + "\n".join(f"{urn},5" for urn in URNS), URNS, id="URNs beside numbers"),
        pytest.param("id,size\n11,5\n12,6", ("11", "12"), id="numbers"),
        pytest.param("identifier;day\nLake 1;2020-04-01\nLake 2;2020-04-02", ("Lake 1", "Lake 2"), id="blanks"),
    ],
)
def test_a_table_may_hold_nothing_but_odd_identifiers(text: str, expected: tuple[str, ...]) -> None:
    assert parse(text).identifiers == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(" ".join(URNS), id="one line"),
        pytest.param(f"{URNS[0]}, {URNS[1]} and {URNS[2]}.", id="a sentence"),
        pytest.param("Hello,\n\nplease look at these:\n" + _lines("{}", URNS) + "\nThanks\n", id="a mail"),
        pytest.param(_lines("urn: {}", URNS), id="labels"),
        pytest.param(_lines("{number}. {}", URNS), id="numbers"),
    ],
)
def test_urns_of_regards_are_names_too(text: str) -> None:
    assert parse(text).identifiers == URNS


def test_a_urn_beside_a_name_is_no_second_product() -> None:
    assert parse(_pairs("{1}  {0}  5", URNS)).identifiers == SCENES


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param({"id": A, "tile": "T32VNH_2020_04"}, (A,), id="keys that tell what each is"),
        pytest.param(
            {"id": A, "assets": {"B02": {"name": "B02_2020_01"}, "B03": {"name": "B03_2020_01"}}}, (A,), id="parts"
        ),
        pytest.param([{"slc": A, "dem": "SRTM_N60_E010"}, {"slc": B, "dem": "SRTM_N61_E010"}], (A, B), id="records"),
        pytest.param({"site": "Oslo", "scenes": [A, B]}, (A, B), id="one list"),
        pytest.param({"features": [{"id": A, "tags": [["S2A_2020_001", 5]]}]}, (A,), id="cells beside an id"),
        pytest.param([["1", "20200401"], ["2", "words"]], ("1", "20200401", "2", "words"), id="cells without names"),
        pytest.param({"reference": A, "first": [B], "second": [C]}, (B,), id="a name and lists"),
        pytest.param({A: 0.5}, (), id="one key"),
        pytest.param({A: {"id": B}, "scene": {"id": C}}, (B,), id="a key that is no name"),
        pytest.param({"reference": A, "others": [B, C]}, (B, C), id="a name and a list"),
        pytest.param({"1": A, "scene": B, "day": "2020-04-01"}, (B,), id="keys of several kinds"),
    ],
)
def test_an_object_with_different_things_is_no_list(value: object, expected: tuple[str, ...]) -> None:
    assert parse(json.dumps(value)).identifiers == expected


@pytest.mark.parametrize("value", ["NaN", "nan", "NULL", "None", "-", "--", "...", "N/A", "#N/A", "<NA>", "NaT"])
def test_a_value_that_says_that_there_is_none_is_no_identifier(value: str) -> None:
    in_a_table, in_a_list = parse(f"identifier,size\nA,1\n{value},2"), parse(f"A\n{value}")
    assert in_a_table.identifiers == in_a_list.identifiers == ("A",)
    assert [(each.line, "there is none" in each.reason) for each in in_a_table.rejected] == [(3, True)]
    assert [(each.line, "there is none" in each.reason) for each in in_a_list.rejected] == [(2, True)]


@pytest.mark.parametrize("value", ["Nano", "-1", "NULL_1", "#N", "N"])
def test_the_neighbours_of_such_values_are_not_rejected(value: str) -> None:
    assert parse(f"identifier,size\nA,1\n{value},2").rejected == ()


@pytest.mark.parametrize(
    "text",
    ['{"size": 1}', "{}", "[]", '{"a": [1.5, 2.5]}', '{"queries": ["words of a question"]}', "x = {'size': 1}"],
)
def test_json_and_code_without_identifiers_say_so(text: str) -> None:
    found = parse(text)
    assert "holds no identifiers" in found.problem
    assert found.identifiers == ()
    assert readings(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        '["A", "B',
        '{"id": "A", "size"',
        '[{"id": "A"} {"id"',
        f'{{\n "items": [\n  {{\n   "id": "{A}"\n  }},\n  {{\n   "id": "S2A_MSIL1C_2020',
        f'[\n "{A}",\n "S2A_MSIL1C_2020',
    ],
)
def test_broken_json_is_not_cut_into_pieces(text: str) -> None:
    assert parse(text).identifiers == ()
    assert "a quote, a comma or a bracket is wrong" in parse(text).problem


def test_one_object_a_line_is_read_up_to_where_it_breaks() -> None:
    found = parse(f'{{"id": "{A}"}}\n{{"id": "{B}"}}\n{{"id": "S2')
    assert found.identifiers in {(A, B), ()}
    assert found.rejected or found.problem


def test_a_mail_says_what_is_left_out() -> None:
    found = parse(DOCUMENTS_OF_PEOPLE["a mail"])
    assert [(each.line, each.remark) for each in found.passed_over] == [(line, Remark.TEXT) for line in (1, 3, 9, 10)]


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        pytest.param(f"{A} {B}", Reading(Form.LIST), id="one line"),
        pytest.param(ADDRESSES["packed files"], Reading(Form.LIST), id="packed files"),
        pytest.param(ADDRESSES["wget"], Reading(Form.LIST, titled=False), id="a script"),
        pytest.param("A, B\nC", Reading(Form.LINES), id="commas"),
    ],
)
def test_whole_lines_are_one_click_away(text: str, whole: Reading) -> None:
    assert whole in readings(text)


def test_a_document_that_goes_along_with_a_mail_is_no_product_but_one_in_a_list_is() -> None:
    assert parse(f"Hi Tom,\nI need {A} and {B}, see report_2020_final_2.pdf.\nAda").identifiers == (A, B)
    assert parse("report_2020_1.pdf\nreport_2020_2.pdf").identifiers == ("report_2020_1.pdf", "report_2020_2.pdf")


def test_a_greeting_with_a_comma_makes_no_table_of_a_mail() -> None:
    mail = f"Hi Lea,\nhere are the scenes we talked about: {A}, {B} and {C}.\nCheers,\nOmar\n"
    assert parse(mail).identifiers == (A, B, C)


def test_a_table_with_a_name_in_a_remark_stays_a_table() -> None:
    assert parse(f"scene,cloud,remark\n{A},12,see also {B}\n").identifiers == (A,)


@pytest.mark.parametrize("numbers", ["4295806720\n34361129088", "20200401_105621_1032\n20200401_105622_1032"])
def test_a_title_above_numbers_is_none_of_them(numbers: str) -> None:
    assert "\n".join(parse(f"source_id\n{numbers}").identifiers) == numbers


def test_what_is_made_of_products_is_no_identifier_beside_their_list() -> None:
    order = {"products": [{"item_ids": ["20200401_105621_1032"], "product_bundle": "analytic_udm2"}]}
    assert parse(json.dumps(order)).identifiers == ("20200401_105621_1032",)
