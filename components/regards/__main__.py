"""`python -m components.regards`: read the settings, and look at each configured archive without signing in."""

import argparse
import os
import sys
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from components.regards import settings
from components.regards.archive_state import of_archive
from components.regards.settings import SettingsError

_MARKS: Final = {True: "yes", False: "NO ", None: "-  "}


def main(arguments: Sequence[str] | None = None) -> None:
    """Write what was found; the status is 1 if an archive cannot be used, and 2 if a setting is wrong."""
    parser = argparse.ArgumentParser(prog="python -m components.regards", description=__doc__)
    parser.add_argument("--settings", type=Path, default=Path(".streamlit/secrets.toml"), help="default: %(default)s")
    options = parser.parse_args(arguments)
    try:
        archives = settings.read(_secrets(options.settings), os.environ).archives
    except (SettingsError, tomllib.TOMLDecodeError, OSError) as error:
        sys.stderr.write(f"{options.settings}: {error}\n")
        sys.exit(2)
    if not archives:
        sys.stdout.write(f"No archive is configured in {options.settings}: the desk offers the demo archive alone.\n")
    usable = True
    for archive in archives:
        sys.stdout.write(f"{archive.name}: {archive.base_url}, project {archive.project}\n")
        for each in of_archive(archive):
            usable = usable and each.good is not False
            sys.stdout.write(f"  {_MARKS[each.good]}  {each.what}: {each.found}\n")
    sys.exit(0 if usable else 1)


def _secrets(file: Path) -> Mapping[str, Any]:
    if not file.exists():
        return {}
    return tomllib.loads(file.read_text("utf-8"))


if __name__ == "__main__":
    main()
