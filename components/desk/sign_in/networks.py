"""Where a request comes from, as far as requests can be counted by it."""

from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import Final

_OF_ONE_USER: Final = 64  # bits that providers give to one user of IPv6, who chooses the others


def network(address: str | None) -> str:
    """What requests of one place have in common: the address, or the network of an IPv6 one.

    Empty where it is not known: behind a proxy that does not say it, all requests come from this machine.
    """
    try:
        found = ip_address(address or "")
    except ValueError:
        return ""
    if isinstance(found, IPv6Address):
        found = found.ipv4_mapped or found
    if found.is_loopback:
        return ""
    if isinstance(found, IPv6Address):
        return str(IPv6Network((int(found), _OF_ONE_USER), strict=False))
    return str(found)
