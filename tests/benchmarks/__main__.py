"""Measures speed and memory as ratios in one run: ``python -m tests.benchmarks [SECTION…]``.

A report, never a verdict. It needs curl and Linux; without a name every section is measured, in three minutes.
Several sections are measured each in a process of its own: what one leaves behind is not measured with the next.
"""

import argparse
import logging
import subprocess
import sys

from tests.benchmarks import big_zip, deliveries, long_lists, memory, name_filters, order_page, reruns, start

_SECTIONS = {
    "lists": long_lists.report,
    "filters": name_filters.report,
    "reruns": reruns.report,
    "order-page": order_page.report,
    "start": start.report,
    "deliveries": deliveries.report,
    "zip": big_zip.report,
    "memory": memory.report,
}

if __name__ == "__main__":  # a process of its own, as some sections begin, reads this file again
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("sections", nargs="*", metavar="SECTION", help=f"of {', '.join(_SECTIONS)}")
    chosen = parser.parse_args().sections or list(_SECTIONS)
    if unknown := sorted(set(chosen) - _SECTIONS.keys()):
        parser.error(f"there is no section {', '.join(unknown)}: {', '.join(_SECTIONS)} are")
    if len(chosen) > 1:
        for section in chosen:
            subprocess.run([sys.executable, "-m", "tests.benchmarks", section], check=True)  # noqa: S603 - this program
    else:
        logging.disable()  # Streamlit warns that nobody looks at its pages
        for line in _SECTIONS[chosen[0]]():
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()
        sys.stdout.write("\n")
