"""Blocks of HTML of our own: what their scripts tell."""

from pathlib import Path
from types import SimpleNamespace

import pytest
import streamlit as st

from components.ui.elements.html_block import html_block


@pytest.mark.parametrize(("told", "given"), [("54", "54"), (None, ""), (["54"], "['54']")])
def test_what_a_script_tells_is_given_as_text(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, told: object, given: str
) -> None:
    for end in (".css", ".js"):
        (tmp_path / "block").with_suffix(end).touch()
    component = SimpleNamespace(clicked=told)
    monkeypatch.setattr(st.components.v2, "component", lambda *_, **__: lambda **___: component)
    assert html_block(tmp_path / "block", "<p></p>")("key", {}) == given
