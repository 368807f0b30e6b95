"""A desk in a process of its own that submits one draft, so that tests can kill it."""

import sys

from components.desk.desk import Desk
from components.desk.drafts.kept_drafts import KeptDrafts
from components.desk.order_book import OrderBook
from components.desk.submissions import Click, Submissions
from components.order.draft import Draft
from components.regards.settings import Archive, OrderThrough
from components.regards.sign_in import login
from components.regards.sign_in.session import Session


def submit(  # noqa: PLR0913, PLR0917 - what the command line gives
    url: str, project: str, username: str, password: str, address: str, pasted: str, way: str
) -> None:
    """Submit the pasted identifiers, one to an order, by apply or by way of the basket; wait for the result."""
    archive = Archive("Demo archive", url, project, identifiers_per_order=1, order_through=OrderThrough(way))
    book = OrderBook(address)
    signed_in = login.sign_in(archive, project, username, password)
    desk = Desk(Session(signed_in), KeptDrafts(book.database), Submissions(), book)
    desk.begin_draft(Draft(pasted=pasted))
    desk.click(Click(desk.requests(), desk.draft_key, confirmed=True))
    desk.act_on_click()
    submission = desk.submission()
    assert submission
    submission.result()


if __name__ == "__main__":
    submit(*sys.argv[1:])
