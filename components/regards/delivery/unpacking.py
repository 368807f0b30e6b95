"""Files in an order's ZIP: each is matched with what was ordered, verified, and kept; a notice is read."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from components.regards.delivery.checksums import BY_SIZE, Check
from components.regards.delivery.order_state import in_words, with_words
from components.regards.delivery.zip_stream import BrokenZip, entries
from components.regards.errors import Missing, NoAnswer, NotReady, Refused, UnexpectedReply

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from components.regards.delivery.control import Control
    from components.regards.delivery.order_state import FollowedOrder
    from components.regards.delivery.progress import Activity
    from components.regards.delivery.source import Source
    from components.regards.delivery.zip_stream import ZipEntry
    from components.regards.records import OrderFile

_MADE_UNIQUE: Final = re.compile(r"(?P<stem>.*) \(\d+\)(?P<ending>(?:\.[^.]*)?)", re.DOTALL)  # name (1).ext (C.7)
_NOTICE: Final = re.compile(r"NOTICE(?: \(\d+\))?\.txt")
_LONGEST_NOTICE: Final = 1 << 20  # bytes
_IN_BRACKETS: Final = re.compile(r"\((.+?)\)(?=:|\.?$)")
_BETWEEN_WORDS: Final = re.compile(r"[\s\"'“”«»,;:()\[\]]+")


class Unpacking:
    """Brings what an order's ZIP holds; whatever it does not bring is left to be fetched by number.

    The ZIP holds every file that is available at that moment (T-26), and its status says nothing: files may be
    missing, named by a notice, or the end of it all (T-27).
    """

    def __init__(self, source: Source, control: Control, activity: Activity) -> None:
        self._source = source
        self._control = control
        self._activity = activity

    def unpack(self, followed: FollowedOrder) -> None:
        """Take an order's ZIP and keep what is right in it.

        Raises as `Fetching` does; a ZIP that cannot be had or is broken is noted with the files it was to bring.
        """
        hoped_for = followed.by_zip()
        contents = _Contents(followed)
        missing = "The archive's ZIP did not hold this file."
        try:
            with self._source.open_zip(followed.order.order_id) as chunks:
                for entry in entries(self._watched(chunks)):
                    self._take(entry, contents)
        except (BrokenZip, NoAnswer, UnexpectedReply, NotReady, Refused, Missing) as error:
            missing = in_words(error)
        followed.was_in_zip(hoped_for)
        for file in hoped_for:
            if file.file_id not in followed.folder.proofs:
                followed.problems[file.file_id] = contents.reasons.get(file.file_id, missing)

    def _watched(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        for chunk in chunks:
            self._control.check()
            yield chunk

    def _take(self, entry: ZipEntry, contents: _Contents) -> None:
        file = contents.whose(entry.name)
        if _NOTICE.fullmatch(entry.name):
            text = _beginning(entry.chunks())
            if file is None or self._keep(file, [text], contents):
                contents.read_notice(text.decode(errors="replace"))
        elif file is not None:
            self._keep(file, entry.chunks(), contents)

    def _keep(self, file: OrderFile, chunks: Iterable[bytes], contents: _Contents) -> str:
        received = 0
        with self._activity.arrival(file) as took, contents.followed.folder.receive(file) as incoming:
            for chunk in chunks:
                incoming.write(chunk)
                took(len(chunk))
                received += len(chunk)
                if file.size is not None and received > file.size:
                    break  # whatever this is, it must not fill the disk
            problem = incoming.keep()
        if problem:
            contents.reasons[file.file_id] = problem
        else:
            contents.followed.verified(file, received)
        return problem


class _Contents:
    """Which file of the order an entry of its ZIP is, and why some files are not in it (``reasons``)."""

    def __init__(self, followed: FollowedOrder) -> None:
        self.followed = followed
        self.reasons: dict[int, str] = {}
        self._by_name: defaultdict[str, list[OrderFile]] = defaultdict(list)
        for file in followed.folder.files.values():
            self._by_name[file.name].append(file)

    def whose(self, name: str) -> OrderFile | None:
        """The file that an entry of this name must be, None if it is not wanted or cannot be told.

        Files of the same name are told apart by their checksums: without one, nobody knows which this is.
        """
        bearers = list(self._by_name.get(name, ()))
        if found := _MADE_UNIQUE.fullmatch(name):
            bearers += self._by_name.get(found["stem"] + found["ending"], ())
        missing = [file for file in bearers if file.file_id not in self.followed.folder.proofs]
        if len(bearers) > 1:
            missing = [file for file in missing if Check(file).by not in {"", BY_SIZE}]
        return missing[0] if missing else None

    def read_notice(self, text: str) -> None:
        """Note the reasons of a notice, which has a line for each file that failed (contract C.7)."""
        for line in text.splitlines():
            words = [*_IN_BRACKETS.findall(line), *(word.rstrip(".") for word in _BETWEEN_WORDS.split(line))]
            for word in words:
                for file in self._by_name.get(word, ()):
                    self.reasons[file.file_id] = with_words("The archive could not put this file into its ZIP.", line)


def _beginning(chunks: Iterable[bytes]) -> bytes:
    """What fits into memory; the rest is read all the same."""
    held = bytearray()
    for chunk in chunks:
        held += chunk[: _LONGEST_NOTICE - len(held)]
    return bytes(held)
