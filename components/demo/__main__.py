"""`python -m components.demo`: the demo archive on its own."""

import argparse
import json
import signal
import sys
import threading
from collections.abc import Sequence
from dataclasses import asdict
from types import FrameType
from typing import Final

from components.demo.accounts.accounts import ADMINISTRATOR, NEWCOMER, PASSWORD, REFUSED, STAFF
from components.demo.archive import Archive
from components.demo.catalogue.faulty_products import FAULTY_PRODUCTS
from components.demo.clock import Pace
from components.demo.scenarios import Scenario
from components.demo.server import Served, serve

_LAST_PORT: Final = 65_535
_DESCRIPTION: Final = """\
A REGARDS archive to try, to show and to test with. It listens on this machine only, keeps everything in memory and
forgets it when it is stopped (Ctrl+C). Its first line of output is JSON and says how to reach it: url, project,
username and password, client_id and client_secret of the application, and in "others" fifty more accounts, so that
every guest of a demonstration can have one of their own: a basket and two running suborders belong to an account."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve an archive until stopped, after one line of JSON that says how to reach it."""
    options = _parser().parse_args(arguments)
    archive = Archive(
        pace=Pace.fast() if options.fast else Pace.default(),
        documented=options.documented,
        scenario=Scenario(options.scenario) if options.scenario else None,
    )
    archive.redirect_uri = options.redirect_uri
    stopped = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopped.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    try:
        with serve(archive, port=options.port) as served:
            sys.stdout.write(_introduction(served) + "\n")
            sys.stdout.flush()
            stopped.wait()
    except OSError as reason:
        sys.exit(f"The archive cannot listen on port {options.port}: {reason.strerror}")


def _introduction(served: Served) -> str:
    first, *others = served.accounts
    return json.dumps(
        {
            "url": served.url,
            "project": served.project,
            **asdict(first),
            "client_id": served.client_id,
            "client_secret": served.client_secret,
            "others": [asdict(each) for each in others],
        }
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m components.demo",
        description=_DESCRIPTION,
        epilog=_epilog(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--port", type=_port, default=0, help="the port; 0, as without this option, is any free one")
    parser.add_argument(
        "--fast",
        action="store_true",
        help="a small order is done in about 2 s and an hour of expiry lasts 10 s, instead of 7 s and 60 s",
    )
    parser.add_argument(
        "--documented",
        action="store_true",
        help="answer as the public documentation of REGARDS says, instead of as REGARDS really does",
    )
    parser.add_argument(
        "--scenario",
        choices=[each.value for each in Scenario],
        metavar="NAME",
        help="a trouble for everybody, see below",
    )
    parser.add_argument(
        "--redirect-uri",
        metavar="URL",
        help="also offer to sign in through an identity provider, which sends people back to this address",
    )
    return parser


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= _LAST_PORT):
        raise argparse.ArgumentTypeError(f"{text!r} is no port: a number from 0 to {_LAST_PORT} is")
    return int(text)


def _epilog() -> str:
    """The scenarios, the products in trouble and the special accounts, one a line."""
    special = {
        ADMINISTRATOR.username: "administrator: may read everybody's orders",
        STAFF.username: "sees two datasets that the others may not see or not order",
        NEWCOMER.username: "belongs to no group yet: an empty catalogue",
        **{username: f"cannot sign in: {error}" for username, error in REFUSED.items()},
    }
    return "\n".join(
        [
            "scenarios (everybody can sign in; the trouble begins then):",
            *(f"  {each.value:<17}{each.explanation}" for each in Scenario),
            "",
            "products whose files get into trouble, in each order anew:",
            *(f"  {each.product:<23}{each.explanation}" for each in FAULTY_PRODUCTS),
            "",
            f'special accounts (the password of every account is "{PASSWORD}"):',
            *(f"  {username:<30}{meaning}" for username, meaning in special.items()),
            "",
            "Six wrong passwords in a row lock an account.",
        ]
    )


if __name__ == "__main__":
    main()
