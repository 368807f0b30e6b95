"""The delivery of files from an order's ZIP, each of which is matched with an ordered file and verified."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from components.regards.delivery.order_state import in_words
from components.regards.delivery.zips.zip_contents import ZipContents
from components.regards.delivery.zips.zip_stream import BrokenZip, entries
from components.regards.errors import Missing, NoAnswer, NotReady, Refused, TooLarge, UnexpectedReply

if TYPE_CHECKING:
    from collections.abc import Iterator

    from components.regards.delivery.control import Control
    from components.regards.delivery.engine import Source
    from components.regards.delivery.fetching import Place
    from components.regards.delivery.order_state import OrderState
    from components.regards.delivery.progress import Activity
    from components.regards.delivery.zips.zip_stream import ZipEntry


class Unpacking:
    """Downloads of an order's ZIP; files that it lacks are later downloaded by number.

    The ZIP should hold every file that is available at that moment (T-26). But its HTTP status does not tell success:
    files may be missing, be named in a notice instead, or the ZIP may break off (T-27).
    """

    def __init__(self, source: Source, control: Control, activity: Activity, place: Place) -> None:
        self._source = source
        self._control = control
        self._activity = activity
        self._place = place

    def unpack(self, state: OrderState) -> None:
        """Download an order's ZIP, and keep the files in it that are as announced.

        Raises what `Fetching` raises. A ZIP that is refused or broken is recorded as a problem of the expected files.
        """
        with self._place(self._source.streams(), self._must_stop) as granted:
            if granted and not self._must_stop():
                self._download(state)

    def _must_stop(self) -> bool:
        return self._control.cancelled or self._control.paused

    def _download(self, state: OrderState) -> None:
        expected = state.by_zip()
        contents = ZipContents(state.folder.files.values(), state.folder.proofs)
        missing = "The archive's ZIP did not hold this file."
        try:
            with self._source.open_zip(state.order.order_id) as chunks:
                for entry in entries(self._watched(chunks)):
                    self._take(entry, contents, state)
        except (BrokenZip, NoAnswer, UnexpectedReply, NotReady, Refused, Missing, TooLarge) as error:
            missing = in_words(error)
        state.was_in_zip(expected)
        for file in expected:
            if file.file_id not in state.folder.proofs:
                state.problems[file.file_id] = contents.reasons.get(file.file_id, missing)

    def _watched(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        for chunk in chunks:
            self._control.check()
            yield chunk

    def _take(self, entry: ZipEntry, contents: ZipContents, state: OrderState) -> None:
        arriving = contents.begin(entry.name)
        candidate = next(arriving.candidates(), None)
        if candidate is None:
            for chunk in entry.chunks():
                arriving.take(chunk)
            contents.settle(arriving)
            return
        limited = replace(candidate, size=None) if arriving.may_be_of_any_size() else candidate
        with self._activity.arrival(candidate) as took, state.folder.receive(limited, arriving) as incoming:
            for chunk in entry.chunks():
                if arriving.too_long():  # it must not fill the disk
                    arriving.take(chunk)
                else:
                    try:
                        incoming.write(chunk)
                    except TooLarge as error:  # the rest of the ZIP lies behind it
                        state.give_up(candidate, in_words(error))
                        raise
                    took(len(chunk))
            file = contents.settle(arriving)
            if file is not None and not incoming.keep(file):
                state.verified(file, arriving.received)
