"""The command line of the program that users take away."""

from __future__ import annotations

import argparse
import sys
from contextlib import suppress
from datetime import datetime, timezone
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Final

from components.regards.delivery.engine import Delivery
from components.regards.delivery.file_names import safe_name
from components.regards.delivery.progress import Phase
from components.regards.delivery.receipt import compose_receipt
from components.regards.delivery.receipt_files import receipt_to_csv, receipt_to_json
from components.regards.errors import CannotWrite, NoRight, RegardsError, SessionOver
from components.regards.orders.order_files import ConnectedArchive
from components.regards.orders.poll_intervals import POLL_EVERY
from components.regards.program.console import (
    ProgressPrinter,
    advice_lines,
    replace_unknown_characters,
    say,
    say_error,
    summary_lines,
)
from components.regards.program.credentials import CLIENT_SECRET, VARIABLES, NotStarted, chosen, credentials
from components.regards.program.job import Job, orders_as_name
from components.regards.program.plain_http import PlainGateway
from components.regards.program.plain_session import PlainSession

if TYPE_CHECKING:
    from collections.abc import Sequence

    from components.regards.delivery.receipt import Receipt
    from components.regards.program.job import SignInWith

_ALL_DELIVERED: Final = 0
_SOMETHING_MISSING: Final = 1
_NOTHING_DONE: Final = 2

_LOOK_EVERY: Final = 0.1  # seconds
_AN_HOUR: Final = 3600  # seconds

_MORE_HELP: Final = f"""\
environment variables:
  {VARIABLES["password"]}       your password
  {VARIABLES["token"]}          or a token of the archive
  {VARIABLES["key"]}        or an API key, if the archive takes one
  {CLIENT_SECRET}  with a password: the client secret, if this archive has its own
  HTTPS_PROXY, NO_PROXY  a proxy, as for other programs

Without a password, a token or a key there, the program asks for what --sign-in-with names.

exit codes:
  {_ALL_DELIVERED}  all files are delivered, and verified where the archive announced a checksum
  {_SOMETHING_MISSING}  some files failed or are left out: receipt.csv in the folder says which and why
  {_NOTHING_DONE}  nothing could be done: for example a wrong password, or no connection to the archive
"""


_SIGN_IN_WITH: Final = "what you sign in with (default: the variable below that is set, else {})"

_RENEW: Final[dict[SignInWith, str]] = {
    "password": "Start the program again and sign in: it goes on where it stopped.",
    "token": "Get a new token, then start the program again: it goes on where it stopped.",
    "key": "Check the API key, or get a new one, then start the program again: it goes on where it stopped.",
}


def main(job: Job, arguments: Sequence[str] | None = None) -> int:
    """Do the job; return the exit code. ``arguments`` are those of the command line."""
    replace_unknown_characters()
    options = _options(job, arguments)
    folder = options.folder.absolute()
    way = chosen(job, options.sign_in_with)
    try:
        session = _session(job, options, way)
    except NotStarted as reason:
        say(str(reason), sys.stderr)
        return _NOTHING_DONE
    except RegardsError as error:
        say_error(error, sys.stderr)
        return _NOTHING_DONE
    except (EOFError, KeyboardInterrupt):
        say("Nothing was downloaded.", sys.stderr)
        return _NOTHING_DONE
    how = f"Signed in to “{job.archive}” as {options.username}" if way == "password" else f"Using “{job.archive}”"
    say(f"{how}. The files go into {folder}")
    delivery = Delivery(
        ConnectedArchive(lambda: session),
        folder,
        job.orders,
        every=options.poll,
        largest_unannounced=job.largest_unannounced_file,
    )
    _run(delivery)
    return _end(job, delivery, folder, way)


def _options(job: Job, arguments: Sequence[str] | None) -> argparse.Namespace:
    beside = Path(sys.argv[0]).absolute().parent / safe_name(f"{job.project}_{orders_as_name(job.orders)}")
    parser = argparse.ArgumentParser(
        description=(
            f"Downloads and verifies every file of {_named(job.orders)} of “{job.archive}”.\n"
            "Start it again to continue where it stopped."
        ),
        epilog=_MORE_HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("--folder", type=Path, default=beside, help="the folder for the files (default: %(default)s)")
    add("--username", default=job.username, metavar="NAME", help="the login (default: %(default)s)")
    add("--sign-in-with", choices=list(VARIABLES), help=_SIGN_IN_WITH.format(job.sign_in_with))
    add("--ca-bundle", default="", metavar="FILE", help="certificates to trust instead of the system's")
    add(
        "--poll",
        type=_seconds,
        default=POLL_EVERY,
        metavar="SECONDS",
        help="seconds between two looks at an order (default: %(default)g)",
    )
    return parser.parse_args(arguments)


def _named(orders: Sequence[int]) -> str:
    return f"order {orders[0]}" if len(orders) == 1 else f"the orders {', '.join(map(str, orders))}"


def _seconds(text: str) -> float:
    with suppress(ValueError):
        if 0 < (seconds := float(text)) <= _AN_HOUR:
            return seconds
    raise argparse.ArgumentTypeError(f"write a number of seconds up to {_AN_HOUR}, not {text!r}")


def _session(job: Job, options: argparse.Namespace, way: SignInWith) -> PlainSession:
    try:
        gateway = PlainGateway(job.archive, job.base_url, options.ca_bundle, job.user_agent)
    except OSError as error:
        raise NotStarted(f"The certificates in “{options.ca_bundle}” cannot be used: {error.strerror}.") from error
    return PlainSession(gateway, credentials(job, options.username, way))


def _run(delivery: Delivery) -> None:
    """Deliver, and print the progress. Ctrl+C ends it between two chunks of a file, a second Ctrl+C at once."""
    ended, printer = Event(), ProgressPrinter()

    def work() -> None:
        try:
            delivery.run()
        finally:
            ended.set()

    # A daemon, so that the second Ctrl+C need not wait for an archive that does not answer.
    Thread(target=work, daemon=True).start()
    try:
        _show_progress(ended, delivery, printer)
    except KeyboardInterrupt:
        delivery.cancel()
        say("Stopping. Verified files stay. Press Ctrl+C again to stop at once.")
        try:
            _show_progress(ended, delivery, printer)
        except KeyboardInterrupt:
            say("Stopped at once.")


def _show_progress(ended: Event, delivery: Delivery, printer: ProgressPrinter) -> None:
    # An event: before Python 3.13, a thread whose join() Ctrl+C interrupts counts as ended (bpo-45274).
    while not ended.wait(_LOOK_EVERY):  # on Windows, Ctrl+C takes effect only between two waits
        printer.show(delivery.progress())
    printer.show(delivery.progress())


def _end(job: Job, delivery: Delivery, folder: Path, way: SignInWith) -> int:
    progress, snapshots = delivery.progress(), delivery.snapshots()
    if progress.trouble is not None:
        say_error(progress.trouble)
    # A request with a key that the archive does not know counts as anonymous, which may do little (contract A.2).
    if isinstance(progress.trouble, (SessionOver, NoRight) if way == "key" else SessionOver):
        say(_RENEW[way])
    if not snapshots:
        say("Nothing was delivered.")
        return _NOTHING_DONE
    receipt = compose_receipt(
        snapshots,
        job.archive,
        job.project,
        datetime.now(timezone.utc),
        asked=job.asked,
        recipe=job.recipe,
    )
    for line in summary_lines(receipt, job.orders):
        say(line)
    try:
        _write(receipt, folder)
    except CannotWrite as error:
        say_error(error)
    else:
        say(f"The outcome of each file: receipt.csv and receipt.json in {folder}")
    for line in advice_lines(receipt, progress.phase):
        say(line)
    is_complete = (
        receipt.ordered == receipt.arrived > 0 and not receipt.identifiers_without_files and not receipt.unseen
    )
    return _ALL_DELIVERED if is_complete and progress.phase is Phase.ENDED else _SOMETHING_MISSING


def _write(receipt: Receipt, folder: Path) -> None:
    """Write the receipt in both forms. An older one is replaced only after the new one is complete."""
    forms = {"receipt.json": receipt_to_json(receipt), "receipt.csv": receipt_to_csv(receipt)}
    try:
        for name, pieces in forms.items():
            new = folder / f".{name}.new"
            new.unlink(missing_ok=True)  # it may be a link to somewhere else
            with new.open("xb") as body:
                body.writelines(pieces)
            new.replace(folder / name)
    except OSError as error:
        raise CannotWrite(f"The receipt cannot be written into “{folder}”: {error.strerror or error}.") from error
