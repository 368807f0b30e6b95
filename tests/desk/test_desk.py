"""The orders made at a desk, against a demo archive over HTTP."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from components.demo.server import Served
from components.desk.desk import Desk
from components.desk.drafts.kept_drafts import KeptDrafts
from components.desk.intents import Intent
from components.desk.order_book import IN_MEMORY, OrderBook
from components.desk.submissions import Click, ClickResult, Submissions
from components.order.data_types import DataType
from components.order.draft import By, Draft
from components.order.file_name import NameForm
from components.order.files.recipe import read
from components.order.identifiers import TextFile
from components.order.near_names import NearName, Nearness
from components.regards.catalogue.checking import CheckResult
from components.regards.errors import SessionOver
from components.regards.sign_in.login import Login
from components.regards.sign_in.session import Session

PATIENCE = 60  # seconds
PRODUCTS = Draft(
    pasted="my_product_id_1\nmy_product_id_2\n# a remark",
    data_types=tuple(DataType),
    name_form=NameForm.EXPRESSION,
    name_expression=".*",
)


@pytest.fixture
def book() -> Iterator[OrderBook]:
    book = OrderBook(IN_MEMORY)
    yield book
    book.close()


@pytest.fixture
def visitor(signed_in: Login, book: OrderBook) -> Desk:
    """A user whose orders have one identifier each, so that two identifiers make a batch."""
    archive = replace(signed_in.archive, identifiers_per_order=1)
    return Desk(Session(replace(signed_in, archive=archive)), KeptDrafts(), Submissions(), book)


def submit(desk: Desk, draft: Draft) -> tuple[int, ...]:
    desk.begin_draft(draft)
    desk.click(Click(desk.composition().bodies, desk.draft_key, confirmed=True))
    assert desk.act_on_click() is ClickResult.SENT
    submission = desk.submission()
    assert submission
    return submission.result(PATIENCE).granted


def test_what_was_asked_in_an_order_is_known_to_the_letter(visitor: Desk) -> None:
    first, second = submit(visitor, PRODUCTS)
    asked = [visitor.ordered_here.asked(first), visitor.ordered_here.asked(second)]
    assert [order and order.request_json for order in asked] == list(visitor.composition().bodies)


def test_when_an_order_was_submitted_is_known(visitor: Desk) -> None:
    submit(visitor, PRODUCTS)
    [latest, _] = visitor.ordered_here.newest()
    assert timedelta(0) <= datetime.now(UTC) - latest.submitted_at < timedelta(seconds=PATIENCE)


def test_orders_that_were_submitted_together_are_known_from_each_of_them(visitor: Desk) -> None:
    first, second = submit(visitor, PRODUCTS)
    [alone] = submit(visitor, replace(PRODUCTS, pasted="my_product_id_1"))
    assert visitor.ordered_here.batch_of(first) == visitor.ordered_here.batch_of(second) == (first, second)
    assert visitor.ordered_here.batch_of(alone) == (alone,)


def test_an_order_that_was_made_elsewhere_is_alone_and_what_it_asked_is_unknown(visitor: Desk) -> None:
    assert visitor.ordered_here.batch_of(987) == (987,)
    assert visitor.ordered_here.asked(987) is None
    assert visitor.ordered_here.asked_in([987]) is None


def test_each_order_of_a_batch_keeps_the_recipe_of_its_own_part(visitor: Desk) -> None:
    first, second = submit(visitor, PRODUCTS)
    visitor.order_again([second])
    assert visitor.draft == replace(PRODUCTS, pasted="my_product_id_2", field="providerId")
    visitor.order_again([first])
    assert visitor.draft == replace(PRODUCTS, pasted="my_product_id_1", field="providerId")


def test_an_order_by_expressions_keeps_them_all(visitor: Desk) -> None:
    draft = Draft(By.EXPRESSIONS, expressions="productId:my_product_id_1\nproductId:my_product_id_2")
    [number] = submit(visitor, draft)
    asked = visitor.ordered_here.asked(number)
    assert asked
    assert read(asked.recipe) == draft


def test_ordering_again_begins_a_draft_that_may_be_submitted_again(visitor: Desk) -> None:
    first, _ = submit(visitor, PRODUCTS)
    before = visitor.draft_key
    visitor.order_again([first])
    assert visitor.draft_key != before
    assert visitor.submission() is None


def test_ordering_again_what_was_made_elsewhere_changes_nothing(visitor: Desk) -> None:
    visitor.keep(PRODUCTS)
    visitor.order_again([987])
    assert visitor.draft == PRODUCTS


def test_a_batch_is_asked_for_as_one_draft(visitor: Desk) -> None:
    first, second = submit(visitor, PRODUCTS)
    together = visitor.ordered_here.asked_in([first, second])
    assert together == replace(PRODUCTS, pasted="my_product_id_1\nmy_product_id_2", field="providerId")


def test_orders_of_somebody_else_are_as_if_made_elsewhere(visitor: Desk, book: OrderBook) -> None:
    first, _ = submit(visitor, PRODUCTS)
    other = Desk(Session(replace(visitor.login, username="other")), KeptDrafts(), Submissions(), book)
    assert other.ordered_here.asked(first) is None
    assert other.ordered_here.newest() == ()


def test_the_newest_orders_come_first(visitor: Desk) -> None:
    first, second = submit(visitor, PRODUCTS)
    assert [order.order_id for order in visitor.ordered_here.newest()] == [second, first]


def test_a_draft_that_was_replaced_can_be_brought_back_and_forth(visitor: Desk) -> None:
    visitor.keep(PRODUCTS)
    visitor.keep_only(("my_product_id_1",))
    assert visitor.has_replaced
    visitor.bring_back()
    assert visitor.draft == PRODUCTS
    visitor.bring_back()
    assert visitor.draft == replace(PRODUCTS, pasted="my_product_id_1")


def test_a_replaced_draft_can_still_be_brought_back_after_an_edit(visitor: Desk) -> None:
    visitor.keep(PRODUCTS)
    visitor.keep_only(("my_product_id_1",))
    visitor.keep(replace(visitor.draft, pasted="my_product_id_1\nmy_product_id_3"))
    visitor.bring_back()
    assert visitor.draft == PRODUCTS


def test_a_draft_that_begins_has_replaced_nothing(visitor: Desk) -> None:
    visitor.keep(PRODUCTS)
    visitor.keep_only(("my_product_id_1",))
    visitor.begin_draft()
    assert not visitor.has_replaced


def test_a_draft_that_only_grew_has_replaced_nothing(visitor: Desk) -> None:
    visitor.keep(PRODUCTS)
    visitor.replace_draft(replace(PRODUCTS, files=(TextFile("more.txt", "my_product_id_3"),)))
    assert not visitor.has_replaced


def checked(desk: Desk) -> CheckResult:
    desk.draft_check.begin_if_due()
    check = desk.draft_check.current()
    assert check
    return check.future.result(PATIENCE)


NEAR = Draft(pasted="my_product_id_2\nmy_product_id_1.zip\nNO_SUCH", latest_only=True, file_name=".*")


def test_a_near_name_takes_the_place_of_the_unknown_one_and_the_catalogue_is_asked_again(visitor: Desk) -> None:
    visitor.begin_draft(NEAR)
    visitor.draft_check.want()
    visitor.take_near_names(checked(visitor).near.proposals)
    assert visitor.draft == replace(NEAR, pasted="my_product_id_2\nmy_product_id_1\nNO_SUCH")
    result = checked(visitor)
    assert (result.found, result.unknown) == (("my_product_id_2", "my_product_id_1"), ("NO_SUCH",))


def test_the_list_without_the_near_name_can_be_brought_back(visitor: Desk) -> None:
    visitor.begin_draft(NEAR)
    visitor.draft_check.want()
    visitor.take_near_names(checked(visitor).near.proposals)
    visitor.bring_back()
    assert visitor.draft == NEAR


def test_a_fitting_field_is_taken_with_all_names_and_can_be_given_back(visitor: Desk) -> None:
    draft = replace(NEAR, pasted="my_product_id_2\nNO_SUCH", field="properties.SceneID", latest_only=False)
    visitor.begin_draft(draft)
    visitor.draft_check.want()
    field = checked(visitor).near.field
    assert field
    visitor.take_field(field.name)
    assert visitor.draft == replace(draft, field=field.name)
    assert checked(visitor).found == ("my_product_id_2",)
    visitor.bring_back()
    assert visitor.draft == draft


def test_the_attributes_are_read_once_for_a_login(visitor: Desk, demo: Served) -> None:
    for pasted in ("NO_SUCH_1", "NO_SUCH_2"):
        visitor.begin_draft(Draft(pasted=pasted))
        visitor.draft_check.want()
        assert checked(visitor).near.tried == 1
    assert len(demo.archive.requests.of("GET", "/rs-dam/models/attributes")) == 1


def test_the_names_of_attributes_are_known_once_they_are_read(visitor: Desk) -> None:
    visitor.begin_draft(Draft(pasted="NO_SUCH"))
    visitor.draft_check.want()
    checked(visitor)
    names = visitor.attribute_names()
    assert names
    assert {"providerId", "properties.SceneID"} <= names


# Tabs of one account


@pytest.fixture
def open_tab(signed_in: Login, book: OrderBook) -> Callable[..., Desk]:
    """A function that begins a session of one account; with the name of a tab, as its refresh does."""
    drafts, submissions = KeptDrafts(), Submissions()
    return lambda tab="": Desk(Session(signed_in), drafts, submissions, book, tab)


def test_two_tabs_with_different_drafts_stay_apart_over_a_refresh(open_tab: Callable[..., Desk]) -> None:
    one, other = open_tab(), open_tab()
    one.keep(Draft(pasted="A"))
    other.keep(Draft(pasted="B"))
    one.keep(Draft(pasted="A2"))
    assert open_tab(one.tab).draft.pasted == "A2"
    assert open_tab(other.tab).draft.pasted == "B"


def test_a_new_tab_begins_with_the_newest_draft_and_leaves_it_to_its_tab(open_tab: Callable[..., Desk]) -> None:
    one = open_tab()
    one.keep(Draft(pasted="A"))
    other = open_tab()
    assert other.draft.pasted == "A"
    other.keep(Draft(pasted="B"))
    assert open_tab(one.tab).draft.pasted == "A"


def test_a_tab_that_was_duplicated_takes_a_name_of_its_own_when_the_two_differ(open_tab: Callable[..., Desk]) -> None:
    one = open_tab()
    one.keep(Draft(pasted="A"))
    duplicate = open_tab(one.tab)
    duplicate.keep(Draft(pasted="B"))
    one.keep(Draft(pasted="C"))
    assert one.tab != duplicate.tab
    assert open_tab(one.tab).draft.pasted == "C"
    assert open_tab(duplicate.tab).draft.pasted == "B"


def test_an_edit_brings_back_nothing_that_another_tab_has_replaced(open_tab: Callable[..., Desk]) -> None:
    one = open_tab()
    one.keep(Draft(pasted="A"))
    other = open_tab()
    one.replace_draft(Draft(pasted="B"))
    other.keep(Draft(pasted="C"))
    assert one.has_replaced
    assert not other.has_replaced


def test_a_tab_keeps_its_name_while_it_is_edited_alone(open_tab: Callable[..., Desk]) -> None:
    one = open_tab()
    name = one.tab
    one.keep(Draft(pasted="A"))
    one.replace_draft(Draft(pasted="B"))
    one.bring_back()
    assert one.tab == name


def take_near_name(desk: Desk) -> None:
    desk.take_near_names((NearName("my_product_id_1.zip", ("my_product_id_1",), Nearness.SPELLING),))


def take_field(desk: Desk) -> None:
    desk.take_field("properties.SceneID")


def take_field_from_now_on(desk: Desk) -> None:
    desk.take_field("properties.SceneID", kept=True)


REPAIRS = [take_near_name, take_field, take_field_from_now_on]


@pytest.mark.parametrize("take", REPAIRS)
def test_a_repair_that_was_taken_is_the_draft_of_its_tab_over_a_refresh(
    open_tab: Callable[..., Desk], take: Callable[[Desk], None]
) -> None:
    tab = open_tab()
    tab.keep(NEAR)
    name = tab.tab
    take(tab)
    refreshed = open_tab(name)
    assert (refreshed.draft, refreshed.draft_key) == (tab.draft, tab.draft_key)
    tab.keep(replace(tab.draft, name="edited"))
    assert tab.tab == name


@pytest.mark.parametrize("take", REPAIRS)
def test_a_repair_leaves_what_was_not_sent_of_the_draft_before(
    visitor: Desk, book: OrderBook, take: Callable[[Desk], None]
) -> None:
    visitor.keep(NEAR)
    key = visitor.submission_key
    book.intents.put(visitor.account, Intent(key, "batch", datetime.now(UTC), planned=2, accepted=1))
    take(visitor)
    assert book.intents.find(visitor.account, key) is None


def test_two_tabs_with_one_draft_submit_it_once(open_tab: Callable[..., Desk], book: OrderBook) -> None:
    one = open_tab()
    one.keep(Draft(pasted="my_product_id_1"))
    other = open_tab()
    for tab in (one, other):
        tab.click(Click(tab.composition().bodies, tab.draft_key, confirmed=True))
        assert tab.act_on_click() is ClickResult.SENT
    submission = other.submission()
    assert submission
    [number] = submission.result(PATIENCE).granted
    assert [entry.order_id for entry in book.newest(one.account, 9)] == [number]


NAMED = replace(PRODUCTS, name="Norway, April")


def test_each_order_of_a_batch_has_its_name_and_number_of_products(visitor: Desk) -> None:
    entries = visitor.ordered_here.entries(submit(visitor, NAMED))
    assert [(entry.name, entry.products) for entry in entries] == [("Norway, April", 1)] * 2


@pytest.mark.parametrize(("is_checked", "products"), [(True, [1, 1]), (False, [2, 1])])
def test_what_the_check_has_not_found_is_not_counted_and_an_unchecked_list_is_counted_as_it_is(
    visitor: Desk, is_checked: bool, products: list[int]
) -> None:
    visitor.take_over(replace(visitor.login, archive=replace(visitor.login.archive, identifiers_per_order=2)))
    draft = Draft(pasted="my_product_id_1\nNO_SUCH_PRODUCT\nmy_product_id_2")
    visitor.begin_draft(draft)
    if is_checked:
        visitor.draft_check.want()
        checked(visitor)
    visitor.click(Click(visitor.composition().bodies, visitor.draft_key, confirmed=True))
    visitor.act_on_click()
    submission = visitor.submission()
    assert submission
    entries = visitor.ordered_here.entries(submission.result(PATIENCE).granted)
    assert [entry.products for entry in entries] == products


def test_of_what_was_searched_for_no_number_of_products_is_made_up(visitor: Desk) -> None:
    [entry] = visitor.ordered_here.entries(
        submit(visitor, Draft(By.EXPRESSIONS, expressions="productId:my_product_id_1"))
    )
    assert (entry.name, entry.products) == ("", 0)


def test_ordering_again_brings_the_name_along(visitor: Desk) -> None:
    numbers = submit(visitor, NAMED)
    visitor.order_again(numbers)
    assert visitor.draft.name == "Norway, April"


def test_another_name_is_the_same_request_so_that_its_check_holds(visitor: Desk, demo: Served) -> None:
    visitor.begin_draft(PRODUCTS)
    visitor.draft_check.want()
    result = checked(visitor)
    asked = len(demo.archive.requests.of("POST", "/complex/search"))
    composed = visitor.composition()
    visitor.keep(NAMED)
    visitor.draft_check.begin_if_due()
    assert visitor.composition() is composed
    assert visitor.draft_check.result() is result
    assert len(demo.archive.requests.of("POST", "/complex/search")) == asked


def test_what_was_submitted_is_not_submitted_again_under_another_name(visitor: Desk, demo: Served) -> None:
    numbers = submit(visitor, NAMED)
    visitor.keep(replace(visitor.draft, name="Another"))
    visitor.click(Click(visitor.composition().bodies, visitor.draft_key, confirmed=True))
    assert visitor.act_on_click() is ClickResult.SENT
    submission = visitor.submission()
    assert submission
    assert submission.result(PATIENCE).granted == numbers
    assert len(demo.archive.requests.of("POST", "/user/orders/apply")) == len(numbers)
    assert {entry.name for entry in visitor.ordered_here.entries(numbers)} == {"Norway, April"}


# Several tabs


def test_tabs_of_one_sign_in_share_the_list_of_orders_and_another_sign_in_reads_its_own(
    signed_in: Login, book: OrderBook
) -> None:
    session, another = Session(signed_in), Session(signed_in)
    first, second, third = (Desk(each, KeptDrafts(), Submissions(), book) for each in (session, session, another))
    first.order_list.renew()
    first.order_list.take(PATIENCE)
    assert second.order_list.value is not None
    assert third.order_list.value is None


def test_tabs_of_one_sign_in_share_pictures_and_the_end_of_another_sign_in_takes_none_away(
    signed_in: Login, book: OrderBook
) -> None:
    session, other = Session(signed_in), Session(replace(signed_in, sign_in_id="another browser"))
    first, second, third = (Desk(each, KeptDrafts(), Submissions(), book) for each in (session, session, other))
    assert first.quicklooks is second.quicklooks
    assert first.quicklooks is not third.quicklooks


def test_a_refreshed_tab_finds_its_check_and_another_tab_does_not(signed_in: Login, book: OrderBook) -> None:
    session, drafts = Session(signed_in), KeptDrafts()
    before = Desk(session, drafts, Submissions(), book, "tab")
    before.keep(Draft(pasted="PROD_1"))
    before.draft_check.begin_if_due()
    refreshed, other = (Desk(session, drafts, Submissions(), book, name) for name in ("tab", "other"))
    assert refreshed.draft_check.current() is before.draft_check.current() is not None
    assert other.draft_check.current() is None


def test_who_signs_out_in_one_browser_goes_on_reading_in_another(signed_in: Login, book: OrderBook) -> None:
    over, other = Session(signed_in, forgotten=lambda _: True), Session(signed_in)
    for session, error in (over, SessionOver), (other, type(None)):
        listed = Desk(session, KeptDrafts(), Submissions(), book).order_list
        listed.renew()
        listed.take(PATIENCE)
        assert type(listed.error) is error
