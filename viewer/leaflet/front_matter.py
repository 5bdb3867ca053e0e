"""The head of a Markdown leaflet: YAML between two ``---`` lines, every value a plain text.

The YAML is read as a stream of events, so that an error knows its line, values stay as written
(``no`` is Norwegian and not a falsehood, 1.10 is not 1.1) and nothing is ever constructed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from viewer.leaflet.errors import MalformedLeafletError
from viewer.leaflet.runs import folded, refused_character

if TYPE_CHECKING:
    from yaml import YAMLError
    from yaml.events import Event, ScalarEvent

FENCE = "---"
KINDS = ("package-leaflet", "smpc", "label", "guide")
REQUIRED = ("id", "title", "language", "kind")
KEYS = (
    *REQUIRED,
    *("product", "active_substance", "atc", "holder", "version", "date", "source", "notice"),
)
MAX_CHARACTERS = 32_768
PLAIN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The values by key, with white space folded, and the number of lines the head takes."""

    values: dict[str, str]
    lines: int

    def get(self, key: str) -> str:
        """The value, empty where the head does not state it."""
        return self.values.get(key, "")


def read_front_matter(file: str, lines: Sequence[str]) -> FrontMatter:
    """The head of a leaflet given as lines. Raises MalformedLeafletError."""
    end = _closing_line(file, lines)
    text = "\n".join(lines[1:end])
    if len(text) > MAX_CHARACTERS:
        raise _error(file, 1, f"the front matter is longer than {MAX_CHARACTERS:,} characters")
    values: dict[str, str] = {}
    line_of: dict[str, int] = {}
    for line, key, value in _pairs(file, text):
        if key not in KEYS:
            raise _error(file, line, f"unknown key {key[:60]!r}; known are {', '.join(KEYS)}")
        if key in values:
            raise _error(file, line, f"the key {key!r} stands already in line {line_of[key]}")
        line_of[key] = line
        values[key] = _checked(file, line, key, value)
    missing = [key for key in REQUIRED if not values.get(key)]
    if missing:
        raise _error(file, 1, f"the front matter lacks {', '.join(missing)}")
    return FrontMatter(values, end + 1)


def _closing_line(file: str, lines: Sequence[str]) -> int:
    if not lines or lines[0].rstrip() != FENCE:
        raise _error(file, 1, "the leaflet does not begin with a line ---")
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() == FENCE:
            return number
    raise _error(file, len(lines), "the front matter has no closing line ---")


def _pairs(file: str, text: str) -> Iterator[tuple[int, str, str]]:
    """Line, key and value of each entry of the mapping that the text must be."""
    from yaml import MappingEndEvent, MappingStartEvent, ScalarEvent, YAMLError

    events = _events(text)
    try:
        first = next(events, None)
        if first is None:
            return
        if not isinstance(first, MappingStartEvent):
            raise _error(file, _line(first), "the front matter is not a list of lines 'key: value'")
        _plain(file, first)
        while not isinstance(key := next(events), MappingEndEvent):
            value = next(events)
            _plain(file, key)
            _plain(file, value)
            if not isinstance(key, ScalarEvent):
                raise _error(file, _line(key), "a key is not a plain text")
            if not isinstance(value, ScalarEvent):
                raise _error(file, _line(value), f"the value of {key.value[:60]!r} is not a text")
            yield _line(key), key.value, "" if _is_null(value) else value.value
        for event in events:
            raise _error(file, _line(event), "the front matter holds a second document")
    except YAMLError as error:
        raise _yaml_error(file, error) from error


def _events(text: str) -> Iterator[Event]:
    """The YAML events that carry content, or begin a document beyond the first."""
    import yaml

    documents = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        begins = isinstance(event, yaml.DocumentStartEvent)
        documents += begins
        if isinstance(event, yaml.NodeEvent | yaml.CollectionEndEvent) or (
            begins and documents > 1
        ):
            yield event


def _plain(file: str, event: Event) -> None:
    """Refuses aliases, anchors and tags: a leaflet needs none, and they can hide or build."""
    from yaml import AliasEvent

    if isinstance(event, AliasEvent):
        raise _error(file, _line(event), "an alias (*name) is not allowed in the front matter")
    if getattr(event, "anchor", None):
        raise _error(file, _line(event), "an anchor (&name) is not allowed in the front matter")
    if getattr(event, "tag", None):
        raise _error(file, _line(event), "a tag (!name) is not allowed in the front matter")


def _is_null(event: ScalarEvent) -> bool:
    return event.style is None and event.value in ("", "~", "null")


def _checked(file: str, line: int, key: str, value: str) -> str:
    value = folded(value)
    if refused := refused_character(value):
        raise _error(file, line, f"the value of {key!r} holds the character {refused}")
    if key == "id" and value and not PLAIN_NAME.fullmatch(value):
        reason = "the id may hold only letters a to z, digits, dots, hyphens and underscores"
        raise _error(file, line, reason)
    if key == "language" and value and not _LANGUAGE.fullmatch(value):
        raise _error(file, line, f"{value[:60]!r} is not a language tag such as en or pt-BR")
    if key == "kind" and value and value not in KINDS:
        raise _error(file, line, f"unknown kind {value[:60]!r}; known are {', '.join(KINDS)}")
    return value


def _line(event: Event) -> int:
    # The opening --- is line 1 and YAML counts from 0.
    return event.start_mark.line + 2 if event.start_mark else 1


def _yaml_error(file: str, error: YAMLError) -> MalformedLeafletError:
    problem = getattr(error, "problem", "") or "it cannot be read"
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 2 if mark else 1
    return _error(file, line, f"the front matter is not valid YAML ({problem})")


def _error(file: str, line: int, reason: str) -> MalformedLeafletError:
    return MalformedLeafletError(file, f"line {line}", reason)
