"""Measures speed and memory as ratios in one run: ``python -m tests.benchmarks``. A report, never a verdict."""

import sys

from tests.benchmarks import long_lists

for line in long_lists.report():
    sys.stdout.write(f"{line}\n")
