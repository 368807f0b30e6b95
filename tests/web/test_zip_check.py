"""The check of a ZIP on its way to the browser: complete files count, and a missing end is noticed."""

import hashlib
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest

from components.desk.browser_downloads import BrowserDownloads
from components.regards.errors import NoAnswer, TooLarge
from components.regards.orders.records import OrderFile
from components.web.zip_check import ZipCheck
from tests.ui import draw_block

PLENTY = 1_000_000  # bytes
A, B, C = b"first " * 1000, b"second " * 1000, b"third " * 1000


def file(file_id: int, content: bytes, **more: Any) -> OrderFile:  # noqa: ANN401
    digest = hashlib.md5(content, usedforsecurity=False).hexdigest()
    announced = {"size": len(content), "checksum": digest, "algorithm": "MD5"}
    return draw_block.file(file_id, **{**announced, **more})


def packed(*entries: tuple[str, bytes], comment: bytes = b"") -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        archive.comment = comment
        for name, content in entries:
            archive.writestr(name, content)
    return sink.getvalue()


def checked(
    content: bytes, files: Iterable[OrderFile], piece: int = 1000, largest_unannounced: int = PLENTY
) -> tuple[str, set[int], dict[int, str]]:
    """Let a ZIP pass: why it has no end, what was proven, and the problems."""
    notes = BrowserDownloads()
    check = ZipCheck("ann", lambda: files, notes, largest_unannounced)
    try:
        problem = check.read(content[start : start + piece] for start in range(0, len(content), piece))
    except TooLarge as error:
        problem = error.what
    if problem:
        check.break_off(problem)
    else:
        check.left()
    proofs, problems = notes.of("ann", 54)
    return problem, set(proofs), dict(problems)


def test_each_file_is_known_by_its_name_and_checksum() -> None:
    files = [file(1, A, name="a"), file(2, B, name="b")]
    assert checked(packed(("a", A), ("b", B)), files) == ("", {1, 2}, {})


def test_what_was_compared_is_part_of_the_proof() -> None:
    notes = BrowserDownloads()
    by_size = file(2, B, name="b", algorithm="CRC-9")
    unknown = file(3, C, name="c", checksum="", size=None)
    sha = file(4, C, name="d", algorithm="sha-256", checksum=hashlib.sha256(C).hexdigest().upper())
    check = ZipCheck("ann", lambda: [file(1, A, name="a"), by_size, unknown, sha], notes, PLENTY)
    check.read([packed(("a", A), ("b", B), ("c", C), ("d", C))])
    check.left()
    proven = {file_id: proof.by for file_id, proof in notes.of("ann", 54)[0].items()}
    assert proven == {1: "MD5", 2: "size", 3: "", 4: "SHA-256"}


def test_files_of_one_name_are_told_apart_by_their_checksum() -> None:
    files = [file(1, A, name="x.nc"), file(2, B, name="x.nc"), file(3, C, name="x.nc")]
    assert checked(packed(("x.nc", C), ("x (1).nc", A)), files) == ("", {1, 3}, {})


def test_files_of_one_name_and_content_count_as_often_as_they_came() -> None:
    files = [file(number, A, name="x.nc") for number in (1, 2, 3)]
    _, proven, _ = checked(packed(("x.nc", A), ("x (1).nc", A)), files)
    assert len(proven) == 2


def test_of_files_that_nothing_tells_apart_the_available_one_came() -> None:
    files = [file(1, A, name="x"), file(2, A, name="x", state="DOWNLOADED"), file(3, A, name="x", state="PENDING")]
    assert checked(packed(("x", A)), files) == ("", {1}, {})


def test_a_file_whose_own_name_has_a_number_is_itself() -> None:
    files = [file(1, A, name="x (1).nc"), file(2, B, name="x.nc")]
    assert checked(packed(("x (1).nc", A)), files) == ("", {1}, {})


def test_five_thousand_files_of_one_name_are_quick() -> None:
    files = [file(number, b"%d" % number, name="quicklook.png") for number in range(5000)]
    names = ["quicklook.png", *(f"quicklook ({number}).png" for number in range(1, 5000))]
    content = packed(*((name, b"%d" % number) for number, name in enumerate(names)))
    assert checked(content, files, 1 << 18)[1] == set(range(5000))


def test_a_file_that_differs_is_named() -> None:
    problem, proven, problems = checked(packed(("a", B), ("b", B)), [file(1, A, name="a"), file(2, B, name="b")])
    assert problem.startswith("The ZIP was ended before its last bytes, because “a” in it is not what the archive")
    assert (proven, set(problems)) == (set(), {1, 2})
    assert "not as the archive announced it" in problems[1]


def test_a_file_that_is_not_in_the_zip_is_no_problem_of_the_zip() -> None:
    assert checked(packed(("a", A)), [file(1, A, name="a"), file(2, B, name="b")]) == ("", {1}, {})


def test_the_notice_gives_the_archives_reasons() -> None:
    line = "Failed to download file (b (2).nc): Storage answered 404 for file b (2).nc."
    files = [file(1, A, name="a"), file(2, B, name="b (2).nc"), file(3, B, name="b")]
    problem, proven, problems = checked(packed(("a", A), ("NOTICE.txt", f"{line}\n\n".encode())), files)
    assert (problem, proven, set(problems)) == ("", {1}, {2})
    assert line in problems[2]


def test_a_notice_in_other_words_is_understood_by_the_longest_name_in_it() -> None:
    files = [file(1, A, name="b.nc"), file(2, B, name="ab.nc")]
    _, _, problems = checked(packed(("NOTICE.txt", b"ab.nc: lost")), files)
    assert set(problems) == {2}


def test_two_lines_for_one_name_are_two_files() -> None:
    files = [file(1, A, name="x"), file(2, B, name="x"), file(3, C, name="x")]
    _, proven, problems = checked(packed(("x", C), ("NOTICE.txt", b"(x): lost\n(x): lost")), files)
    assert (proven, set(problems)) == ({3}, {1, 2})


def test_an_ordered_file_called_notice_is_a_file() -> None:
    files = [file(1, b"(b): lost", name="NOTICE.txt"), file(2, B, name="b")]
    assert checked(packed(("NOTICE.txt", b"(b): lost")), files) == ("", {1}, {})


def test_of_a_zip_that_is_cut_no_file_counts_because_the_browser_discards_it() -> None:
    content = packed(("a", A), ("b", B), ("c", C))
    files = [file(1, A, name="a"), file(2, B, name="b"), file(3, C, name="c"), file(4, C, name="d", state="PENDING")]
    problem, proven, problems = checked(content[: len(A) + len(B)], files)
    assert "broke off" in problem
    assert (proven, set(problems)) == (set(), {1, 2, 3})
    assert "broke off" in problems[3]


def test_a_zip_that_lacks_nothing_but_its_last_byte_is_cut() -> None:
    content = packed(("a", A))
    assert checked(content, [file(1, A, name="a")])[0] == ""
    problem, proven, _ = checked(content[:-1], [file(1, A, name="a")])
    assert "broke off" in problem
    assert proven == set()


def test_a_zip_with_a_comment_has_its_end() -> None:
    assert checked(packed(("a", A), comment=b"Bonjour " * 100), [file(1, A, name="a")])[0] == ""


def test_a_comment_behind_a_zip_hides_no_wrong_file() -> None:
    problem, proven, _ = checked(packed(("a", B), comment=b"Bonjour " * 100), [file(1, A, name="a")])
    assert "“a” in it is not what the archive" in problem
    assert proven == set()


def test_a_zip_that_can_be_opened_ends_properly_although_one_file_is_damaged() -> None:
    content = bytearray(packed(("a", A), ("b", B)))
    content[len(A) // 2] ^= 1
    problem, proven, problems = checked(bytes(content), [file(1, A, name="a"), file(2, B, name="b")])
    assert (problem, proven) == ("", set())
    assert problems == {1: "The file “a” in the ZIP is damaged."}  # “b” is in it, and was not looked at


def test_what_is_no_zip_fails() -> None:
    problem, proven, problems = checked(b"<html>" * 1000, [file(1, A, name="a")])
    assert "not a ZIP" in problem
    assert (proven, set(problems)) == (set(), {1})


def test_a_browser_that_goes_away_is_the_reason() -> None:
    notes = BrowserDownloads()
    check = ZipCheck("ann", lambda: [file(1, A, name="a"), file(2, B, name="b")], notes, PLENTY)

    def until_it_goes() -> Iterator[bytes]:
        yield packed(("a", A), ("b", B))[: len(A) + 200]
        raise NoAnswer("Your browser went away.")

    with pytest.raises(NoAnswer):
        check.read(until_it_goes())
    check.break_off("Your browser went away.")
    proofs, problems = notes.of("ann", 54)
    assert set(proofs) == set()
    assert problems[2].startswith("Your browser went away.")


def refuse() -> Iterable[OrderFile]:
    raise NoAnswer("silence")


def fail() -> Iterable[OrderFile]:
    raise ZeroDivisionError


@pytest.mark.parametrize("list_files", [refuse, fail])
def test_a_zip_passes_although_its_files_cannot_be_listed(list_files: Callable[[], Iterable[OrderFile]]) -> None:
    check = ZipCheck("ann", list_files, BrowserDownloads(), PLENTY)
    assert check.read([*[b"PK" * 500] * 100, packed(("a", A))]) == ""
