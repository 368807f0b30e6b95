"""What the tests of the demo archive use: a clock that is wound by hand, a small catalogue, and guests."""

# ruff: noqa: ANN401, S107 - options of requests and fields of dataclasses are passed on; every demo account has one password

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import requests
from starlette.types import ASGIApp, Receive, Scope, Send

from components.demo.accounts.accounts import User
from components.demo.archive import Archive
from components.demo.catalogue.catalogue import Catalogue
from components.demo.catalogue.products import DataFile, Dataset, DataType, Product
from components.demo.orders.apply import OrderRequest, Verdict, apply
from components.demo.orders.file_filters import FileFilter
from components.demo.orders.order import Order, OrderFile

TIMEOUT: Final = 60
USER: Final = "user@demo.example"
PREPARED: Final = 3.0
"""Seconds after which an order is prepared and its figures are right."""
WORKED: Final = 31.0
"""Seconds after which a suborder that was begun is done and the figures are right."""
HOUR: Final = 3600.0
START: Final = 1_770_109_507.120331  # 2026-02-03T09:05:07.120331Z


class Clock:
    """A clock that stands still until it is advanced."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> float:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += seconds


class Exchangeable:
    """The application of one web server for many archives: the archive at hand is put into it."""

    def __init__(self) -> None:
        self.app: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert self.app is not None
        await self.app(scope, receive, send)


@dataclass
class Desk:
    """The archive without HTTP: orders are asked for, and time goes by."""

    archive: Archive
    clock: Clock

    def user(self, username: str = USER) -> User:
        user = self.archive.directory.get(username)
        assert user is not None
        return user

    def apply(
        self, *queries: str, filters: FileFilter | None = None, username: str = USER, correlation: str | None = "web-1"
    ) -> Verdict:
        return apply(self.archive, self.user(username), OrderRequest(queries, filters, correlation))

    def order(self, *queries: str, filters: FileFilter | None = None, username: str = USER) -> Order:
        """Give a fresh order, a moment after it was granted."""
        verdict = self.apply(*queries, filters=filters, username=username)
        assert verdict.order_id is not None, verdict
        self.clock.advance(0.01)
        return self.archive.lifecycle.orders[verdict.order_id]

    def wait(self, seconds: float = 0) -> None:
        """Let time go by and the archive notice it."""
        self.clock.advance(seconds)
        with self.archive.moment():
            pass

    def download(self, *files: OrderFile) -> None:
        for each in files:
            with self.archive.moment() as now:
                self.archive.lifecycle.downloaded(each, now)


@dataclass
class Guest:
    """Someone who talks to the archive over HTTP, signed in or not."""

    url: str
    session: requests.Session
    archive: Archive

    def ask(self, method: str, path: str, **options: Any) -> requests.Response:
        return self.session.request(
            method, f"{self.url}/api/v1{path}", timeout=TIMEOUT, allow_redirects=False, **options
        )

    def get(self, path: str, **options: Any) -> requests.Response:
        return self.ask("GET", path, **options)

    def post(self, path: str, **options: Any) -> requests.Response:
        return self.ask("POST", path, **options)

    def put(self, path: str, **options: Any) -> requests.Response:
        return self.ask("PUT", path, **options)

    def delete(self, path: str, **options: Any) -> requests.Response:
        return self.ask("DELETE", path, **options)

    def sign_in(self, username: str, password: str = "demo", **options: Any) -> requests.Response:
        body = {"username": username, "password": password, "scope": "demo", "grant_type": "password"}
        arguments: dict[str, Any] = {"params": {"scope": "demo"}, "json": body, "auth": ("client", "secret")}
        return self.post("/rs-authentication/oauth/token", **{**arguments, **options})

    def apply(self, *queries: str, **more: Any) -> requests.Response:
        return self.post("/rs-order/user/orders/apply", json={"queries": list(queries), **more})

    def ordered(self, *queries: str, **more: Any) -> int:
        """Order, and give the number of the order."""
        answer = self.apply(*queries, **more)
        assert answer.status_code == 200, answer.text
        number: int = answer.json()["content"]["orderId"]
        return number

    def order(self, number: int) -> dict[str, Any]:
        answer = self.get(f"/rs-order/user/orders/{number}")
        assert answer.status_code == 200, answer.text
        content: dict[str, Any] = answer.json()["content"]
        return content

    def rels(self, number: int) -> set[str]:
        """Give what may be done with an order."""
        links = self.get(f"/rs-order/user/orders/{number}").json()["links"]
        return {each["rel"] for each in links} - {"self", "list"}

    def files(self, number: int) -> list[dict[str, Any]]:
        """Give all files of an order, by name."""
        found = []
        for task in self.order(number)["datasetTasks"]:
            path = f"/rs-order/orders/{number}/dataset/{task['id']}/files"
            found += [each["content"] for each in self.get(path, params={"size": 2000}).json()["content"]]
        return sorted(found, key=lambda each: each["filename"])

    def available(self, number: int) -> list[dict[str, Any]]:
        """Give the files of an order that are available, by name."""
        page = self.get(f"/rs-order/orders/{number}/files/available", params={"size": 2000}).json()
        return sorted((each["content"] for each in page["content"]), key=lambda each: str(each["filename"]))

    def download(self, number: int) -> requests.Response:
        return self.get(f"/rs-order/orders/files/{number}")

    def zip(self, number: int) -> requests.Response:
        return self.get(f"/rs-order/user/orders/{number}/download")

    def basket(self) -> dict[str, Any] | None:
        """Give the basket, None if there is none."""
        answer = self.get("/rs-order/order/basket")
        if answer.status_code == 204:
            return None
        content: dict[str, Any] = answer.json()["content"]
        return content


def file(name: str, size: int | None = 400, kind: DataType = DataType.RAWDATA, **more: Any) -> DataFile:
    mime = "image/png" if name.endswith(".png") else "application/octet-stream"
    return DataFile(kind, name, mime, size, **more)


def product(name: str, *files: DataFile, datasets: tuple[Dataset, ...] = (), **more: Any) -> Product:
    version = more.pop("version", 1)
    return Product(
        urn=f"URN:AIP:DATA:demo:{name}:V{version}",
        provider_id=name,
        label=name,
        model="Granule",
        version=version,
        last=more.pop("last", True),
        datasets=tuple(each.urn for each in datasets),
        properties={"productId": name, **more.pop("properties", {})},
        files=files,
        geometry=more.pop("geometry", None),
        **more,
    )


def dataset(label: str, **more: Any) -> Dataset:
    """Give a dataset; its URN keeps the label's case, so that labels may differ in nothing else."""
    return Dataset(f"URN:AIP:DATASET:demo:{label}:V1", label, label, "Collection", **more)


OCEAN: Final = dataset("Ocean L2")
LAND: Final = dataset("Land L1")
ELSEWHERE: Final = dataset("Kept elsewhere")
GUIDED: Final = dataset("With a guide", files=(file("guide.dat", 100), file("guide.pdf", 100, DataType.DOCUMENT)))
STAFF: Final = dataset("For staff", groups=frozenset({"staff"}), data_groups=frozenset({"staff"}))
LOOK_ONLY: Final = dataset("To look at", data_groups=frozenset({"staff"}))
TIDES: Final = dataset("Tides")
TIDES_AGAIN: Final = dataset("TIDES")


def small_catalogue() -> Catalogue:
    """Give a few products of 400 bytes each, so that two of them are a suborder of 800."""
    datasets = (OCEAN, LAND, ELSEWHERE, GUIDED, STAFF, LOOK_ONLY, TIDES, TIDES_AGAIN)
    return Catalogue("demo", datasets, tuple(_products()))


def _products() -> Iterator[Product]:
    for number in range(1, 9):
        quicklook = file(f"ocean_{number}.png", 50, DataType.QUICKLOOK_SD)
        thumbnail = file(f"ocean_{number}_small.png", 10, DataType.THUMBNAIL)
        yield product(f"OCEAN_{number}", file(f"ocean_{number}.dat"), quicklook, thumbnail, datasets=(OCEAN,))
    yield product("LAND_1", file("land_1.dat"), datasets=(LAND,))
    yield product("LAND_2", file("land_2.dat"), datasets=(LAND,))
    yield product("COAST_1", file("coast_1.dat"), datasets=(OCEAN, LAND))
    for number in (1, 2):
        yield product(f"EXTERNAL_{number}", file(f"external_{number}.dat", reference=True), datasets=(ELSEWHERE,))
    yield product("GUIDED_1", file("guided_1.dat"), datasets=(GUIDED,))
    yield product("ORPHAN_1", file("orphan_1.dat"))
    yield product("LEAFLET", file("leaflet.pdf", 30, DataType.DOCUMENT), datasets=(LAND,))
    yield product("SECRET_1", file("secret_1.dat"), datasets=(STAFF,))
    quicklook = file("look_1.png", 50, DataType.QUICKLOOK_SD)
    yield product("LOOK_1", file("look_1.dat"), quicklook, datasets=(LOOK_ONLY,))
    yield product("LARGE_1", file("large_1.dat", 64_000_000, has_checksum=False), datasets=(GUIDED,))
    yield product("TIDE_1", file("tide_1.dat"), datasets=(TIDES,))
    yield product("TIDE_2", file("tide_2.dat"), datasets=(TIDES_AGAIN,))
    yield product("VERSIONS", file("versions_v1.dat"), datasets=(LAND,), last=False)
    yield product("VERSIONS", file("versions_v2.dat"), datasets=(LAND,), version=2)


def ids(*names: str) -> str:
    """Give the query for these identifiers, as a client writes it."""
    values = " OR ".join(f'"{name}"' for name in names)
    return f"providerId:({values})" if len(names) > 1 else f"providerId:{values}"


RAWDATA: Final[Mapping[str, object]] = {"dataTypes": ["RAWDATA"]}
