"""`search`: finds sections in the library."""

from __future__ import annotations

import re
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Sequence
from time import perf_counter

from viewer import paths
from viewer.commands.command import DONE, Command, add_json_option
from viewer.commands.data import Data
from viewer.commands.known_lenses import known_lenses
from viewer.commands.library_option import add_library_option
from viewer.commands.output import counted, output_marks, output_width, print_json, tell
from viewer.library.index_opening import open_index
from viewer.library.library import Library
from viewer.library.query import parse_query
from viewer.library.search_errors import IndexBusyError, SearchIndexError
from viewer.library.search_index import SearchIndex
from viewer.library.search_results import SearchHit, SearchResults
from viewer.library.search_state import IndexState
from viewer.render.text_wrap import Marks, Piece, clean, paint, visible, wrap

_LIMIT = 20
_MOST = 10_000
_INDENT = 4


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "query", metavar="QUERY", nargs="+", type=str.strip, help="what to look for"
    )
    parser.add_argument(
        "--limit",
        metavar="N",
        type=_limit,
        default=_LIMIT,
        help=f"print the best N sections at most ({_LIMIT} unless given)",
    )
    add_json_option(parser)
    add_library_option(parser)


def _words_apart(arguments: Sequence[str]) -> list[str]:
    """Puts a space before -word, which is to be left out of what is found, and is no option."""
    return [re.sub(r"^-(?!h$)(?=[^-])", " -", each) for each in arguments]


def _limit(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text[:9]) <= _MOST:
        raise ArgumentTypeError(f"a number from 1 to {_MOST} is needed, not '{text[:40]}'")
    return int(text)


def _run(arguments: Namespace) -> int:
    library = Library.open(paths.library_folder())
    index = open_index(library, known_lenses(), paths.cache_folder())
    _bring_up_to_date(index)
    text = " ".join(arguments.query)
    begun = perf_counter()
    results = index.search(parse_query(text), limit=arguments.limit)
    hits = [_hit_data(hit) for hit in results.hits]
    took = (perf_counter() - begun) * 1000
    if arguments.json:
        print_json(
            {
                "query": text,
                "total": results.total,
                "took_ms": round(took, 2),
                "corrections": [each._asdict() for each in results.corrections],
                "note": results.note,
                "hits": hits,
            }
        )
    else:
        _print_results(results)
    return DONE


def _bring_up_to_date(index: SearchIndex) -> None:
    """Makes the index what it should be; where that fails, what there is is searched."""
    if index.state is IndexState.READY:
        return
    counting = sys.stderr is not None and sys.stderr.isatty()
    try:
        for progress in index.update():
            if progress.fault:
                tell(f"not in the search index: {progress.fault}")
            if counting:
                share = f"{progress.done} of {progress.total}"
                print(f"\rsearch index: {share} leaflets", end="", file=sys.stderr)
        if counting:
            print(file=sys.stderr)
    except SearchIndexError as error:
        if counting:
            print(file=sys.stderr)
        if index.state in (IndexState.MISSING, IndexState.DAMAGED) and not isinstance(
            error, IndexBusyError
        ):
            raise
        tell(str(error))


def _hit_data(hit: SearchHit) -> Data:
    return {
        "leaflet": hit.entry.id,
        "product": hit.entry.product,
        "language": hit.entry.language,
        "kind": hit.entry.kind,
        "section": hit.section,
        "title": hit.title,
        "snippet": [part._asdict() for part in hit.snippet],
        "block": hit.block,
        "start": hit.start,
        "end": hit.end,
    }


def _print_results(results: SearchResults) -> None:
    for typed, shown in results.corrections:
        print(f"no {clean(typed)}: showing {clean(shown)}")
    shown_of = f", the best {len(results.hits)}" if len(results.hits) < results.total else ""
    print(f"{counted(results.total, 'section')} found{shown_of}")
    if results.note:
        print(clean(results.note))
    marks = output_marks()
    for hit in results.hits:
        _print_hit(hit, marks)


def _print_hit(hit: SearchHit, marks: Marks) -> None:
    """The product and section, which leaflet and where, and the sentence with its marks."""
    entry = hit.entry
    head = f"{entry.product or entry.title}: {hit.title or hit.section}"
    where = f"{entry.id} · {entry.language} · {entry.kind} · {hit.section} {hit.block}"
    signs = marks is Marks.SIGNS
    pieces = [
        Piece(f"‹{visible(text)}›" if match and signs else visible(text), marked=match)
        for text, match in hit.snippet
    ]
    print()
    for line in wrap([Piece(visible(head), strong=True)], output_width(), rest=_INDENT):
        print(paint(line, marks))
    for line in wrap([Piece(visible(where))], output_width(), first=_INDENT, rest=_INDENT):
        print(paint(line, marks))
    for line in wrap(pieces, output_width(), first=_INDENT, rest=_INDENT):
        print(paint(line, marks))


SEARCH = Command(
    "search",
    "find sections in the library",
    _add_arguments,
    _run,
    "All words have to be there, in any of their forms, in the section, its heading or the\n"
    'product\'s name. "a phrase", stem*, -without; product: topic: lang: kind: lens: narrow, as\n'
    "in lens:alcohol lang:en dose. A phrase needs both quotation marks: '\"a phrase\" -without'.\n"
    "The place of a hit is a section key and a text block number, as 'highlight' gives them.",
    prepare=_words_apart,
)
