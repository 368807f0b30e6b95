"""What went wrong, told to the user. Foreign words are shown as text, never as Markdown."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from components.regards.errors import RegardsError
from components.ui import formatting

_LONG_SILENCE: Final = 10.0  # seconds


def show_error(error: RegardsError, of: str = "") -> None:
    """What happened, what to do next, and below it the words that came with it, and whose they are.

    ``of`` names what it happened to, where the page shows more than that.
    """
    subject = f"{of}: " if of else ""
    st.error(formatting.as_text(f"{subject}{error.what} {error.advice}"), icon=":material/error:")
    show_words(error)


def show_silence(seconds: float) -> None:
    """That the archive has not answered for ten seconds or more; plain text, because it ticks."""
    if seconds >= _LONG_SILENCE:
        st.text(f"The archive has not answered for {seconds:.0f} seconds. This page goes on waiting and asks again.")


def show_words(error: RegardsError) -> None:
    """The words that came with an error, and whose they are."""
    if error.server_message:
        st.write(f"{error.speaker} says:")
        st.code(error.server_message, language=None, wrap_lines=True)
    if error.trace:
        st.caption(f"The archive's operators find this call under its correlation id `{error.trace}`.")


def show_problems(problems: Sequence[str]) -> None:
    """What keeps a field from being used, shown at this field. The sentences may quote what the user typed."""
    for problem in problems:
        with st.container(horizontal=True, gap="xsmall"):
            st.markdown(":red[:material/error:]", width="content")
            st.text(problem, width="stretch")
