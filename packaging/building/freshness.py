"""Whether what was built is of the files as they are now."""

from __future__ import annotations

import hashlib
from pathlib import Path

from building.program_folder import ROOT

STAMP = "made-of.txt"
"""Beside what was built: the digest of all that it was built from."""
_BUILT_FROM = ("viewer", "resources", "packaging", "pyproject.toml", "LICENSE", "CHANGELOG.md")


def inputs() -> str:
    """A digest of all files that a build reads, by name and content."""
    digest = hashlib.sha256()
    for name in _BUILT_FROM:
        path = ROOT / name
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file() and "__pycache__" not in file.parts:
                digest.update(file.relative_to(ROOT).as_posix().encode() + b"\0")
                digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def is_fresh(out: Path) -> bool:
    """Whether this folder holds a whole build of the files as they are now."""
    stamp = out / STAMP
    return stamp.is_file() and stamp.read_text(encoding="ascii") == inputs()
