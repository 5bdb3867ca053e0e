"""The rows that a leaflet's sections make in the tree, and the counts that each shows; no Qt."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from viewer.leaflet.model import Leaflet, Section

LEAFLET_START = ""
"""The key of the first row: the leaflet's own beginning, before any section."""


@dataclass(frozen=True, slots=True)
class Pill:
    """How many passages a lens, told by its colour name, has in one section."""

    colour: str
    count: int


@dataclass(slots=True)
class SectionRow:
    """One row: a titled section and the untitled ones that have no row and belong to it.

    `keys` holds the row's own key and those of these untitled sections.
    """

    key: str
    title: str
    keys: list[str]
    children: list[SectionRow] = field(default_factory=list)

    def walk(self) -> Iterator[SectionRow]:
        """This row and all below it, in reading order."""
        waiting = [self]
        while waiting:
            row = waiting.pop()
            yield row
            waiting.extend(reversed(row.children))


def section_rows(leaflet: Leaflet) -> SectionRow:
    """The product's row, with the rows of all titled sections under it."""
    root = SectionRow(LEAFLET_START, one_line(leaflet.product or leaflet.title), [LEAFLET_START])
    waiting: list[tuple[Section, SectionRow]] = [(s, root) for s in reversed(leaflet.sections)]
    while waiting:
        section, parent = waiting.pop()
        title = one_line(section.title)
        if title:
            row = SectionRow(section.key, title, [section.key])
            parent.children.append(row)
        else:
            row = parent
            row.keys.append(section.key)
        waiting.extend((child, row) for child in reversed(section.children))
    return root


def one_line(text: str) -> str:
    """The text with single spaces and without soft hyphens, as a row shows it."""
    return " ".join(text.replace("\u00ad", "").split())


class RowCounts:
    """What the tree shows of the active lenses: the pills of a row, and whether it is quiet."""

    def __init__(self) -> None:
        self._counts: Mapping[str, Sequence[Pill]] = {}
        self._quiet: Collection[str] = frozenset()
        self._order: Sequence[str] = ()

    def set_counts(self, counts: Mapping[str, Sequence[Pill]]) -> bool:
        """The passages of each section by its key, without those of the sections below it.

        False where they are what they were.
        """
        before, self._counts = self._counts, {key: tuple(pills) for key, pills in counts.items()}
        return self._counts != before

    def set_quiet(self, keys: Collection[str]) -> bool:
        """The sections in which the active lenses found nothing; False where they are the same."""
        before, self._quiet = self._quiet, frozenset(keys)
        return self._quiet != before

    def set_order(self, colours: Sequence[str]) -> None:
        """The order in which a row's pills stand, as colour names."""
        self._order = tuple(colours)

    def pills(self, row: SectionRow, folded: bool) -> tuple[Pill, ...]:
        """The row's pills, those of the rows below it added where it is folded."""
        sums: dict[str, int] = {}
        for each in row.walk() if folded else (row,):
            for key in each.keys:
                for pill in self._counts.get(key, ()):
                    sums[pill.colour] = sums.get(pill.colour, 0) + pill.count
        places = {colour: place for place, colour in enumerate(self._order)}
        colours = sorted(sums, key=lambda colour: places.get(colour, len(places)))
        return tuple(Pill(colour, sums[colour]) for colour in colours if sums[colour])

    def is_quiet(self, row: SectionRow, folded: bool) -> bool:
        """True where the active lenses found nothing in all that the row stands for."""
        own = all(key in self._quiet for key in row.keys)
        return own and not self.pills(row, folded)


def passages(count: int) -> str:
    """The count in words: "1 passage", "4 passages"."""
    return f"{count} passage" if count == 1 else f"{count} passages"
