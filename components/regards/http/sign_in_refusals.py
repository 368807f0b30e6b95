"""The meaning of a refused sign-in (contract B.1).

Part of the program that users take away (`program`): standard library and Python 3.9 only.
"""

from __future__ import annotations

import json
from typing import Final

from components.regards.errors import RegardsError, SignInRefused
from components.regards.http import replies
from components.regards.http.replies import NO_JSON, Reply

_TRY_AGAIN: Final = "Check the login and the password, then try again."
_ASK: Final = "Ask the archive's operators."
_WAIT: Final = "Wait for the mail of the archive."
_ON_ITS_SITE: Final = "Do that on the archive's own site."
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


def refused_sign_in(reply: Reply) -> RegardsError:
    """The error for a refused sign-in, with sentences for the user."""
    server_message = replies.reason(reply)
    if reply.status in _REFUSED:
        code = refusal_code(reply)
        what, advice = _REFUSALS.get(code, ("The archive refused the sign-in.", _TRY_AGAIN))
        if reply.status == _BAD_CLIENT and not code:
            what, advice = "The archive does not accept this application (its client id and secret).", _ASK
        return SignInRefused(what, advice, server_message, code)
    if reply.status == _FAILED:
        return SignInRefused("Unknown project, or the archive failed.", "Check the project's name.", server_message)
    return replies.failure(reply)


def password_was_not_read(reply: Reply) -> bool:
    """Whether the archive may not have read the password: 400 or 401 without a code of REGARDS."""
    return reply.status in _MAY_NOT_BE_READ and not refusal_code(reply)


def refusal_code(reply: Reply) -> str:
    """The archive's code for the reason; "" if it gave none."""
    try:
        body = json.loads(reply.body)
    except NO_JSON:
        return ""
    if not isinstance(body, dict):
        return ""
    more = body.get("additionalInformation")
    if isinstance(more, dict) and more.get("error"):
        return str(more["error"])
    # Versions before 2.0 answer JSON with codes of OAuth, such as "invalid_request", which are not of REGARDS.
    return str(code) if isinstance(code := body.get("error"), str) and code in _REFUSALS else ""
