"""What an archive holds: the products of each dataset that the user may see."""

from dataclasses import dataclass

from components.regards.catalogue import searches
from components.regards.http.connection import Connection


@dataclass(frozen=True, slots=True)
class Holding:
    """A dataset with the numbers of its products and of its files that can be ordered; ``size`` is in bytes."""

    dataset: str
    products: int
    files: int
    size: int


def read(connection: Connection) -> tuple[Holding, ...]:
    """The datasets of the catalogue from which something can be ordered, the largest first. It takes two questions.

    Raises:
        RegardsError: see `Connection`.
    """
    amounts = searches.summarise(connection, ()).amounts
    labels = searches.dataset_labels(connection) if amounts else {}
    holdings = (
        _together(labels.get(dataset, dataset), [amount for amount in amounts if amount.dataset == dataset])
        for dataset in dict.fromkeys(amount.dataset for amount in amounts)
    )
    return tuple(sorted(holdings, key=lambda holding: (-holding.products, holding.dataset)))


def _together(dataset: str, amounts: list[searches.Amount]) -> Holding:
    """The amounts of one dataset, one for each data type; each counts all of its products."""
    return Holding(
        dataset, amounts[0].products, sum(each.files for each in amounts), sum(each.size for each in amounts)
    )
