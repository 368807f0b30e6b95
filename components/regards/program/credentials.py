"""What the user of the program signs in with: from the environment, or typed where nobody sees it.

Never from the command line: all users of a machine see the arguments of a program.
"""

from __future__ import annotations

import getpass
import os
import sys
from typing import TYPE_CHECKING, Final

from components.regards.program.job import PUBLIC_CLIENT_SECRET
from components.regards.program.plain_session import ApiKey, PastedToken, SignIn

if TYPE_CHECKING:
    from components.regards.program.job import Job, SignInWith
    from components.regards.program.plain_session import Credentials

VARIABLES: Final[dict[SignInWith, str]] = {
    "password": "REGARDS_PASSWORD",
    "token": "REGARDS_TOKEN",
    "key": "REGARDS_API_KEY",
}
"""The environment variable of each way to sign in."""

CLIENT_SECRET: Final = "REGARDS_CLIENT_SECRET"  # noqa: S105 - the name of a variable

NAMES: Final[dict[SignInWith, str]] = {"password": "password", "token": "token", "key": "API key"}
"""What users call it."""


class NotStarted(Exception):
    """The user must enter something first; the message says what."""


def chosen(job: Job, asked_for: SignInWith | None) -> SignInWith:
    """What to sign in with: what is asked for, else what is in the environment, else what the desk was entered with."""
    if asked_for:
        return asked_for
    ways: tuple[SignInWith, ...] = (job.sign_in_with, *VARIABLES)
    return next((way for way in ways if os.environ.get(VARIABLES[way])), job.sign_in_with)


def credentials(job: Job, username: str, way: SignInWith) -> Credentials:
    """What the user signs in with, asked for if it is not in the environment.

    Raises:
        NotStarted: something is missing, or cannot be sent.
    """
    if way == "key":
        if not job.api_key_header:
            raise NotStarted(
                f"“{job.archive}” takes no API keys. Start the program with --sign-in-with password or token."
            )
        return ApiKey(job.project, job.api_key_header, _sendable(way, _secret(job, way)))
    if way == "token":
        return PastedToken(job.project, _sendable(way, _secret(job, way)))
    if not username:
        raise NotStarted("The login is missing. Start the program with --username NAME.")
    client_secret = os.environ.get(CLIENT_SECRET, "") or ("" if job.own_client_secret else PUBLIC_CLIENT_SECRET)
    if not client_secret:
        raise NotStarted(
            f"This archive has its own client secret. Ask its operators for it, and put it into {CLIENT_SECRET}."
        )
    password = _secret(job, way, f" of {username}")
    return SignIn(
        job.project, username, password, job.client_id, client_secret, job.legacy_login, job.raw_client_secret
    )


def _secret(job: Job, way: SignInWith, of_whom: str = "") -> str:
    if given := os.environ.get(VARIABLES[way], ""):
        return given
    name = NAMES[way]
    # Without a terminal, it would be shown as it is typed.
    if sys.stdin is None or not sys.stdin.isatty():
        raise NotStarted(f"There is no terminal to ask for your {name}. Put it into {VARIABLES[way]}.")
    typed = getpass.getpass(f"{name[0].upper()}{name[1:]}{of_whom} for “{job.archive}”: ")
    if not typed:
        raise NotStarted(f"No {name} was typed, so nothing was sent to the archive.")
    return typed


def _sendable(way: SignInWith, secret: str) -> str:
    """A token or a key without the spaces around it; a header takes no other text."""
    stripped = secret.strip()
    if not stripped or " " in stripped or not (stripped.isascii() and stripped.isprintable()):
        raise NotStarted(f"This is no {NAMES[way]}: it is empty, or holds spaces, line breaks or letters with accents.")
    return stripped
