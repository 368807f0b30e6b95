"""The endpoints of the demo archive, by microservice."""

from components.demo.api.calls import Endpoint
from components.demo.api.routes import (
    basket,
    catalogue,
    files,
    identity,
    models,
    orders,
    public,
    quota,
    service_providers,
)


def all_endpoints() -> tuple[Endpoint, ...]:
    """All endpoints; if two paths match a request, the first one is used."""
    return (
        *identity.ENDPOINTS,
        *service_providers.ENDPOINTS,
        *catalogue.ENDPOINTS,
        *basket.ENDPOINTS,
        *public.ENDPOINTS,
        *files.ENDPOINTS,
        *orders.ENDPOINTS,
        *quota.ENDPOINTS,
        *models.ENDPOINTS,
    )
