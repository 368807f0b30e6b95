"""Fragments of what is no longer on the page: their timers draw no more.

A fragment that runs again by itself draws at its old place. Where the page has something else there by then, the
browser fails and the page stays white. Streamlit 1.67 leaves two such gaps, which only a busy machine shows. A third
one loses the click on another page, and a fourth one the block below a fragment.
"""

from functools import cache
from typing import NoReturn

import streamlit as st
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData, ScriptRequests, ScriptRequestType


def end_page() -> NoReturn:
    """End the page here, and forget the fragments of the run before: Streamlit does so at its last line only.

    A run that a newer one has taken the place of ends here without that, because the two share their fragments.
    """
    _ = "any" in st.session_state  # where Streamlit ends such a run
    context = get_script_run_ctx()
    if context:
        context.fragment_storage.clear(new_fragment_ids=context.shared.new_fragment_ids.snapshot())
    st.stop()


@cache
def ignore_timers_of_other_pages() -> None:
    """Let a timer that the browser sent from the page before come to nothing, for the whole process.

    Streamlit would tell the browser to start this page again, and the browser would empty the one that it shows. If
    the timer came while another page was asked for and not yet begun, Streamlit would draw the timer's page instead.
    """
    ask = ScriptRequests.request_rerun
    run = ScriptRunner._run_script  # noqa: SLF001 - there is no other place between the request and that message

    def ask_unless_covered(requests: ScriptRequests, request: RerunData) -> bool:
        pending = requests._rerun_data if requests._state is ScriptRequestType.RERUN else None  # noqa: SLF001
        if request.is_auto_rerun and pending and not pending.fragment_id_queue:
            return True  # a whole page is about to be drawn
        return ask(requests, request)

    def run_unless_stale(runner: ScriptRunner, request: RerunData) -> None:
        shown = runner._pages_manager.current_page_script_hash  # noqa: SLF001
        if request.is_auto_rerun and request.page_script_hash not in {"", shown}:
            return
        run(runner, request)

    ScriptRequests.request_rerun = ask_unless_covered  # type: ignore[method-assign, assignment]
    ScriptRunner._run_script = run_unless_stale  # type: ignore[method-assign, assignment]  # noqa: SLF001


@cache
def deliver_whole_pages() -> None:
    """Let a fragment that runs again leave the page before it on its way to the browser, for the whole process.

    Streamlit would drop what that page has drawn of the fragment, if it was not sent yet. The browser closes the gap;
    then the fragment is drawn at its old place, where the block below it stands by now, and that one is lost.
    """
    clear = ForwardMsgQueue.clear

    def clear_unless_fragment(
        queue: ForwardMsgQueue, retain_lifecycle_msgs: bool = False, fragment_ids_this_run: list[str] | None = None
    ) -> None:
        if fragment_ids_this_run:
            queue._delta_index_map = {}  # noqa: SLF001 - or what it draws would be put among what the page has drawn
        else:
            clear(queue, retain_lifecycle_msgs, fragment_ids_this_run)

    ForwardMsgQueue.clear = clear_unless_fragment  # type: ignore[method-assign, assignment]
