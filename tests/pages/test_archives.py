"""The page on the state of the archives."""

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from components.demo.archive import Scenario
from components.demo.server import Served

Click = Callable[[AppTest, str], AppTest]


def said(app: AppTest) -> str:
    return "\n".join(text.value for text in app.text)


def test_the_archive_its_ways_in_and_the_users_rights_are_told(visitor: AppTest) -> None:
    visitor.switch_page("archives.py").run()
    assert [each.value for each in visitor.subheader] == ["Demo archive"]
    for what in ("✓ Reachable", "Ways in: Password", "✓ Catalogue", "✓ Orders"):
        assert what in said(visitor)


def test_a_fault_is_told_when_it_is_looked_for_again(visitor: AppTest, demo: Served, click: Click) -> None:
    visitor.switch_page("archives.py").run()
    demo.archive.scenario = Scenario.FIREWALL
    click(visitor, "Look again")
    assert "✗ Catalogue" in said(visitor)
    assert not visitor.exception


def test_a_stranger_is_told_nothing(stranger: AppTest) -> None:
    stranger.switch_page("archives.py").run()
    assert [title.value for title in stranger.title] == ["Sign in"]
    assert "Reachable" not in said(stranger)
