"""A session that is renewed without end: of a stolen cookie, or of a browser that nobody closes."""

import json
from dataclasses import replace
from hashlib import sha256

import pytest
from joserfc import jwe
from joserfc.jwk import OctKey

from components.desk.archives import Archives
from components.desk.sign_in.kept_login import KeptLogins
from components.regards.settings import Archive
from components.regards.sign_in.login import Login

ARCHIVE = Archive("Archive", "https://archive.example", "project")
SECRET = "some secret"
HOUR = 3600.0
NOON = 1_000_000.0


@pytest.fixture
def kept() -> KeptLogins:
    return KeptLogins(SECRET, Archives((ARCHIVE,)))


def login(token_age: float = 0.0) -> Login:
    """A login that has given its password at noon, and whose token was renewed some seconds later."""
    return Login(ARCHIVE, "project", "user", "REGISTERED_USER", "token", NOON + token_age, 2 * HOUR, signed_in_at=NOON)


def test_a_cookie_with_a_fresh_token_opens_nothing_a_day_after_the_password(kept: KeptLogins) -> None:
    cookie = kept.seal(login(23.5 * HOUR))
    assert kept.unseal(cookie, NOON + 24 * HOUR - 1) is not None
    assert kept.unseal(cookie, NOON + 24 * HOUR) is None


def test_what_comes_back_from_a_cookie_still_knows_when_the_password_was_given(kept: KeptLogins) -> None:
    carried = kept.unseal(kept.seal(login(20 * HOUR)), NOON + 20 * HOUR)
    assert carried is not None
    assert carried.signed_in_at == NOON


def test_the_settings_may_end_sessions_earlier() -> None:
    archive = replace(ARCHIVE, session_hours=1)
    kept = KeptLogins(SECRET, Archives((archive,)))
    cookie = kept.seal(replace(login(), archive=archive))
    assert kept.unseal(cookie, NOON + HOUR - 1) is not None
    assert kept.unseal(cookie, NOON + HOUR) is None


def test_a_cookie_that_was_sealed_before_sessions_had_an_end_counts_from_its_token(kept: KeptLogins) -> None:
    key = OctKey.import_key(sha256(f"order desk login {SECRET}".encode()).digest())
    content = {
        "archive": ARCHIVE.name, "project": "project", "username": "user", "role": "REGISTERED_USER", "token": "token",
        "received_at": NOON, "life": 100 * HOUR, "identifier_field": "providerId", "sign_in_id": "1234",
    }  # fmt: skip
    cookie = jwe.encrypt_compact({"alg": "dir", "enc": "A256GCM"}, json.dumps(content).encode(), key)
    assert kept.unseal(cookie, NOON + 24 * HOUR - 1) is not None
    assert kept.unseal(cookie, NOON + 24 * HOUR) is None
