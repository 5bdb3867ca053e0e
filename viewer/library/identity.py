"""When two leaflets are versions of one, and when they are one in two languages.

The European documents' ids end with kind and language, and begin with a registration number or a
name (`leaflet.epi_facts`). A US label's id is the set id, a UUID, which all its versions share
and no translation does. An id that somebody gave by hand may leave the language out, so it counts
together with it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from viewer.leaflet.model import Leaflet
from viewer.leaflet.plain import plain_words
from viewer.library.entry import LibraryEntry

_SET_ID = re.compile(r"[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}")


def origin(leaflet: Leaflet | LibraryEntry) -> str:
    """What all versions of a leaflet share, and nothing else does, not in another language."""
    # A set id holds whatever the language is said to be: some versions of a label leave it out.
    if _SET_ID.fullmatch(leaflet.id) or leaflet.id.endswith(_ending(leaflet)):
        return leaflet.id
    return f"{leaflet.id}\n{leaflet.language.casefold()}"


def medicine(leaflet: Leaflet) -> str:
    """What a leaflet shares with itself in other languages: its id without the language."""
    return leaflet.id.removesuffix(_ending(leaflet))


def maker(leaflet: Leaflet) -> str:
    """What ties languages where ids do not: name, holder and kind; empty where one is missing."""
    product, holder = plain_words(leaflet.product), plain_words(leaflet.provenance.holder)
    return "\n".join((product, holder, leaflet.kind)) if product and holder else ""


def is_another(leaflet: Leaflet, product: str, holder: str) -> bool:
    """Whether it is plainly of another medicine than this one, though they have one id.

    One that is renamed keeps its holder, and one that goes to another holder its name; set ids are
    given by an authority.
    """
    names = plain_words(leaflet.product).partition(" ")[0], plain_words(product).partition(" ")[0]
    holders = plain_words(leaflet.provenance.holder), plain_words(holder)
    return (
        not _SET_ID.fullmatch(leaflet.id)
        and all((*names, *holders))
        and names[0] != names[1]
        and holders[0] != holders[1]
    )


def in_language(found: Sequence[LibraryEntry], asked: str) -> list[LibraryEntry]:
    """Those in a language: "pt" stands for "pt-BR" too, but where there is "pt" itself."""
    asked = asked.casefold()
    tags = [entry.language.casefold() for entry in found]
    if asked and asked not in tags:
        tags = [tag.partition("-")[0] for tag in tags]
    return [entry for entry, tag in zip(found, tags, strict=True) if asked in ("", tag)]


def _ending(leaflet: Leaflet | LibraryEntry) -> str:
    return f"-{leaflet.language.casefold()}"
