"""Whether a token is refused altogether: who asks, and who need not wait."""

import threading
from collections.abc import Mapping

from components.regards.errors import SessionOver
from components.regards.sign_in.token_check import TokenCheck

PATIENCE = 60  # seconds


def test_a_silent_archive_holds_up_only_the_first_who_asks() -> None:
    asked, answered = threading.Event(), threading.Event()
    first: list[bool] = []

    def look(token: str | None, _query: Mapping[str, object]) -> None:
        asked.set()
        assert answered.wait(PATIENCE)
        if token:
            raise SessionOver("It is over.")

    check = TokenCheck[str](look, "demo", lambda: 0.0)
    asking = threading.Thread(target=lambda: first.append(check.refuses("token")))
    others = threading.Thread(target=check.refuses, args=["token"])
    asking.start()
    assert asked.wait(PATIENCE)
    others.start()
    others.join(30)
    is_held_up = others.is_alive()
    answered.set()
    for thread in (asking, others):
        thread.join(PATIENCE)
    assert not is_held_up
    assert first == [True]
