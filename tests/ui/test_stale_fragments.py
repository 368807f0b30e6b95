"""Fragments of what is no longer on the page."""

from types import SimpleNamespace
from typing import cast

import pytest
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData

from components.ui.stale_fragments import ignore_timers_of_other_pages

RUNNER = cast("ScriptRunner", SimpleNamespace(_pages_manager=SimpleNamespace(current_page_script_hash="shown")))


@pytest.mark.parametrize(
    ("page", "fragments", "runs"),
    [
        ("shown", ["timer"], True),
        ("", ["timer"], True),
        ("before", ["timer"], False),
        ("before", [], True),  # a user who changes the page
    ],
)
def test_only_a_timer_of_another_page_comes_to_nothing(
    monkeypatch: pytest.MonkeyPatch, page: str, fragments: list[str], runs: bool
) -> None:
    run: list[RerunData] = []
    monkeypatch.setattr(ScriptRunner, "_run_script", lambda _runner, request: run.append(request))
    ignore_timers_of_other_pages.__wrapped__()
    request = RerunData(page_script_hash=page, fragment_id_queue=fragments)
    ScriptRunner._run_script(RUNNER, request)  # noqa: SLF001 - what Streamlit calls
    assert run == ([request] if runs else [])
