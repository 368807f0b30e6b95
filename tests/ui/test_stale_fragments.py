"""Fragments of what is no longer on the page."""

from types import SimpleNamespace
from typing import cast

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue
from streamlit.runtime.scriptrunner import StopException
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData, ScriptRequests

from components.ui import stale_fragments
from components.ui.stale_fragments import deliver_whole_pages, end_page, ignore_timers_of_other_pages

RUNNER = cast("ScriptRunner", SimpleNamespace(_pages_manager=SimpleNamespace(current_page_script_hash="shown")))


@pytest.mark.parametrize(
    ("page", "is_timer", "runs"),
    [
        ("shown", True, True),
        ("", True, True),
        ("before", True, False),
        ("before", False, True),  # a user who changes the page
    ],
)
def test_only_a_timer_of_another_page_comes_to_nothing(
    monkeypatch: pytest.MonkeyPatch, page: str, is_timer: bool, runs: bool
) -> None:
    run: list[RerunData] = []
    monkeypatch.setattr(ScriptRunner, "_run_script", lambda _runner, request: run.append(request))
    ignore_timers_of_other_pages.__wrapped__()
    request = RerunData(page_script_hash=page, fragment_id_queue=["timer"] if is_timer else [], is_auto_rerun=is_timer)
    ScriptRunner._run_script(RUNNER, request)  # noqa: SLF001 - what Streamlit calls
    assert run == ([request] if runs else [])


@pytest.fixture
def requests(monkeypatch: pytest.MonkeyPatch) -> ScriptRequests:
    """The requests of a session that draws a page: the next ones wait."""
    monkeypatch.setattr(ScriptRequests, "request_rerun", ScriptRequests.request_rerun)
    monkeypatch.setattr(ScriptRunner, "_run_script", lambda _runner, _request: None)
    ignore_timers_of_other_pages.__wrapped__()
    return ScriptRequests()


def timer(fragment: str) -> RerunData:
    return RerunData(page_script_hash="shown", fragment_id=fragment, is_auto_rerun=True)


def test_a_timer_does_not_take_the_place_of_the_page_that_the_user_asked_for(requests: ScriptRequests) -> None:
    assert requests.request_rerun(RerunData(page_script_hash="asked for"))
    assert requests.request_rerun(timer("a"))
    waiting = requests.on_scriptrunner_ready().rerun_data
    assert (waiting.page_script_hash, waiting.is_auto_rerun) == ("asked for", False)


def test_a_timer_waits_with_another_one(requests: ScriptRequests) -> None:
    assert requests.request_rerun(timer("a"))
    assert requests.request_rerun(timer("b"))
    assert requests.on_scriptrunner_ready().rerun_data.fragment_id_queue == ["a", "b"]


def test_the_page_that_the_user_asks_for_takes_the_place_of_timers(requests: ScriptRequests) -> None:
    assert requests.request_rerun(timer("a"))
    assert requests.request_rerun(RerunData(page_script_hash="asked for"))
    waiting = requests.on_scriptrunner_ready().rerun_data
    assert (waiting.page_script_hash, waiting.fragment_id_queue) == ("asked for", [])


def block(place: int, fragment: str = "") -> ForwardMsg:
    """The message that begins a block of the page, or of a fragment of it."""
    message = ForwardMsg()
    message.delta.add_block.allow_empty = False
    message.delta.fragment_id = fragment
    message.metadata.delta_path[:] = [0, place]
    return message


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch) -> ForwardMsgQueue:
    """What a session has not sent yet of a page with two blocks, of which the first is a fragment."""
    monkeypatch.setattr(ForwardMsgQueue, "clear", ForwardMsgQueue.clear)
    deliver_whole_pages.__wrapped__()
    queue = ForwardMsgQueue()
    queue.enqueue(block(3, "timer"))
    queue.enqueue(block(4))
    return queue


def test_a_fragment_that_runs_again_drops_nothing_of_the_page_and_comes_behind_it(queue: ForwardMsgQueue) -> None:
    queue.clear(retain_lifecycle_msgs=True, fragment_ids_this_run=["timer"])
    queue.enqueue(block(3, "timer"))
    assert queue.flush() == [block(3, "timer"), block(4), block(3, "timer")]


def test_a_page_that_is_drawn_anew_drops_what_was_drawn_before(queue: ForwardMsgQueue) -> None:
    queue.clear(retain_lifecycle_msgs=True)
    assert queue.flush() == []


class Storage:
    """Streamlit's fragments of a session."""

    def __init__(self) -> None:
        self.is_cleared = False

    def clear(self, new_fragment_ids: frozenset[str]) -> None:
        assert new_fragment_ids == {"new"}
        self.is_cleared = True


class Superseded:
    """The state of a session as a run sees it that a newer one has taken the place of."""

    def __contains__(self, name: str) -> bool:
        raise StopException


@pytest.mark.parametrize(("state", "cleared"), [({}, True), (Superseded(), False)])
def test_a_page_that_ends_early_forgets_the_fragments_before_unless_a_newer_run_has_its_place(
    monkeypatch: pytest.MonkeyPatch, state: object, cleared: bool
) -> None:
    storage = Storage()
    shared = SimpleNamespace(new_fragment_ids=SimpleNamespace(snapshot=lambda: frozenset({"new"})))
    context = SimpleNamespace(fragment_storage=storage, shared=shared)
    monkeypatch.setattr(stale_fragments, "get_script_run_ctx", lambda: context)
    monkeypatch.setattr("streamlit.session_state", state)
    monkeypatch.setattr("streamlit.stop", stop)
    with pytest.raises(StopException):
        end_page()
    assert storage.is_cleared is cleared


def stop() -> None:
    raise StopException
