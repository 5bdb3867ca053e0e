"""What a section is about, whatever its format calls it.

The table comes from a TOML file with, for each topic, its codes per code system, the section
keys and headings that mean it, and its names per language.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from operator import is_
from pathlib import Path

from viewer.leaflet.errors import ResourceError
from viewer.leaflet.model import Code, Leaflet, Section
from viewer.leaflet.plain import plain_words
from viewer.leaflet.toml_source import TomlSource

_GAP = "…"
"""Stands in a title for whatever words come between, such as the product's name."""

# The last segments of the names and URLs under which one code system appears.
_SYSTEM_NAMES = {
    "200000029659": "ema",
    "loinc.org": "loinc",
    "2.16.840.1.113883.6.1": "loinc",
}


@dataclass(frozen=True, slots=True)
class Topics:
    """Look-up tables.

    `titles` holds per language plain words, with a blank before and after, and their topic;
    longest words first. Words that have others between them are apart.
    """

    codes: Mapping[tuple[str, str], str]
    keys: Mapping[str, str]
    titles: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    names: Mapping[str, Mapping[str, str]]

    def _topic_told(self, codes: Iterable[Code], key: str) -> str:
        for code in codes:
            if topic := self.codes.get((_system(code.system), code.code)):
                return topic
        return self.keys.get(key, "")

    def _topic_guessed(self, title: str, language: str) -> str:
        if not title:
            return ""
        words = f" {plain_words(title)} "
        for wanted, topic in self.titles.get(_primary(language), ()):
            if _follow_one_another(wanted, words):
                return topic
        return ""

    def name(self, topic: str, language: str = "en") -> str:
        """The topic's name in a language, else in English, else the topic itself."""
        names = self.names.get(topic, {})
        return names.get(_primary(language)) or names.get("en") or topic

    def applied(self, leaflet: Leaflet) -> Leaflet:
        """The leaflet with the topic of each section that has none yet.

        A code tells it, else the section's key, else its heading; but not a heading where another
        section is coded as being about the same, unless that one stands below the heading.
        """
        told = Counter(map(self._told, leaflet.walk()))

        def guessed(section: Section) -> str:
            topic = self._topic_guessed(section.title, leaflet.language)
            if topic and told[topic] > [self._told(each) for each in section.walk()].count(topic):
                return ""
            return topic

        def with_topic(section: Section) -> Section:
            topic = self._told(section) or guessed(section)
            children = tuple(map(with_topic, section.children))
            if topic == section.topic and all(map(is_, children, section.children)):
                return section
            return replace(section, topic=topic, children=children)

        return replace(leaflet, sections=tuple(map(with_topic, leaflet.sections)))

    def _told(self, section: Section) -> str:
        return section.topic or self._topic_told(section.codes, section.key)


def load_topics(path: Path) -> Topics:
    """The topics of a TOML file. Raises ResourceError."""
    try:
        return parse_topics(str(path), path.read_bytes())
    except OSError as error:
        reason = f"the table of topics cannot be read ({error.strerror or 'no reason given'})"
        raise ResourceError(str(path), "", reason) from error


def parse_topics(file: str, data: bytes) -> Topics:
    """The topics in the bytes of a TOML file. Raises ResourceError."""
    return _TopicsFile(file).read(TomlSource(file, data).table())


class _TopicsFile:
    """Gathers the tables of one file; each code, key and heading means one topic only."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._codes: dict[tuple[str, str], str] = {}
        self._keys: dict[tuple[str, str], str] = {}
        self._titles: dict[tuple[str, str], str] = {}
        self._names: dict[str, dict[str, str]] = {}

    def read(self, table: dict[str, object]) -> Topics:
        for topic, entry in self._table("topics", table.get("topics")):
            place = f"topics.{topic}"
            for name, value in self._table(place, entry):
                self._read_entry(topic, f"{place}.{name}", name, value)
        keys = {key: topic for (_, key), topic in self._keys.items()}
        return Topics(self._codes, keys, _longest_first(self._titles), self._names)

    def _read_entry(self, topic: str, place: str, name: str, value: object) -> None:
        match name:
            case "names":
                self._names[topic] = {
                    language: self._text(place, text)
                    for language, text in self._table(place, value)
                }
            case "titles":
                for language, titles in self._table(place, value):
                    for title in self._texts(f"{place}.{language}", titles):
                        plain = _GAP.join(map(plain_words, title.split(_GAP)))
                        self._add(self._titles, (language, plain), topic)
            case "keys":
                for key in self._texts(place, value):
                    self._add(self._keys, ("", key), topic)
            case system:
                for code in self._texts(place, value):
                    self._add(self._codes, (system, code), topic)

    def _add(self, known: dict[tuple[str, str], str], what: tuple[str, str], topic: str) -> None:
        other = known.setdefault(what, topic)
        if other != topic:
            reason = f"{what[1]!r} stands already in topics.{other}"
            raise ResourceError(self._file, f"topics.{topic}", reason)

    def _table(self, place: str, value: object) -> Iterable[tuple[str, object]]:
        if not isinstance(value, dict):
            raise ResourceError(self._file, place, "this is not a table")
        return value.items()

    def _texts(self, place: str, value: object) -> Iterator[str]:
        if not isinstance(value, list):
            raise ResourceError(self._file, place, "this is not a list of texts")
        for text in value:
            yield self._text(place, text)

    def _text(self, place: str, value: object) -> str:
        if not isinstance(value, str) or not value.strip():
            raise ResourceError(self._file, place, "a text is missing or of another type")
        return value


def _longest_first(
    titles: dict[tuple[str, str], str],
) -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    by_language: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for (language, title), topic in titles.items():
        parts = tuple(f" {words} " for words in title.split(_GAP))
        by_language.setdefault(language, []).append((parts, topic))
    return {
        language: tuple(sorted(pairs, key=lambda pair: -sum(map(len, pair[0]))))
        for language, pairs in by_language.items()
    }


def _follow_one_another(parts: Iterable[str], words: str) -> bool:
    """Whether words hold all parts in their order; a blank may end one and begin the next."""
    place = 0
    for part in parts:
        found = words.find(part, place)
        if found < 0:
            return False
        place = found + len(part) - 1
    return True


def _system(name: str) -> str:
    name = name.rstrip("/")
    segment = name[max(map(name.rfind, "/:#|")) + 1 :].lower()
    return _SYSTEM_NAMES.get(segment, segment)


def _primary(language: str) -> str:
    return language.split("-")[0].lower()
