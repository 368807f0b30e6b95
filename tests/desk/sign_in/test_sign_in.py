"""Signing in finds out which attribute holds the identifiers."""

from dataclasses import replace

from components.demo.accounts.accounts import Account
from components.demo.server import Served
from components.desk.sign_in.failed_sign_ins import FailedSignIns
from components.desk.sign_in.sign_in import KnownFields, sign_in
from components.regards.settings import Archive
from components.regards.sign_in.login import Login
from components.regards.sign_in.ways import Password


def enter(archive: Archive, who: Account, known: KnownFields) -> Login:
    return sign_in(archive, archive.project, Password(who.username, who.password), known, FailedSignIns(), "")


def test_the_catalogue_is_asked_once_for_a_project(demo: Served) -> None:
    archive, known = Archive("Demo", demo.url, demo.project), dict[tuple[Archive, str], str]()
    one, other = demo.accounts[:2]
    assert enter(archive, one, known).identifier_field == "productId"
    known[archive, demo.project] = "label"
    assert enter(archive, other, known).identifier_field == "label"


def test_another_archive_is_asked_again(demo: Served) -> None:
    archive = Archive("Demo", demo.url, demo.project)
    known: KnownFields = {(replace(archive, name="Other"), demo.project): "label"}
    assert enter(archive, demo.accounts[0], known).identifier_field == "productId"
