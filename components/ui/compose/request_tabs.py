"""The request three ways, before it is sent: its JSON, curl and Python, each to copy and to download."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from components.regards.scripts import calls, curl_script, python_script
from components.regards.settings import Archive
from components.regards.submission.submission import Request
from components.ui import formatting

_OTHER_WAY: Final = (
    "It orders in one call, without your basket: the archive then chooses the name of the order, and usually keeps its "
    "files for hours instead of days."
)
_HEIGHT: Final = 400  # pixels
_MOST_ROWS: Final = 18  # about as many fill the height; a fixed one would leave a shorter text in an empty box
_ROW: Final = 50  # characters, about as many as a narrow column shows


def show_request(archive: Archive, project: str, bodies: Sequence[str], requests: Sequence[Request], key: str) -> None:
    """The requests as JSON to the letter, as curl and as Python.

    Args:
        archive: the archive's settings.
        project: the project of the user.
        bodies: the JSON of each request as an apply, for the scripts.
        requests: what is sent.
        key: a part of the widgets' keys.
    """
    other_way = "" if requests == bodies else f" {_OTHER_WAY}"
    as_json, curl, python = st.tabs(["JSON", "curl", "Python"])
    with as_json:
        _show_json(requests, key)
    with curl:
        st.write(
            f"{_in_turn(bodies)} For bash. The script takes the token, or what is needed to sign in, from variables, "
            f"and holds no password.{other_way}"
        )
        _show(curl_script(archive, project, bodies), "Download the curl script", "order.sh", "text/x-shellscript")
    with python:
        st.write(
            f"{_in_turn(bodies)} The script signs in, submits, follows the order, and downloads and verifies its "
            f"files. It needs Python 3.9 and requests, and holds no password.{other_way}"
        )
        _show(python_script(archive, project, bodies), "Download the Python script", "order.py", "text/x-python")


def _in_turn(bodies: Sequence[str]) -> str:
    every = formatting.every(len(bodies), "orders").capitalize()
    return f"{every}, one after the other." if len(bodies) > 1 else "The same order."


def _show_json(requests: Sequence[Request], key: str) -> None:
    if len(requests) == 1:
        if isinstance(requests[0], str):
            st.write("This is the exact request that will be sent:")
        else:
            st.write("The order goes through your basket on the archive. These are the exact requests, in their order:")
        _show_request(requests[0], "order")
        return
    st.write(f"{len(requests)} requests will be sent, each once the one before is accepted:")
    numbers = range(len(requests))
    label = "Request to look at"
    position = st.selectbox(label, numbers, format_func=lambda n: f"{n + 1} of {len(requests)}", key=f"request {key}")
    _show_request(requests[position], f"order-{position + 1}")


def _show_request(request: Request, name: str) -> None:
    if isinstance(request, str):
        _show(request, "Download the request", f"{name}.json", "application/json")
    else:
        _show(calls(request), "Download the request", f"{name}.txt", "text/plain")


def _show(text: str, label: str, file_name: str, mime: str) -> None:
    shown = formatting.shorten(text)
    # Before the code: who copies a shortened one would only then scroll to what is below it.
    if shown != text:
        st.caption("Shortened in the middle here, also when you copy it. The download is whole.")
    st.download_button(label, lambda: text, file_name, mime, icon=":material/download:", on_click="ignore")
    rows = sum(1 + len(line) // _ROW for line in shown.splitlines())
    # The container scrolls, not the code itself: in it the button that copies has the focus, so that keys scroll it.
    with st.container(height=_HEIGHT if rows > _MOST_ROWS else "content", border=False):
        # Without colours: those of Streamlit's code blocks are too faint to read for many.
        st.code(shown, language=None, wrap_lines=True)
