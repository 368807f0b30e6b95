"""Download of a ZIP of 2 GiB through the app, compared with curl from the archive, and the memory of the app."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from components.desk.archives import Archives
from components.desk.browser_downloads import zip_address
from components.desk.sign_in.kept_login import KeptLogins
from components.web import login_cookie
from tests.benchmarks.measure import Row, Samples, in_turn, rates
from tests.benchmarks.processes import Customer, Server, curl, customer, growth, streamlit

_BIG = "providerId:BIG_2_GIB"
_SECRET = "what the app and this program seal cookies with"


def rows(rounds: int) -> Iterator[Row]:
    """Speed beside curl straight from the archive, and by how much the app grows."""
    grown: list[float] = []
    with customer() as someone, _desk(someone) as desk:
        _through(desk, someone, "providerId:SMALL_1")  # so that everything is imported

        def through() -> float:
            taken: list[float] = []
            grown.append(growth(desk.process_id, lambda: taken.append(_through(desk, someone, _BIG))))
            return taken[0]

        ours, straight = in_turn(rounds, through, lambda: _straight(someone))
    megabytes = 2**31 / 1e6
    yield Row(
        "ZIP of 2 GiB through the app, checked (baseline curl)",
        "MB/s",
        rates(megabytes, ours),
        rates(megabytes, straight),
        0.8,
        at_least=True,
    )
    yield Row("memory that the app grows by", "MB", Samples(tuple(grown)), None, 32.0)


@contextmanager
def _desk(someone: Customer) -> Iterator[Server]:
    """The app, configured with the archive of a signed-in user."""
    archive = someone.login.archive
    with TemporaryDirectory() as folder:
        secrets = Path(folder, "secrets.toml")
        secrets.write_text(
            f'demo = false\norder_book = "sqlite:///{folder}/orders.db"\n'
            f'[archives.{archive.name}]\nurl = "{archive.url}"\nproject = "{archive.project}"\n',
            encoding="utf-8",
        )
        environment = {"STREAMLIT_SECRETS_FILES": str(secrets), "STREAMLIT_SERVER_COOKIE_SECRET": _SECRET}
        with streamlit("app.py", environment) as desk:
            yield desk


def _through(desk: Server, someone: Customer, query: str) -> float:
    address = desk.url + zip_address(someone.login, _ordered(someone, query)).removeprefix(".")
    cookie = KeptLogins(_SECRET, Archives()).seal(someone.login)
    return curl([(address, Path("/dev/null"))], f"Cookie: {login_cookie.NAME}={cookie}")


def _straight(someone: Customer) -> float:
    return someone.curl([(f"rs-order/user/orders/{_ordered(someone, _BIG)}/download", Path("/dev/null"))])


def _ordered(someone: Customer, query: str) -> int:
    """A new order for each run: a ZIP holds only files not downloaded before (contract C.7)."""
    return someone.order(query)[0].order_id
