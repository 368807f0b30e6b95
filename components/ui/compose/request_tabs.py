"""The request three ways, before it is sent: its JSON, curl and Python, each to copy and to download."""

from collections.abc import Sequence

import streamlit as st

from components.regards.scripts import curl_script, python_script
from components.regards.settings import Archive
from components.ui.formatting import shorten


def show_request(archive: Archive, project: str, bodies: Sequence[str], key: str) -> None:
    """The requests as JSON to the letter, as curl and as Python.

    Args:
        archive: the archive's settings.
        project: the project of the user.
        bodies: the JSON of each request.
        key: a part of the widgets' keys.
    """
    as_json, curl, python = st.tabs(["JSON", "curl", "Python"])
    with as_json:
        _show_json(bodies, key)
    with curl:
        st.write(
            f"{_in_turn(bodies)} For bash. The script takes the token, or what is needed to sign in, from variables, "
            "and holds no password."
        )
        _show(curl_script(archive, project, bodies), "Download the curl script", "order.sh", "text/x-shellscript")
    with python:
        st.write(
            f"{_in_turn(bodies)} The script signs in, submits, follows the order, and downloads and verifies its "
            "files. It needs Python 3.9 and requests, and holds no password."
        )
        _show(python_script(archive, project, bodies), "Download the Python script", "order.py", "text/x-python")


def _in_turn(bodies: Sequence[str]) -> str:
    return f"All {len(bodies)} orders, one after the other." if len(bodies) > 1 else "The same order."


def _show_json(bodies: Sequence[str], key: str) -> None:
    if len(bodies) == 1:
        st.write("This is the exact request that will be sent:")
        _show(bodies[0], "Download the request", "order.json", "application/json")
        return
    st.write(f"{len(bodies)} requests will be sent, each once the one before is accepted:")
    numbers = range(len(bodies))
    label = "Request to look at"
    position = st.selectbox(label, numbers, format_func=lambda n: f"{n + 1} of {len(bodies)}", key=f"request {key}")
    _show(bodies[position], "Download the request", f"order-{position + 1}.json", "application/json")


def _show(text: str, label: str, file_name: str, mime: str) -> None:
    shown = shorten(text)
    # Without colours: those of Streamlit's code blocks are too faint to read for many.
    st.code(shown, language=None, wrap_lines=True)
    if shown != text:
        st.caption("Shortened in the middle here, also when you copy it. The download is whole.")
    st.download_button(label, lambda: text, file_name, mime, icon=":material/download:", on_click="ignore")
