"""The result of a submission, and the link to its order."""

import pytest
from streamlit.testing.v1 import AppTest

from components.desk.submissions import Submission
from components.regards.errors import NoAnswer, Refused
from components.regards.orders.records import Basket
from components.regards.submission.submission import BasketInUse, Batch, Interrupted, NotOrdered, Unknown
from components.ui.compose import submission_result
from tests.ui.draw_block import draw, order, text_of_page


def ordered(batch: Batch, products: tuple[int, ...] = ()) -> tuple[AppTest, list[str]]:
    left: list[str] = []
    return draw(lambda: submission_result.show_ordered(batch, lambda: left.append("left"), products)), left


def buttons(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


def press(app: AppTest, label: str) -> None:
    [button] = [each for each in app.button if each.label == label]
    button.click().run()


def test_one_order_is_followed_alone() -> None:
    app, _ = ordered(Batch((54,), 1))
    assert buttons(app) == ["Follow order 54"]


def test_several_orders_are_followed_together_or_one_by_one() -> None:
    app, _ = ordered(Batch((54, 55), 2))
    assert buttons(app) == ["Follow both orders", "Follow order 54", "Follow order 55"]


@pytest.mark.parametrize(("number", "expected"), [(5, 6), (6, 1)])
def test_more_than_five_orders_are_only_followed_together(number: int, expected: int) -> None:
    app, _ = ordered(Batch(tuple(range(number)), number))
    assert len(buttons(app)) == expected


def test_following_all_opens_them_together_and_leaves_the_draft() -> None:
    app, left = ordered(Batch((54, 55, 56), 3))
    press(app, "Follow all 3 orders")
    assert [title.value for title in app.title] == ["Opened for 54,55,56"]
    assert left == ["left"]


def test_following_one_of_several_opens_it_alone() -> None:
    app, _ = ordered(Batch((54, 55, 56), 3))
    press(app, "Follow order 55")
    assert [title.value for title in app.title] == ["Opened for 55"]


def text_of(end: NotOrdered | BasketInUse) -> str:
    return text_of_page(draw(lambda: submission_result.show_not_ordered(Batch((), 1, end), (), "")))


@pytest.mark.parametrize(
    ("taken_out", "said"),
    [(True, ["was taken out again"]), (False, ["may still lie there", "looks at the basket first"]), (None, [])],
)
def test_what_became_of_the_basket_after_a_refusal_is_said(taken_out: bool | None, said: list[str]) -> None:
    page = text_of(NotOrdered(Refused("No."), taken_out))
    assert [
        each for each in ("was taken out again", "may still lie there", "looks at the basket first") if each in page
    ] == said


@pytest.mark.parametrize("ours", [True, False])
def test_what_an_earlier_attempt_has_left_in_the_basket_is_told_from_the_rest(ours: bool) -> None:
    page = text_of(BasketInUse(Basket(("Ocean",), 1, 2, 300), ours))
    assert "Your basket on the archive already holds 2 files of 1 product" in page
    assert ("It is what this order asks for" in page) is ours


def test_orders_that_only_may_be_the_users_are_not_followed_together() -> None:
    lost = Unknown(NoAnswer("lost"), (order(56), order(57)))
    app, _ = ordered(Batch((), 1, lost))
    assert buttons(app) == ["Follow order 56", "Follow order 57"]


def test_of_a_batch_that_stopped_the_accepted_orders_are_followed_together() -> None:
    app, _ = ordered(Batch((54, 55), 3, Unknown(NoAnswer("lost"), (order(56),))))
    assert buttons(app) == ["Follow order 56", "Follow both orders", "Follow order 54", "Follow order 55"]


@pytest.mark.parametrize(
    ("end", "said"),
    [
        (NotOrdered(NoAnswer("lost")), "4,000 of 4,371 products are ordered, 371 are not."),
        (Interrupted(), "4,000 of 4,371 products are ordered, 371 are not."),
        (Unknown(NoAnswer("lost"), ()), "4,000 of 4,371 products are ordered, 371 may be."),
    ],
)
def test_a_stop_in_the_middle_says_how_much_is_ordered_and_how_much_is_not(
    end: NotOrdered | Interrupted | Unknown, said: str
) -> None:
    app, _ = ordered(Batch((54, 55), 3, end), (2_000, 2_000, 371))
    assert said in text_of_page(app)


def test_of_one_order_without_a_verdict_nothing_is_counted() -> None:
    app, _ = ordered(Batch((), 1, Unknown(NoAnswer("lost"), (order(56),))), (7,))
    assert "are ordered" not in text_of_page(app)


def test_a_submission_that_has_ended_already_is_shown_once_before_its_result() -> None:
    ended = Submission.ended(Batch((54,), 1))
    app = draw(lambda: submission_result.wait_for(ended))
    assert "Submitting your order." in text_of_page(app)
