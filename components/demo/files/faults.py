"""Faults of files in the storage and during downloads."""

from enum import Enum


class Fault(Enum):
    """A fault of a file, set by file name in `Archive.faults`."""

    LOST = "the storage never finds it: the file ends in ERROR (contract C.6)"
    LOST_ONCE = "as LOST, but a retry of the order finds it"
    STUCK = "the storage never delivers it: the job gives up after two hours and the file stays PENDING (C.8)"
    NOT_NOW = "a download answers 202 (C.7)"
    MISSING = "a download answers 404 (C.7)"
    GONE = "a download answers 410: the copy on disk has expired (C.7)"
    UNREACHABLE = "a download answers 500 (C.7)"
    TRUNCATED = "a download breaks off before the end"
    CORRUPT = "a download has the right length and wrong bytes"
    CORRUPT_ONCE = "as CORRUPT, but only the first download of the file in each order"
