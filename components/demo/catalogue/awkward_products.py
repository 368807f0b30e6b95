"""Products with awkward names, versions, incomplete files or missing rights, to test clients with."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from components.demo.catalogue.faulty_products import FAULTY_PRODUCTS
from components.demo.catalogue.products import DataFile, Dataset, DataType, Product
from components.demo.catalogue.seeding import Seed, file


def datasets(seed: Seed) -> Iterator[tuple[Dataset | None, list[Product]]]:
    """The datasets with their products; None instead of a dataset for products without one."""
    for each in _DATASETS:
        urn = seed.urn("DATASET", each.label)
        products = [_product(seed, described, (urn,)) for described in each.products]
        yield Dataset(urn, each.label, each.label, "Collection", each.groups, each.data_groups), products
    yield (
        None,
        [
            _product(seed, described, ())
            for described in _with_one_file(*(f"ORPHAN_{number}" for number in range(1, 4)))
        ],
    )


@dataclass(frozen=True, slots=True)
class _AwkwardProduct:
    """A product, with its identifier, its files and other unusual values."""

    name: str
    files: tuple[DataFile, ...]
    version: int = 1
    last: bool = True
    datatype: str | None = None


@dataclass(frozen=True, slots=True)
class _AwkwardDataset:
    label: str
    products: tuple[_AwkwardProduct, ...]
    groups: frozenset[str] = frozenset({"public"})
    data_groups: frozenset[str] = frozenset({"public"})


def _product(seed: Seed, described: _AwkwardProduct, datasets: tuple[str, ...]) -> Product:
    return Product(
        urn=seed.urn("DATA", described.name, described.version),
        provider_id=described.name,
        label=described.name,
        model="Example",
        version=described.version,
        last=described.last,
        datasets=datasets,
        properties={"productId": described.name, **({"datatype": described.datatype} if described.datatype else {})},
        files=described.files,
        geometry=None,
    )


def _with_one_file(*names: str) -> tuple[_AwkwardProduct, ...]:
    """Products with one data file each, named after the identifier."""
    return tuple(_AwkwardProduct(name, (file(DataType.RAWDATA, f"{_safe_stem(name)}.csv"),)) for name in names)


def _with_quicklook(name: str, datatype: str | None = None) -> _AwkwardProduct:
    files = (file(DataType.RAWDATA, f"{name}.csv"), file(DataType.QUICKLOOK_SD, f"{name}.png"))
    return _AwkwardProduct(name, files, datatype=datatype)


def _safe_stem(name: str) -> str:
    return "".join(character if character.isalnum() or character in "-_." else "_" for character in name)[:80]


# The example identifiers in the public guide "Create Order REST", with their `datatype`.
_GUIDE: Final = (
    _with_quicklook("my_product_identifier", "type2"),
    _with_quicklook("my_product_id_1", "type1"),
    _with_quicklook("my_product_id_2", "type1"),
    _with_quicklook("my_product_id_3", "type1"),
    _with_quicklook("my_product_id_4", "type2"),
)

# Identifiers to quote or escape in a query, or not to interpret in a table or page, and ones that contain another.
_AWKWARD_IDENTIFIERS: Final = _with_one_file(
    "PROD_1",
    "PROD_10",
    "XPROD_1b",
    "prod_1",
    "urn:survey:2021:004",
    "Field survey 2019 (north)",
    'The "A" line',
    r"share\survey\01",
    "Île-de-Ré été 2020",
    "東京湾_2021_03",
    "🛰 pass 12",
    "AND",
    "a*b?c",
    "[x] {y}",
    "tilde~caret^2",
    "slash/path",
    "-minus",
    "a&&b",
    "comma,comma",
    "semi;colon",
    "<b>bold</b>",
    "=SUM(A1:A9)",
    "percent%20",
    "apostrophe's",
    "LONG_" + "0123456789" * 15,
)

_AWKWARD_FILES: Final = (
    _AwkwardProduct(
        "ALL_NINE_TYPES",
        (
            file(DataType.RAWDATA, "nine.csv"),
            file(DataType.QUICKLOOK_SD, "nine_sd.png"),
            file(DataType.QUICKLOOK_MD, "nine_md.png"),
            file(DataType.QUICKLOOK_HD, "nine_hd.png"),
            file(DataType.DOCUMENT, "nine.pdf"),
            file(DataType.THUMBNAIL, "nine_thumbnail.png"),
            file(DataType.OTHER, "nine.txt"),
            file(DataType.AIP, "nine_aip.json"),
            file(DataType.DESCRIPTION, "nine.json"),
        ),
    ),
    _AwkwardProduct("ONLY_A_DOCUMENT", (file(DataType.DOCUMENT, "leaflet.pdf"),)),
    _AwkwardProduct("NO_FILE", ()),
    _AwkwardProduct("NO_CHECKSUM", (file(DataType.RAWDATA, "no_checksum.csv", has_checksum=False),)),
    _AwkwardProduct("NO_SIZE", (replace(file(DataType.RAWDATA, "no_size.csv"), size=None),)),
    _AwkwardProduct("OFFLINE", (file(DataType.RAWDATA, "offline.csv", online=False),)),
    _AwkwardProduct("EMPTY_FILE", (replace(file(DataType.RAWDATA, "empty.csv"), size=0),)),
    # The same content and so the same checksum: a suborder keeps only one of them (contract C.2).
    _AwkwardProduct("TWIN_A", (file(DataType.RAWDATA, "calibration.txt"),)),
    _AwkwardProduct("TWIN_B", (file(DataType.RAWDATA, "calibration.txt"),)),
    # The same name with different content: a ZIP renames the second (contract C.7).
    _AwkwardProduct("SAME_NAME_A", (file(DataType.RAWDATA, "data.csv"),)),
    _AwkwardProduct("SAME_NAME_B", (file(DataType.RAWDATA, "data.csv"),)),
    # Names that must not become paths or break a header.
    _AwkwardProduct("NAME_ABOVE", (file(DataType.RAWDATA, "../above.csv"),)),
    _AwkwardProduct("NAME_OF_DEVICE", (file(DataType.RAWDATA, "CON.csv"),)),
    _AwkwardProduct("NAME_WITH_SIGNS", (file(DataType.RAWDATA, 'a "b"; c=d: é 東京.csv'),)),
    _AwkwardProduct("NAME_TOO_LONG", (file(DataType.RAWDATA, "long_" * 60 + ".csv"),)),
)

_VERSIONS: Final = (
    _AwkwardProduct("TWO_VERSIONS", (file(DataType.RAWDATA, "two_versions_v1.csv"),), version=1, last=False),
    _AwkwardProduct("TWO_VERSIONS", (file(DataType.RAWDATA, "two_versions_v2.csv"),), version=2),
    _AwkwardProduct("THREE_VERSIONS", (file(DataType.RAWDATA, "three_versions.csv"),), version=1, last=False),
    _AwkwardProduct("THREE_VERSIONS", (file(DataType.RAWDATA, "three_versions.csv"),), version=2, last=False),
    _AwkwardProduct("THREE_VERSIONS", (file(DataType.RAWDATA, "three_versions.csv"),), version=3),
    # From an external database, so never marked as last (contract E.3).
    _AwkwardProduct("NEVER_LAST", (file(DataType.RAWDATA, "never_last.csv"),), last=False),
)

_EXTERNAL: Final = (
    *(
        _AwkwardProduct(f"EXTERNAL_{n}", (file(DataType.RAWDATA, f"external_{n}.csv", reference=True),))
        for n in range(1, 6)
    ),
    # External files without a checksum count as equal: a suborder keeps only one (contract C.2).
    *(
        _AwkwardProduct(
            f"EXTERNAL_NO_CHECKSUM_{n}",
            (file(DataType.RAWDATA, f"external_no_checksum_{n}.csv", reference=True, has_checksum=False),),
        )
        for n in range(1, 4)
    ),
)

# Larger than a signed 32-bit integer: a download by number is never recorded (contract C.7).
_LARGE: Final = (
    _AwkwardProduct(
        "BIG_2_GIB",
        (DataFile(DataType.RAWDATA, "big_2_gib.dat", "application/octet-stream", 2**31 + 4096, has_checksum=False),),
    ),
)

_STAFF: Final = frozenset({"staff"})
_DATASETS: Final = (
    _AwkwardDataset("Examples of the public guide", _GUIDE),
    _AwkwardDataset("Awkward identifiers", _AWKWARD_IDENTIFIERS),
    _AwkwardDataset("Awkward files", _AWKWARD_FILES),
    _AwkwardDataset("Several versions", _VERSIONS),
    _AwkwardDataset("Mirrored elsewhere", _EXTERNAL),
    _AwkwardDataset("Large volumes", _LARGE),
    # Labels that differ only in case: a basket loses the second (contract C.1).
    _AwkwardDataset("Tide gauges", _with_one_file(*(f"TIDE_GAUGE_{number}" for number in range(1, 6)))),
    _AwkwardDataset("TIDE GAUGES", _with_one_file(*(f"TIDE_GAUGE_{number}" for number in range(6, 11)))),
    _AwkwardDataset(
        "Calibration, for staff", _with_one_file(*(f"CALIBRATION_{n}" for n in range(1, 11))), _STAFF, _STAFF
    ),
    _AwkwardDataset(
        "Commercial imagery, to look at",
        tuple(_with_quicklook(f"COMMERCIAL_{number}") for number in range(1, 11)),
        data_groups=_STAFF,
    ),
    _AwkwardDataset("Tapes in trouble", _with_one_file(*(each.product for each in FAULTY_PRODUCTS))),
)
