"""The keyboard's focus, where what had it is gone: it goes on where the work goes on.

Streamlit has no call for it. A focus that is anywhere stays there.
"""

import streamlit as st

_LONGEST = 10_000  # milliseconds that what had the focus may stay on the page

_FOCUS = st.components.v2.component(
    "order_desk_focus",
    js="""
    let done, latest;
    export default function ({ data }) {
        if (done === data.once) return;
        latest = data.once;
        const until = Date.now() + data.longest;
        // It goes on where the page is drawn again meanwhile, and without this.
        const timer = setInterval(() => {
            const target = document.querySelector(data.target);
            if (done === data.once || latest !== data.once || Date.now() > until) return clearInterval(timer);
            if (!target || document.activeElement !== document.body) return;
            done = data.once;
            target.tabIndex = -1;
            target.style.outline = "none";  // it can be read, not operated
            target.focus({ preventScroll: data.stay });
        }, 50);
    }
    """,
)


def move_to_title(once: str) -> None:
    """Let the title of the page have a focus that gets lost, once for each value of ``once``."""
    _move("h1", once)


def move_to_container(key: str, once: str, *, stay: bool = False) -> None:
    """Let the container of this key have a focus that gets lost, once for each value of ``once``.

    ``stay`` is whether what is seen of the page stays the same, though the container may stand elsewhere.
    """
    _move(f".st-key-{key}", once, stay=stay)


def _move(target: str, once: str, *, stay: bool = False) -> None:
    data = {"target": target, "once": once, "longest": _LONGEST, "stay": stay}
    _FOCUS(key=f"focus {target}", data=data, height=0)
