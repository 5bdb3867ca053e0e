"""A leaflet as JSON and back, exactly: the form in which converted leaflets are kept.

It is compact and quick to load, and reading it makes nothing but a leaflet. Text in another form
or of another `FORMAT` is refused with a plain ValueError.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

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

FORMAT = 2
"""Raised with every change of the model or of this form."""

# JSON values are what json.loads makes; each is matched against its shape before use.
Json = object

_BOLD, _ITALIC, _UNDERLINE, _SUB, _SUP = 1, 2, 4, 8, 16
_TEXTS = ("id", "title", "language", "kind", "product", "active_substance", "atc", "notice")
_ORIGIN = ("source", "holder", "version", "date", "file", "sha256", "imported")


def leaflet_to_json(leaflet: Leaflet) -> str:
    """The leaflet as one line of JSON, in ASCII."""
    provenance = leaflet.provenance
    return json.dumps(
        {
            "format": FORMAT,
            "texts": [getattr(leaflet, name) for name in _TEXTS],
            "assumed": leaflet.language_assumed,
            "origin": [getattr(provenance, name) for name in _ORIGIN],
            "verified": provenance.verified,
            "notes": leaflet.reading_notes,
            "sections": [_section_out(section) for section in leaflet.sections],
            "images": _images_out(leaflet.images),
        },
        separators=(",", ":"),
    )


def leaflet_from_json(text: str) -> Leaflet:
    """The leaflet that `leaflet_to_json` made the text of. Raises ValueError for any other."""
    try:
        return _leaflet_in(json.loads(text))
    except RecursionError as error:
        raise ValueError("nested too deep for a leaflet") from error


def _leaflet_in(data: Json) -> Leaflet:
    match data:
        case {
            "format": int(form),
            "texts": list(texts),
            "assumed": bool(assumed),
            "origin": list(origin),
            "verified": bool(verified),
            "notes": list(notes),
            "sections": list(sections),
            "images": dict(images),
        } if form == FORMAT:
            return Leaflet(
                **_named(_TEXTS, texts),
                language_assumed=assumed,
                provenance=Provenance(**_named(_ORIGIN, origin), verified=verified),
                reading_notes=tuple(_text(note) for note in notes),
                sections=tuple(_section_in(section) for section in sections),
                images=_images_in(images),
            )
    raise ValueError(f"not a leaflet of form {FORMAT}")


def _named(names: Sequence[str], values: list[Json]) -> dict[str, str]:
    return {name: _text(value) for name, value in zip(names, values, strict=True)}


def _text(value: Json) -> str:
    if not isinstance(value, str):
        raise ValueError("not a text")
    return value


def _section_out(section: Section) -> Json:
    return [
        section.key,
        section.title,
        section.level,
        section.topic,
        [[code.system, code.code] for code in section.codes],
        [_block_out(block) for block in section.blocks],
        [_section_out(child) for child in section.children],
        [_annotation_out(annotation) for annotation in section.annotations],
    ]


def _section_in(data: Json) -> Section:
    match data:
        case [
            str(key),
            str(title),
            int(level),
            str(topic),
            list(codes),
            list(blocks),
            list(children),
            list(annotations),
        ]:
            return Section(
                key,
                title,
                level,
                topic,
                tuple(_code_in(code) for code in codes),
                _blocks_in(blocks),
                tuple(_section_in(child) for child in children),
                tuple(_annotation_in(annotation) for annotation in annotations),
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


def _block_out(block: Block) -> Json:
    match block:
        case Paragraph(runs):
            return ["p", _runs_out(runs)]
        case ListItem(runs, level, marker):
            return ["i", _runs_out(runs), level, marker]
        case Image(key, description):
            return ["g", key, description]
        case Table(rows):
            return ["t", [[_cell_out(cell) for cell in row] for row in rows]]
        case Note(label, blocks, kind):
            return ["n", label, [_block_out(inner) for inner in blocks], kind.value]


def _block_in(data: Json) -> Block:
    match data:
        case ["p", list(runs)]:
            return Paragraph(_runs_in(runs))
        case ["i", list(runs), int(level), str(marker)]:
            return ListItem(_runs_in(runs), level, marker)
        case ["g", str(key), str(description)]:
            return Image(key, description)
        case ["t", list(rows)]:
            return Table(tuple(_row_in(row) for row in rows))
        case ["n", str(label), list(blocks), str(kind)]:
            return Note(label, _blocks_in(blocks), NoteKind(kind))
    raise ValueError("not a block")


def _blocks_in(data: list[Json]) -> tuple[Block, ...]:
    return tuple(_block_in(block) for block in data)


def _cell_out(cell: Cell) -> Json:
    blocks = [_block_out(block) for block in cell.blocks]
    return [blocks, cell.header, cell.column_span, cell.row_span]


def _row_in(data: Json) -> tuple[Cell, ...]:
    if not isinstance(data, list):
        raise ValueError("not a row")
    return tuple(_cell_in(cell) for cell in data)


def _cell_in(data: Json) -> Cell:
    match data:
        case [list(blocks), bool(header), int(columns), int(rows)]:
            return Cell(_blocks_in(blocks), header, columns, rows)
    raise ValueError("not a cell")


def _runs_out(runs: tuple[Run, ...]) -> list[Json]:
    return [_run_out(run) for run in runs]


def _run_out(run: Run) -> Json:
    look = run.bold * _BOLD | run.italic * _ITALIC | run.underline * _UNDERLINE
    look |= {Script.NORMAL: 0, Script.SUB: _SUB, Script.SUP: _SUP}[run.script]
    return [run.text, look, run.link] if look or run.link else run.text


def _runs_in(data: list[Json]) -> tuple[Run, ...]:
    return tuple(_run_in(run) for run in data)


def _run_in(data: Json) -> Run:
    match data:
        case str(text):
            return Run(text)
        case [str(text), int(look), str(link)] if 0 <= look < _SUB + _SUP:
            script = Script.SUB if look & _SUB else Script.SUP if look & _SUP else Script.NORMAL
            bold, italic, underline = look & _BOLD, look & _ITALIC, look & _UNDERLINE
            return Run(text, bold > 0, italic > 0, underline > 0, script, link)
    raise ValueError("not a run")


def _images_out(images: dict[str, bytes]) -> Json:
    if not images:
        return {}
    from base64 import b64encode

    return {key: b64encode(data).decode("ascii") for key, data in images.items()}


def _images_in(data: dict[str, Json]) -> dict[str, bytes]:
    if not data:
        return {}
    from base64 import b64decode

    return {key: b64decode(_text(value), validate=True) for key, value in data.items()}
