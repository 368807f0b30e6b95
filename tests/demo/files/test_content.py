"""The content of files: reproducible, of the announced size, and in the format of the name."""

import csv
import hashlib
import io
import json
import re
import struct
import zlib
from itertools import islice

import pytest

from components.demo.catalogue import catalogue
from components.demo.catalogue.products import DataFile, DataType
from components.demo.catalogue.seeding import file
from components.demo.files import content
from components.demo.files.content import body, checksum, chunks

CATALOGUE = catalogue.build()
SCENE = "S2B_MSIL1C_20171119T133209_N0206_R081_T22JBM_20171120T175608"
GRANULE = "SWOT_L2_LR_SSH_Expert_001_003_20230721T071918_20230721T081044_PIC0_01"
URN = "URN:AIP:DATA:demo:00000000-0000-3000-9000-000000000001:V1"
OTHER_URN = "URN:AIP:DATA:demo:00000000-0000-3000-9000-000000000002:V1"
PICTURE = file(DataType.QUICKLOOK_SD, f"{SCENE}.png")
TABLE = file(DataType.RAWDATA, f"{SCENE}.csv")


def of_each_kind() -> list[tuple[str, DataFile]]:
    """One file of each data type and suffix in the catalogue, and all irregular ones."""
    everything = {
        (each.data_type, each.filename.rpartition(".")[2], product.model == "Example" and each.filename): (
            product.urn,
            each,
        )
        for product in CATALOGUE.products.values()
        for each in product.files
    }
    return list(everything.values())


def test_bodies_are_as_long_as_announced() -> None:
    for urn, each in of_each_kind():
        if each.size is not None:
            assert sum(map(len, chunks(urn, each))) == each.size, each.filename


def test_files_of_datasets_are_as_long_as_announced() -> None:
    attached = [(dataset.urn, each) for dataset in CATALOGUE.datasets.values() for each in dataset.files]
    assert [len(body(urn, each)) for urn, each in attached] == [each.size for _, each in attached]


def test_file_of_unknown_size_has_a_body_nevertheless() -> None:
    unknown = DataFile(DataType.RAWDATA, TABLE.filename, TABLE.mime_type, None)
    assert body(URN, unknown) == body(URN, TABLE)


@pytest.mark.parametrize("each", [PICTURE, TABLE], ids=["picture", "table"])
def test_body_is_always_the_same(each: DataFile) -> None:
    assert body(URN, each) == body(URN, each)


@pytest.mark.parametrize("each", [PICTURE, TABLE], ids=["picture", "table"])
def test_body_is_another_for_another_product(each: DataFile) -> None:
    assert body(URN, each) != body(OTHER_URN, each)


def test_bodies_of_all_scenes_differ() -> None:
    """Or else a suborder would drop some of them as doubles (contract C.2)."""
    sums = [
        checksum(product.urn, each)
        for product in CATALOGUE.products.values()
        if product.model.endswith("Scene")
        for each in product.files
    ]
    assert len(set(sums)) == len(sums)


def test_pieces_make_the_body_whatever_their_size() -> None:
    pieces = list(chunks(URN, TABLE, 1000))
    assert b"".join(pieces) == body(URN, TABLE)
    assert {len(piece) for piece in pieces[:-1]} == {1000}


def test_checksum_is_the_md5_of_the_body() -> None:
    assert checksum(URN, TABLE) == hashlib.md5(body(URN, TABLE), usedforsecurity=False).hexdigest()


def test_picture_is_a_png_that_decodes() -> None:
    assert _pixels(body(URN, PICTURE)) == (80, 80, 80 * 41)


@pytest.mark.parametrize(
    ("data_type", "side"),
    [(DataType.THUMBNAIL, 32), (DataType.QUICKLOOK_MD, 112), (DataType.QUICKLOOK_HD, 148), (DataType.OTHER, 64)],
)
def test_picture_is_as_large_as_its_type_says(data_type: DataType, side: int) -> None:
    assert _pixels(body(URN, file(data_type, "x.png"))) == (side, side, side * (side // 2 + 1))


def _pixels(png: bytes) -> tuple[int, int, int]:
    """Check a PNG's chunks and give its width, height and the length of its decompressed rows."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    position, found = 8, {}
    while position < len(png):
        length, kind = struct.unpack_from(">I4s", png, position)
        data = png[position + 8 : position + 8 + length]
        assert struct.unpack_from(">I", png, position + 8 + length)[0] == zlib.crc32(kind + data)
        found[kind] = data
        position += 12 + length
    assert list(found) == [b"IHDR", b"PLTE", b"tEXt", b"IDAT", b"IEND"]
    width, height = struct.unpack_from(">II", found[b"IHDR"])
    return width, height, len(zlib.decompress(found[b"IDAT"]))


def test_table_has_a_head_and_rows_of_numbers() -> None:
    head, *rows = csv.reader(io.StringIO(body(URN, TABLE).decode()))
    assert head == ["line", "column", "blue", "green", "red", "nir", "swir1", "swir2"]
    assert len(rows) > 100
    assert all(0 <= float(value) <= 1 for row in rows for value in row[2:])


def test_granule_is_a_classic_netcdf_file() -> None:
    data = body(URN, file(DataType.RAWDATA, f"{GRANULE}.nc"))
    magic, records, tag, dimensions, length, name, points = struct.unpack_from(">4siiii4si", data)
    assert (magic, records, tag, dimensions, length, name) == (b"CDF\x01", 0, 10, 1, 4, b"time")
    assert points == (len(data) - data.index(struct.pack(">dd", 0, 1))) // 24  # one double and four floats a point
    assert b"seconds since 2023-07-21 07:19:18" in data


def test_description_is_json() -> None:
    assert json.loads(body(URN, file(DataType.DESCRIPTION, "é.json")))["file"] == "é.json"


def test_document_is_a_pdf_whose_table_points_to_its_objects() -> None:
    data = body(URN, file(DataType.DOCUMENT, "handbook (1).pdf"))
    start = int(data.rpartition(b"startxref\n")[2].partition(b"\n")[0])
    places = [int(place) for place in re.findall(rb"([0-9]{10}) 00000 n", data[start:])]
    assert data.startswith(b"%PDF-1.4")
    assert data[start:].startswith(b"xref\n")
    assert [data[place:].split(b" ", 1)[0] for place in places] == [b"1", b"2", b"3", b"4", b"5", b"6"]


def test_clouds_of_the_properties_are_a_share() -> None:
    covers = [content.cloud_cover(f"{URN}{number}") for number in range(200)]
    assert all(0 <= cover <= 100 for cover in covers)
    assert len(set(covers)) > 100


class TestLargeFile:
    LARGE = DataFile(DataType.RAWDATA, "large.dat", "application/octet-stream", 2**31 + 4096, has_checksum=False)

    def test_is_sent_piece_by_piece(self) -> None:
        assert [len(piece) for piece in islice(chunks(URN, self.LARGE, 4096), 3)] == [4096] * 3

    def test_pieces_are_many_enough(self) -> None:
        assert sum(map(len, chunks(URN, self.LARGE, 2**20))) == 2**31 + 4096

    def test_pieces_join_whatever_their_size(self) -> None:
        small, large = chunks(URN, self.LARGE, 1000), chunks(URN, self.LARGE, 10_000)
        assert b"".join(islice(small, 20)) == b"".join(islice(large, 2))

    def test_end_is_where_the_size_says(self) -> None:
        odd = DataFile(DataType.RAWDATA, "odd.dat", "application/octet-stream", 2500)
        assert [len(piece) for piece in chunks(URN, odd, 1000)] == [1000, 1000, 500]
