"""Logins that are kept in the database, and who tries to open them."""

import json
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from joserfc import jwe
from joserfc.jwk import OctKey
from sqlalchemy import NullPool, create_engine, text

from components.desk.archives import Archives
from components.desk.database import Database
from components.desk.sign_in.kept_login import KeptLogins
from components.desk.sign_in.long_logins import LongLogins
from components.desk.sign_in.sign_outs import SignOuts
from components.regards.settings import Archive
from components.regards.sign_in.login import Login
from tests.clocks import Clock

ARCHIVE = Archive("Archive", "https://archive.example", "project")
SECRET = "some secret"
LIFE = 3_600.0
TOKEN = "tok." * 2_000  # 8 kB


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def address(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'orders.db'}"


@pytest.fixture
def kept(address: str, clock: Clock) -> KeptLogins:
    return process(address, clock)


def process(address: str, clock: Clock, secret: str = SECRET) -> KeptLogins:
    """The logins of one more process, with the same database."""
    database = Database(address)
    return KeptLogins(secret, Archives((ARCHIVE,)), clock, SignOuts(database, clock), LongLogins(database, clock))


def login(clock: Clock, username: str = "user", token: str = TOKEN) -> Login:
    return Login(ARCHIVE, "project", username, "REGISTERED_USER", token, clock(), LIFE)


def rows(address: str) -> list[tuple[str, str]]:
    """What a thief of the database reads: sign-ins and texts."""
    with create_engine(address, poolclass=NullPool).begin() as connection:
        return [(str(row[0]), str(row[1])) for row in connection.execute(text("SELECT * FROM long_logins"))]


def named(sign_in_id: str) -> str:
    return json.dumps({"kept": sign_in_id})


def encrypted(content: str, secret: str) -> str:
    key = OctKey.import_key(sha256(f"order desk login {secret}".encode()).digest())
    return jwe.encrypt_compact({"alg": "dir", "enc": "A256GCM"}, content.encode(), key)


def test_the_cookie_names_the_sign_in_to_the_desk_alone(kept: KeptLogins, clock: Clock) -> None:
    mine = login(clock)
    cookie = kept.seal(mine)
    assert mine.sign_in_id not in cookie
    assert kept.unseal(encrypted(named(mine.sign_in_id), SECRET), clock()) == mine


def test_it_opens_after_a_restart_and_in_a_replica(address: str, kept: KeptLogins, clock: Clock) -> None:
    mine = login(clock)
    cookie = kept.seal(mine)
    assert kept.unseal(cookie, clock()) == mine
    assert process(address, clock).unseal(cookie, clock()) == mine


def test_a_short_one_is_in_the_cookie_alone(address: str, kept: KeptLogins, clock: Clock) -> None:
    kept.seal(login(clock, token="t" * 1_000))
    kept.is_signed_out(login(clock))  # makes the tables
    assert rows(address) == []


def test_it_is_gone_after_the_sign_out_and_that_of_another_is_not(address: str, kept: KeptLogins, clock: Clock) -> None:
    mine, other = login(clock), login(clock, "other")
    cookies = [kept.seal(mine), kept.seal(other)]
    kept.sign_out(mine)
    assert [kept.unseal(cookie, clock()) for cookie in cookies] == [None, other]
    assert [sign_in_id for sign_in_id, _ in rows(address)] == [other.sign_in_id]


def test_the_database_alone_opens_nothing(address: str, kept: KeptLogins, clock: Clock) -> None:
    mine = login(clock)
    kept.seal(mine)
    [(sign_in_id, sealed)] = rows(address)
    assert TOKEN[:20] not in sealed
    assert mine.username not in sealed
    thief = process(address, clock, "another secret")
    for cookie in (sign_in_id, named(sign_in_id), encrypted(named(sign_in_id), "another secret")):
        assert kept.unseal(cookie, clock()) is None
        assert thief.unseal(cookie, clock()) is None


def test_a_colleague_who_writes_into_the_database_does_not_open_anothers(
    address: str, kept: KeptLogins, clock: Clock
) -> None:
    mine, other = login(clock), login(clock, "other")
    cookie = kept.seal(mine)
    kept.seal(other)
    sealed = dict(rows(address))
    with create_engine(address, poolclass=NullPool).begin() as connection:
        connection.execute(
            text("UPDATE long_logins SET sealed = :sealed WHERE sign_in_id = :mine"),
            {"sealed": sealed[other.sign_in_id], "mine": mine.sign_in_id},
        )
    assert kept.unseal(cookie, clock()) is None


def test_a_renewed_token_takes_the_place_of_the_one_before(address: str, kept: KeptLogins, clock: Clock) -> None:
    first = login(clock)
    cookie = kept.seal(first)
    clock.advance(LIFE / 2)
    renewed = replace(first, token=TOKEN + "renewed", received_at=clock())
    kept.seal(renewed)
    assert kept.unseal(cookie, clock()) == renewed
    assert len(rows(address)) == 1


def test_it_ends_with_its_token_and_leaves_the_database_at_the_next_sign_in(
    address: str, kept: KeptLogins, clock: Clock
) -> None:
    first = login(clock)
    cookie = kept.seal(first)
    clock.now = first.usable_until
    assert kept.unseal(cookie, clock()) is None
    clock.advance(1)
    later = login(clock)
    kept.seal(later)
    assert [sign_in_id for sign_in_id, _ in rows(address)] == [later.sign_in_id]


def test_no_row_outlives_the_absolute_end_of_a_session(address: str, kept: KeptLogins, clock: Clock) -> None:
    endless = replace(login(clock), life=1e9)
    kept.seal(endless)
    clock.now = endless.ends_at + 1
    later = login(clock)
    kept.seal(later)
    assert [sign_in_id for sign_in_id, _ in rows(address)] == [later.sign_in_id]


def test_while_the_database_fails_it_opens_here(tmp_path: Path, clock: Clock) -> None:
    (tmp_path / "file").write_text("")
    kept, mine = process(f"sqlite:///{tmp_path / 'file' / 'orders.db'}", clock), login(clock)
    assert kept.unseal(kept.seal(mine), clock()) == mine
