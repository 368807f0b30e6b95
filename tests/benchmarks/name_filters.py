"""Time to match 10,000 file names with a name filter, while the user types it."""

from collections.abc import Iterator
from functools import partial

from components.order import java_regex
from tests.benchmarks.measure import Row, in_turn, scaled, seconds

_NAMES = [f"SWOT_L2_HR_PIXC_{i:04}_013_120L_20230407T033128_PIC0_01.nc" for i in range(10_000)]
_FILTERS = (
    r".*\.nc",
    r"(?i).*(20\d{2})[01]\d[0-3]\d.*\.(?:nc|h5)",
    r"[\p{L}\p{N}_]+\.nc",
    r"(?!.*tmp).*_(\d+)_\1\.nc",
)


def rows(rounds: int) -> Iterator[Row]:
    """From the text of the expression to the last result."""
    for expression in _FILTERS:
        [taken] = in_turn(rounds, partial(seconds, partial(_judge, expression)))
        shown = expression.replace("|", "\\|")
        yield Row(f"{len(_NAMES):,} names by `{shown}`", "ms", scaled(taken, 1e3), None, 1_000.0)


def _judge(expression: str) -> None:
    matcher = java_regex.Matcher(expression)
    for name in _NAMES:
        matcher.matches(name)
