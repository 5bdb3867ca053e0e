"""A component: a piece of software by somebody else that is in the program folder."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Component:
    """Its name and version, its licence, and where it is from.

    `licence` is an SPDX expression where one is known, else the licence's name, and empty where
    nothing tells; `texts` are licence texts in full; `purl` is a package URL; `author` and `source`
    may be empty; `parts` are components that are built into this one and no files of their own.
    """

    name: str
    version: str
    licence: str
    texts: tuple[str, ...] = ()
    purl: str = ""
    author: str = ""
    source: str = ""
    parts: tuple[Component, ...] = ()
