"""The baskets of all users, and the orders made from them (contract C.1, C.9, D)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from components.demo.accounts.accounts import User
from components.demo.catalogue.catalogue import Catalogue
from components.demo.catalogue.products import Product
from components.demo.catalogue.summaries import readable_datasets, summarise
from components.demo.orders.basket import Basket, DatasetSelection, ItemsSelection
from components.demo.orders.lifecycle import LifeCycle
from components.demo.orders.order import Order
from components.demo.sequences import Sequences


@dataclass
class Baskets:
    """The baskets of all users, at most one per user."""

    catalogue: Catalogue
    lifecycle: LifeCycle
    numbers: Sequences
    by_owner: dict[str, Basket] = field(default_factory=dict)

    def of(self, user: User) -> Basket:
        """The user's basket; it is created if there is none."""
        if user.username not in self.by_owner:
            self.by_owner[user.username] = Basket(next(self.numbers.basket), user.username)
        return self.by_owner[user.username]

    def replace(self, user: User, basket: Basket | None) -> None:
        """Replace the user's basket; None removes it."""
        if basket is None:
            self.by_owner.pop(user.username, None)
        else:
            self.by_owner[user.username] = basket

    def select(
        self,
        user: User,
        found: Iterable[Product],
        request: Mapping[str, object],
        now: float,
        *,
        dataset: str | None = None,
    ) -> bool:
        """Add the products of a search to the user's basket and return whether they have an orderable file.

        `dataset` (a URN) limits the selection to one dataset. Products in no dataset cannot be added, but their files
        count as orderable: such an order is granted and ends empty (contract C.1).
        """
        products = [each for each in found if self.catalogue.may_download(each, user.groups)]
        readable = readable_datasets(self.catalogue.datasets.values(), user.groups)
        summary = summarise(products, readable if dataset is None else readable & {dataset})
        basket = self.of(user)
        for urn, part in summary.datasets.items():
            if part.total.files:
                chosen = tuple(each for each in products if urn in each.datasets)
                item = ItemsSelection(now, request, chosen, part)
                basket.add(self.catalogue.datasets[urn], item, self.numbers.selection)
        return summary.total.files > 0

    def order_basket(
        self, user: User, label: str, suborder_hours: float, now: float, on_success_url: str = ""
    ) -> Order:
        """Create an order from the basket and remove the basket."""
        basket = self.by_owner.pop(user.username)
        return self.order(user, tuple(basket.selections.values()), label, suborder_hours, now, on_success_url)

    def order(
        self,
        user: User,
        selections: tuple[DatasetSelection, ...],
        label: str,
        suborder_hours: float,
        now: float,
        on_success_url: str = "",
    ) -> Order:
        """Create an order; each suborder adds `suborder_hours` to its lifetime (contract C.4)."""
        number = next(self.numbers.order)
        order = Order(number, user.username, label, now, selections, suborder_hours, on_success_url)
        self.lifecycle.accept(order, now)
        return order
