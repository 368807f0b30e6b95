"""Signing in to an archive."""

from collections.abc import MutableMapping
from dataclasses import replace

from components.desk.polling import Reading
from components.desk.sign_in.failed_sign_ins import FailedSignIns
from components.desk.sign_in.provider_sign_ins import Returned
from components.regards.catalogue import searches
from components.regards.errors import RegardsError, SignInRefused
from components.regards.settings import Archive
from components.regards.sign_in.entrance import enter
from components.regards.sign_in.login import Login
from components.regards.sign_in.providers import listed
from components.regards.sign_in.ways import Credentials, Password, Provider

KnownFields = MutableMapping[tuple[Archive, str], str]
"""The attribute by which each project of an archive names its products, as far as it was found out."""


def identity_providers(archive: Archive, project: str) -> Reading[tuple[Provider, ...]]:
    """The identity providers of a project, which a worker begins to read."""
    reading = Reading(lambda: listed(archive, project), archive=archive.name)
    reading.renew()
    return reading


def sign_in(
    archive: Archive,
    project: str,
    credentials: Credentials,
    known_fields: KnownFields,
    failed_sign_ins: FailedSignIns,
    network: str,
) -> Login:
    """The login of a user, with the attribute by which the project names its products, which is asked once.

    Who guesses passwords waits (`failed_sign_ins`); the desk itself gives guests theirs.

    Raises:
        SignInRefused: after too many refusals, without asking the archive.
        RegardsError: as `entrance.enter` does.
    """
    match credentials:
        case Password(username) if not archive.guest_password(username):
            with failed_sign_ins.counted(archive, username, network):
                signed_in = enter(archive, project, credentials)
        case _:
            signed_in = enter(archive, project, credentials)
    return _with_field(signed_in, known_fields)


def sign_in_returned(returned: Returned, known_fields: KnownFields, again: Login | None = None) -> Login:
    """The login for what came back from an identity provider; see `sign_in`.

    Where it is the same user ``again``, the sign-in of before goes on, in all of its tabs.
    """
    begun = returned.sign_in
    if not returned.code:
        refusal = SignInRefused(
            "The identity provider did not sign you in.", "Begin again, or choose another way.", returned.refusal
        )
        refusal.speaker = "The identity provider"
        raise refusal
    signed_in = enter(begun.archive, begun.project, returned.credentials)
    if again and again.account == signed_in.account:
        signed_in = replace(signed_in, sign_in_id=again.sign_in_id)
    return _with_field(signed_in, known_fields)


def _with_field(signed_in: Login, known_fields: KnownFields) -> Login:
    place = signed_in.archive, signed_in.project
    if place not in known_fields:
        try:
            known_fields[place] = searches.identifier_field(signed_in.connection())
        except RegardsError:  # the sign-in itself succeeded, and the default is an attribute that always exists
            return signed_in
    return replace(signed_in, identifier_field=known_fields[place])
