"""Raised and lowered text where only plain characters can be written."""

from __future__ import annotations

from viewer.leaflet.model import Run, Script

_RAISED = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")


def script_text(run: Run, start: int = 0, end: int | None = None) -> str:
    """The characters of a run from `start` to `end`, so that 10⁹ does not read as 109.

    Raised text that Unicode has no raised letters for stands behind a "^" at the run's start.
    """
    text = run.text[start:end]
    if run.script is Script.SUP:
        raised = text.translate(_RAISED)
        lost = any(a == b and a.isalnum() for a, b in zip(text, raised, strict=True))
        return "^" * (start == 0) + text if lost else raised
    return text.translate(_LOWERED) if run.script is Script.SUB else text
