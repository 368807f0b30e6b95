"""The quicklooks among the files of an order."""

from components.regards.http import addresses
from components.regards.orders.records import OrderFile
from components.regards.orders.statuses import FileState
from components.regards.pictures import Quicklook


def can_be_shown(file: OrderFile) -> bool:
    """Whether a file is a quicklook that may be downloaded by its number.

    External files are not: each such request would take one of the user's two processing slots (contract C.8).
    """
    return (
        file.data_type.startswith("QUICKLOOK")
        and file.state in {FileState.AVAILABLE, FileState.DOWNLOADED, FileState.DOWNLOAD_ERROR}
        and file.has_number
        and not file.external
    )


def quicklook_of(file: OrderFile) -> Quicklook:
    """A file that can be shown, as a quicklook. Once it was read, its state is DOWNLOADED (contract C.7)."""
    return Quicklook(addresses.file_content(file.file_id), file.name, file.size, file.checksum, file.algorithm)
