"""Time to match 10,000 file names with a name filter, while the user types it."""

import time
from collections.abc import Iterator

from components.order import java_regex

_NAMES = [f"SWOT_L2_HR_PIXC_{i:04}_013_120L_20230407T033128_PIC0_01.nc" for i in range(10_000)]
_FILTERS = (
    r".*\.nc",
    r"(?i).*(20\d{2})[01]\d[0-3]\d.*\.(?:nc|h5)",
    r"[\p{L}\p{N}_]+\.nc",
    r"(?!.*tmp).*_(\d+)_\1\.nc",
)


def report() -> Iterator[str]:
    """Lines of a table in Markdown: milliseconds from the text of the expression to the last result."""
    yield f"| {len(_NAMES):,} names by a filter | ms (reach 1000) |"
    yield "|---|---|"
    for expression in _FILTERS:
        began = time.perf_counter()
        matcher = java_regex.Matcher(expression)
        for name in _NAMES:
            matcher.matches(name)
        yield f"| `{expression.replace('|', chr(92) + '|')}` | {(time.perf_counter() - began) * 1e3:.0f} |"
