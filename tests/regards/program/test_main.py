"""The command line: its options, and the password that is asked once and never guessed."""

import sys
from dataclasses import replace

import pytest

from components.regards.program.credentials import chosen
from components.regards.program.job import Job, SignInWith
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
    for variable in ("REGARDS_PASSWORD", "REGARDS_TOKEN", "REGARDS_API_KEY"):
        monkeypatch.delenv(variable, raising=False)
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


@pytest.mark.parametrize(("way", "name", "called"), [("token", "Token", "token"), ("key", "API key", "API key")])
def test_a_token_or_a_key_is_asked_for_in_place_of_the_password(
    sit_down: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], way: SignInWith, name: str, called: str
) -> None:
    terminal = Terminal("")
    at(terminal, sit_down)
    own = replace(job(Archive("A", "https://127.0.0.1:1", "p")), username="", sign_in_with=way, api_key_header="X-Key")
    assert main(own, []) == 2
    assert terminal.asked == [f"{name} for “A”: "]
    assert capsys.readouterr().err == f"No {called} was typed, so nothing was sent to the archive.\n"


def test_the_command_line_names_another_way_than_that_of_the_desk(sit_down: pytest.MonkeyPatch) -> None:
    terminal = Terminal("")
    at(terminal, sit_down)
    main(job(Archive("A", "https://127.0.0.1:1", "p")), ["--sign-in-with", "token"])
    assert terminal.asked == ["Token for “A”: "]


def test_a_variable_that_is_set_decides_unless_that_of_the_usual_way_is_set(sit_down: pytest.MonkeyPatch) -> None:
    usual = job(Archive("A", "https://127.0.0.1:1", "p"))
    assert chosen(usual, None) == "password"
    sit_down.setenv("REGARDS_TOKEN", "x")
    assert chosen(usual, None) == "token"
    assert chosen(usual, "key") == "key"
    sit_down.setenv("REGARDS_PASSWORD", "x")
    assert chosen(usual, None) == "password"


def test_an_archive_without_a_header_for_keys_takes_none(
    sit_down: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    at(Terminal("the-key"), sit_down)
    assert main(job(Archive("A", "https://127.0.0.1:1", "p")), ["--sign-in-with", "key"]) == 2
    assert capsys.readouterr().err.startswith("“A” takes no API keys.")


@pytest.mark.parametrize("typed", ["two words", "line\nbreak", "clé", " "])
def test_what_no_header_can_carry_is_not_sent(
    sit_down: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], typed: str
) -> None:
    sit_down.setenv("REGARDS_TOKEN", typed)
    assert main(job(Archive("A", "https://127.0.0.1:1", "p")), []) == 2
    assert capsys.readouterr().err.startswith("This is no token: ")


@pytest.mark.parametrize("text", ["no-token", "a.b.c"])
def test_what_is_no_token_is_not_sent(
    sit_down: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    sit_down.setenv("REGARDS_TOKEN", text)
    with scripted_server(REFUSED) as server:
        assert main(job(server.archive), []) == 2
        assert server.requests == []
    assert capsys.readouterr().err.startswith("This is not a token of REGARDS.\n")


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
    assert all(name in told for name in ("REGARDS_PASSWORD", "REGARDS_TOKEN", "REGARDS_API_KEY"))
    assert "1  some files failed or are left out" in told
