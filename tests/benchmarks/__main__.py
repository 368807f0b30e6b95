"""Measures speed and memory as ratios in one run: ``python -m tests.benchmarks``. A report, never a verdict."""

import logging
import sys

from tests.benchmarks import long_lists, reruns

logging.disable()  # Streamlit warns that nobody looks at its pages
for part in (long_lists, reruns):
    for line in part.report():
        sys.stdout.write(f"{line}\n")
