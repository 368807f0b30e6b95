"""Getting every file of some orders into a folder, from a command line."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from contextlib import suppress
from datetime import datetime, timezone
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Final

from components.regards.delivery.engine import Delivery
from components.regards.delivery.file_names import safe_name
from components.regards.delivery.progress import Phase
from components.regards.delivery.receipt import compose_receipt
from components.regards.delivery.receipt_files import receipt_to_csv, receipt_to_json
from components.regards.errors import CannotWrite, RegardsError
from components.regards.order_files import ConnectedArchive
from components.regards.program.console import Teller, at_the_end, say, say_why, spare_the_console, what_next
from components.regards.program.job import Errand, orders_in_a_name
from components.regards.program.plain_http import PlainGateway
from components.regards.program.plain_session import PlainSession, SignIn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from components.regards.delivery.receipt import Receipt

_PASSWORD: Final = "REGARDS_PASSWORD"  # noqa: S105 - the name of a variable
_CLIENT_SECRET: Final = "REGARDS_CLIENT_SECRET"  # noqa: S105 - the name of a variable
_PUBLIC_SECRET: Final = "secret"  # noqa: S105 - REGARDS itself publishes it (contract B.1)

_ALL_DELIVERED: Final = 0
_SOMETHING_MISSING: Final = 1
_NOTHING_DONE: Final = 2

_LOOK_EVERY: Final = 0.1  # seconds
_AN_HOUR: Final = 3600  # seconds

_MORE_HELP: Final = f"""\
environment variables:
  {_PASSWORD}       your password; without it the program asks for it
  {_CLIENT_SECRET}  the secret of applications, where this archive has one of its own
  HTTPS_PROXY, NO_PROXY  a proxy on the way, as for other programs

exit codes:
  {_ALL_DELIVERED}  all files are delivered and verified
  {_SOMETHING_MISSING}  something failed or is left out: receipt.csv in the folder says what and why
  {_NOTHING_DONE}  nothing could be done: a wrong password, an archive out of reach
"""


class _NotStarted(Exception):
    """What the user has to give before anything can begin; the message says it."""


def main(errand: Errand, arguments: Sequence[str] | None = None) -> int:
    """Deliver what the errand says, and give the exit code; ``arguments`` are those of the command line."""
    spare_the_console()
    options = _options(errand, arguments)
    folder = options.folder.absolute()
    try:
        session = _session(errand, options)
    except _NotStarted as reason:
        say(str(reason), sys.stderr)
        return _NOTHING_DONE
    except RegardsError as error:
        say_why(error, sys.stderr)
        return _NOTHING_DONE
    except (EOFError, KeyboardInterrupt):
        say("Nothing was begun.", sys.stderr)
        return _NOTHING_DONE
    say(f"Signed in to “{errand.archive}” as {options.username}. The files go into {folder}")
    delivery = Delivery(ConnectedArchive(lambda: session), folder, errand.orders, every=options.poll)
    _run(delivery)
    return _end(errand, delivery, folder)


def _options(errand: Errand, arguments: Sequence[str] | None) -> argparse.Namespace:
    beside = Path(sys.argv[0]).absolute().parent / safe_name(f"{errand.project}_{orders_in_a_name(errand.orders)}")
    parser = argparse.ArgumentParser(
        description=(
            f"Gets every file of {_named(errand.orders)} of “{errand.archive}”, verified.\n"
            "Started again, it goes on where it stopped."
        ),
        epilog=_MORE_HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("--folder", type=Path, default=beside, help="where the files go (otherwise %(default)s)")
    add("--username", default=errand.username, metavar="NAME", help="who signs in (otherwise %(default)s)")
    add("--ca-bundle", default="", metavar="FILE", help="certificates to trust instead of the system's")
    add("--poll", type=_seconds, default=5, metavar="SECONDS", help="between two looks at an order (otherwise 5)")
    return parser.parse_args(arguments)


def _named(orders: Sequence[int]) -> str:
    return f"order {orders[0]}" if len(orders) == 1 else f"the orders {', '.join(map(str, orders))}"


def _seconds(text: str) -> float:
    with suppress(ValueError):
        if 0 < (seconds := float(text)) <= _AN_HOUR:
            return seconds
    raise argparse.ArgumentTypeError(f"write a number of seconds up to {_AN_HOUR}, not {text!r}")


def _session(errand: Errand, options: argparse.Namespace) -> PlainSession:
    if not options.username:
        raise _NotStarted("Say who signs in: --username NAME")
    secret = os.environ.get(_CLIENT_SECRET, "") or ("" if errand.own_client_secret else _PUBLIC_SECRET)
    if not secret:
        raise _NotStarted(
            f"This archive has its own secret for applications: ask its operators, and put it into {_CLIENT_SECRET}."
        )
    try:
        gateway = PlainGateway(errand.archive, errand.base_url, options.ca_bundle)
    except OSError as error:
        raise _NotStarted(f"The certificates in “{options.ca_bundle}” cannot be used: {error.strerror}.") from error
    password = os.environ.get(_PASSWORD, "") or _asked_password(errand, options.username)
    sign_in = SignIn(errand.project, options.username, password, errand.client_id, secret, errand.legacy_login)
    return PlainSession(gateway, sign_in)


def _asked_password(errand: Errand, username: str) -> str:
    # Without a terminal it could not be asked without showing it.
    if sys.stdin is None or not sys.stdin.isatty():
        raise _NotStarted(f"There is no terminal to ask for your password: put it into {_PASSWORD}.")
    password = getpass.getpass(f"Password of {username} for “{errand.archive}”: ")
    if not password:
        raise _NotStarted("Without a password nothing was asked of the archive.")
    return password


def _run(delivery: Delivery) -> None:
    """Deliver, saying how it goes; Ctrl+C ends it between two pieces of the files, a second one at once."""
    # A daemon, so that the second Ctrl+C need not wait for an archive that does not answer.
    worker = Thread(target=delivery.run, daemon=True)
    teller = Teller()
    worker.start()
    try:
        _tell_until_it_ends(worker, delivery, teller)
    except KeyboardInterrupt:
        say("Stopping. What is verified stays. Ctrl+C again leaves at once.")
        delivery.cancel()
        try:
            _tell_until_it_ends(worker, delivery, teller)
        except KeyboardInterrupt:
            say("Left at once.")


def _tell_until_it_ends(worker: Thread, delivery: Delivery, teller: Teller) -> None:
    while worker.is_alive():
        worker.join(_LOOK_EVERY)  # on Windows, Ctrl+C is heard only between two of these
        teller.tell(delivery.progress())


def _end(errand: Errand, delivery: Delivery, folder: Path) -> int:
    progress, parts = delivery.progress(), delivery.parts()
    if progress.trouble is not None:
        say_why(progress.trouble)
    if not parts:
        say("Nothing was delivered.")
        return _NOTHING_DONE
    receipt = compose_receipt(
        parts,
        errand.archive,
        errand.project,
        datetime.now(timezone.utc),
        asked=errand.asked,
        recipe=errand.recipe,
    )
    for line in at_the_end(receipt, errand.orders):
        say(line)
    try:
        _write(receipt, folder)
    except CannotWrite as error:
        say_why(error)
    else:
        say(f"What became of each file: receipt.csv and receipt.json in {folder}")
    for line in what_next(receipt, progress.phase):
        say(line)
    whole = receipt.ordered == receipt.delivered > 0 and not receipt.identifiers_without_files
    return _ALL_DELIVERED if whole and progress.phase is Phase.ENDED else _SOMETHING_MISSING


def _write(receipt: Receipt, folder: Path) -> None:
    """Write the receipt in both forms, each in one go, so that an older one is never lost to a full disk."""
    texts = {
        "receipt.json": receipt_to_json(receipt).encode(),
        "receipt.csv": receipt_to_csv(receipt).encode("utf-8-sig"),
    }
    try:
        for name, text in texts.items():
            fresh = folder / f".{name}.new"
            fresh.write_bytes(text)
            fresh.replace(folder / name)
    except OSError as error:
        raise CannotWrite(f"The receipt cannot be written into “{folder}”: {error.strerror or error}.") from error
