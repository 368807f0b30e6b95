"""What benchmarks measure, how it is compared, and what is to be reached (the figures of the README's “Speed”)."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from statistics import median


@dataclass(frozen=True, slots=True)
class Samples:
    """Results of several rounds; what is reported is the median, with the least and the most."""

    values: tuple[float, ...]

    @property
    def median(self) -> float:
        """The median of the rounds."""
        return median(self.values)

    def __str__(self) -> str:
        return f"{_short(self.median)} ({_short(min(self.values))} to {_short(max(self.values))})"


class By(Enum):
    """How a result is compared with its aim."""

    RATIO = "of the baseline"
    MORE = "more than the baseline"
    ITSELF = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One result beside its baseline, measured in turn in the same run.

    ``aim`` is the most that ``value`` may be, or the least with ``at_least``; None for a figure without an aim.
    """

    what: str
    unit: str
    ours: Samples
    baseline: Samples | None = None
    aim: float | None = None
    by: By = By.RATIO
    at_least: bool = False

    @property
    def value(self) -> float:
        """What is compared with the aim."""
        if self.baseline is None or self.by is By.ITSELF:
            return self.ours.median
        if self.by is By.MORE:
            return self.ours.median - self.baseline.median
        return self.ours.median / self.baseline.median

    @property
    def reached(self) -> bool | None:
        """Whether the aim is reached; None if there is none."""
        if self.aim is None:
            return None
        return self.value >= self.aim if self.at_least else self.value <= self.aim


def in_turn(rounds: int, *tasks: Callable[[], float]) -> list[Samples]:
    """The results of each task; the tasks alternate, so that all have the same conditions."""
    taken = [[task() for task in tasks] for _ in range(rounds)]
    return [Samples(values) for values in zip(*taken, strict=True)]


def seconds(task: Callable[[], object]) -> float:
    """The seconds that a task takes."""
    began = time.perf_counter()
    task()
    return time.perf_counter() - began


def scaled(samples: Samples, factor: float) -> Samples:
    """The same in another unit."""
    return Samples(tuple(value * factor for value in samples.values))


def rates(amount: float, samples: Samples) -> Samples:
    """An amount for each unit of time that was measured."""
    return Samples(tuple(amount / value for value in samples.values))


def as_table(rows: Sequence[Row]) -> list[str]:
    """Lines of a table in Markdown."""
    lines = ["| what | ours | baseline | result | to reach | |", "|---|---|---|---|---|---|"]
    for row in rows:
        sign = "≥" if row.at_least else "≤"
        compared = row.by is By.RATIO and row.baseline is not None
        unit = " ×" if compared else f" {row.unit}" + (" more" if row.by is By.MORE else "")
        aim = "" if row.aim is None else f"{sign} {_short(row.aim)}{unit}"
        word = {True: "reached", False: "**not reached**", None: ""}[row.reached]
        baseline = "" if row.baseline is None else f"{row.baseline} {row.unit}"
        lines.append(
            f"| {row.what} | {row.ours} {row.unit} | {baseline} | {_short(row.value)}{unit} | {aim} | {word} |"
        )
    return lines


def _short(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
