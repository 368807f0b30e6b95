"""The attribute that a user has chosen for identifiers."""

from contextlib import closing

from components.desk.catalogue.chosen_fields import ChosenFields
from components.desk.database import Database


def test_a_choice_survives_the_process_and_is_the_accounts_own(database_address: str) -> None:
    with closing(Database(database_address)) as database:
        ChosenFields(database).choose("ada", "properties.SceneID")
    with closing(Database(database_address)) as database:
        later = ChosenFields(database)
        assert (later.of("ada"), later.of("bob")) == ("properties.SceneID", "")


def test_a_choice_can_be_given_up(database_address: str) -> None:
    with closing(Database(database_address)) as database:
        fields = ChosenFields(database)
        fields.choose("ada", "label")
        fields.choose("ada", "")
        assert fields.of("ada") == ""
