"""The keyboard's focus, where what had it is gone: it goes on where the work goes on.

Streamlit has no call for it. A focus that is anywhere stays there.
"""

import streamlit as st

_LONGEST = 60_000  # milliseconds that what had the focus may stay on the page

_FOCUS = st.components.v2.component(
    "order_desk_focus",
    js="""
    const done = new Set();
    export default function ({ data }) {
        if (done.has(data.once)) return;
        const before = document.activeElement;
        const until = Date.now() + data.longest;
        addEventListener("pointerdown", () => done.add(data.once), { once: true, capture: true });
        // It goes on where the page is drawn again meanwhile, and without this, unless it is to be brief.
        const timer = setInterval(() => {
            const target = document.querySelector(data.target), now = document.activeElement;
            if (now !== document.body && now !== before) done.add(data.once);  // the user has gone on
            if (done.has(data.once) || Date.now() > until) return clearInterval(timer);
            if (!target || now !== document.body) return;
            done.add(data.once);
            target.tabIndex = -1;
            target.style.outline = "none";  // it can be read, not operated
            target.focus();
        }, 50);
        if (data.brief) return () => clearInterval(timer);
    }
    """,
)


def move_to_title(once: str) -> None:
    """Let the title of the page have a focus that gets lost, once for each value of ``once``."""
    _move("h1", once)


def move_to_container(key: str, once: str, *, brief: bool = False) -> None:
    """Let the container of this key have a focus that gets lost, once for each value of ``once``.

    ``brief`` is whether that ends as soon as the page is drawn without this call.
    """
    _move(f".st-key-{key}", once, brief=brief)


def _move(target: str, once: str, *, brief: bool = False) -> None:
    data = {"target": target, "once": once, "longest": _LONGEST, "brief": brief}
    _FOCUS(key=f"focus {target}", data=data, height=0)
