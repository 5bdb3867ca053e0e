"""What a benchmark found: a measure, its floor, their ratio, and whether the target is met."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median

HEADINGS = ("measure", "median", "floor", "ratio", "target", "", "of least", "noise")


@dataclass(frozen=True, slots=True)
class Result:
    """One measure. `values` and `floor` are taken in turn; both are in `unit`.

    A measure without a `floor` stands for itself. It meets its target where it keeps to either
    of the limits it has; one without limits is there to be known.
    """

    name: str
    values: tuple[float, ...]
    floor_name: str = ""
    floor: tuple[float, ...] = ()
    unit: str = "ms"
    most_ratio: float | None = None
    most: float | None = None

    @property
    def ratio(self) -> float | None:
        """Median over median."""
        return median(self.values) / median(self.floor) if self.floor else None

    @property
    def least_ratio(self) -> float | None:
        """Least over least: what a machine without other work would show."""
        return min(self.values) / min(self.floor) if self.floor else None

    @property
    def met(self) -> bool | None:
        """Whether the medians meet the target; None where there is none."""
        if self.most_ratio is None and self.most is None:
            return None
        ratio = self.ratio
        keeps_ratio = self.most_ratio is not None and ratio is not None and ratio <= self.most_ratio
        return keeps_ratio or (self.most is not None and median(self.values) <= self.most)

    @property
    def noise(self) -> float:
        """How far the median lies above the least value, as a share of it."""
        least = min(self.values)
        return median(self.values) / least - 1 if least else 0.0

    def data(self) -> dict[str, object]:
        """As it goes into JSON."""
        return {
            "name": self.name,
            "unit": self.unit,
            "runs": len(self.values),
            "median": _rounded(median(self.values)),
            "least": _rounded(min(self.values)),
            "noise": _rounded(self.noise),
            "floor": {
                "name": self.floor_name,
                "median": _rounded(median(self.floor)),
                "least": _rounded(min(self.floor)),
            }
            if self.floor
            else None,
            "ratio": _rounded(self.ratio),
            "least_ratio": _rounded(self.least_ratio),
            "target": {"ratio": self.most_ratio, "value": self.most},
            "met": self.met,
        }

    def cells(self) -> tuple[str, ...]:
        """As a row of the table; see `HEADINGS`."""
        floor = f"{self._words(median(self.floor))} ({self.floor_name})" if self.floor else ""
        ratio = f"{self.ratio:.2f} ×" if self.ratio is not None else ""
        outcome = {True: "met", False: "MISSED", None: ""}[self.met]
        least = f"{self.least_ratio:.2f} ×" if self.least_ratio is not None else ""
        value, noise = self._words(median(self.values)), f"{self.noise:.0%}"
        return (self.name, value, floor, ratio, self._target(), outcome, least, noise)

    def _target(self) -> str:
        limits = []
        if self.most_ratio is not None:
            limits.append(f"{self.most_ratio:.2f} ×")
        if self.most is not None:
            limits.append(self._words(self.most))
        return "≤ " + " or ".join(limits) if limits else ""

    def _words(self, value: float) -> str:
        digits = 0 if value >= 100 or value == round(value) else 1 if value >= 10 else 2
        return f"{value:.{digits}f} {self.unit}"


@dataclass(frozen=True, slots=True)
class Skipped:
    """A measure that could not be taken here, and why."""

    name: str
    reason: str

    def data(self) -> dict[str, object]:
        """As it goes into JSON."""
        return {"name": self.name, "skipped": self.reason}

    def cells(self) -> tuple[str, ...]:
        """As a row of the table."""
        return (self.name, f"skipped: {self.reason}")


Outcome = Result | Skipped


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
