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
A REGARDS archive to try, demonstrate and test with. It listens on this machine only and keeps everything in memory
until it is stopped (Ctrl+C). Its first line of output is JSON with the access data: url, project, username and
password, client_id and client_secret of the application. "others" lists fifty more accounts, one for each participant
of a demonstration: an account has one basket and at most two running suborders."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Write one line of JSON with the access data and serve an archive until SIGINT or SIGTERM."""
    options = _parser().parse_args(arguments)
    archive = Archive(
        pace=Pace.fast() if options.fast else Pace.default(),
        documented=options.documented,
        scenario=Scenario(options.scenario) if options.scenario else None,
    )
    archive.redirect_uri = options.redirect_uri
    if options.administrator_password:
        archive.directory.set_password(ADMINISTRATOR, options.administrator_password)
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
    parser.add_argument("--port", type=_port, default=0, help="the port; 0, the default, takes any free port")
    parser.add_argument(
        "--fast",
        action="store_true",
        help="a small order takes about 2 s and an hour of its life 10 s, instead of 7 s and 60 s",
    )
    parser.add_argument(
        "--documented",
        action="store_true",
        help="answer as in the public documentation of REGARDS instead of as its code does",
    )
    parser.add_argument(
        "--scenario",
        choices=[each.value for each in Scenario],
        metavar="NAME",
        help="a problem for all accounts, see below",
    )
    parser.add_argument(
        "--redirect-uri",
        metavar="URL",
        help="also offer sign-in through an identity provider, which redirects the browser to this address",
    )
    parser.add_argument("--administrator-password", metavar="PASSWORD", help=f"the password of {ADMINISTRATOR}")
    return parser


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= _LAST_PORT):
        raise argparse.ArgumentTypeError(f"{text!r} is not a port: a number from 0 to {_LAST_PORT} is expected")
    return int(text)


def _epilog() -> str:
    """The scenarios, the faulty products and the special accounts, one per line."""
    special = {
        ADMINISTRATOR: "may read the orders of all users; --administrator-password sets its password",
        STAFF.username: "may see and order two datasets that the other accounts may not",
        NEWCOMER.username: "belongs to no group yet: an empty catalogue",
        **{username: f"cannot sign in: {error}" for username, error in REFUSED.items()},
    }
    return "\n".join(
        [
            "scenarios (the first sign-in works; the problem begins afterwards):",
            *(f"  {each.value:<17}{each.explanation}" for each in Scenario),
            "",
            "products whose files are faulty, again in each order:",
            *(f"  {each.product:<23}{each.explanation}" for each in FAULTY_PRODUCTS),
            "",
            f'special accounts (the password of every other account is "{PASSWORD}"):',
            *(f"  {username:<30}{meaning}" for username, meaning in special.items()),
            "",
            "Six wrong passwords in a row lock an account for an hour of the archive.",
        ]
    )


if __name__ == "__main__":
    main()
