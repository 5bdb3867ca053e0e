"""`check`: whether leaflet and lens files are sound, every file named with what is wrong."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from viewer.commands.collection import Collection
from viewer.commands.command import AT_FAULT, DONE, Command, add_json_option
from viewer.commands.output import counted, print_columns, print_json, tell
from viewer.leaflet.errors import ResourceError
from viewer.leaflet.model import Block, Image, Leaflet, Note, Table, text_blocks
from viewer.render.text_wrap import clean

if TYPE_CHECKING:
    from viewer.leaflet.reading_process import ReadingProcess


@dataclass(frozen=True, slots=True)
class Remark:
    """What is wrong in a file, and where; an empty place means the whole file."""

    place: str
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """What was found in one file.

    `blocks` counts text blocks without headings, `images` those among them that are pictures;
    `tables` counts tables inside tables as well. `notes` tell what was left out and why;
    `warnings` are all that is worth a look, the notes among them.
    """

    file: str
    ok: bool = True
    format: str = ""
    languages: tuple[str, ...] = ()
    leaflets: int = 0
    sections: int = 0
    blocks: int = 0
    tables: int = 0
    images: int = 0
    lenses: int = 0
    errors: tuple[Remark, ...] = ()
    notes: tuple[str, ...] = ()
    warnings: tuple[Remark, ...] = ()


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "files", metavar="FILE", nargs="+", help="a leaflet, or a lens where it ends in .toml"
    )
    add_json_option(parser)


def _run(arguments: Namespace) -> int:
    collection = Collection()
    lens_files: dict[str, str] = {}
    with collection.reading_process() as process:
        reports = [_report(file, collection, process, lens_files) for file in arguments.files]
    for report in reports:
        for error in report.errors:
            tell(str(ResourceError(report.file, error.place, error.reason)))
    if arguments.json:
        print_json({"files": [asdict(report) for report in reports]})
    else:
        print_columns([(_verdict(report), report.file, _contents(report)) for report in reports])
        for report in reports:
            for note in report.notes:
                print(clean(f"note: {report.file}: {note}"))
            for warning in report.warnings:
                if warning.reason not in report.notes:
                    where = f"{report.file}: {warning.place}" if warning.place else report.file
                    print(clean(f"warning: {where}: {warning.reason}"))
    return DONE if all(report.ok for report in reports) else AT_FAULT


def _report(
    file: str, collection: Collection, process: ReadingProcess, lens_files: dict[str, str]
) -> Report:
    """`lens_files` gathers which file each lens id came from, to find doubled ones."""
    form = ""
    try:
        if Path(file).suffix.lower() == ".toml":
            return _lens_report(file, collection, lens_files)
        form = process.format(Path(file))
        return _leaflet_report(file, form, process.read(Path(file)))
    except ResourceError as error:
        # The file may be another one: a lens cannot be checked where the themes are damaged.
        reason = error.reason if error.file == file else str(error)
        place = error.place if error.file == file else ""
        return Report(file, ok=False, format=form, errors=(Remark(place, reason),))


def _leaflet_report(file: str, form: str, leaflets: Sequence[Leaflet]) -> Report:
    sections = [section for leaflet in leaflets for section in leaflet.walk()]
    blocks = [block for section in sections for block in text_blocks(section.blocks)]
    notes = tuple(_notes(leaflets))
    return Report(
        file,
        format=form,
        languages=tuple(dict.fromkeys(leaflet.language for leaflet in leaflets)),
        leaflets=len(leaflets),
        sections=len(sections),
        blocks=len(blocks),
        tables=sum(_tables(section.blocks) for section in sections),
        images=sum(isinstance(block, Image) for block in blocks),
        notes=notes,
        warnings=tuple(Remark("", reason) for reason in (*notes, *_doubts(leaflets))),
    )


def _notes(leaflets: Sequence[Leaflet]) -> Iterator[str]:
    """What the reader left out; with the leaflet where there are several in the file."""
    for leaflet in leaflets:
        which = f"{leaflet.title}: " if len(leaflets) > 1 else ""
        yield from (f"{which}{note}" for note in leaflet.reading_notes)


def _doubts(leaflets: Sequence[Leaflet]) -> Iterator[str]:
    """What the file does not state and the program therefore assumes."""
    for leaflet in leaflets:
        if leaflet.language_assumed:
            yield f"{leaflet.title}: no language is stated; '{leaflet.language}' is assumed"


def _tables(blocks: Iterable[Block]) -> int:
    """How many tables there are, those inside others among them."""
    count = 0
    for block in blocks:
        if isinstance(block, Table):
            count += 1 + sum(_tables(cell.blocks) for row in block.rows for cell in row)
        elif isinstance(block, Note):
            count += _tables(block.blocks)
    return count


def _lens_report(file: str, collection: Collection, lens_files: dict[str, str]) -> Report:
    lens = collection.read_lens(Path(file))
    other = lens_files.setdefault(lens.id, file)
    if other != file:
        raise ResourceError(file, "id", f"the lens '{lens.id}' stands in {other} as well")
    return Report(file, lenses=1)


def _verdict(report: Report) -> str:
    return "ok" if report.ok else "fault"


def _contents(report: Report) -> str:
    if not report.ok:
        return "; ".join(": ".join(filter(None, asdict(e).values())) for e in report.errors)
    if report.lenses:
        return counted(report.lenses, "lens")
    counts = (
        counted(report.leaflets, "leaflet"),
        counted(report.sections, "section"),
        counted(report.blocks, "block"),
    )
    rare = ((report.tables, "table"), (report.images, "image"))
    more = (counted(number, word) for number, word in rare if number)
    return ", ".join((report.format, *report.languages, *counts, *more))


CHECK = Command(
    "check",
    "check leaflet files and lens files (.toml)",
    _add_arguments,
    _run,
    "Every file is reported, with place and reason; the exit status is 1 if one is at fault.\n"
    "Blocks are paragraphs, list items, table cell texts and images; headings are not counted.\n"
    "A note names what the file holds and the leaflet cannot show, and why.",
)
