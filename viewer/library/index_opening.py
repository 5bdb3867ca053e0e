"""The search index of a library, put together with the lenses that sections are found by."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from viewer.highlight.lens import Lens
from viewer.highlight.section_marks import SectionMarks
from viewer.library.library import Library
from viewer.library.search_index import SearchIndex

_MATCHING = 1
"""Raised whenever the matcher would mark other sections with the same lenses."""


def open_index(library: Library, lenses: Sequence[Lens], cache: Path) -> SearchIndex:
    """The index of a library, in the library's folder or, where one may not write there, `cache`.

    An index that somebody else made in such a folder is not looked at: it could not be kept up.
    """
    marks = SectionMarks(lenses)
    return SearchIndex(library, _index_folder(library, cache), marks.marked, lens_stamp(lenses))


def lens_stamp(lenses: Sequence[Lens]) -> str:
    """Another one whenever a lens marks something else; colours and names do not matter."""
    from hashlib import sha256

    marking = [
        (
            lens.id,
            sorted((tag, terms.words, terms.never) for tag, terms in lens.terms.items()),
            sorted(lens.codes.items()),
            sorted(lens.concepts.items()),
        )
        for lens in sorted(lenses, key=lambda each: each.id)
    ]
    text = repr((_MATCHING, marking))
    return sha256(text.encode("utf-8", "replace")).hexdigest()[:16]


def _index_folder(library: Library, cache: Path) -> Path:
    folder = library.folder / "index"
    if library.read_only or not os.access(folder if folder.exists() else library.folder, os.W_OK):
        return cache / "index" / library.id
    return folder
