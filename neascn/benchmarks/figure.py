import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from statistics import median


@dataclass(frozen=True)
class Figure:
    """One measured value; it passes at or below its limit, or above a floor."""

    name: str
    value: float
    unit: str
    limit: float
    floor: bool = False

    @property
    def passes(self) -> bool:
        return self.value >= self.limit if self.floor else self.value <= self.limit

    def as_json(self) -> dict:
        return {**asdict(self), "pass": self.passes}


def seconds(call: Callable[[], object]) -> float:
    begin = time.perf_counter()
    call()
    return time.perf_counter() - begin


def milliseconds(calls: list[Callable[[], object]]) -> float:
    """The median of several calls."""
    return round(1000 * median(seconds(call) for call in calls), 1)
