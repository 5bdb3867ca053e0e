"""`library`: what an administrator does with the library as a whole."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from viewer import paths
from viewer.commands.command import (
    AT_FAULT,
    DONE,
    Command,
    CommandError,
    WrongUseError,
    add_json_option,
)
from viewer.commands.import_telling import telling
from viewer.commands.library_option import add_library_option
from viewer.commands.output import counted, print_columns, print_json, tell
from viewer.leaflet.reading_process import never
from viewer.library.errors import DamagedLibraryError, ForeignDatabaseError
from viewer.library.library import Library


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("deed", metavar="WHAT", choices=tuple(_DEEDS), help=", ".join(_DEEDS))
    parser.add_argument(
        "--progress-lines",
        action="store_true",
        help="for index: print a line of JSON for each step; it ends when standard input does",
    )
    parser.add_argument("--save", metavar="FILE", help="for report: write it to this file instead")
    add_json_option(parser)
    add_library_option(parser)


def _run(arguments: Namespace) -> int:
    if arguments.progress_lines and arguments.deed != "index":
        raise WrongUseError(f"--progress-lines is for index, not for {arguments.deed}")
    if arguments.save and arguments.deed != "report":
        raise WrongUseError(f"--save is for report, not for {arguments.deed}")
    return _DEEDS[arguments.deed](arguments)


def _verify(arguments: Namespace) -> int:
    library = Library.open(paths.library_folder())
    faults: list[str] = []
    checked, told = 0, telling(lines=False)
    for step in library.verify():
        checked = step.done
        if step.fault:
            faults.append(str(step.fault))
            told.end()
            tell(str(step.fault))
        told.step("checked", step.done, step.total)
    told.end()
    if arguments.json:
        print_json({"checked": checked, "faults": faults})
    else:
        print(f"{counted(checked, 'part')} checked, {counted(len(faults), 'fault')}")
    return AT_FAULT if faults else DONE


def _rebuild(arguments: Namespace) -> int:
    from viewer.commands.importing import Indexing, bring_index_up
    from viewer.commands.known_lenses import known_lenses
    from viewer.library.index_opening import open_index
    from viewer.library.search_state import discard, index_folders, sole_writer

    library = Library.open(paths.library_folder())
    index = open_index(library, known_lenses(), paths.cache_folder())
    with sole_writer(index.folder):
        for folder in index_folders(index.folder):
            discard(folder)
    told = telling(lines=False)
    done = bring_index_up(library, told, never) is Indexing.DONE
    told.end()
    leaflets = library.info().leaflets
    if arguments.json:
        print_json({"leaflets": leaflets, "rebuilt": done})
    elif done:
        print(f"the search index is made anew: {counted(leaflets, 'leaflet')}")
    return DONE if done else AT_FAULT


def _index(arguments: Namespace) -> int:
    from viewer.commands.importing import INTERRUPTED, Indexing, bring_index_up, cancelling

    library = Library.open(paths.library_folder())
    told = telling(lines=arguments.progress_lines)
    with cancelling(by_input=arguments.progress_lines) as cancelled:
        indexing = bring_index_up(library, told, cancelled)
    told.end()
    done = indexing is Indexing.DONE
    if arguments.progress_lines:
        print(f'{{"indexed": {"true" if done else "false"}}}', flush=True)
    elif arguments.json:
        print_json({"leaflets": library.info().leaflets, "indexed": done})
    if indexing is Indexing.CANCELLED:
        return INTERRUPTED
    return DONE if done else AT_FAULT


def _info(arguments: Namespace) -> int:
    from viewer.commands.known_lenses import known_lenses
    from viewer.library.index_opening import open_index

    library = Library.open(paths.library_folder())
    info = library.info()
    index = open_index(library, known_lenses(), paths.cache_folder())
    state = index.state.value
    size = _size_of(index.folder)
    if arguments.json:
        data = {**info._asdict(), "folder": str(info.folder), "read_only": library.read_only}
        print_json({**data, "index": state, "index_folder": str(index.folder), "index_bytes": size})
        return DONE
    rows = [
        ("Folder", str(info.folder) + (" (read only)" if library.read_only else "")),
        ("Leaflets", f"{info.leaflets:,}"),
        ("Older versions", f"{info.older_versions:,}"),
        ("Languages", _counts(info.languages)),
        ("Kinds", _counts(info.kinds)),
        ("Sources", f"{info.sources:,}, of which {info.sources_left_out:,} are not kept"),
        ("Pictures", f"{info.images:,}"),
        ("Text", _size(info.text_bytes)),
        ("Sources' size", _size(info.source_bytes)),
        ("Pictures' size", _size(info.image_bytes)),
        ("Database", _size(info.database_bytes)),
        ("Search index", f"{state}, {_size(size)}, in {index.folder}"),
        ("Schema", f"{info.schema}, generation {info.generation}"),
    ]
    print_columns(rows)
    return DONE


def _report(arguments: Namespace) -> int:
    from viewer.commands.importing import save_report
    from viewer.library.import_report import last_report

    folder = paths.library_folder()
    report = last_report(folder)
    if report is None:
        raise CommandError(f"there is no report of an import in {folder}")
    if arguments.save:
        save_report(report, arguments.save)
    elif arguments.json:
        print_json(report.data())
    else:
        from viewer.render.text_wrap import clean

        print("\n".join(map(clean, report.text().splitlines())))
    return DONE


def _begin_anew(arguments: Namespace) -> int:
    folder = paths.library_folder()
    try:
        Library.open(folder)
    except (DamagedLibraryError, ForeignDatabaseError):
        _, aside = Library.begin_anew(folder, datetime.now(UTC))
    else:
        raise CommandError(f"the library in {folder} is sound, and nothing is moved aside")
    if arguments.json:
        print_json({"kept": str(aside)})
    else:
        print(f"an empty library is made; the one before is kept as {aside}")
    return DONE


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name or 'not stated'} {number:,}" for name, number in counts.items())


def _size_of(folder: Path) -> int:
    """Bytes of all files in a folder, from which files may vanish meanwhile."""
    size = 0
    for place, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):
                size += os.lstat(os.path.join(place, name)).st_size  # noqa: PTH118
    return size


def _size(size: int) -> str:
    return f"{size / 1e6:,.1f} MB"


_DEEDS: Mapping[str, Callable[[Namespace], int]] = {
    "info": _info,
    "verify": _verify,
    "index": _index,
    "rebuild": _rebuild,
    "report": _report,
    "begin-anew": _begin_anew,
}

LIBRARY = Command(
    "library",
    "look after the library: info, verify, index, rebuild, report, begin-anew",
    _add_arguments,
    _run,
    "info        what it holds, in numbers\n"
    "verify      compare all leaflets, pictures and sources with their SHA-256\n"
    "index       bring the search index up to date\n"
    "rebuild     make the search index anew\n"
    "report      print the report of the last import, or --save it to a file\n"
    "begin-anew  an empty library in the place of a damaged one, which is kept beside it\n\n"
    "The exit status of verify is 1 where something is at fault, and that of index where it is\n"
    "not up to date, such as while another program is at it; it is 130 after Ctrl+C.",
)
