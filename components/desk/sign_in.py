"""Signing in to an archive."""

from collections.abc import MutableMapping
from dataclasses import replace

from components.regards import login
from components.regards.catalogue import searches
from components.regards.errors import RegardsError
from components.regards.login import Login
from components.regards.settings import Archive

KnownFields = MutableMapping[tuple[Archive, str], str]
"""The attribute by which each project of an archive names its products, as far as it was found out."""


def sign_in(archive: Archive, project: str, username: str, password: str, known_fields: KnownFields) -> Login:
    """The login of a user, with the attribute by which the project names its products, which is asked once.

    Raises:
        RegardsError: as `login.sign_in` does.
    """
    signed_in = login.sign_in(archive, project, username, password)
    place = archive, signed_in.project
    if place not in known_fields:
        try:
            known_fields[place] = searches.identifier_field(signed_in.connection())
        except RegardsError:  # the sign-in itself succeeded, and the default is an attribute that always exists
            return signed_in
    return replace(signed_in, identifier_field=known_fields[place])
