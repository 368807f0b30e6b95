"""The command line: its options, and the password that is asked once and never guessed."""

import sys

import pytest

from components.regards.program.job import Job
from components.regards.program.main import main
from components.regards.settings import Archive
from tests.regards.scripted_server import reply, scripted_server

REFUSED = reply(400, {"additionalInformation": {"error": "ACCOUNT_UNKNOWN"}})


class Terminal:
    """A terminal at which the user answers or cancels."""

    def __init__(self, answer: str | BaseException) -> None:
        self.answer = answer
        self.asked: list[str] = []

    def isatty(self) -> bool:
        return True

    def getpass(self, prompt: str) -> str:
        self.asked.append(prompt)
        if isinstance(self.answer, str):
            return self.answer
        raise self.answer


def job(archive: Archive) -> Job:
    return Job(
        archive=archive.name,
        base_url=archive.base_url,
        project="project1",
        username="user@demo.example",
        client_id="client",
        user_agent="regards-order-desk/1",
        own_client_secret=False,
        legacy_login=False,
        raw_client_secret=False,
        orders=(812,),
        asked=(),
        recipe=None,
    )


@pytest.fixture
def sit_down(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.delenv("REGARDS_PASSWORD", raising=False)
    return monkeypatch


def at(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", terminal)
    monkeypatch.setattr("getpass.getpass", terminal.getpass)


def test_the_password_is_asked_for_by_account_and_archive(
    sit_down: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal = Terminal("a password")
    at(terminal, sit_down)
    with scripted_server(REFUSED) as server:
        assert main(job(server.archive), []) == 2
    assert terminal.asked == ["Password of user@demo.example for “Scripted”: "]
    assert b'"password": "a password"' in server.requests[0].body
    assert capsys.readouterr().err.startswith("Wrong login or password.\n")


def test_another_user_can_sign_in(sit_down: pytest.MonkeyPatch) -> None:
    terminal = Terminal("a password")
    at(terminal, sit_down)
    with scripted_server(REFUSED) as server:
        main(job(server.archive), ["--username", "somebody"])
    assert terminal.asked == ["Password of somebody for “Scripted”: "]
    assert b'"username": "somebody"' in server.requests[0].body


@pytest.mark.parametrize(
    ("answer", "complaint"),
    [
        ("", "No password was typed, so nothing was sent to the archive.\n"),
        (KeyboardInterrupt(), "Nothing was downloaded.\n"),
        (EOFError(), "Nothing was downloaded.\n"),
    ],
    ids=["nothing", "Ctrl+C", "Ctrl+D"],
)
def test_without_a_password_nothing_is_asked_of_the_archive(
    sit_down: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    answer: str | BaseException,
    complaint: str,
) -> None:
    at(Terminal(answer), sit_down)
    with scripted_server(REFUSED) as server:
        assert main(job(server.archive), []) == 2
        assert server.requests == []
    assert capsys.readouterr().err.endswith(complaint)


def test_certificates_that_cannot_be_read_are_named(
    sit_down: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    at(Terminal("a password"), sit_down)
    assert main(job(Archive("A", "https://127.0.0.1:1", "p")), ["--ca-bundle", "missing.pem"]) == 2
    assert capsys.readouterr().err == "The certificates in “missing.pem” cannot be used: No such file or directory.\n"


@pytest.mark.parametrize("seconds", ["0", "-1", "nan", "4000", "soon"])
def test_a_senseless_pause_is_refused(capsys: pytest.CaptureFixture[str], seconds: str) -> None:
    with pytest.raises(SystemExit) as end:
        main(job(Archive("A", "https://127.0.0.1:1", "p")), ["--poll", seconds])
    assert end.value.code == 2
    assert f"write a number of seconds up to 3600, not '{seconds}'" in capsys.readouterr().err


def test_help_tells_what_the_program_does_and_its_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(job(Archive("A", "https://127.0.0.1:1", "p")), ["--help"])
    told = capsys.readouterr().out
    assert end.value.code == 0
    assert "Downloads and verifies every file of order 812 of “A”." in told
    assert "REGARDS_PASSWORD" in told
    assert "1  some files failed or are left out" in told
