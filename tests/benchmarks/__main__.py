"""Measures speed and memory beside a baseline in the same run: ``python -m tests.benchmarks [SECTION…]``.

A report, never a verdict. It needs curl and Linux; without a name every section is measured. Several sections are
measured each in a process of its own: what one leaves behind is not measured with the next.
"""

import argparse
import json
import logging
import os
import platform
import subprocess
import sys
from dataclasses import asdict

from tests.benchmarks import big_zip, deliveries, growth, huge_order, long_lists, memory, name_filters, pages, start
from tests.benchmarks.measure import Row, as_table

_SECTIONS = {
    "start": start.rows,
    "reruns": pages.reruns,
    "lists": long_lists.rows,
    "filters": name_filters.rows,
    "submit": pages.submit,
    "zip": big_zip.rows,
    "deliveries": deliveries.rows,
    "memory": memory.rows,
    "order-list": pages.order_list,
    "order-page": pages.order_page,
    "huge-order": huge_order.rows,
    "users": pages.users,
    "growth": growth.rows,
}


def _as_json(row: Row) -> str:
    values = {**asdict(row), "by": row.by.name.lower(), "value": row.value, "reached": row.reached}
    return json.dumps(values, default=lambda each: each.values)


if __name__ == "__main__":  # a process of its own, as some sections begin, reads this file again
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("sections", nargs="*", metavar="SECTION", help=f"of {', '.join(_SECTIONS)}")
    parser.add_argument("--rounds", type=int, default=5, help="of each measurement; the median counts (5)")
    parser.add_argument("--json", action="store_true", help="one object a line, instead of a table")
    options = parser.parse_args()
    chosen = options.sections or list(_SECTIONS)
    if unknown := sorted(set(chosen) - _SECTIONS.keys()):
        parser.error(f"there is no section {', '.join(unknown)}: {', '.join(_SECTIONS)} are")
    if len(chosen) > 1:
        passed_on = ["--rounds", str(options.rounds), *(["--json"] if options.json else [])]
        for section in chosen:  # one that fails says so, and the others go on
            subprocess.run([sys.executable, "-m", "tests.benchmarks", section, *passed_on], check=False)  # noqa: S603 - this program
    else:
        logging.disable()
        rows = list(_SECTIONS[chosen[0]](options.rounds))
        machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
        lines = (
            [_as_json(row) for row in rows] if options.json else [f"## {chosen[0]} ({machine})", *as_table(rows), ""]
        )
        sys.stdout.write("\n".join(lines) + "\n")
