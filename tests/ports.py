"""Ports for servers in processes of their own."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager


@contextmanager
def held_ports(number: int) -> Iterator[list[int]]:
    """Ports on which a server of this block can listen, also one that is started again, and nothing else gets."""
    with ExitStack() as held:
        ports = []
        for _ in range(number):
            each = held.enter_context(socket.socket())
            each.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as servers do: both may have the port
            each.bind(("127.0.0.1", 0))
            ports.append(int(each.getsockname()[1]))
        yield ports
