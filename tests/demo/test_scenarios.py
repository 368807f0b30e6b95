"""The scenario of each account."""

from components.demo.scenarios import Scenario, Scenarios

ANNA, BEN = "anna@demo.example", "ben@demo.example"


def test_the_common_scenario_holds_for_all_and_for_the_anonymous() -> None:
    scenarios = Scenarios(Scenario.SLOW)
    assert {scenarios.of(ANNA), scenarios.of(BEN), scenarios.of(None)} == {Scenario.SLOW}


def test_one_of_ones_own_disturbs_nobody_else() -> None:
    scenarios = Scenarios()
    scenarios.set_for(ANNA, Scenario.QUOTA, now=5)
    assert (scenarios.of(ANNA), scenarios.of(BEN), scenarios.of(None)) == (Scenario.QUOTA, None, None)
    assert (scenarios.since(ANNA), scenarios.since(BEN)) == (5, 0)


def test_none_of_ones_own_means_none_for_any_common_scenario() -> None:
    scenarios = Scenarios(Scenario.SLOW)
    scenarios.set_for(ANNA, None, now=5)
    assert (scenarios.of(ANNA), scenarios.of(BEN)) == (None, Scenario.SLOW)


def test_every_scenario_is_explained() -> None:
    assert all(each.explanation for each in Scenario)
    assert {each.value for each in Scenario} == {
        "quota",
        "maintenance",
        "firewall",
        "firewall-403",
        "expired-session",
        "slow",
        "gateway-timeout",
        "failing-storage",
        "licence",
    }


def test_the_first_sign_in_since_a_scenario_was_set_is_admitted() -> None:
    scenarios = Scenarios(Scenario.FIREWALL)
    assert [scenarios.admit(ANNA), scenarios.admit(ANNA), scenarios.admit(BEN)] == [True, False, True]
    scenarios.set_for(ANNA, Scenario.FIREWALL, now=5)
    assert [scenarios.admit(ANNA), scenarios.admit(BEN)] == [True, False]
    scenarios.set_for_all(Scenario.FIREWALL, now=6)
    assert [scenarios.admit(ANNA), scenarios.admit(BEN)] == [True, True]
