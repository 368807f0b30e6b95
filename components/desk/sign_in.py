"""Signing in to an archive."""

from dataclasses import replace

from components.regards import login
from components.regards.catalogue import searches
from components.regards.errors import RegardsError
from components.regards.login import Login
from components.regards.settings import Archive


def sign_in(archive: Archive, project: str, username: str, password: str) -> Login:
    """The login of a user, with the attribute by which the project names its products.

    Raises:
        RegardsError: as `login.sign_in` does.
    """
    signed_in = login.sign_in(archive, project, username, password)
    try:
        return replace(signed_in, identifier_field=searches.identifier_field(signed_in.connection()))
    except RegardsError:  # the sign-in itself succeeded, and the default is an attribute that always exists
        return signed_in
