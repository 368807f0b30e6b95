"""The endpoints of the archive, microservice by microservice; `all_endpoints` gives the whole list."""

from components.demo.api.calls import Endpoint
from components.demo.api.routes import basket, catalogue, files, identity, orders, public, quota, service_providers


def all_endpoints() -> tuple[Endpoint, ...]:
    """Every endpoint; where two paths fit a request, the first one answers."""
    return (
        *identity.ENDPOINTS,
        *service_providers.ENDPOINTS,
        *catalogue.ENDPOINTS,
        *basket.ENDPOINTS,
        *public.ENDPOINTS,
        *files.ENDPOINTS,
        *orders.ENDPOINTS,
        *quota.ENDPOINTS,
    )
