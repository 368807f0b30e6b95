"""The check with the catalogue before an order: which products exist, and which files would be delivered.

An archive accepts an order whose products are in no dataset, and leaves it empty (contract C.1, T-20). It refuses an
order if one query finds nothing, without saying which (T-17). So the catalogue is asked first.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial

from components.order.data_types import is_asked_for
from components.order.java_regex import PatternError, UnsupportedPattern
from components.order.name_filter import NamedFile, judge
from components.order.selection import Selection
from components.regards import quota
from components.regards.catalogue import attributes, near_names, searches
from components.regards.catalogue.footprints import Footprints, FootprintSample
from components.regards.catalogue.near_names import NearNames, ReadAttributes
from components.regards.catalogue.quicklooks import FirstQuicklooks
from components.regards.catalogue.searches import Amount, Summary
from components.regards.errors import NOT_SHOWN, ArchiveFailed, Refused, RegardsError
from components.regards.http.connection import Connection
from components.regards.orders.records import Basket
from components.regards.pictures import Quicklook
from components.regards.quota import Quota
from components.regards.submission import basket
from components.regards.unseen import Looks, Part

ProgressCallback = Callable[[int, int], None]
"""Called with the number of steps done and of all steps, before each page too; raises `Cancelled` to stop the check."""

MOST_NAMES = 10_000
"""File names that a check collects, to try the name filter on."""

MOST_PRODUCTS = 10_000
"""Products of search expressions that a check looks at, for their names and places."""


class Cancelled(Exception):
    """The user has cancelled the check."""


@dataclass(frozen=True, slots=True)
class FailingExpression:
    """A search expression for which the archive would refuse the whole order.

    ``reason`` is the catalogue's explanation; empty if the expression is valid but finds nothing to order.
    """

    expression: str
    reason: str


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The result of a check.

    Attributes:
        products: the number of products found.
        amounts: the files that would be ordered, by dataset and data type.
        labels: the names of datasets, by their technical identifiers.
        quota: the user's download limits, None if the archive does not know them.
        basket: the user's basket, None if it is empty.
        found: the identifiers found, in the order asked.
        unknown: those that do not exist or are not accessible; the archive does not say which (T-56).
        several_versions: the found ones with several versions.
        unplaced: the found ones in no dataset, which are never delivered.
        fileless: the found ones in a dataset, but without a file that the user may order; never delivered either.
        repeated: the found ones in several datasets, which are delivered once for each.
        near: what the catalogue has instead of the unknown ones.
        older_only: whether nothing was found because no version counts as the latest (contract E.3).
        failing: the expressions for which the archive would refuse the order.
        whole_catalogue: whether one expression covers the whole catalogue.
        names: the files that would be ordered, at most MOST_NAMES.
        all_names: whether ``names`` holds all of them.
        unseen: what could not be looked at; its values above are empty, which says nothing.
        footprints: where the products lie; of search expressions, those whose names were looked at.
        quicklooks: of the first products found that are in a dataset and have one that can be shown.
    """

    products: int
    amounts: tuple[Amount, ...]
    labels: Mapping[str, str]
    quota: Quota | None
    basket: Basket | None
    found: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    near: NearNames = field(default_factory=NearNames)
    several_versions: tuple[str, ...] = ()
    unplaced: tuple[str, ...] = ()
    fileless: tuple[str, ...] = ()
    repeated: tuple[str, ...] = ()
    older_only: bool = False
    failing: tuple[FailingExpression, ...] = ()
    whole_catalogue: bool = False
    names: tuple[NamedFile, ...] = ()
    all_names: bool = True
    unseen: tuple[Part, ...] = ()
    footprints: Footprints = field(default_factory=Footprints)
    quicklooks: tuple[Quicklook, ...] = ()

    @property
    def counted(self) -> bool:
        """Whether the files that would be ordered are counted."""
        return Part.COUNTS not in self.unseen

    @property
    def orderable(self) -> tuple[str, ...]:
        """The found identifiers that are in a dataset and have files that the user may order."""
        never = {*self.unplaced, *self.fileless}
        return tuple(identifier for identifier in self.found if identifier not in never)

    @property
    def can_be_reduced(self) -> bool:
        """Whether an order of the orderable identifiers alone is smaller, and not empty."""
        return bool(self.orderable) and len(self.orderable) < len(self.found) + len(self.unknown)

    @property
    def clashing(self) -> tuple[str, ...]:
        """Labels that differ only in case: of such datasets an order keeps only one (contract C.1)."""
        datasets = dict.fromkeys(amount.dataset for amount in self.amounts)
        labels = [self.labels.get(dataset, dataset) for dataset in datasets]
        alike = Counter(label.lower() for label in labels)
        return tuple(label for label in labels if alike[label.lower()] > 1)

    def of(self, data_types: Sequence[str]) -> tuple[Amount, ...]:
        """The amounts of these data types. QUICKLOOK means its three sizes; an empty sequence means all types."""
        return tuple(amount for amount in self.amounts if is_asked_for(amount.data_type, data_types))

    def doubtful(self, data_types: Sequence[str]) -> bool:
        """Whether the user should see the result before an order is sent."""
        return self.faulty(data_types) or self.over_quota(data_types)

    def faulty(self, data_types: Sequence[str]) -> bool:
        """Whether something that the order asks for would not come, or it asks for everything; the quota aside."""
        return bool(
            self.unknown
            or self.unplaced
            or self.fileless
            or self.failing
            or self.clashing
            or self.whole_catalogue
            or not self.of(data_types)  # also if they are not counted
        )

    def takes_nothing(self, data_types: Sequence[str], name_filter: str) -> bool:
        """Whether no file passes a name filter; False unless all names are known."""
        if not (name_filter and self.names and self.all_names):
            return False
        try:
            return not judge(self.names, data_types, name_filter).kept
        except (PatternError, UnsupportedPattern):
            return False

    def over_quota(self, data_types: Sequence[str]) -> bool:
        """Whether the order has more files than the user may download, which REGARDS does not check (contract G)."""
        left = self.quota.left if self.quota else None
        return left is not None and sum(amount.charged for amount in self.of(data_types)) > left


def check(
    connection: Connection,
    selection: Selection,
    progress: ProgressCallback = lambda _done, _all: None,
    known_attributes: ReadAttributes | None = None,
) -> CheckResult:
    """Check an order with the catalogue. Nothing is changed on the archive.

    Args:
        connection: the user's connection.
        selection: the products of the order.
        progress: see `ProgressCallback`.
        known_attributes: gives the attributes of the project; by default they are read from the archive.

    Raises:
        Cancelled: ``progress`` raised it.
        Refused: the catalogue does not know the field of the identifiers.
        NoRight, Missing: this archive does not show its catalogue (contract L.12).
        RegardsError: see `Connection`.
    """
    if selection.expressions:
        return _check_expressions(connection, selection.expressions, progress)
    steps = len(selection.queries()) + 3
    result = _check_identifiers(connection, selection, lambda done: progress(done, steps))
    if result.older_only or not result.unknown:
        return result
    read_attributes = known_attributes or partial(attributes.read, connection)
    before = partial(progress, steps - 1, steps)
    return replace(result, near=near_names.look(connection, selection, result.unknown, read_attributes, before))


def _check_identifiers(connection: Connection, selection: Selection, progress: Callable[[int], None]) -> CheckResult:
    asked, queries = set(selection.identifiers), selection.queries()
    versions: Counter[str] = Counter()
    datasets: dict[str, set[str]] = {}
    names: list[NamedFile] = []
    with_files: set[str] = set()
    places, quicklooks = FootprintSample(), FirstQuicklooks()
    for done, query in enumerate(queries):
        for product in searches.search(connection, query, before=partial(progress, done)):
            identifier = str(product.value(selection.field))
            if identifier in asked:
                versions[identifier] += 1
                places.add(product.attributes)
                datasets.setdefault(identifier, set()).update(product.datasets)
                if product.datasets:
                    names += product.files if len(names) <= MOST_NAMES else ()
                    quicklooks.add(product.attributes)
                if product.may_be_ordered:
                    with_files.add(identifier)
    found = tuple(identifier for identifier in selection.identifiers if identifier in versions)
    progress(len(queries))
    looks = Looks()
    older_only = selection.latest_only and not found and _any_version(connection, selection, looks)
    count = partial(_counts, connection, selection.of(found).queries(), looks) if found else lambda: _NOTHING
    result = _result(connection, count, names, looks)
    progress(len(queries) + 1)
    # The summary lacks datasets that the user may see but not order (contract C.2).
    orderable_datasets = {amount.dataset for amount in result.amounts} if result.counted else None
    return replace(
        result,
        footprints=places.footprints(),
        quicklooks=quicklooks.found,
        found=found,
        unknown=tuple(identifier for identifier in selection.identifiers if identifier not in versions),
        several_versions=tuple(identifier for identifier in found if versions[identifier] > 1),
        unplaced=tuple(identifier for identifier in found if not datasets[identifier]),
        fileless=tuple(
            identifier
            for identifier in found
            if datasets[identifier]
            and (
                identifier not in with_files
                or (orderable_datasets is not None and not datasets[identifier] & orderable_datasets)
            )
        ),
        repeated=tuple(identifier for identifier in found if len(datasets[identifier]) > 1),
        older_only=older_only,
    )


def _check_expressions(connection: Connection, expressions: Sequence[str], progress: ProgressCallback) -> CheckResult:
    steps = len(expressions) + 3
    progress(0, steps)
    everything = searches.summarise(connection, ()).products
    failing: list[FailingExpression] = []
    whole_catalogue = False
    for done, expression in enumerate(expressions, start=1):
        progress(done, steps)
        try:
            summary = searches.summarise(connection, (expression,))
        except Refused as refusal:
            failing.append(FailingExpression(expression, refusal.server_message))
            continue
        if not summary.amounts:
            failing.append(FailingExpression(expression, ""))
        whole_catalogue |= 0 < everything <= summary.products
    good = [expression for expression in expressions if expression not in {each.expression for each in failing}]
    before = partial(progress, len(expressions) + 1, steps)
    seen = _look_at_products(connection, good, before) if good else _Seen()
    progress(len(expressions) + 2, steps)
    count = partial(searches.summarise, connection, good) if good else lambda: _NOTHING
    result, footprints = _result(connection, count, seen.names, Looks()), seen.footprints
    if not seen.are_all and result.products > footprints.located + footprints.without:
        footprints = replace(footprints, first_of=result.products)
    return replace(
        result,
        failing=tuple(failing),
        whole_catalogue=whole_catalogue,
        all_names=result.all_names and seen.are_all,
        footprints=footprints,
        quicklooks=seen.quicklooks,
    )


@dataclass(frozen=True, slots=True)
class _Seen:
    """What is kept of the products that would be ordered, and whether these are all or the first."""

    names: Sequence[NamedFile] = ()
    footprints: Footprints = field(default_factory=Footprints)
    quicklooks: tuple[Quicklook, ...] = ()
    are_all: bool = True


def _look_at_products(connection: Connection, expressions: Sequence[str], before: Callable[[], None]) -> _Seen:
    names: list[NamedFile] = []
    places, quicklooks, are_all = FootprintSample(), FirstQuicklooks(), True
    for number, product in enumerate(searches.search(connection, *expressions, before=before)):
        if number == MOST_PRODUCTS or len(names) > MOST_NAMES:
            are_all = False
            break
        if product.datasets:
            names += product.files
            places.add(product.attributes)
            quicklooks.add(product.attributes)
    return _Seen(names, places.footprints(), quicklooks.found, are_all)


def _counts(connection: Connection, queries: Sequence[str], looks: Looks) -> Summary:
    """What would be ordered, nothing if the archive does not tell, although its catalogue has just answered."""
    refusals = (*NOT_SHOWN, ArchiveFailed)
    return looks.at(Part.COUNTS, lambda: searches.summarise(connection, queries), refusals) or _NOTHING


def _result(
    connection: Connection, count: Callable[[], Summary], names: Sequence[NamedFile], looks: Looks
) -> CheckResult:
    """The result, of what is asked for once the products are found, all at the same time."""
    with ThreadPoolExecutor(4) as threads:
        counting = threads.submit(count)
        reading_quota = threads.submit(quota.read, connection)
        reading_labels = threads.submit(searches.dataset_labels, connection)
        reading_basket = threads.submit(basket.read, connection)
    summary = counting.result()
    # The archive's storage may be down, and the rest still works (contract G).
    limits = looks.at(Part.QUOTA, reading_quota.result, (RegardsError,))
    labels = looks.at(Part.DATASETS, reading_labels.result) or {}
    content = looks.at(Part.BASKET, reading_basket.result)
    return CheckResult(
        products=summary.products,
        amounts=summary.amounts,
        labels=labels,
        quota=limits,
        basket=content,
        names=tuple(names[:MOST_NAMES]),
        all_names=len(names) <= MOST_NAMES,
        unseen=looks.unseen,
    )


def _any_version(connection: Connection, selection: Selection, looks: Looks) -> bool:
    queries = replace(selection, latest_only=False).queries()
    return _counts(connection, queries, looks).products > 0


_NOTHING = Summary(products=0, placed=0, amounts=())
