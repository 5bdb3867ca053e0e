"""What became of an import: told in sentences, kept beside the library, read by scripts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

from viewer.leaflet.sentence import sentence

KEPT = 20
"""Reports that are kept; the oldest goes first."""
MAX_REFUSALS = 10_000
"""Refusals that are listed; further ones are counted."""
_FOLDER = "reports"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that was not taken in, the place in it that is at fault, and why."""

    file: str
    place: str
    reason: str

    def __str__(self) -> str:
        return ": ".join(part for part in (self.file, self.place, self.reason) if part)


@dataclass(slots=True)
class ImportReport:
    """The outcome of an import, or what of it there is so far.

    `imported`, `replaced` and `older` count leaflets: new ones, newer versions, and versions
    older than the current one, kept beside it. `same` counts files that brought nothing new,
    `refused` those that were not taken in, and leaflets of others that would have taken another
    medicine's place; of all these `refusals` lists the first `MAX_REFUSALS`;
    `passed_over` counts files that are no leaflets. `error` is what ended the import early.
    Times are in UTC (ISO 8601), `seconds` how long it took.
    """

    library: str
    paths: list[str]
    started: str
    ended: str = ""
    seconds: float = 0.0
    files: int = 0
    bytes: int = 0
    imported: int = 0
    replaced: int = 0
    older: int = 0
    same: int = 0
    refused: int = 0
    passed_over: int = 0
    cancelled: bool = False
    error: str = ""
    refusals: list[Refusal] = field(default_factory=list)

    def refuse(self, refusal: Refusal) -> None:
        """Counts a refusal, and lists it while there is room."""
        self.refused += 1
        if len(self.refusals) < MAX_REFUSALS:
            self.refusals.append(refusal)

    def summary(self) -> str:
        """One sentence: "2 leaflets imported, 1 replaced, 0 older; 3 files the same ..."."""
        leaflets = "leaflet" if self.imported == 1 else "leaflets"
        parts = [f"{self.imported:,} {leaflets} imported, {self.replaced:,} replaced"]
        if self.older:
            parts.append(f"{self.older:,} kept as older versions")
        files = "file" if self.same == 1 else "files"
        parts.append(f"{self.same:,} {files} known already")
        parts.append(f"{self.refused:,} refused")
        if self.passed_over:
            parts.append(f"{self.passed_over:,} passed over as no leaflets")
        return ", ".join(parts)

    def ending(self) -> str:
        """What ended the import before all was in; empty where nothing did."""
        if self.error:
            return f"the import ended early: {self.error}"
        if self.cancelled:
            return "the import was cancelled; what is counted here is in, and it can be run again"
        return ""

    def text(self) -> str:
        """The whole report for a person, with a line break at its end."""
        return "\n".join(self._lines()) + "\n"

    def data(self) -> dict[str, object]:
        """The whole report for scripts; names are never changed."""
        return asdict(self)

    def _lines(self) -> Iterator[str]:
        yield f"Import into {self.library}"
        yield f"Begun {self.started}, ended {self.ended} ({self.seconds:,.0f} s)"
        yield from (f"From {path}" for path in self.paths)
        yield ""
        yield f"{self.summary()}."
        if ending := self.ending():
            yield sentence(ending)
        if self.refusals:
            yield ""
            yield "Refused:"
            yield from map(str, self.refusals)
        if self.refused > len(self.refusals):
            yield f"… and {self.refused - len(self.refusals):,} more"


def report_from(data: Mapping[str, object]) -> ImportReport:
    """The report that `data()` gave. Raises ValueError or TypeError for anything else."""
    values = dict(data)
    refusals = values.pop("refusals", [])
    if not isinstance(refusals, list) or not all(isinstance(each, dict) for each in refusals):
        raise ValueError("not a report")
    report = ImportReport(**values)  # type: ignore[arg-type]  # what is shown is text anyway
    report.refusals = [Refusal(**each) for each in refusals]
    return report


def keep_report(folder: Path, report: ImportReport) -> Path:
    """Keeps a report, as text and as JSON, in a library's folder; gives the text's file.

    Raises OSError.
    """
    reports = folder / _FOLDER
    reports.mkdir(exist_ok=True)
    stem = report.ended.replace(":", "").replace("Z", "")
    path = reports / f"{stem}.txt"
    number = 1
    while path.exists():
        number += 1
        path = reports / f"{stem} {number}.txt"
    path.with_suffix(".json").write_text(json.dumps(report.data(), indent=2), encoding="ascii")
    path.write_bytes(report.text().encode("utf-8", "backslashreplace"))
    texts = sorted(reports.glob("*.txt"), key=_age)
    for old in texts[:-KEPT]:
        with suppress(OSError):
            old.with_suffix(".json").unlink(missing_ok=True)
            old.unlink()
    return path


def last_report(folder: Path) -> ImportReport | None:
    """The report of the last import; None where there is none that can be read."""
    for path in sorted((folder / _FOLDER).glob("*.json"), key=_age, reverse=True):
        with suppress(OSError, ValueError, TypeError):
            return report_from(json.loads(path.read_text(encoding="utf-8")))
    return None


def _age(path: Path) -> tuple[float, str]:
    try:
        return path.stat().st_mtime, path.name
    except OSError:
        return 0.0, path.name
