"""A small library to search and its index. Run as a program it brings the index up to date."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from viewer.highlight.folded_leaflet import FoldedLeaflet
from viewer.leaflet.model import Leaflet, Paragraph, Provenance, Run, Section
from viewer.library.library import Library
from viewer.library.query import parse_query
from viewer.library.search_errors import SearchIndexError
from viewer.library.search_index import SearchIndex
from viewer.library.search_results import SearchHit, SearchResults

from .samples import IMPORTED, file_with

Sections = Mapping[str, Sequence[str]]


def sample(
    product: str, sections: Sections, *, language: str = "en", kind: str = "smpc", version: str = ""
) -> Leaflet:
    """A leaflet; each section is its heading with its paragraphs, and its topic is its number."""
    return Leaflet(
        id=f"{product.lower()}-{language}",
        title=f"{product} leaflet",
        language=language,
        kind=kind,
        product=product,
        sections=tuple(
            Section(
                f"s{number}",
                heading,
                topic=f"topic-{number}",
                blocks=tuple(Paragraph((Run(text),)) for text in texts),
            )
            for number, (heading, texts) in enumerate(sections.items(), 1)
        ),
        provenance=Provenance(version=version),
    )


def library_of(folder: Path, *leaflets: Leaflet) -> Library:
    library = Library.open(folder / "library", create=True)
    add(library, *leaflets)
    return library


def add(library: Library, *leaflets: Leaflet) -> None:
    """Adds each by a transaction of its own."""
    for leaflet in leaflets:
        library.add_many([file_with(leaflet)], imported=IMPORTED)


def lens_sections(folded: FoldedLeaflet) -> Sections:
    """As if a lens looked for the word wine."""
    return {
        section.key: ("alcohol",)
        for section in folded.leaflet.walk()
        if "wine" in " ".join(section.texts()).lower()
    }


def index_of(library: Library, *, lens_stamp: str = "1", update: bool = True) -> SearchIndex:
    index = SearchIndex(library, library.folder / "index", lens_sections, lens_stamp)
    if update:
        list(index.update())
    return index


def search(index: SearchIndex, text: str, *, typing: bool = False) -> SearchResults:
    return index.search(parse_query(text, typing=typing))


def places(index: SearchIndex, text: str, *, typing: bool = False) -> list[str]:
    """What is found, as product and section key, best first."""
    return [f"{hit.entry.product} {hit.section}" for hit in search(index, text, typing=typing).hits]


def shown(hit: SearchHit) -> str:
    """A snippet as text, with brackets around what is marked."""
    return "".join(f"[{part.text}]" if part.match else part.text for part in hit.snippet)


def many(first: int, last: int, characters: int = 2_000) -> list[Leaflet]:
    """Leaflets that each have one word of their own, and one in common."""
    filler = "Take the tablets with water. " * (characters // 29)
    return [
        sample(f"Product{number}", {"Dosage": [f"Common word own{number}. {filler}"]})
        for number in range(first, last)
    ]


def main() -> None:
    """Updates the index of a library; a second argument is the most bytes a file may have."""
    if len(sys.argv) > 2:
        import resource

        limit = int(sys.argv[2])
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    index = index_of(Library.open(Path(sys.argv[1])), update=False)
    try:
        for progress in index.update():
            print(progress.done, flush=True)
    except SearchIndexError as error:
        print(type(error).__name__, error)


if __name__ == "__main__":
    main()
