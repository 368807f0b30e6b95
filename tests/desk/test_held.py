"""Objects that users share, each for as long as somebody holds it."""

import gc

from components.desk.held import Held


class Thing:
    """Something that can be held."""


def test_who_asks_for_the_same_key_gets_the_same_object_and_nobody_else_does() -> None:
    things = Held[str, Thing](Thing)
    one, same, other = things.of("anna"), things.of("anna"), things.of("ben")
    assert one is same
    assert one is not other


def test_an_object_is_gone_with_the_last_one_who_holds_it() -> None:
    made: list[int] = []

    def make() -> Thing:
        made.append(1)
        return Thing()

    things = Held[str, Thing](make)
    held, also = things.of("anna"), things.of("anna")
    del held
    gc.collect()
    assert things.of("anna") is also
    del also
    gc.collect()
    things.of("anna")
    assert len(made) == 2
