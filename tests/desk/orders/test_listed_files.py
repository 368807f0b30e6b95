"""What is said of all listed files together."""

import pytest

from components.desk.orders.listed_files import ListedFiles
from tests.ui.draw_block import file


@pytest.mark.parametrize(
    ("states", "none"),
    [
        (["ERROR"], True),
        (["ERROR", "ERROR"], True),
        (["ERROR", "AVAILABLE"], False),
        (["ERROR", "PENDING"], False),
        (["PENDING"], False),
        (["ERROR", "DOWNLOADED"], False),
        (["MELTED"], False),
        ([], False),
    ],
)
def test_the_archive_can_provide_none_of_the_files_if_it_says_so_of_each(states: list[str], none: bool) -> None:
    files = tuple(file(number, state) for number, state in enumerate(states))
    assert ListedFiles(files).none_can_be_provided is none
