"""The endpoints of the archive, microservice by microservice; `all_endpoints` gives the whole list."""

from components.demo.gateway import Endpoint
from components.demo.routes import basket, catalogue, files, identity, orders, quota


def all_endpoints() -> tuple[Endpoint, ...]:
    """Give every endpoint; where two paths fit a request, the first one answers."""
    return (
        *identity.ENDPOINTS,
        *catalogue.ENDPOINTS,
        *basket.ENDPOINTS,
        *files.ENDPOINTS,
        *orders.ENDPOINTS,
        *quota.ENDPOINTS,
    )
