"""The program folder: PyInstaller run on the specification file, in a process of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SPECIFICATION = ROOT / "packaging" / "leaflet-viewer.spec"
NAME = "leaflet-viewer"


class BuildError(Exception):
    """Why nothing can be built, as one sentence."""


def make_program_folder(out: Path, work: Path) -> Path:
    """Make the folder below `out`, which is emptied of an older one; gives it.

    The bill of materials is left in `out` as well. `work` is for what is made on the way. Raises
    BuildError.
    """
    work.mkdir(parents=True, exist_ok=True)
    made = work / "made"
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir()
    options = ["--noconfirm", "--clean", "--log-level", "WARN"]
    folders = ["--distpath", str(out), "--workpath", str(work / "pyinstaller")]
    log = work / "pyinstaller.log"
    with log.open("wb") as words:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "PyInstaller", *options, *folders, str(SPECIFICATION)],
            check=False,
            cwd=work,
            env=_environment(made, work),
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=subprocess.STDOUT,
        )
    if done.returncode != 0:
        raise BuildError(f"PyInstaller ended with status {done.returncode}; what it said: {log}")
    for bill in made.glob("*.cdx.json"):
        shutil.copy(bill, out)
    return out / NAME


def _environment(made: Path, work: Path) -> dict[str, str]:
    """Pictures are drawn without a display; nothing is kept in the user's own folders."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("QT_", "PYTHON"))}
    more = {"LEAFLET_VIEWER_BUILD": str(made), "PYINSTALLER_CONFIG_DIR": str(work / "cache")}
    # The same input gives the same bytes: the order of sets would show in the archives.
    return {**kept, **more, "QT_QPA_PLATFORM": "offscreen", "PYTHONHASHSEED": "0"}
