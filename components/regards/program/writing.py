"""The source of the program that users take away: one file that holds modules of the desk."""

from __future__ import annotations

import functools
import pprint
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from components.regards.program.bundling import bundle
from components.regards.program.credentials import NAMES, VARIABLES
from components.regards.program.job import PUBLIC_CLIENT_SECRET, Job, orders_as_name
from components.regards.sign_in.ways import Way

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from components.regards.program.job import SignInWith
    from components.regards.settings import Archive

_MAIN: Final = "components.regards.program.main"
_WIDTH: Final = 100  # characters of a line of a value in the settings

_PROGRAM: Final = '''\
#!/usr/bin/env python3
"""Downloads and verifies every file of {orders}.

It needs Python 3.9 or newer and nothing else, on Linux, macOS or Windows:

    python {file_name}

It asks for your {secret}, or reads it from the environment variable {variable}. Start it again to continue where it
stopped. The option --help lists its other options, and other ways to sign in.

The order desk for REGARDS wrote this program. It holds unchanged modules of the desk, and runs without the desk.
"""

import linecache
import sys
from types import ModuleType

# The orders to download. Nothing here is secret.
SETTINGS = {settings}

# The modules by their names, each after those that it imports. The last one is the main module.
MODULES = {modules}


def load(modules):
    """Make modules importable: run the source of each in a module of this name."""
    for name, source in modules.items():
        sys.modules[name] = module = ModuleType(name)
        linecache.cache[name] = (len(source), None, source.splitlines(True), name)  # for the lines of a traceback
        exec(compile(source, name, "exec"), module.__dict__)


if __name__ == "__main__":
    load(MODULES)
    from components.regards.program.job import Job
    from components.regards.program.main import main

    sys.exit(main(Job(**SETTINGS)))
'''


def write(  # noqa: PLR0913 - the last three have usual values
    archive: Archive,
    project: str,
    username: str,
    orders: Sequence[int],
    *,
    sign_in_with: SignInWith = "password",
    recipe: Mapping[str, object] | None = None,
    asked: Sequence[str] = (),
) -> str:
    """The source of a Python program that downloads every file of some orders; the same for the same arguments.

    It holds no password, token or secret of the installation. Texts of users and archives are written as literals by
    `repr`, so that none can become code.
    """
    job = Job(
        archive=archive.name,
        base_url=archive.base_url,
        project=project,
        username=username,
        client_id=archive.client_id,
        user_agent=archive.user_agent,
        own_client_secret=archive.client_secret != PUBLIC_CLIENT_SECRET,
        legacy_login=archive.legacy_login,
        raw_client_secret=archive.raw_client_secret,
        orders=tuple(orders),
        asked=tuple(asked),
        recipe=recipe,
        largest_unannounced_file=archive.largest_unannounced_file,
        sign_in_with=sign_in_with,
        api_key_header=archive.api_key_header,
    )
    return _PROGRAM.format(
        orders=f"order{'s' if len(orders) > 1 else ''} {', '.join(map(str, orders))}",
        file_name=file_name(orders),
        secret=NAMES[sign_in_with],
        variable=VARIABLES[sign_in_with],
        settings=_as_literal(asdict(job)),
        modules=_modules(),
    )


def sign_in_with(way: Way) -> SignInWith:
    """What the program signs in with, for a user who signed in at the desk in some way."""
    ways: dict[Way, SignInWith] = {Way.PASSWORD: "password", Way.KEY: "key"}
    return ways.get(way, "token")


def file_name(orders: Sequence[int]) -> str:
    """The file name of the program of some orders, such as ``get_order_812.py``."""
    return f"get_{orders_as_name(orders)}.py"


def _as_literal(settings: dict[str, object]) -> str:
    lines = []
    for key, value in settings.items():
        literal = pprint.pformat(value, width=_WIDTH, compact=True, sort_dicts=False)
        lines += [f"    {key!r}: {literal},".replace("\n", "\n        ")]
    return "\n".join(["{", *lines, "}"])


@functools.cache
def _modules() -> str:
    return bundle(_MAIN)
