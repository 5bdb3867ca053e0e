"""`run.py package`: the program folder, and what is made of it on this system.

On Linux a Debian package and a portable archive, on Windows and macOS an archive; their installer
and disk image are made from the same folder (see README.md). Nothing is fetched.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from building.archive import make_archive
from building.deb import make_deb
from building.freshness import STAMP, inputs
from building.program_folder import ROOT, BuildError, make_program_folder

from viewer import __version__

OUT = ROOT / "dist"
WORK = ROOT / "build" / "package"
CANNOT_BUILD = 2


def main(arguments: Sequence[str]) -> int:
    """Exit status: 0 done, 2 where nothing can be built."""
    parser = argparse.ArgumentParser(
        prog="python3 run.py package", description="Makes the program folder and its packages."
    )
    parser.add_argument("--out", metavar="DIR", type=Path, default=OUT, help="where they go")
    out = parser.parse_args(arguments).out.absolute()
    try:
        package(out)
    except BuildError as error:
        print(f"run.py package: {error}", file=sys.stderr)
        return CANNOT_BUILD
    return 0


def package(out: Path) -> None:
    """Make everything in this folder and say what it is and how large. Raises BuildError."""
    began = time.monotonic()
    out.mkdir(parents=True, exist_ok=True)
    stamp = out / STAMP
    stamp.unlink(missing_ok=True)
    made_of = inputs()
    program = make_program_folder(out, WORK)
    _tell(program, _size(program))
    if shutil.which("dpkg-deb"):
        deb = make_deb(program, out, WORK, __version__)
        _tell(deb, deb.stat().st_size)
    elif sys.platform.startswith("linux"):
        print("no Debian package: there is no dpkg-deb on this system")
    archive = make_archive(program, out, __version__)
    _tell(archive, archive.stat().st_size)
    stamp.write_text(made_of, encoding="ascii")
    print(f"made in {time.monotonic() - began:.0f} s")


def _size(folder: Path) -> int:
    """Bytes of all files in the folder, links not counted."""
    files = (each for each in folder.rglob("*") if not each.is_symlink() and each.is_file())
    return sum(each.stat().st_size for each in files)


def _tell(made: Path, size: int) -> None:
    print(f"{made}  {size / 1e6:.0f} MB", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
