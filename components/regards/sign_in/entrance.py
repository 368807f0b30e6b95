"""The one door into an archive: a login for what the user brings."""

import time
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from typing import Final

from components.regards.errors import Missing, NoRight, RegardsError, SessionOver, SignInRefused
from components.regards.http import addresses, replies
from components.regards.settings import Archive
from components.regards.sign_in import login, pasted_tokens, providers
from components.regards.sign_in.login import Login
from components.regards.sign_in.ways import ApiKey, Credentials, Password, PastedToken, ProviderCode, Way

KEY_LIFE: Final = 12 * 3600.0
"""Seconds for which the desk keeps a key, of which nothing tells its end: a long working day."""

_DIGITS: Final = 16  # of a name made from a digest: nobody finds another token or key of the same name
_NOT_TOLD: Final = (NoRight, Missing)


def enter(archive: Archive, project: str, credentials: Credentials, now: Callable[[], float] = time.time) -> Login:
    """Sign in with what the user brings.

    Raises:
        SignInRefused: the archive or the identity provider refused.
        RegardsError: the archive is unreachable or closed, or its answer is not one of REGARDS.
    """
    match credentials:
        case Password(username, password):
            return login.sign_in(archive, project, username, password, now)
        case ProviderCode(provider):
            signed_in = providers.sign_in(archive, project, credentials, now)
            return replace(signed_in, way=Way.PROVIDER, provider=provider.name)
        case PastedToken(token):
            return _with_token(archive, project, token, now)
        case ApiKey(key):
            return _confirmed(Login(archive, project, "", "", key, now(), KEY_LIFE, way=Way.KEY), now)


def _with_token(archive: Archive, project: str, token: str, now: Callable[[], float]) -> Login:
    """The login of a token that the user got elsewhere.

    Nobody but the archive can read a token (contract B.2). So the user borrows their own role with it (contract B.3):
    that answer names the user and the life. Where it is not granted, the token is used as it is until its end.
    """
    received_at = now()
    claims = pasted_tokens.unexpired(token, received_at)
    life = claims.ends_at - received_at
    pasted = Login(archive, claims.project or project, "", claims.role, token, received_at, life, way=Way.TOKEN)
    try:
        return replace(_borrowed(pasted, now), way=Way.TOKEN)
    except _NOT_TOLD:
        return _confirmed(pasted, now)
    except SessionOver as refusal:
        raise _not_accepted(pasted, refusal) from refusal


def _borrowed(pasted: Login, now: Callable[[], float]) -> Login:
    answer = pasted.connection(now).read(addresses.borrow_role(pasted.role))
    return login.granted(pasted.archive, pasted.project, answer, now())


def _confirmed(entered: Login, now: Callable[[], float]) -> Login:
    """A login under the name that the archive gives its user, or else under a name that its token or key alone has.

    A name that stands in the token proves nothing, and would open what another user keeps at the desk.

    Raises:
        SignInRefused: the archive does not accept the token or the key.
    """
    connection = entered.connection(now)
    asked: dict[str, dict[str, object]] = {addresses.QUOTA: {}, addresses.ORDERS: {"page": 0, "size": 1}}
    refusal: RegardsError | None = None
    for address, query in asked.items():
        try:
            answer = connection.read(address, **query)
        except Missing:  # an installation may show neither (contract L.12)
            continue
        except NoRight as error:
            refusal = error
            continue
        except SessionOver as error:
            raise _not_accepted(entered, error) from error
        email = replies.unwrap(answer or {}).get("email") if address == addresses.QUOTA else None
        return replace(entered, username=email if isinstance(email, str) and email else _own_name(entered))
    if refusal:
        raise _not_accepted(entered, refusal)
    return replace(entered, username=_own_name(entered))


def _own_name(entered: Login) -> str:
    return f"{entered.way} {sha256(entered.token.encode()).hexdigest()[:_DIGITS]}"


def _not_accepted(entered: Login, refusal: RegardsError) -> SignInRefused:
    return SignInRefused(
        f"The archive does not accept this {entered.way}, or lets it do nothing in the project.",
        "Check that it is whole and not too old, and ask the archive's operators what it may do.",
        refusal.server_message,
    )
