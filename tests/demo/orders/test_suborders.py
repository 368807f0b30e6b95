"""The split of an order into suborders (contract C.2, C.8)."""

from components.demo.catalogue.products import DataFile, Product
from components.demo.orders.suborders import Limits, Source, split
from tests.demo.small_archive import file, product


def kept(_source: Source, _file: DataFile) -> bool:
    return True


def shapes(products: list[Product], limits: Limits) -> list[list[str]]:
    return [[each.filename for _, each in part.files] for part in split(products, kept, limits)]


def products(count: int, size: int = 10) -> list[Product]:
    return [product(f"P{number}", file(f"{number}.dat", size)) for number in range(count)]


def test_a_suborder_closes_once_it_reaches_the_size() -> None:
    assert shapes(products(5), Limits(size=20)) == [["0.dat", "1.dat"], ["2.dat", "3.dat"], ["4.dat"]]


def test_just_below_the_size_it_goes_on() -> None:
    assert shapes(products(3), Limits(size=21)) == [["0.dat", "1.dat", "2.dat"]]


def test_a_product_is_never_divided_however_large() -> None:
    large = product("LARGE", *(file(f"{number}.dat", 15) for number in range(4)))
    assert shapes([large, *products(1)], Limits(size=20)) == [["0.dat", "1.dat", "2.dat", "3.dat"], ["0.dat"]]


def test_a_suborder_also_closes_at_a_number_of_files() -> None:
    assert [len(each) for each in shapes(products(7), Limits(files=3))] == [3, 3, 1]


def test_external_files_make_suborders_of_their_own() -> None:
    mixed = product("M", file("in.dat"), file("out.dat", reference=True))
    parts = list(split([mixed], kept, Limits()))
    assert [(each.external, [each.filename for _, each in each.files]) for each in parts] == [
        (False, ["in.dat"]),
        (True, ["out.dat"]),
    ]


def test_an_external_suborder_closes_above_its_number_not_at_it() -> None:
    outside = [product(f"P{number}", file(f"{number}.dat", reference=True)) for number in range(5)]
    assert [len(each) for each in shapes(outside, Limits(external_files=2))] == [3, 2]


def test_the_size_of_external_files_closes_nothing() -> None:
    outside = [product(f"P{number}", file(f"{number}.dat", 100, reference=True)) for number in range(5)]
    assert [len(each) for each in shapes(outside, Limits(size=10))] == [5]


def test_a_stored_file_without_a_size_is_skipped_an_external_one_is_not() -> None:
    sizeless = [product("A", file("in.dat", None)), product("B", file("out.dat", None, reference=True))]
    assert shapes(sizeless, Limits()) == [["out.dat"]]


def test_two_files_of_one_checksum_are_kept_once_in_a_suborder() -> None:
    twins = [product(name, file("calibration.txt", 156)) for name in "AB"]
    assert shapes(twins, Limits()) == [["calibration.txt"]]


def test_but_in_two_suborders_twice() -> None:
    twins = [product(name, file("calibration.txt", 156)) for name in "AB"]
    assert shapes(twins, Limits(size=100)) == [["calibration.txt"], ["calibration.txt"]]


def test_of_external_files_without_checksum_one_a_suborder_survives() -> None:
    bare = [product(n, file(f"{n}.dat", has_checksum=False, reference=True)) for n in "ABC"]
    known = [product(n, file(f"{n}.dat", reference=True)) for n in "DE"]
    assert shapes([*bare, *known], Limits()) == [["A.dat", "D.dat", "E.dat"]]


def test_what_the_filter_leaves_out_counts_for_nothing() -> None:
    def odd(_source: Source, each: DataFile) -> bool:
        return int(each.filename[0]) % 2 == 1

    parts = list(split(products(4), odd, Limits(size=20)))
    assert [[each.filename for _, each in part.files] for part in parts] == [["1.dat", "3.dat"]]
