"""What is said of lenses: "none" only where the words of the leaflet could be checked."""

from __future__ import annotations

from collections.abc import Sequence

from viewer.highlight.matches import LensState, Matches

BY_CODE = "by section code or annotation; the words could not be checked"
"""What is said beside the number of passages of a lens that could not check the words."""


def answering_names(matches: Sequence[Matches], names: Sequence[str]) -> list[str]:
    """Those of the lenses `names` that say anything of the leaflet, be it that there is nothing.

    `matches` are what the lenses found, in the order of the names.
    """
    pairs = zip(names, matches, strict=False)
    return [name for name, found in pairs if found.state is not LensState.CANNOT_CHECK]


def cannot_check(matches: Sequence[Matches], names: Sequence[str]) -> str:
    """Which of the lenses `names` could not check the words, and why; empty where all could.

    Such a lens may answer all the same, by section code or annotation.
    """
    pairs = zip(names, matches, strict=False)
    unchecked = {name: found.unchecked for name, found in pairs if found.unchecked}
    if not unchecked:
        return ""
    reasons = "; ".join(dict.fromkeys(unchecked.values()))  # one, being the leaflet's
    return f"cannot check the words of {either(list(unchecked))}: {reasons}"


def either(names: Sequence[str]) -> str:
    """Names as "A, B or C"."""
    return " or ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
