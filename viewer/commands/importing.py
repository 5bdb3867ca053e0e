"""`import`: files, folders and archives into the library, which is then made searchable."""

from __future__ import annotations

import os
import signal
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from enum import Enum, auto
from pathlib import Path
from threading import Event, Thread, current_thread, main_thread
from typing import TYPE_CHECKING

from viewer import paths
from viewer.commands.command import (
    AT_FAULT,
    DONE,
    Command,
    CommandError,
    add_json_option,
)
from viewer.commands.import_telling import Telling, telling
from viewer.commands.library_option import add_library_option
from viewer.commands.output import print_json, tell
from viewer.leaflet.errors import ResourceError

if TYPE_CHECKING:
    from viewer.library.import_report import ImportReport
    from viewer.library.library import Library

INTERRUPTED = 130
"""Exit status of a process that SIGINT ended, as shells give it."""


class Indexing(Enum):
    """What became of making leaflets searchable."""

    DONE = auto()
    CANCELLED = auto()
    BUSY = auto()
    """Another program is at it, and may or may not come to what was imported last."""
    FAILED = auto()


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "paths", metavar="PATH", nargs="+", help="a leaflet file, a folder or a zip archive"
    )
    parser.add_argument(
        "--force",
        action="store_true",
        help="read files again that are in, and let older versions replace newer ones",
    )
    parser.add_argument(
        "--no-sources", action="store_true", help="do not keep the files, only their leaflets"
    )
    parser.add_argument("--report", metavar="FILE", help="write the report to this file as well")
    parser.add_argument(
        "--progress-lines",
        action="store_true",
        help="print a line of JSON for each step; the import ends when standard input does",
    )
    add_json_option(parser)
    add_library_option(parser)


def _run(arguments: Namespace) -> int:
    from viewer.library.importer import Import
    from viewer.library.library import Library

    library = Library.open(paths.library_folder(), create=True)
    notes: list[str] = []
    note = notes.append if arguments.progress_lines else tell
    if library.undone:
        note("the last writing to the library had been cut short and was undone")
    told = telling(lines=arguments.progress_lines)
    with cancelling(by_input=arguments.progress_lines) as cancelled:
        importing = Import(
            library,
            [Path(path) for path in arguments.paths],
            topics=_topics(),
            force=arguments.force,
            keep_sources=not arguments.no_sources,
            cancelled=cancelled,
        )
        for progress in importing.run():
            told.imported(progress)
        report = importing.report
        indexing = bring_index_up(library, told, cancelled, note)
    told.end()
    library.close()
    kept = _keep(library.folder, report, note)
    _print(report, kept, notes, arguments)
    if arguments.report:
        save_report(report, arguments.report)
    if report.cancelled or indexing is Indexing.CANCELLED:
        return INTERRUPTED
    sound = indexing is not Indexing.FAILED and not report.refused and not report.error
    return DONE if sound else AT_FAULT


def bring_index_up(
    library: Library,
    told: Telling,
    cancelled: Callable[[], bool],
    note: Callable[[str], object] = tell,
) -> Indexing:
    """Makes the library's leaflets searchable; notes what hinders that, and gives how it ended.

    What is not done now is done when the library is next searched.
    """
    from viewer.commands.known_lenses import known_lenses
    from viewer.library.index_opening import open_index
    from viewer.library.search_errors import IndexBusyError
    from viewer.library.search_state import IndexState

    try:
        index = open_index(library, known_lenses(), paths.cache_folder())
        for progress in () if cancelled() else index.update(cancelled):
            if progress.fault:
                note(f"not in the search index: {progress.fault}")
            told.indexed(progress.done, progress.total)
        # It may have been done by the time that it was called off.
        called_off = cancelled() and index.state is not IndexState.READY
    except IndexBusyError as error:
        note(str(error))
        return Indexing.BUSY
    except ResourceError as error:
        note(f"the leaflets are in, but cannot be searched yet: {error}")
        return Indexing.FAILED
    if called_off:
        note("not all leaflets can be searched yet; the next search goes on with making them so")
    return Indexing.CANCELLED if called_off else Indexing.DONE


def _topics() -> Path:
    """The file with the table of topics. Raises ResourceError where it is at fault."""
    from viewer.leaflet.topics import load_topics

    topics = paths.resource_folder() / "topics.toml"
    load_topics(topics)
    return topics


@contextmanager
def cancelling(*, by_input: bool) -> Iterator[Callable[[], bool]]:
    """Whether to end: Ctrl+C was pressed, or whoever listens has closed our standard input.

    A second Ctrl+C ends the program at once; the library is whole then too.
    """
    wanted = Event()
    if by_input and sys.stdin is not None:
        Thread(target=_await_end_of_input, args=(wanted,), daemon=True).start()
    if current_thread() is not main_thread():
        yield wanted.is_set
        return

    def interrupted(*_: object) -> None:
        wanted.set()
        signal.signal(signal.SIGINT, before)

    before = signal.signal(signal.SIGINT, interrupted)
    try:
        yield wanted.is_set
    finally:
        signal.signal(signal.SIGINT, before)


def _await_end_of_input(wanted: Event) -> None:
    with suppress(OSError, ValueError):
        while os.read(sys.stdin.fileno(), 1 << 10):
            pass
    wanted.set()


def _keep(folder: Path, report: ImportReport, note: Callable[[str], object]) -> str:
    """Keeps the report beside the library; gives its file, empty where that is not possible."""
    from viewer.library.import_report import keep_report

    try:
        return str(keep_report(folder, report))
    except OSError as error:
        note(f"the report cannot be kept in {folder} ({error.strerror or error})")
    return ""


def save_report(report: ImportReport, file: str) -> None:
    """Writes a report: as JSON where the file's name ends so, else as text. Raises CommandError."""
    import json

    text = report.text()
    if file.lower().endswith(".json"):
        text = json.dumps(report.data(), indent=2) + "\n"
    try:
        Path(file).write_bytes(text.encode("utf-8", "backslashreplace"))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise CommandError(f"the report cannot be written to {file} ({reason})") from error


def _print(report: ImportReport, written: str, notes: Sequence[str], arguments: Namespace) -> None:
    if arguments.progress_lines:
        import json

        print(json.dumps({"report": report.data(), "file": written, "notes": notes}), flush=True)
        return
    for refusal in report.refusals:
        tell(f"refused: {refusal}")
    if more := report.refused - len(report.refusals):
        tell(f"refused: {more:,} more, which are counted only")
    if ending := report.ending():
        tell(ending)
    if arguments.json:
        print_json(report.data())
    else:
        print(report.summary())


IMPORT = Command(
    "import",
    "import files, folders and zip archives into the library",
    _add_arguments,
    _run,
    "Folders are taken with all below them, archives are read in place. A file that is in the\n"
    "library is not read again: an import that was ended goes on when it is run again. A newer\n"
    "version replaces an older one, which stays readable; an older one never replaces a newer.\n"
    "The exit status is 1 if a file was refused, each named on standard error, and 130 after\n"
    "Ctrl+C. Reports of the last imports are kept in the library's folder, under reports.",
)
