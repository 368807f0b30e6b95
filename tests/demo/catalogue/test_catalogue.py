"""The generated catalogue: its content, its access rights, and its reproducibility."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from importlib.resources import files

import pytest

from components.demo.catalogue import catalogue
from components.demo.catalogue.attributes import Kind
from components.demo.catalogue.catalogue import MODEL
from components.demo.catalogue.products import ORDERABLE, DataFile, Dataset, DataType, Product
from components.demo.search import QueryError

PUBLIC = frozenset({"public"})
STAFF = frozenset({"public", "staff"})
CATALOGUE = catalogue.build()
PRODUCTS = tuple(CATALOGUE.products.values())
GUIDE = ["my_product_id_1", "my_product_id_2", "my_product_id_3", "my_product_id_4"]


def names(list_name: str) -> list[str]:
    return files("components.demo").joinpath("data", list_name).read_text(encoding="ascii").split()


def dataset(label: str) -> Dataset:
    (found,) = [each for each in CATALOGUE.datasets.values() if each.label == label]
    return found


def products_of(label: str) -> list[Product]:
    return [each for each in PRODUCTS if dataset(label).urn in each.datasets]


def found(expression: str, groups: frozenset[str] = PUBLIC) -> list[str]:
    return [each.provider_id for each in CATALOGUE.search(expression, groups)]


def files_of(data_type: DataType, products: list[Product]) -> list[DataFile]:
    return [file for each in products for file in each.files if file.data_type is data_type]


class TestRealScenes:
    @pytest.mark.parametrize(
        ("label", "source", "count"),
        [
            ("Sentinel-2 L1C, Brazil", "sentinel2-scenes.txt", 144),
            ("Landsat 8 Collection 2, Brazil", "landsat8-scenes.txt", 67),
            ("Sentinel-2 L1C, Norway, April 2020", "sentinel2-norway-2020-04.txt", 2271),
        ],
    )
    def test_dataset_holds_the_list(self, label: str, source: str, count: int) -> None:
        assert [each.provider_id for each in products_of(label)] == names(source)
        assert len(products_of(label)) == count

    def test_every_scene_has_one_data_file_and_one_quicklook_in_standard_definition(self) -> None:
        for each in PRODUCTS:
            if each.model.endswith("Scene"):
                types = Counter(file.data_type for file in each.files)
                assert (types[DataType.RAWDATA], types[DataType.QUICKLOOK_SD]) == (1, 1)

    def test_data_of_both_lists_of_brazil_are_211_files(self) -> None:
        both = products_of("Sentinel-2 L1C, Brazil") + products_of("Landsat 8 Collection 2, Brazil")
        assert len(files_of(DataType.RAWDATA, both)) == 211

    def test_their_names_tell_their_properties(self) -> None:
        (scene,) = CATALOGUE.search(
            'providerId:"S2B_MSIL1C_20171119T133209_N0206_R081_T22JBM_20171120T175608.SAFE"', PUBLIC
        )
        told = {name: value for name, value in scene.properties.items() if name != "cloudCover"}
        assert told == {
            "productId": scene.provider_id,
            "mission": "Sentinel-2",
            "platform": "S2B",
            "processing": {"level": "L1C", "baseline": "0206"},
            "acquisition": {"start": datetime.fromisoformat("2017-11-19T13:32:09+00:00")},
            "relativeOrbit": 81,
            "tile": "22JBM",
        }

    def test_landsat_names_too(self) -> None:
        assert found('path:223 AND row:81 AND start:"2020-07-14T00:00:00Z"') == [
            "LC08_L2SP_223081_20200714_20200912_02_T1"
        ]

    @pytest.mark.parametrize(
        ("name", "longitude", "latitude"),
        [
            ("S2B_MSIL1C_20171119T133209_N0206_R081_T22JBM_20171120T175608.SAFE", -53.6, -30.3),
            ("LC08_L2SP_223081_20200714_20200912_02_T1", -54.2, -30.3),
            ("S2A_MSIL1C_20200430T140741_N0202_R053_T35XPK_20200504T102540", 35.3, 80.6),
        ],
    )
    def test_footprint_is_about_where_the_scene_is(self, name: str, longitude: float, latitude: float) -> None:
        (scene,) = CATALOGUE.search(f'providerId:"{name}"', PUBLIC)
        assert scene.geometry is not None
        ring = scene.geometry["coordinates"][0]  # type: ignore[index]  # GeoJSON is nested lists
        assert sum(point[0] for point in ring[:4]) / 4 == pytest.approx(longitude, abs=1.5)
        assert sum(point[1] for point in ring[:4]) / 4 == pytest.approx(latitude, abs=0.5)

    def test_data_of_the_longer_list_of_brazil_are_under_two_megabytes(self) -> None:
        """A suborder of the demo holds 2 MB: one is enough for the data alone, not with the quicklooks."""
        scenes = products_of("Sentinel-2 L1C, Brazil")
        orderable = [file.size or 0 for each in scenes for file in each.files if file.data_type in ORDERABLE]
        assert sum(file.size or 0 for file in files_of(DataType.RAWDATA, scenes)) < 1_900_000
        assert sum(orderable) > 2_000_000


class TestExamplesOfTheGuide:
    @pytest.mark.parametrize(
        ("expression", "expected"),
        [
            ("productId:my_product_identifier", ["my_product_identifier"]),
            ('productId:"my_product_identifier"', ["my_product_identifier"]),
            ("productId:(my_product_id_1 OR my_product_id_2 OR my_product_id_3 OR my_product_id_4)", GUIDE),
            ('productId:("my_product_id_1" OR "my_product_id_2" OR "my_product_id_3" OR "my_product_id_4")', GUIDE),
        ],
    )
    def test_identifiers_find_their_products(self, expression: str, expected: list[str]) -> None:
        assert found(expression) == expected

    def test_datatype_finds_products_with_data_and_quicklooks(self) -> None:
        products = list(CATALOGUE.search("datatype:type1", PUBLIC))
        assert 1 < len(products) < 10
        assert len(files_of(DataType.RAWDATA, products)) == len(products)
        assert len(files_of(DataType.QUICKLOOK_SD, products)) == len(products)

    def test_misspelt_attribute_is_refused(self) -> None:
        with pytest.raises(QueryError, match="Unknown parameter: productID"):
            found('productID:"my_product_identifier"')


class TestAltimetry:
    def test_cycle_and_pass_find_one_granule(self) -> None:
        assert found('mission:"SWOT" AND cycle:2 AND pass:17') == [
            "SWOT_L2_LR_SSH_Expert_002_017_20230811T160155_20230811T165322_PIC0_01"
        ]

    def test_start_is_where_the_cycle_and_the_pass_say(self) -> None:
        start = [each.properties["acquisition"]["start"] for each in products_of("Jason-3 GDR-F")]  # type: ignore[index]
        assert start == sorted(start)
        assert len(start) == 4 * 254

    def test_granules_are_a_few_thousand(self) -> None:
        granules = [each for each in PRODUCTS if each.model == "AltimetryGranule"]
        assert 2000 < len(granules) < 4000
        assert all(each.files[0].filename == f"{each.provider_id}.nc" for each in granules)

    def test_campaign_overlaps_with_the_mission(self) -> None:
        campaign = products_of("Sea level campaign, September 2023")
        assert len(campaign) == 60
        assert all(dataset("SWOT L2 sea surface height").urn in each.datasets for each in campaign)

    def test_campaign_has_files_of_its_own(self) -> None:
        attached = [file.data_type for file in dataset("Sea level campaign, September 2023").files]
        assert attached == [DataType.DOCUMENT, DataType.RAWDATA]


class TestOddities:
    @pytest.mark.parametrize(
        "name",
        [
            "urn:survey:2021:004",
            "Field survey 2019 (north)",
            'The "A" line',
            r"share\survey\01",
            "東京湾_2021_03",
            "AND",
        ],
    )
    def test_awkward_identifier_is_found_when_quoted(self, name: str) -> None:
        escaped = name.replace("\\", r"\\").replace('"', r"\"")
        assert found(f'providerId:"{escaped}"') == found(f'productId:"{escaped}"') == [name]

    def test_similar_names_are_told_apart_only_in_quotes(self) -> None:
        assert found('providerId:"PROD_1"') == ["PROD_1"]
        assert found("providerId:PROD_1") == ["PROD_1", "PROD_10", "XPROD_1b", "prod_1"]

    def test_only_the_newest_version_is_last(self) -> None:
        versions = CATALOGUE.search('providerId:"TWO_VERSIONS"', PUBLIC)
        assert [(each.version, each.last) for each in versions] == [(1, False), (2, True)]
        assert versions[0].urn.removesuffix("V1") == versions[1].urn.removesuffix("V2")

    def test_some_product_has_every_data_type(self) -> None:
        (product,) = CATALOGUE.search('providerId:"ALL_NINE_TYPES"', PUBLIC)
        assert {file.data_type for file in product.files} == set(DataType)

    def test_some_products_are_in_no_dataset(self) -> None:
        assert [each.datasets for each in CATALOGUE.search("providerId:ORPHAN_*", PUBLIC)] == [(), (), ()]

    @pytest.mark.parametrize(
        ("name", "lack"),
        [
            ("NO_CHECKSUM", {"has_checksum": False}),
            ("NO_SIZE", {"size": None}),
            ("OFFLINE", {"online": False}),
            ("EXTERNAL_1", {"reference": True, "has_checksum": True}),
            ("EXTERNAL_NO_CHECKSUM_1", {"reference": True, "has_checksum": False}),
            ("EMPTY_FILE", {"size": 0}),
            ("BIG_2_GIB", {"size": 2**31 + 4096, "has_checksum": False}),
        ],
    )
    def test_some_file_lacks_something(self, name: str, lack: Mapping[str, object]) -> None:
        (product,) = CATALOGUE.search(f'providerId:"{name}"', PUBLIC)
        (file,) = product.files
        assert {each: getattr(file, each) for each in lack} == lack


class TestHeritage:
    """Scenes that people know by another attribute than `providerId` (contract L.8)."""

    def test_a_scene_is_found_by_its_scene_identifier_and_not_under_other_fields(self) -> None:
        for scene in products_of("SPOT 5 heritage, sample"):
            known_as = scene.properties["SceneID"]
            assert found(f'properties.SceneID:"{known_as}"') == [scene.provider_id]
            assert found(f'providerId:"{known_as}" OR productId:"{known_as}" OR label:"{known_as}"') == []

    def test_there_are_more_than_a_few_and_all_can_be_ordered(self) -> None:
        scenes = products_of("SPOT 5 heritage, sample")
        assert len(scenes) == len({scene.properties["SceneID"] for scene in scenes}) == 12
        assert len(files_of(DataType.RAWDATA, scenes)) == 12


class TestAccess:
    def test_restricted_dataset_is_not_seen(self) -> None:
        assert found("providerId:CALIBRATION_*") == []

    def test_restricted_dataset_is_seen_by_its_group(self) -> None:
        assert len(found("providerId:CALIBRATION_*", STAFF)) == 10

    def test_data_that_may_not_be_downloaded_are_taken_out(self) -> None:
        assert {file.data_type for each in self.commercial(PUBLIC) for file in each.files} == {DataType.QUICKLOOK_SD}

    def test_data_stay_for_who_may_download_them(self) -> None:
        products = self.commercial(STAFF)
        assert len(files_of(DataType.RAWDATA, products)) == len(products) == 10

    def test_may_download_tells_them_apart(self) -> None:
        (product, *_) = self.commercial(PUBLIC)
        assert CATALOGUE.sees(product, PUBLIC)
        assert not CATALOGUE.may_download(product, PUBLIC)
        assert CATALOGUE.may_download(product, STAFF)

    def test_who_has_no_group_sees_nothing(self) -> None:
        assert found("", frozenset()) == []

    @staticmethod
    def commercial(groups: frozenset[str]) -> list[Product]:
        return list(CATALOGUE.search("providerId:COMMERCIAL_*", groups))


class TestSearch:
    def test_order_is_that_of_building(self) -> None:
        assert found("", STAFF) == [each.provider_id for each in PRODUCTS]

    def test_order_of_a_list_does_not_matter(self) -> None:
        assert found('providerId:("PROD_10" OR "PROD_1")') == ["PROD_1", "PROD_10"]

    @pytest.mark.parametrize(
        "expression",
        [
            'last:true AND (providerId:("TWO_VERSIONS" OR "PROD_1"))',
            '(productId:"PROD_1" OR productId:"TWO_VERSIONS") AND last:true',
            '(providerId:"PROD_1" OR (productId:"TWO_VERSIONS" AND version:2))',
            '(providerId:"PROD_1" OR productId:"TWO_VERSIONS") AND NOT version:1 OR providerId:"PROD_1"',
        ],
    )
    def test_indexed_and_other_conditions_go_together(self, expression: str) -> None:
        assert set(found(expression)) >= {"PROD_1", "TWO_VERSIONS"}

    def test_index_does_not_hide_what_another_condition_finds(self) -> None:
        assert found('providerId:"PROD_1" OR datatype:type2') == ["my_product_identifier", "my_product_id_4", "PROD_1"]

    def test_negated_list_finds_all_others(self) -> None:
        assert len(found('NOT providerId:("PROD_1" OR "PROD_10")')) == len(found("")) - 2

    def test_runaway_expression_is_refused(self) -> None:
        with pytest.raises(QueryError, match="too long"):
            found("providerId:/LONG(_|[0-9]|[0-9][0-9])*G/")


class TestWhole:
    def test_it_holds_a_few_thousand_products(self) -> None:
        assert 5000 < len(PRODUCTS) < 7000

    def test_every_product_has_its_identifier_as_productid(self) -> None:
        assert all(each.properties["productId"] == each.provider_id for each in PRODUCTS)

    def test_every_property_is_in_the_data_model(self) -> None:
        kinds: dict[Kind, type | tuple[type, ...]] = {
            Kind.TEXT: str,
            Kind.NUMBER: (int, float),
            Kind.DATE: datetime,
            Kind.FLAG: bool,
        }
        for product in PRODUCTS:
            for path, value in flat(product.properties):
                assert isinstance(value, kinds[MODEL[path]]), (product.provider_id, path)

    def test_every_dataset_of_a_product_exists(self) -> None:
        assert {urn for each in PRODUCTS for urn in each.datasets} <= set(CATALOGUE.datasets)

    def test_same_seed_gives_the_same_catalogue(self) -> None:
        again = catalogue.build()
        assert tuple(again.products.values()) == PRODUCTS
        assert again.datasets == CATALOGUE.datasets

    def test_another_seed_gives_other_identifiers(self) -> None:
        assert not set(catalogue.build(seed=2).products) & set(CATALOGUE.products)

    def test_another_project_gives_other_identifiers(self) -> None:
        other = catalogue.build("other")
        assert all(urn.split(":")[3] == "other" for urn in (*other.products, *other.datasets))


def flat(properties: Mapping[str, object], prefix: str = "") -> list[tuple[str, object]]:
    """The values of nested properties with their paths."""
    pairs: list[tuple[str, object]] = []
    for name, value in properties.items():
        pairs += flat(value, f"{prefix}{name}.") if isinstance(value, Mapping) else [(prefix + name, value)]
    return pairs
