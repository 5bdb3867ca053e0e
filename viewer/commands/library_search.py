"""The search index of a library, put together with the lenses that sections are found by."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from viewer import paths
from viewer.commands.output import tell
from viewer.highlight.leaflet_text import LeafletText
from viewer.highlight.lens import Lens
from viewer.highlight.matcher import WordIndex, find_matches
from viewer.leaflet.model import Leaflet
from viewer.library.library import Library
from viewer.library.search_index import SearchIndex

_MATCHING = 1
"""Raised whenever the matcher would mark other sections with the same lenses."""


def search_lenses() -> tuple[Lens, ...]:
    """The lenses that sections are found by: all there are here. Files at fault are told.

    Raises ResourceError where the installation is damaged.
    """
    from viewer.highlight.lens_file import load_lenses
    from viewer.render.theme_file import load_themes

    resources = paths.resource_folder()
    themes = load_themes(resources / "themes")
    colours = frozenset.intersection(*(frozenset(theme.lenses) for theme in themes))
    lenses, errors = load_lenses((resources / "lenses", paths.user_lens_folder()), colours)
    for error in errors:
        tell(f"a lens is left out: {error}")
    return lenses


def open_index(library: Library, lenses: Sequence[Lens]) -> SearchIndex:
    """The index of a library, in the library's folder or, where nobody may write there, the cache.

    An index that an administrator made in such a folder is not looked at: it could not be kept up.
    """

    def lens_sections(leaflet: Leaflet) -> dict[str, tuple[str, ...]]:
        return marked_sections(leaflet, lenses)

    return SearchIndex.open(library, _index_folder(library), lens_sections, lens_stamp(lenses))


def marked_sections(leaflet: Leaflet, lenses: Sequence[Lens]) -> dict[str, tuple[str, ...]]:
    """By section key the ids of the lenses that mark something in the section."""
    if not lenses:
        return {}
    text = LeafletText(leaflet)
    index = WordIndex(text)
    found: dict[str, list[str]] = {}
    for lens in lenses:
        starts = find_matches(index, lens).starts
        for number in dict.fromkeys(map(text.section_index, starts)):
            found.setdefault(text.sections[number].key, []).append(lens.id)
    return {key: tuple(ids) for key, ids in found.items()}


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


def _index_folder(library: Library) -> Path:
    if library.read_only or not os.access(library.folder, os.W_OK):
        return paths.cache_folder() / "index" / library.id
    return library.folder / "index"
