"""The folder of one order on disk: verified files stay verified, even if the process is killed."""

from __future__ import annotations

import errno
import json
import os
import secrets
import shutil
import stat
import sys
import threading
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime, timezone
from typing import IO, TYPE_CHECKING, Any, Final

from components.regards.delivery import unannounced
from components.regards.delivery.checksums import BY_SIZE, Check, Measured, compared
from components.regards.delivery.file_names import OUR_FOLDER, Names, safe_name
from components.regards.delivery.snapshot import Proof
from components.regards.errors import CannotWrite
from components.regards.orders.records import OrderFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from components.regards.orders.records import Order

_ABANDONED: Final = 3600  # seconds without a change, after which a temporary file is abandoned
_READ: Final = 1 << 20  # bytes
_NO_LINK: Final = getattr(os, "O_NOFOLLOW", 0)  # Windows has none, and only administrators make links there
_NO_FILE: Final = (-1, -1)
_KINDS: Final[dict[str, type | tuple[type, ...]]] = {
    **dict.fromkeys(("name", "product", "checksum", "error"), str),
    **dict.fromkeys(("order_id", "suborder"), int),
    "size": (int, type(None)),
    "external": bool,
}
_SHARED: Final = ("dataset", "data_type", "state", "mime_type", "algorithm")  # interned: many files share the values


def _now_in_utc() -> datetime:
    return datetime.now(timezone.utc)


def folder_of(root: Path, order: Order) -> Path:
    """The path of an order's folder; the date in its name distinguishes orders of the same number."""
    created = "" if order.created is None else f"_{order.created.astimezone(timezone.utc):%Y%m%dT%H%M%SZ}"
    return root / f"order_{order.order_id}{created}"


def find_folder(root: Path, order: Order, mode: int | None = None) -> Folder | None:
    """The folder of an order if there is one.

    Raises:
        CannotWrite: it cannot be looked for, or not be used.
    """
    path = folder_of(root, order)
    with _writing_into(path):
        if not path.exists():
            return None
    return Folder(root, order, mode=mode)


class Folder:
    """The files of one order on disk, with a list of all its files and a journal of the verified ones.

    A file is written under a temporary name, compared with what the archive announced, renamed, and entered into the
    journal, in this order. So the process may be killed at any time: the next one finds the same files, and downloads
    only what is missing. Links in the folder are not followed, and names in its lists are never paths: other people
    may be able to write there.

    Args:
        root: the folder in which the order gets a folder of its own.
        order: the order; its date is part of the folder's name, because an archive that is set up again counts from
            1 again.
        clock: the time in UTC.
        mode: the permissions of new files, such as 0o640, and of new folders, which may also be entered by those who
            may read; None for those of the system.
        largest_unannounced: bytes of the largest file whose size the archive does not announce.

    Attributes:
        path: the order's own folder.
        files: every file that was ever listed, with its newest state, by ``file_id``; also after the archive has
            forgotten the list.
        proofs: the proofs of the files that arrived, by ``file_id``.
        broken_off: when a delivery into it last looked at the order, in UTC, if its process ended before it did; None
            if none was broken off.

    Every method raises CannotWrite if the disk is full or cannot be written to.
    """

    def __init__(
        self,
        root: Path,
        order: Order,
        clock: Callable[[], datetime] = _now_in_utc,
        mode: int | None = None,
        largest_unannounced: int = unannounced.LARGEST * unannounced.GIGABYTE,
    ) -> None:
        self.path = folder_of(root, order)
        self._largest_unannounced = largest_unannounced
        self._clock = clock
        self._mode = mode
        self._lock = threading.Lock()
        self._names = Names()
        self._on_disk: dict[int, str] = {}
        self._files: dict[int, OrderFile] = {}
        self._proofs: dict[int, Proof] = {}
        self._new = False
        self._verified = 0
        self.files: Mapping[int, OrderFile] = self._files
        self.proofs: Mapping[int, Proof] = self._proofs
        own = self.path / OUR_FOLDER
        self._under_way = own / "under-way"
        self.broken_off = _changed_at(self._under_way)
        self._arriving = own / "arriving"
        self._list = own / "files.jsonl"
        self._journal = own / "verified.jsonl"
        with _writing_into(self.path):
            for folder in (self.path, own, self._arriving):
                if folder.is_symlink():
                    raise OSError(errno.ELOOP, f"“{folder.name}” is a link")
            _make_folder(self._arriving, mode)
            for left in self._arriving.iterdir():
                with suppress(FileNotFoundError):  # another process may use the same folder
                    if self._clock().timestamp() - left.lstat().st_mtime > _ABANDONED:
                        left.unlink()
            self._restore_list()
            self._restore_proofs()

    def begin_delivery(self) -> None:
        """Note that a delivery is under way; repeated at each look at the order."""
        with _writing_into(self.path), open_own(self._under_way, "wb", self._mode) as mark:
            mark.write(b"\n")  # else its time would stay

    def end_delivery(self) -> None:
        """Note that it is over, whatever ended it."""
        self.broken_off = None
        with suppress(OSError):  # a delivery that ends must not fail at that
            self._under_way.unlink()

    def break_off(self) -> None:
        """Note that it ends here, and can be continued."""
        with suppress(CannotWrite):  # as above
            self.begin_delivery()

    def expect(self, file: OrderFile) -> None:
        """Record a file of the order, or its new state. `remember` saves it."""
        with self._lock:
            known = self._files.get(file.file_id)
            now = file if known is None else replace(known, state=file.state, error=file.error)
            if known is None or now != file:
                now, self._new = file, True
            self._files[file.file_id] = now  # with the same texts as before, to save memory
            if file.file_id not in self._on_disk:
                self._on_disk[file.file_id] = self._names.assign(file.file_id, file.name)

    def remember(self) -> None:
        """Save the list of expected files if it has changed; to be called after each list that was read."""
        with self._lock, _writing_into(self.path):
            if self._new:
                fresh = self._list.with_suffix(".new")
                with open_own(fresh, "wb", self._mode) as lines:
                    for file_id, file in self._files.items():
                        entry = json.dumps({"on_disk": self._on_disk[file_id], **vars(file)})
                        lines.write(f"{entry}\n".encode())
                fresh.replace(self._list)
                self._new = False

    @contextmanager
    def receive(self, file: OrderFile, measured: Measured | None = None) -> Iterator[Incoming]:
        """A temporary file for the bytes of an expected file; it is removed unless it is kept.

        If only the bytes can tell which file they are, ``measured`` computes the checksums of all candidates.
        """
        if file.file_id not in self._on_disk:
            self.expect(file)
        self.remember()  # else a process that ends after the renaming leaves a file that is not in the list
        place = self._arriving / f"{file.file_id}-{secrets.token_hex(4)}"
        with _writing_into(self.path):
            body = open_own(place, "xb", self._mode)
        incoming = Incoming(self, file, body, measured or Check(file), lambda which: self._settle(which, place))
        try:
            yield incoming
        finally:
            if not incoming.kept:
                with suppress(OSError):
                    body.close()
                with suppress(OSError):
                    place.unlink()

    @property
    def verified(self) -> int:
        """The number of files whose checksum was compared."""
        return self._verified

    def free(self) -> int:
        """The number of free bytes on the folder's disk."""
        with _writing_into(self.path):
            return shutil.disk_usage(self.path).free

    def check_room(self, file: OrderFile, received: int) -> None:
        """Raise TooLarge for a file without an announced size of which that many bytes have come."""
        if file.size is None and received > self._largest_unannounced:
            raise unannounced.too_large(file.name, self._largest_unannounced)
        if file.size is None and self.free() < unannounced.RESERVE:
            raise unannounced.disk_is_full(file.name)

    def _settle(self, file: OrderFile, place: Path) -> None:
        """Rename a temporary file that passed its check, and enter it into the journal."""
        with self._lock, _writing_into(self.path):
            final = self.path / self._on_disk[file.file_id]
            if file.file_id not in self._proofs and _stamp(final) != _NO_FILE:
                final = self.path / self._name_beside_others(file)
            place.replace(final)
            self._enter(file.file_id, final, compared(file))

    def _name_beside_others(self, file: OrderFile) -> str:
        """The name of a file where another process may have put another file under it meanwhile.

        The archive lists files in any order (contract C.6), and so two processes that begin at once may give one name
        to two files.
        """
        for entry in _entries(self._journal):
            with suppress(KeyError, TypeError, ValueError):
                self._names.taken(int(entry["file_id"]), _a_name(entry["name"]))
        self._on_disk[file.file_id] = self._names.assign(file.file_id, self._on_disk[file.file_id])
        self._new = True
        return self._on_disk[file.file_id]

    def _enter(self, file_id: int, final: Path, by: str) -> None:
        proof = Proof(self._clock(), by, str(final))
        self._prove(file_id, proof)
        found = final.lstat()
        entry = {
            "file_id": file_id,
            "name": final.name,
            "size": found.st_size,
            "mtime_ns": found.st_mtime_ns,
            "by": by,
            "at": proof.at.isoformat(),
        }
        with open_own(self._journal, "ab", self._mode) as journal:
            # Each line begins with its line break, so that an incomplete line never damages the next.
            journal.write(f"\n{json.dumps(entry)}".encode())

    def _prove(self, file_id: int, proof: Proof) -> None:
        before = self._proofs.get(file_id)
        self._verified += proof.verified - (before is not None and before.verified)
        self._proofs[file_id] = proof

    def _restore_list(self) -> None:
        for entry in _entries(self._list):
            with suppress(KeyError, TypeError, ValueError):
                name = _a_name(entry.pop("on_disk"))
                shared = {key: sys.intern(entry[key]) for key in _SHARED}
                if not all(isinstance(entry[key], kinds) for key, kinds in _KINDS.items()):
                    continue
                file = OrderFile(**{**entry, **shared, "file_id": int(entry["file_id"])})  # it is part of an address
                name = file.name if file.name == name else name
                self._files[file.file_id] = file
                self._on_disk[file.file_id] = name
                self._names.taken(file.file_id, name)

    def _restore_proofs(self) -> None:
        """Read the journal, and check the files that are not in it or have changed since."""
        journalled = set()
        for entry in _entries(self._journal):
            with suppress(KeyError, TypeError, ValueError):
                file_id, final = int(entry["file_id"]), self.path / _a_name(entry["name"])
                journalled.add(file_id)
                self._names.taken(file_id, final.name)
                if _stamp(final) == (entry["size"], entry["mtime_ns"]):
                    at = datetime.fromisoformat(entry["at"])
                    self._prove(file_id, Proof(at, sys.intern(entry["by"]), str(final)))
        for file in self._files.values():
            final = self.path / self._on_disk[file.file_id]
            if file.file_id not in self._proofs and _stamp(final) != _NO_FILE:
                check = _checked(file, final)
                changed = file.file_id in journalled and check.by in {"", BY_SIZE}
                if not changed and not check.problem():
                    self._enter(file.file_id, final, check.by)


class Incoming:
    """A file that is being written; both methods raise CannotWrite if the disk is full or cannot be written to.

    ``kept`` says whether it has its own name.
    """

    def __init__(
        self,
        folder: Folder,
        file: OrderFile,
        body: IO[bytes],
        measured: Measured,
        settle: Callable[[OrderFile], None],
    ) -> None:
        self._folder = folder
        self._file = file
        self._body = body
        self._measured = measured
        self._settle = settle
        self.kept = False

    def write(self, chunk: bytes) -> None:
        """Write the next bytes; raises TooLarge as `Folder.check_room` does."""
        self._folder.check_room(self._file, self._measured.received + len(chunk))
        with _writing_into(self._folder.path):
            self._body.write(chunk)
        self._measured.take(chunk)

    def keep(self, file: OrderFile | None = None) -> str:
        """Keep the file if it is as the archive announced it; else return the difference, a sentence for the user.

        ``file`` is another expected file, if the bytes turned out to be that one.
        """
        file = file or self._file
        problem = self._measured.difference(file)
        if not problem:
            with _writing_into(self._folder.path):
                self._body.close()
            self._settle(file)
            self.kept = True
        return problem


@contextmanager
def _writing_into(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = (
            f"links are not followed ({error.strerror})" if error.errno == errno.ELOOP else error.strerror or str(error)
        )
        raise CannotWrite(f"The folder “{folder}” cannot be written to: {reason}.") from error


def _changed_at(path: Path) -> datetime | None:
    try:
        return datetime.fromtimestamp(path.lstat().st_mtime, timezone.utc)
    except OSError:
        return None


def _stamp(path: Path) -> tuple[int, int]:
    """The size and time of a file; `_NO_FILE` if there is none, or something else."""
    try:
        found = path.lstat()
    except OSError:
        return _NO_FILE
    return (found.st_size, found.st_mtime_ns) if stat.S_ISREG(found.st_mode) else _NO_FILE


def _a_name(text: object) -> str:
    """A name that this module may have given; raises ValueError for anything else, such as a path."""
    if not isinstance(text, str) or safe_name(text) != text:
        raise ValueError("not the name of a file")
    return text


def _make_folder(path: Path, mode: int | None) -> None:
    for each in reversed([each for each in (path, *path.parents) if not each.exists()]):
        each.mkdir(exist_ok=True)
        if mode is not None:
            each.chmod(mode | (mode & 0o444) >> 2)


def open_own(path: Path, how: str, mode: int | None = None) -> IO[bytes]:
    """Open a file that is no link; give it these permissions, unless they are None."""

    def opener(name: str, flags: int) -> int:
        opened = os.open(name, flags | _NO_LINK, 0o666 if mode is None else mode)
        if mode is not None and hasattr(os, "fchmod"):  # the system takes some away from new files
            os.fchmod(opened, mode)
        return opened

    return open(path, how, opener=opener)


def _checked(file: OrderFile, path: Path) -> Check:
    check = Check(file)
    with open_own(path, "rb") as body:
        while chunk := body.read(_READ):
            check.take(chunk)
    return check


def _entries(path: Path) -> Iterator[dict[str, Any]]:
    """The entries of a file with one JSON object a line; incomplete lines are ignored."""
    try:
        lines = open_own(path, "rb")
    except FileNotFoundError:
        return
    with lines:
        for line in lines:
            with suppress(ValueError, RecursionError):
                entry = json.loads(line)
                if isinstance(entry, dict):
                    yield entry
