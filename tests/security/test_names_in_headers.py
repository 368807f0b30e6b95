"""An archive that hides headers, paths or another extension in the name of a file that a browser saves."""

from dataclasses import replace
from urllib.parse import unquote

import pytest

from components.desk.shared_state import shared
from components.regards.orders.order_files import files
from components.regards.orders.records import Order
from tests.regards.served_demo import ServedDemo
from tests.security.routes import get

NAMES = [
    "a.nc\r\nSet-Cookie: order_desk=evil",
    'a.nc"; filename="evil.exe',
    "a.nc'; filename*=UTF-8''evil.exe",
    "../../.bashrc",
    "..\\..\\evil.exe",
    "/etc/passwd",
    "C:\\evil.exe",
    "scene\u202ecn.exe",
    "a\u2066b\u200f.nc",
    "a\x00\x1b[2J\x7f.nc",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_file_name_is_one_plain_name_in_one_header(desk: str, demo: ServedDemo, order: Order, name: str) -> None:
    owner = demo.sign_in()
    file = replace(files(demo.connection(), order)[0], name=name)
    answer = get(desk, shared().browser_downloads.file_address(owner, file), owner)
    begin, _, sent = answer.headers["Content-Disposition"].partition("''")
    assert (answer.status_code, begin) == (200, "attachment; filename*=UTF-8")
    assert "Set-Cookie" not in answer.headers
    assert sent.isascii()
    assert not set(sent) & set("\"';/\\\r\n ")
    assert not [each for each in unquote(sent) if each in '/\\:"\u202e\u2066\u200f' or ord(each) in {*range(32), 127}]


def test_a_name_in_any_script_stays_as_it_is(desk: str, demo: ServedDemo, order: Order) -> None:
    owner = demo.sign_in()
    file = replace(files(demo.connection(), order)[0], name="Île été 海 (1).nc")
    answer = get(desk, shared().browser_downloads.file_address(owner, file), owner)
    assert unquote(answer.headers["Content-Disposition"]) == "attachment; filename*=UTF-8''Île été 海 (1).nc"
