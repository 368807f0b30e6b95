import socket

from components.web.nodelay import send_at_once


def is_set(each: socket.socket) -> bool:
    return bool(each.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))


def test_connections_that_are_accepted_from_now_on_send_at_once() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        send_at_once()
        with socket.create_connection(listener.getsockname()):
            accepted, _ = listener.accept()
            with accepted:
                assert is_set(accepted)


def test_connections_to_others_stay_as_they_are() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener, socket.create_connection(listener.getsockname()) as ours:
        send_at_once()
        assert not is_set(ours)
