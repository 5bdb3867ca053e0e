"""The fields of the index, and the document that a section becomes.

There is one document for each section, with the section's own text and not that of the sections
below it. What is shown of a hit is cut from the stored text; everything else is only for finding.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from viewer.highlight.folded_leaflet import FoldedLeaflet
from viewer.highlight.folding import FOLDED_SEPARATOR, fold_wanted
from viewer.leaflet.model import Section
from viewer.library.text_analysis import (
    STEMMERS,
    analyzer,
    beginnings_analyzer,
    block_words,
    grown_together,
    restore_endings,
    stem_language,
    text_words,
)
from viewer.library.thousands import joined_thousands

if TYPE_CHECKING:
    from tantivy import Document, Index, Schema

FORMAT = 5
"""Raised whenever what is indexed changes: an index of another format is made anew."""

NUMBER = "number"
STORED = "stored"
WORDS = "words"
"""All words of a section as they are: for stems with a star, and to know what words there are."""
HEADING_WORDS = "heading_words"
BEGINNINGS = {length: f"begin_{length}" for length in (2, 3, 4)}
"""By their length, what words begin with: so few letters begin too many words to ask for each of
them while somebody types. Those of the heading are in as often as they are to count more."""
PRODUCT = "product"
LANGUAGE = "lang"
KIND = "kind"
TOPIC = "topic"
LENS = "lens"

_HEADING_COUNTS = 8
_BETWEEN = "\x1e"
_NO_PHRASE = " . "
"""Stands between two blocks as a word that nobody can ask for: no phrase runs across it."""
_PLAIN = "plain"


def body_field(language: str) -> str:
    """The word forms of a section's whole text in a language (a key of `STEMMERS`)."""
    return f"body_{language}"


def heading_field(language: str) -> str:
    """The word forms of a section's heading."""
    return f"heading_{language}"


def search_schema() -> Schema:
    from tantivy import SchemaBuilder

    builder = SchemaBuilder()
    builder.add_unsigned_field(NUMBER, indexed=True, fast=True)
    builder.add_bytes_field(STORED, stored=True, indexed=False)
    for name in (WORDS, HEADING_WORDS):
        builder.add_text_field(name, tokenizer_name=_PLAIN, index_option="basic")
    builder.add_text_field(PRODUCT, tokenizer_name=_PLAIN)
    for name in BEGINNINGS.values():
        builder.add_text_field(name, tokenizer_name=name, index_option="freq")
    for name in (LANGUAGE, KIND, TOPIC, LENS):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for language in STEMMERS:
        builder.add_text_field(body_field(language), tokenizer_name=language)
        builder.add_text_field(heading_field(language), tokenizer_name=language)
    return builder.build()


def register_analyzers(index: Index) -> None:
    """To be done with every index that is to be written to."""
    index.register_tokenizer(_PLAIN, analyzer("other"))
    for length, name in BEGINNINGS.items():
        index.register_tokenizer(name, beginnings_analyzer(length))
    for language in STEMMERS:
        index.register_tokenizer(language, analyzer(language))


def documents(
    number: int, leaflet: FoldedLeaflet, lenses: Mapping[str, Sequence[str]]
) -> Iterator[Document]:
    """A document for each section that does not only repeat others.

    `lenses` are the ids of those that mark it, by section key.
    """
    from tantivy import Document

    whole = leaflet.leaflet
    language = stem_language(whole.language)
    names = whole.product, whole.active_substance
    product = _NO_PHRASE.join(
        (*map(text_words, (*names, *joined_thousands(names, language))), *_grown_names(names))
    )
    tag = whole.language.lower()
    languages = dict.fromkeys((tag, tag.partition("-")[0]))
    topics = dict(_topics(whole.sections))
    for section, blocks, heading, words in _sections(leaflet):
        if section.repeats:
            continue
        document = Document()
        document.add_unsigned(NUMBER, number)
        document.add_bytes(STORED, _BETWEEN.join((section.key, *blocks)).encode("utf-8", "replace"))
        words += map(text_words, joined_thousands(blocks, language))
        text = " ".join(("", *words))
        document.add_text(WORDS, text)
        begun = f" {heading}" * (_HEADING_COUNTS - 1) + text
        for field in BEGINNINGS.values():
            document.add_text(field, begun)
        body = restore_endings(_NO_PHRASE.join((*words, "")), language)
        document.add_text(body_field(language), body)
        if heading:
            document.add_text(HEADING_WORDS, heading)
            document.add_text(heading_field(language), restore_endings(f"{heading} ", language))
        document.add_text(PRODUCT, product)
        for value in languages:
            document.add_text(LANGUAGE, value)
        document.add_text(KIND, whole.kind)
        if topic := topics[section.key]:
            document.add_text(TOPIC, topic)
        for lens in lenses.get(section.key, ()):
            document.add_text(LENS, lens)
        yield document


def _grown_names(names: Sequence[str]) -> Iterator[str]:
    for name in map(fold_wanted, names):
        yield from grown_together([name.text], name.signs)


def _topics(sections: Sequence[Section], above: str = "") -> Iterator[tuple[str, str]]:
    """By section key the topic, which is that of the section above where it has none."""
    for section in sections:
        topic = section.topic or above
        yield section.key, topic
        yield from _topics(section.children, topic)


def _sections(leaflet: FoldedLeaflet) -> Iterator[tuple[Section, Sequence[str], str, list[str]]]:
    """Each section with the texts of its blocks, the words of its heading, and all its words."""
    folded = leaflet.folded.text.split(FOLDED_SEPARATOR)
    signs = leaflet.folded.signs
    words = block_words(leaflet.folded, leaflet.words)
    blocks = leaflet.blocks
    if _BETWEEN in leaflet.text.text:  # it would be taken for the end of a block
        blocks = [block.replace(_BETWEEN, " ") for block in blocks]
    for section, first, after in leaflet.sections():
        heading = _NO_PHRASE.join((words[first], *grown_together(folded[first : first + 1], signs)))
        grown = grown_together(folded[first:after], signs)
        yield section, blocks[first:after], heading, [*words[first:after], *grown]


def stored_texts(document: Document) -> tuple[str, tuple[str, ...]]:
    """The key of a document's section, and the text of its text blocks."""
    stored = document.get_first(STORED)
    key, *texts = bytes(stored or b"").decode("utf-8").split(_BETWEEN)
    return key, tuple(texts) or ("",)
