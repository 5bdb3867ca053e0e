"""What may follow a heading: ``{#key loinc=34073-7}``, its key and its codes."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass

from viewer.leaflet.front_matter import PLAIN_NAME
from viewer.leaflet.model import Code
from viewer.leaflet.plain import plain_words

_ATTRIBUTES = re.compile(r"(?:^|(?<=[^\\]))\{([^{}]*)\}\s*$")
_CODE = re.compile(r"([A-Za-z][A-Za-z0-9.-]*)=([A-Za-z0-9._-]+)")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading's Markdown text without its attributes; `key` is empty where none is given."""

    markdown: str
    key: str = ""
    codes: tuple[Code, ...] = ()


def parse_heading(markdown: str) -> Heading:
    """Takes the attributes off a heading. Raises ValueError that says what is wrong with them."""
    found = _ATTRIBUTES.search(markdown)
    if found is None:
        return Heading(markdown)
    key = ""
    codes: list[Code] = []
    for word in found[1].split():
        if word.startswith("#"):
            if key:
                raise ValueError(f"a second key {word[:60]!r}")
            key = word[1:]
            if not PLAIN_NAME.fullmatch(key):
                raise ValueError(
                    f"the key {key[:60]!r} is not made of letters a to z, digits, dots, hyphens"
                    " and underscores"
                )
        elif code := _CODE.fullmatch(word):
            codes.append(Code(code[1], code[2]))
        else:
            raise ValueError(f"{word[:60]!r} after a heading is neither #key nor system=code")
    return Heading(markdown[: found.start()].rstrip(), key, tuple(codes))


def key_from_title(title: str, taken: Container[str]) -> str:
    """A key made of a title's letters and digits, with a number where it is taken."""
    stem = plain_words(title).replace(" ", "-")[:60].strip("-") or "section"
    key, number = stem, 1
    while key in taken:
        number += 1
        key = f"{stem}-{number}"
    return key
