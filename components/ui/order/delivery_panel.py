"""How a delivery into a folder goes, and what the user may do with it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import streamlit as st

from components.desk.orders.followed_order import BrokenOff
from components.regards.delivery.engine import Phase, Progress
from components.regards.delivery.progress import OVER
from components.regards.errors import LimitReached
from components.ui import formatting, messages

START: Final = ":material/drive_folder_upload:"

_MOST_NAMES: Final = 4
_PAUSED: Final = ":material/pause_circle:"


@dataclass(frozen=True, slots=True)
class Controls:
    """What the buttons do; each is called without arguments.

    ``start`` is None where nothing more can come; it and ``go_on`` also where the head of the page offers them.
    """

    start: Callable[[], None] | None
    pause: Callable[[], None]
    go_on: Callable[[], None] | None
    cancel: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Place:
    """A folder: its path as the machine names it, whether that is the user's own machine, and whether it passes away.

    One that passes is deleted when the desk stops.
    """

    path: str
    here: bool = False
    passes: bool = False

    @property
    def words(self) -> str:
        """Where it is."""
        return f"The folder {'on this computer' if self.here else 'on the machine where the desk runs'}:"

    @property
    def warning(self) -> str:
        """That it passes away; empty if it stays."""
        return "This folder passes away when the demo is stopped: copy what you want to keep." if self.passes else ""


def offer_delivery(place: Place, start: Callable[[], None] | None, broken_off: Sequence[BrokenOff] = ()) -> None:
    """What a delivery is, with the button that begins one, or goes on with those that were broken off.

    ``start`` is None where the head of the page has the button.
    """
    for each in broken_off:
        st.warning(
            f"A delivery of order {each.order_id} was broken off at {each.at:%Y-%m-%d %H:%M} UTC: "
            f"{each.verified:,} of {formatting.count(each.files, 'file')} verified. It can go on from there.",
            icon=":material/link_off:",
        )
    st.write(
        "The desk fetches each file as soon as it is ready, checks it against what the archive announced, and "
        "goes on until the order ends. You may close this page meanwhile."
    )
    if start:
        _show_place(place)
        st.button(label_of_start(broken_off), on_click=start, icon=START)


def show_elsewhere(order_ids: Sequence[int], place: Place) -> None:
    """That another server of the desk delivers these orders. ``place`` is the folder, as the machine names it."""
    which = f"order {order_ids[0]}" if len(order_ids) == 1 else formatting.count(len(order_ids), "order")
    st.info(
        f"Another server of this desk is bringing the files of {which} into your folder, and you may close this page "
        "meanwhile. If that server has stopped, or this one was started again just now, you can continue here in some "
        "seconds.",
        icon=":material/dns:",
    )
    _show_place(place)


def label_of_start(begun: Sequence[object] = ()) -> str:
    """The label of the button that begins a delivery, or goes on with those that have ``begun``."""
    return "Continue" if begun else "Bring all files into this folder"


def show_delivery(progress: Progress, place: Place, controls: Controls, *, running: bool, key: str = "") -> None:
    """How far a delivery is, with its buttons.

    Args:
        progress: of the delivery.
        place: the folder.
        controls: what the buttons do.
        running: whether the delivery is at work; one that neither runs nor has ended was broken off.
        key: tells the buttons of several deliveries apart.
    """
    all_here = progress.phase is Phase.ENDED and progress.verified + progress.unverifiable == progress.files
    if progress.files and not all_here:  # before it has read an order, it knows nothing of its files
        _show_numbers(progress)
    _show_state(progress, running=running)
    _show_place(place)
    _offer(progress, controls, key, running=running)


def _show_numbers(progress: Progress) -> None:
    parts = [
        f"{progress.verified:,} of {formatting.count(progress.files, 'file')} verified",
        f"{formatting.size(progress.received)} of {formatting.size(progress.size)}",
    ]
    if progress.unverifiable:
        parts.append(f"{progress.unverifiable:,} here, not verifiable")
    if progress.failed:
        parts.append(f"{progress.failed:,} failed")
    if progress.rate and progress.phase is Phase.FETCHING:
        parts.append(f"{formatting.size(progress.rate)}/s")
    st.text(" · ".join(parts))


def _show_state(progress: Progress, *, running: bool) -> None:
    if not running and progress.phase not in OVER:
        st.error("The desk itself broke this delivery off. What is verified stays: continue.", icon=":material/error:")
        return
    match progress.phase:
        case Phase.ENDED:
            _show_end(progress)
        case Phase.CANCELLED:
            st.info("You cancelled this delivery. What is verified stays in the folder.", icon=":material/cancel:")
        case Phase.PAUSED:
            st.info("The delivery is paused.", icon=_PAUSED)
        case Phase.STOPPED if progress.trouble:
            messages.show_error(progress.trouble)
            st.text(progress.note)
        case _:
            if progress.pausing:
                st.info("The delivery is paused once the files under way are here.", icon=_PAUSED)
            _show_work(progress)


def _show_end(progress: Progress) -> None:
    if not progress.files or progress.verified + progress.unverifiable < progress.files:
        st.warning("The delivery has ended, and not everything came: see the receipt.", icon=":material/warning:")
    elif progress.unseen:
        st.info(
            "Every file that the archive has listed is here. It does not show the order itself, so more may come.",
            icon=":material/inbox:",
        )
    elif progress.unverifiable:
        which = formatting.count(progress.unverifiable, "file")
        st.info(
            f"Every file is here. The archive announced no checksum of {which}: that they are right is not verified.",
            icon=":material/inbox:",
        )
    else:
        st.success("Every file is here and verified.", icon=":material/verified:")


def _show_work(progress: Progress) -> None:
    if progress.trouble:
        st.warning(formatting.as_text(progress.trouble.what), icon=":material/cloud_off:")
        messages.show_words(progress.trouble)
    if progress.note:
        st.text(progress.note)
    for name in progress.under_way[:_MOST_NAMES]:
        st.text(f"Fetching {name}")


def _show_place(place: Place) -> None:
    st.write(place.words)
    st.code(place.path, language=None, wrap_lines=True)
    if place.warning:
        st.write(place.warning)


def _offer(progress: Progress, controls: Controls, key: str, *, running: bool) -> None:
    play = ":material/play_arrow:"
    with st.container(horizontal=True):
        if not running:
            if controls.start is None:
                return
            if progress.phase is Phase.ENDED:
                st.button("Look for more files", on_click=controls.start, icon=play, key=f"start {key}")
            else:
                # Where a limit is reached, the archive asks to wait: nothing urges the user on.
                kind: Literal["primary", "secondary"] = (
                    "secondary" if isinstance(progress.trouble, LimitReached) else "primary"
                )
                st.button("Continue", on_click=controls.start, type=kind, icon=play, key=f"start {key}")
            return
        if progress.paused and controls.go_on:
            st.button("Go on", on_click=controls.go_on, type="primary", icon=play, key=f"go on {key}")
        elif not progress.paused:
            st.button(
                "Pause the delivery",
                on_click=controls.pause,
                icon=":material/pause:",
                help="Files that are under way are finished first.",
                key=f"pause {key}",
            )
        st.button("Cancel the delivery", on_click=controls.cancel, icon=":material/close:", key=f"cancel {key}")
