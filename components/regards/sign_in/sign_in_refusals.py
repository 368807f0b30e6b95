"""The meaning of a refused sign-in (contract B.1).

Part of the program that users take away (`program`): standard library and Python 3.9 only.
"""

from __future__ import annotations

import json
from typing import Any, Final

from components.regards.errors import RegardsError, SignInRefused
from components.regards.http import replies
from components.regards.http.replies import NO_JSON, Reply

_TRY_AGAIN: Final = "Check the login and the password, then try again."
_ASK: Final = "Ask the archive's operators."
_WAIT: Final = "Wait for the mail of the archive."
_ON_ITS_SITE: Final = "Do that on the archive's own site."
_UNKNOWN: Final = (
    "The archive refused the sign-in, with a code that is not known here.",
    "Do not try again: repeated tries may lock your account. Ask the archive's operators what the code means.",
)
_OLD: Final = (
    "The archive does not read the sign-in as it was sent; those before version 2.0 do not.",
    "Ask the operators of this desk to set “legacy_login” for this archive.",
)
_REFUSALS: Final = {
    "ACCOUNT_UNKNOWN": ("Wrong login or password.", _TRY_AGAIN),
    "ACCOUNT_PENDING": ("Your account has not been accepted yet.", _WAIT),
    "ACCOUNT_INACTIVE": ("Your account is disabled.", _ASK),
    "ACCOUNT_INACTIVE_PASSWORD": ("Your password is too old and must be renewed.", _ON_ITS_SITE),
    "ACCOUNT_LOCKED": ("Too many wrong passwords: your account must be unlocked.", _ON_ITS_SITE),
    "USER_UNKNOWN": ("Your account has no access to this project.", "Choose another, or ask for access."),
    "USER_WAITING_ACCOUNT_ACTIVE": ("Your account is not active yet.", _WAIT),
    "USER_WAITING_ACCESS": ("Your access to this project is not granted yet.", _WAIT),
    "USER_WAITING_EMAIL_VERIFICATION": ("Your address must be verified first.", "Follow the link in the mail."),
    "USER_ACCESS_DENIED": ("Your access to this project was refused.", _ASK),
    "USER_ACCESS_INACTIVE": ("Your access to this project is suspended.", _ASK),
    "INSTANCE_ACCESS_DENIED": ("Your account may not use this archive.", _ASK),
}
_REFUSED: Final = frozenset({400, 401, 403, 415})
_BAD_CLIENT: Final = 401
_MAY_NOT_BE_READ: Final = frozenset({400, 401})
_FAILED: Final = 500
_NOT_READ: Final = "invalid_request"
_LONGEST_CODE: Final = 100  # characters


def refused_sign_in(reply: Reply) -> RegardsError:
    """The error for a refused sign-in, with sentences for the user.

    Only a wrong password is to be tried again: wrong ones lock accounts (contract B.1, L.2).
    """
    if somebody_else := replies.not_the_archive(reply):
        return somebody_else
    if reply.status == _FAILED:
        refusal = SignInRefused(
            "Unknown project, or the archive failed.", "Check the project's name.", replies.reason(reply)
        )
        refusal.momentary = True  # it says nothing about the password
        return refusal
    if reply.status not in _REFUSED:
        return replies.failure(reply)
    server_message, code = replies.reason(reply), refusal_code(reply)
    if code and code not in _REFUSALS:
        server_message = f"{code}: {server_message}"
    return SignInRefused(*_meaning(reply, code), server_message, code)


def _meaning(reply: Reply, code: str) -> tuple[str, str]:
    """What a refusal means, and what to do next."""
    if code:
        return _REFUSALS.get(code, _UNKNOWN)
    if _oauth_error(reply) == _NOT_READ:
        return _OLD
    if reply.status == _BAD_CLIENT:
        return "The archive does not accept this application (its client id and secret).", _ASK
    return "The archive refused the sign-in.", _ASK


def password_was_not_read(reply: Reply) -> bool:
    """Whether the archive may not have read the password: 400 or 401 without a code of REGARDS."""
    return reply.status in _MAY_NOT_BE_READ and not refusal_code(reply) and not replies.not_the_archive(reply)


def refusal_code(reply: Reply) -> str:
    """The archive's code for the reason; "" if it gave none."""
    more = _body(reply).get("additionalInformation")
    if isinstance(more, dict) and more.get("error"):
        return str(more["error"])[:_LONGEST_CODE]
    code = _oauth_error(reply)
    return code if code in _REFUSALS else ""


def _oauth_error(reply: Reply) -> str:
    """The code outside of ``additionalInformation``: versions before 2.0 have those of OAuth there (contract L.10)."""
    code = _body(reply).get("error")
    return code if isinstance(code, str) else ""


def _body(reply: Reply) -> dict[str, Any]:
    try:
        body = json.loads(reply.body)
    except NO_JSON:
        return {}
    return body if isinstance(body, dict) else {}
