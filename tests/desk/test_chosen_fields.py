"""The attribute that a user has chosen for identifiers."""

from pathlib import Path

from components.desk.chosen_fields import ChosenFields
from components.desk.database import Database


def test_a_choice_survives_the_process_and_is_the_accounts_own(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'orders.db'}"
    ChosenFields(Database(address)).choose("ada", "properties.SceneID")
    later = ChosenFields(Database(address))
    assert (later.of("ada"), later.of("bob")) == ("properties.SceneID", "")


def test_a_choice_can_be_given_up(tmp_path: Path) -> None:
    fields = ChosenFields(Database(f"sqlite:///{tmp_path / 'orders.db'}"))
    fields.choose("ada", "label")
    fields.choose("ada", "")
    assert fields.of("ada") == ""
