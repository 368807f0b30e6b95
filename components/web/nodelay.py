"""Answers that leave at once: Nagle's algorithm held back most of Streamlit's messages for 40 milliseconds."""

import os
import socket
import stat
from contextlib import suppress
from pathlib import Path


def send_at_once() -> None:
    """Switch Nagle's algorithm off (TCP_NODELAY) for all connections that this process will accept.

    asyncio does so by itself only for sockets made with the protocol's number. Streamlit makes its own without, before
    the app begins, and hands it to nobody. So this looks for it among the open files. On Linux and macOS; connections
    have the option from the socket that accepts them.
    """
    for path in tuple(Path("/dev/fd").iterdir()) if Path("/dev/fd").is_dir() else ():
        with suppress(OSError):  # it is closed by now, or no socket of TCP
            _switch_off(int(path.name))


def _switch_off(descriptor: int) -> None:
    if stat.S_ISSOCK(os.fstat(descriptor).st_mode):
        with socket.socket(fileno=os.dup(descriptor)) as each:
            if each.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
