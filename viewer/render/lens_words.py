"""What is said of lenses that mark nothing: "none" only of those that could be checked."""

from __future__ import annotations

from collections.abc import Sequence

from viewer.highlight.matches import LensState, Matches


def unchecked_names(matches: Sequence[Matches], names: Sequence[str]) -> list[str]:
    """Those of the lenses `names` that have no terms for the leaflet's language.

    `matches` are what the lenses found, in the order of the names.
    """
    return [
        name
        for name, found in zip(names, matches, strict=False)
        if found.state is LensState.CANNOT_CHECK
    ]


def checked_names(matches: Sequence[Matches], names: Sequence[str]) -> list[str]:
    """The others of the lenses `names`."""
    unchecked = unchecked_names(matches, names)
    return [name for name in names if name not in unchecked]


def cannot_check(names: Sequence[str]) -> str:
    """That these lenses cannot check the leaflet, and why."""
    return f"cannot check {either(names)}: no terms for this language"


def either(names: Sequence[str]) -> str:
    """Names as "A, B or C"."""
    return " or ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
