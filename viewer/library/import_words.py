"""How far an import has come, in words: the same in the terminal and in the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from viewer.library.importer import ImportProgress


def import_words(progress: ImportProgress) -> str:
    """ "1,200 of 50,000 files, 310 a second, 3 min left; 2 refused"."""
    of = " files" if progress.total is None else f" of {progress.total:,} files"
    parts = [f"{progress.done:,}{of}"]
    if progress.seconds >= 1:
        rate = progress.done / progress.seconds
        parts.append(f"{rate:,.0f} a second")
        if progress.total and rate and progress.done < progress.total:
            parts.append(f"{duration((progress.total - progress.done) / rate)} left")
    refused = f"; {progress.refused:,} refused" if progress.refused else ""
    return ", ".join(parts) + refused


def duration(seconds: float) -> str:
    """ "40 s", "3 min", "2 h 5 min"."""
    if seconds < 60:
        return f"{max(1, round(seconds))} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"
