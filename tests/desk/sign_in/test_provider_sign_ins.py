"""Sign-ins through an identity provider: bound to one browser, and good once (RFC 6749, section 10.12)."""

from dataclasses import replace

import pytest

from components.desk.sign_in.provider_sign_ins import LIFE, ProviderSignIn, ProviderSignIns
from components.regards.settings import Archive
from components.regards.sign_in.ways import Provider
from tests.clocks import Clock

BEGUN = ProviderSignIn(
    Archive("A", "https://a", "p"), "p", Provider("sso", "https://sso/auth", "OpenId"), "/order?id=5"
)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sign_ins(clock: Clock) -> ProviderSignIns:
    return ProviderSignIns(clock)


def left(sign_ins: ProviderSignIns) -> tuple[str, str]:
    """The state and the browser of a sign-in that is at the provider."""
    state = sign_ins.begin(BEGUN)
    bound = sign_ins.leave(state)
    assert bound
    return state, bound[0]


def test_the_browser_that_left_comes_back_to_where_the_user_was_with_the_code(sign_ins: ProviderSignIns) -> None:
    state, browser = left(sign_ins)
    assert sign_ins.come_back(state, browser, "the code", "") == "/order?id=5"
    returned = sign_ins.take(browser)
    assert returned
    assert (returned.sign_in, returned.credentials.code) == (BEGUN, "the code")


def test_the_provider_gets_the_state(sign_ins: ProviderSignIns) -> None:
    state = sign_ins.begin(BEGUN)
    bound = sign_ins.leave(state)
    assert bound
    assert bound[1] == f"https://sso/auth?state={state}"


@pytest.mark.parametrize("browser", ["", "another"])
def test_another_browser_cannot_finish_it(sign_ins: ProviderSignIns, browser: str) -> None:
    state, own = left(sign_ins)
    assert sign_ins.come_back(state, browser, "code", "") is None
    assert sign_ins.take(browser) is None
    assert sign_ins.come_back(state, own, "code", "")


@pytest.mark.parametrize("browser", ["", "another"])
def test_one_that_no_browser_has_left_with_cannot_be_finished(sign_ins: ProviderSignIns, browser: str) -> None:
    assert sign_ins.come_back(sign_ins.begin(BEGUN), browser, "code", "") is None


def test_a_second_browser_cannot_leave_with_it(sign_ins: ProviderSignIns) -> None:
    state, _ = left(sign_ins)
    assert sign_ins.leave(state) is None


def test_an_unknown_state_is_refused(sign_ins: ProviderSignIns) -> None:
    _, browser = left(sign_ins)
    assert sign_ins.leave("unknown") is None
    assert sign_ins.come_back("unknown", browser, "code", "") is None


def test_a_state_is_good_once(sign_ins: ProviderSignIns) -> None:
    state, browser = left(sign_ins)
    assert sign_ins.come_back(state, browser, "code", "")
    assert sign_ins.come_back(state, browser, "another code", "") is None


def test_a_code_is_taken_once(sign_ins: ProviderSignIns) -> None:
    state, browser = left(sign_ins)
    sign_ins.come_back(state, browser, "code", "")
    assert sign_ins.take(browser)
    assert sign_ins.take(browser) is None


@pytest.mark.parametrize(("seconds", "in_time"), [(LIFE - 1, True), (LIFE, False)])
def test_a_user_has_ten_minutes_at_the_provider(
    sign_ins: ProviderSignIns, clock: Clock, seconds: float, in_time: bool
) -> None:
    state, browser = left(sign_ins)
    clock.advance(seconds)
    assert (sign_ins.come_back(state, browser, "code", "") is not None) is in_time


def test_a_code_that_nobody_takes_is_forgotten(sign_ins: ProviderSignIns, clock: Clock) -> None:
    state, browser = left(sign_ins)
    sign_ins.come_back(state, browser, "code", "")
    clock.advance(LIFE)
    assert sign_ins.take(browser) is None


def test_a_code_is_never_shown(sign_ins: ProviderSignIns) -> None:
    state, browser = left(sign_ins)
    sign_ins.come_back(state, browser, "hush", "")
    assert "hush" not in repr(sign_ins.take(browser))


@pytest.mark.parametrize(
    ("place", "kept"),
    [
        ("/order?id=".ljust(2_000, "5"), "/order?id=".ljust(2_000, "5")),
        ("/order?id=".ljust(2_001, "5"), "/order"),
        ("/desk".ljust(2_001, "k"), "/"),
    ],
)
def test_a_place_of_any_length_fills_no_memory(sign_ins: ProviderSignIns, place: str, kept: str) -> None:
    state = sign_ins.begin(replace(BEGUN, place=place))
    bound = sign_ins.leave(state)
    assert bound
    assert sign_ins.come_back(state, bound[0], "code", "") == kept


def test_a_flood_of_sign_ins_fills_no_memory_and_drops_the_oldest_first(sign_ins: ProviderSignIns) -> None:
    oldest, next_ = (sign_ins.begin(BEGUN) for _ in range(2))
    for _ in range(9_999):
        sign_ins.begin(BEGUN)
    assert sign_ins.leave(oldest) is None
    assert sign_ins.leave(next_)
