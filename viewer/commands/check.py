"""`check`: whether leaflet and lens files are sound, every file named with what is wrong."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from dataclasses import asdict, dataclass
from pathlib import Path

from viewer.commands.collection import Collection
from viewer.commands.command import AT_FAULT, DONE, Command, add_json_option
from viewer.commands.output import counted, print_columns, print_json, tell
from viewer.leaflet.errors import ResourceError
from viewer.leaflet.model import text_blocks


@dataclass(frozen=True, slots=True)
class Remark:
    """What is wrong in a file, and where; an empty place means the whole file."""

    place: str
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """What was found in one file. `blocks` counts text blocks without headings."""

    file: str
    ok: bool = True
    leaflets: int = 0
    sections: int = 0
    blocks: int = 0
    lenses: int = 0
    errors: tuple[Remark, ...] = ()
    warnings: tuple[Remark, ...] = ()


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "files", metavar="FILE", nargs="+", help="a leaflet, or a lens where it ends in .toml"
    )
    add_json_option(parser)


def _run(arguments: Namespace) -> int:
    collection = Collection()
    lens_files: dict[str, str] = {}
    reports = [_report(file, collection, lens_files) for file in arguments.files]
    for report in reports:
        for error in report.errors:
            tell(str(ResourceError(report.file, error.place, error.reason)))
    if arguments.json:
        print_json({"files": [asdict(report) for report in reports]})
    else:
        print_columns([(_verdict(report), report.file, _contents(report)) for report in reports])
        for report in reports:
            for warning in report.warnings:
                where = f"{report.file}: {warning.place}" if warning.place else report.file
                print(f"warning: {where}: {warning.reason}")
    return DONE if all(report.ok for report in reports) else AT_FAULT


def _report(file: str, collection: Collection, lens_files: dict[str, str]) -> Report:
    """`lens_files` gathers which file each lens id came from, to find doubled ones."""
    try:
        if Path(file).suffix.lower() == ".toml":
            return _lens_report(file, collection, lens_files)
        return _leaflet_report(file, collection)
    except ResourceError as error:
        # The file may be another one: a lens cannot be checked where the themes are damaged.
        reason = error.reason if error.file == file else str(error)
        place = error.place if error.file == file else ""
        return Report(file, ok=False, errors=(Remark(place, reason),))


def _leaflet_report(file: str, collection: Collection) -> Report:
    leaflets = collection.read(Path(file))
    sections = [section for leaflet in leaflets for section in leaflet.walk()]
    return Report(
        file,
        leaflets=len(leaflets),
        sections=len(sections),
        blocks=sum(1 for section in sections for _ in text_blocks(section.blocks)),
        warnings=tuple(Remark("", note) for leaflet in leaflets for note in leaflet.reading_notes),
    )


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
    return ", ".join(
        (
            counted(report.leaflets, "leaflet"),
            counted(report.sections, "section"),
            counted(report.blocks, "block"),
        )
    )


CHECK = Command(
    "check",
    "check leaflet files and lens files (.toml)",
    _add_arguments,
    _run,
    "Every file is reported, with place and reason; the exit status is 1 if one is at fault.\n"
    "Blocks are paragraphs, list items, table cell texts and images; headings are not counted.",
)
