"""Values that are made again only when what they are made from has changed."""

from components.desk.made_from import MadeFrom


def test_a_value_is_made_again_only_from_something_else() -> None:
    made = MadeFrom[list[str]]()
    first = made.of(("a", 1), lambda: ["first"])
    assert made.of(("a", 1), lambda: ["again"]) is first
    assert made.of(("a", 2), lambda: ["second"]) == ["second"]
    assert made.of(("a", 1), lambda: ["third"]) == ["third"]


def test_what_could_not_be_made_is_tried_again() -> None:
    def fail() -> str:
        raise ValueError

    made = MadeFrom[str]()
    try:
        made.of(1, fail)
    except ValueError:
        assert made.of(1, lambda: "made") == "made"
