"""What other processes do to a library while the tests look on. Run as a program."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from viewer.library.adding import SourceFile
from viewer.library.errors import LibraryError
from viewer.library.library import Library

from .samples import IMPORTED, file_with, leaflet

BATCH = 5


def batch(name: str, number: int, *, characters: int = 20_000) -> list[SourceFile]:
    """The files of one transaction; their text cannot be compressed to nothing."""
    files = []
    for each in range(BATCH):
        noise = os.urandom(characters // 2).hex()
        product = f"{name}-{number}-{each}"
        files.append(file_with(leaflet(f"{product}-label-en", noise, product=product)))
    return files


def add_batches(folder: Path, name: str, count: int) -> None:
    """Adds batches, and says after each that it is in."""
    library = Library.open(folder, create=True)
    for number in range(count):
        library.add_many(batch(name, number), imported=IMPORTED)
        print(number, flush=True)


def add_until_full(folder: Path, limit: int) -> None:
    """Adds batches until the disk, or a limit of so many bytes for a file, stops it."""
    if limit:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    library = Library.open(folder, create=True)
    number = 0
    try:
        while True:
            library.add_many(batch("full", number), imported=IMPORTED)
            number += 1
    except LibraryError as error:
        print(type(error).__name__, error)
    print(number, len(library.entries()), sum(1 for each in library.verify() if each.fault))


def read_as_guest(folder: Path) -> None:
    """Reads and tries to write as a user who may not."""
    import viewer.library.adding
    import viewer.library.checking
    import viewer.library.opening
    import viewer.library.reading
    import viewer.library.removing
    import viewer.library.rows
    import viewer.library.zstd  # noqa: F401  (the guest may not be let into Python's own folder)

    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
    try:
        library = Library.open(folder)
        print(library.read_only, [library.leaflet(each.number).id for each in library.entries()])
        library.add_many([file_with(leaflet("other"))], imported=IMPORTED)
    except LibraryError as error:
        print(type(error).__name__, error)


def hold(folder: Path) -> None:
    """Keeps writing to itself until its input ends."""
    database = Library.open(folder)._database
    with database.writing():
        print("held", flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    what, where, *rest = sys.argv[1:]
    if what == "add":
        add_batches(Path(where), rest[0], int(rest[1]))
    elif what == "fill":
        add_until_full(Path(where), int(rest[0]))
    elif what == "guest":
        read_as_guest(Path(where))
    elif what == "hold":
        hold(Path(where))
