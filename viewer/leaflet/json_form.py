"""A leaflet as JSON and back, exactly: the form in which converted leaflets are kept and handed on.

The first line says what the leaflet is; what it holds follows in reading order, in lines of a few
records each, and then its pictures in pieces. So no line is long to parse: Python's parser stops
all other threads meanwhile, and a window would not answer. Reading makes nothing but a leaflet;
text in another form or of another `FORMAT` is refused with a plain ValueError.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from viewer.leaflet.model import (
    Annotation,
    Block,
    Cell,
    Code,
    Image,
    Leaflet,
    ListItem,
    Note,
    NoteKind,
    Paragraph,
    Provenance,
    Run,
    Script,
    Section,
    Table,
)

FORMAT = 4
"""Raised with every change of the model or of this form."""

# JSON values are what json.loads makes; each is matched against its shape before use.
Json = object
Records = Iterator[Json]
"""The parts of a leaflet in reading order: each section, block, cell, annotation or many runs."""

_RECORDS = 50
"""How many records make a line."""
_RUNS = 100
"""How many runs stand in a record; a paragraph with more is followed by records of runs."""
_IMAGE_BYTES = 1 << 20
"""How much of an image stands in a line."""
_BOLD, _ITALIC, _UNDERLINE, _SUB, _SUP = 1, 2, 4, 8, 16
_TEXTS = ("id", "title", "language", "kind", "product", "active_substance", "atc", "notice")
_ORIGIN = ("source", "holder", "version", "date", "file", "sha256", "imported")


def leaflet_to_json(leaflet: Leaflet) -> str:
    """The leaflet as lines of JSON, in ASCII."""
    return "\n".join(leaflet_to_lines(leaflet))


def leaflet_from_json(text: str) -> Leaflet:
    """The leaflet that `leaflet_to_json` made the text of. Raises ValueError for any other."""
    lines = iter(text.split("\n"))
    leaflet = leaflet_from_lines(lines)
    if next(lines, None) is not None:
        raise ValueError("more than a leaflet")
    return leaflet


def leaflet_to_lines(leaflet: Leaflet) -> list[str]:
    """The leaflet as lines of JSON, none with a line break in it, in ASCII."""
    encode = json.JSONEncoder(separators=(",", ":")).encode
    records = _sections_out(leaflet.sections)
    lines = [encode(some) for some in iter(lambda: list(islice(records, _RECORDS)), [])]
    images = {key: _image_out(image) for key, image in leaflet.images.items()}
    provenance = leaflet.provenance
    head = {
        "format": FORMAT,
        "lines": len(lines),
        "texts": [getattr(leaflet, name) for name in _TEXTS],
        "assumed": leaflet.language_assumed,
        "origin": [getattr(provenance, name) for name in _ORIGIN],
        "verified": provenance.verified,
        "notes": leaflet.reading_notes,
        "sections": len(leaflet.sections),
        "images": {key: len(pieces) for key, pieces in images.items()},
    }
    return [encode(head), *lines, *map(encode, chain.from_iterable(images.values()))]


def leaflet_from_lines(lines: Iterator[str]) -> Leaflet:
    """The leaflet whose lines come next; no line behind them is taken. Raises ValueError."""
    try:
        return _leaflet_in(json.loads(next(lines, "")), lines)
    except RecursionError as error:
        raise ValueError("nested too deep for a leaflet") from error


def _leaflet_in(data: Json, lines: Iterator[str]) -> Leaflet:
    match data:
        case {
            "format": int(form),
            "lines": int(count),
            "texts": list(texts),
            "assumed": bool(assumed),
            "origin": list(origin),
            "verified": bool(verified),
            "notes": list(notes),
            "sections": int(sections),
            "images": dict(images),
        } if form == FORMAT and count >= 0:
            records = _records_in(islice(lines, count))
            tree = tuple([_section_in(records) for _ in range(sections)])
            if any(True for _ in records):
                raise ValueError("more than a leaflet")
            return Leaflet(
                **_named(_TEXTS, texts),
                language_assumed=assumed,
                provenance=Provenance(**_named(_ORIGIN, origin), verified=verified),
                reading_notes=tuple(_text(note) for note in notes),
                sections=tree,
                images={key: _image_in(images[key], lines) for key in images},
            )
    raise ValueError(f"not a leaflet of form {FORMAT}")


def _records_in(lines: Iterable[str]) -> Records:
    for line in lines:
        match json.loads(line):
            case list(records):
                yield from records
            case _:
                raise ValueError("not a line of records")


def _named(names: Sequence[str], values: list[Json]) -> dict[str, str]:
    return {name: _text(value) for name, value in zip(names, values, strict=True)}


def _text(value: Json) -> str:
    if not isinstance(value, str):
        raise ValueError("not a text")
    return value


def _sections_out(sections: Iterable[Section]) -> Records:
    for section in sections:
        yield [
            *(section.key, section.title, section.level, section.topic),
            [[code.system, code.code] for code in section.codes],
            *(len(section.blocks), len(section.children), len(section.annotations)),
            section.repeats,
        ]
        yield from _blocks_out(section.blocks)
        yield from _sections_out(section.children)
        yield from map(_annotation_out, section.annotations)


def _section_in(records: Records) -> Section:
    match next(records, None):
        case [
            str(key),
            str(title),
            int(level),
            str(topic),
            list(codes),
            int(blocks),
            int(children),
            int(annotations),
            bool(repeats),
        ]:
            return Section(
                *(key, title, level, topic),
                tuple(_code_in(code) for code in codes),
                _blocks_in(blocks, records),
                tuple([_section_in(records) for _ in range(children)]),
                tuple([_annotation_in(next(records, None)) for _ in range(annotations)]),
                repeats,
            )
    raise ValueError("not a section")


def _annotation_out(annotation: Annotation) -> Json:
    codes = [[code.system, code.code] for code in annotation.codes]
    return [annotation.block, annotation.start, annotation.end, codes]


def _annotation_in(data: Json) -> Annotation:
    match data:
        case [int(block), int(start), int(end), list(codes)]:
            return Annotation(block, start, end, tuple(_code_in(code) for code in codes))
    raise ValueError("not an annotation")


def _code_in(data: Json) -> Code:
    match data:
        case [str(system), str(code)]:
            return Code(system, code)
    raise ValueError("not a code")


def _blocks_out(blocks: Iterable[Block]) -> Records:
    for block in blocks:
        match block:
            case Paragraph(runs):
                first, more = _runs_out(runs)
                yield ["p", first, len(more)]
                yield from more
            case ListItem(runs, level, marker):
                first, more = _runs_out(runs)
                yield ["i", first, len(more), level, marker]
                yield from more
            case Image(key, description):
                yield ["g", key, description]
            case Table(rows):
                yield ["t", [len(row) for row in rows]]
                yield from _cells_out(chain.from_iterable(rows))
            case Note(label, inner, kind):
                yield ["n", label, len(inner), kind.value]
                yield from _blocks_out(inner)


def _block_in(records: Records) -> Block:
    match next(records, None):
        case ["p", list(first), int(more)]:
            return Paragraph(_runs_in(first, more, records))
        case ["i", list(first), int(more), int(level), str(marker)]:
            return ListItem(_runs_in(first, more, records), level, marker)
        case ["g", str(key), str(description)]:
            return Image(key, description)
        case ["t", list(rows)]:
            return Table(tuple([_row_in(cells, records) for cells in rows]))
        case ["n", str(label), int(blocks), str(kind)]:
            return Note(label, _blocks_in(blocks, records), NoteKind(kind))
    raise ValueError("not a block")


def _blocks_in(count: int, records: Records) -> tuple[Block, ...]:
    return tuple([_block_in(records) for _ in range(count)])


def _cells_out(cells: Iterable[Cell]) -> Records:
    for cell in cells:
        yield [len(cell.blocks), cell.header, cell.column_span, cell.row_span]
        yield from _blocks_out(cell.blocks)


def _row_in(cells: Json, records: Records) -> tuple[Cell, ...]:
    if not isinstance(cells, int):
        raise ValueError("not a row")
    return tuple([_cell_in(records) for _ in range(cells)])


def _cell_in(records: Records) -> Cell:
    match next(records, None):
        case [int(blocks), bool(header), int(columns), int(rows)]:
            return Cell(_blocks_in(blocks, records), header, columns, rows)
    raise ValueError("not a cell")


def _runs_out(runs: tuple[Run, ...]) -> tuple[list[Json], list[list[Json]]]:
    """The runs that stand in a block's record, and those for records behind it."""
    first, *more = [
        [_run_out(run) for run in runs[at : at + _RUNS]] for at in range(0, len(runs) or 1, _RUNS)
    ]
    return first, more


def _run_out(run: Run) -> Json:
    look = run.bold * _BOLD | run.italic * _ITALIC | run.underline * _UNDERLINE
    look |= {Script.NORMAL: 0, Script.SUB: _SUB, Script.SUP: _SUP}[run.script]
    return [run.text, look, run.link] if look or run.link else run.text


def _runs_in(first: list[Json], more: int, records: Records) -> tuple[Run, ...]:
    runs = [_run_in(run) for run in first]
    for _ in range(more):
        match next(records, None):
            case list(further):
                runs += [_run_in(run) for run in further]
            case _:
                raise ValueError("not runs")
    return tuple(runs)


def _run_in(data: Json) -> Run:
    match data:
        case str(text):
            return Run(text)
        case [str(text), int(look), str(link)] if 0 <= look < _SUB + _SUP:
            script = Script.SUB if look & _SUB else Script.SUP if look & _SUP else Script.NORMAL
            bold, italic, underline = look & _BOLD, look & _ITALIC, look & _UNDERLINE
            return Run(text, bold > 0, italic > 0, underline > 0, script, link)
    raise ValueError("not a run")


def _image_out(image: bytes) -> list[str]:
    from base64 import b64encode

    pieces = range(0, len(image), _IMAGE_BYTES)
    return [b64encode(image[at : at + _IMAGE_BYTES]).decode("ascii") for at in pieces]


def _image_in(pieces: Json, lines: Iterator[str]) -> bytes:
    from base64 import b64decode

    if not isinstance(pieces, int):
        raise ValueError("not an image")
    found = (json.loads(next(lines, "")) for _ in range(pieces))
    return b"".join([b64decode(_text(piece), validate=True) for piece in found])
