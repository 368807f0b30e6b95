"""Questions to the archive's catalogue."""

from components.regards.errors import Refused
from components.regards.wire import Connection

_SEARCH = "rs-catalog/engines/legacy/dataobjects/search"


def identifier_field(connection: Connection) -> str:
    """The attribute by which this project names its products.

    ``productId`` where the project's data model has it, else ``providerId``, which always exists (contract
    E.3). The catalogue refuses a search on an attribute that it does not know, and that is the probe.
    """
    if connection.archive.identifier_field:
        return connection.archive.identifier_field
    try:
        connection.read(_SEARCH, q='productId:"probe"', size=1)
    except Refused:
        return "providerId"
    return "productId"
