"""The portable archive: the program folder under a name of its own, to unpack anywhere."""

from __future__ import annotations

import os
import platform
import shutil
import stat
import subprocess
import sys
import tarfile
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from building.deb import filled_in
from building.elf import oldest_glibc
from building.program_folder import NAME, ROOT


def make_archive(program: Path, out: Path, version: str) -> Path:
    """Make the archive of a program folder: tar.xz on Linux, zip elsewhere; gives the file."""
    name = f"{NAME}-{version}-{_system()}-{platform.machine().lower()}"
    extra = {"LICENSE": ROOT / "LICENSE", "notices.txt": _notices(program)}
    if sys.platform.startswith("linux"):
        words = filled_in("portable.txt", version).replace("@GLIBC@", oldest_glibc(program))
        readme = out / "README.txt"
        readme.write_text(words, encoding="utf-8")
        file = _tar(program, out / f"{name}.tar", name, {**extra, "README.txt": readme})
        readme.unlink()
        return file
    return _zip(program, out / f"{name}.zip", name, extra)


def _system() -> str:
    return {"win32": "windows", "darwin": "macos"}.get(sys.platform, "linux")


def _notices(program: Path) -> Path:
    return program / "_internal" / "viewer" / "resources" / "notices.txt"


def _tar(program: Path, file: Path, name: str, extra: dict[str, Path]) -> Path:
    def plain(entry: tarfile.TarInfo) -> tarfile.TarInfo:
        entry.uid = entry.gid = 0
        entry.uname = entry.gname = "root"
        return entry

    # Python's own packer works with one processor, xz with all; where there is no xz, it serves.
    xz = shutil.which("xz")
    with tarfile.open(file if xz else f"{file}.xz", "w" if xz else "w:xz") as archive:
        archive.add(program, name, filter=plain)
        for each, source in extra.items():
            archive.add(source, f"{name}/{each}", filter=plain)
    if xz:
        subprocess.run([xz, "--force", "--threads=0", "-3", str(file)], check=True)
    return file.with_name(f"{file.name}.xz")


def _zip(program: Path, file: Path, name: str, extra: dict[str, Path]) -> Path:
    with ZipFile(file, "w", ZIP_DEFLATED, compresslevel=9) as archive:
        for each in sorted(program.rglob("*")):
            place = f"{name}/{each.relative_to(program).as_posix()}"
            if each.is_symlink():
                archive.writestr(_link(place), os.readlink(each))  # noqa: PTH115
            elif each.is_file():
                archive.write(each, place)
        for called, source in extra.items():
            archive.write(source, f"{name}/{called}")
    return file


def _link(place: str) -> ZipInfo:
    """An entry whose content is what it links to: the frameworks of macOS are held by such."""
    entry = ZipInfo(place)
    entry.create_system = 3  # Unix, whose modes stand in the upper half of the attributes
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry
