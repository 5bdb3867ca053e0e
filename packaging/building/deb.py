"""The Debian package, put together by dpkg-deb alone.

It has no maintainer scripts: menus, icons and MIME types are taken up by the triggers of the
packages that own those folders (desktop-file-utils, hicolor-icon-theme, shared-mime-info).
"""

from __future__ import annotations

import gzip
import hashlib
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from building.elf import oldest_glibc
from building.icons import SIZES, png
from building.program_folder import NAME, ROOT, BuildError
from viewer.preflight import LIBRARIES

_LINUX = ROOT / "packaging" / "linux"
_ICON = ROOT / "resources" / "icons" / "app.svg"
_FILE_ICON = _LINUX / "leaflet-file.svg"
_FILE_ICON_NAME = "text-x-leaflet"

# Needed besides what `viewer.preflight` names: of each the newest name first.
_ALSO_NEEDED = (
    "libgcc-s1",
    "libstdc++6",
    "libexpat1",
    "liblzma5",
    "libzstd1",
    "zlib1g",
    "fonts-dejavu-core | fonts-liberation | fonts-noto-core | fonts-freefont-ttf",
)
_RECOMMENDED = (
    "desktop-file-utils",
    "hicolor-icon-theme",
    "libwayland-client0",
    "libwayland-cursor0",
    "shared-mime-info",
    "xdg-utils",
)
_CONTROL = """\
Package: {name}
Version: {version}
Architecture: {architecture}
Maintainer: Leaflet Viewer contributors <maintainers@leaflet-viewer.invalid>
Installed-Size: {size}
Depends: {depends}
Recommends: {recommends}
Section: science
Priority: optional
Description: viewer for medicine leaflets
 Leaflet Viewer shows medicine leaflets on the desktop of a clinic. Its lenses
 mark every passage about alcohol, pregnancy, driving and more, so that a few
 keys lead from a patient's question to the sentence in the leaflet, with its
 source in view, and to that section on paper.
 .
 It needs no network, and it shows what the leaflet says and nothing else: it
 gives no advice and is no medical device.
"""


def make_deb(program: Path, out: Path, work: Path, version: str) -> Path:
    """Make the package of a program folder; gives the file. Raises BuildError."""
    architecture = _run("dpkg", "--print-architecture").strip()
    tree = work / "deb"
    shutil.rmtree(tree, ignore_errors=True)
    _lay_out(program, tree, version)
    files = sorted(each for each in tree.rglob("*") if each.is_file() and not each.is_symlink())
    control = _CONTROL.format(
        name=NAME,
        version=version,
        architecture=architecture,
        size=sum(-(-each.stat().st_size // 1024) for each in files),
        depends=", ".join(depends(program)),
        recommends=", ".join(_RECOMMENDED),
    )
    _write(tree / "DEBIAN" / "control", control)
    _write(tree / "DEBIAN" / "md5sums", "".join(_sums(tree, files)))
    _set_modes(tree)
    file = out / f"{NAME}_{version}_{architecture}.deb"
    _run("dpkg-deb", "--root-owner-group", "-Zzstd", "-z12", "--build", str(tree), str(file))
    shutil.rmtree(tree)
    return file


def depends(program: Path) -> list[str]:
    """The packages that the program needs: the C library its files ask for, and the system's."""
    libraries = [" | ".join(packages) for packages in LIBRARIES.values()]
    return [f"libc6 (>= {oldest_glibc(program)})", *sorted({*libraries, *_ALSO_NEEDED})]


def _lay_out(program: Path, tree: Path, version: str) -> None:
    """Everything at its place, as the Filesystem Hierarchy Standard and freedesktop.org have it."""
    share = tree / "usr" / "share"
    shutil.copytree(program, tree / "usr" / "lib" / NAME, symlinks=True)
    command = tree / "usr" / "bin" / NAME
    command.parent.mkdir(parents=True)
    command.symlink_to(f"../lib/{NAME}/{NAME}")
    _copy(_LINUX / f"{NAME}.desktop", share / "applications" / f"{NAME}.desktop")
    _copy(_LINUX / f"{NAME}.mime.xml", share / "mime" / "packages" / f"{NAME}.xml")
    info = share / "metainfo" / f"{NAME}.metainfo.xml"
    _write(info, filled_in(f"{NAME}.metainfo.xml", version))
    page = filled_in(f"{NAME}.1", version).encode()
    _write_bytes(share / "man" / "man1" / f"{NAME}.1.gz", gzip.compress(page, 9, mtime=0))
    _write_icons(share / "icons" / "hicolor")
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    notices = (program / "_internal" / "viewer" / "resources" / "notices.txt").read_text("utf-8")
    _write(share / "doc" / NAME / "copyright", f"{licence}\n\n{notices}")
    changes = (ROOT / "CHANGELOG.md").read_bytes()
    _write_bytes(share / "doc" / NAME / "changelog.gz", gzip.compress(changes, 9, mtime=0))


def filled_in(name: str, version: str) -> str:
    """A file of packaging/linux with version and day in their places."""
    text = (_LINUX / name).read_text(encoding="utf-8")
    return text.replace("@VERSION@", version).replace("@DATE@", date.today().isoformat())


def _write_icons(theme: Path) -> None:
    for folder, name, drawing in (
        ("apps", NAME, _ICON),
        ("mimetypes", _FILE_ICON_NAME, _FILE_ICON),
    ):
        for size in SIZES:
            _write_bytes(theme / f"{size}x{size}" / folder / f"{name}.png", png(drawing, size))
        _copy(drawing, theme / "scalable" / folder / f"{name}.svg")


def _sums(tree: Path, files: list[Path]) -> Iterator[str]:
    for each in files:
        digest = hashlib.md5(each.read_bytes(), usedforsecurity=False).hexdigest()
        yield f"{digest}  {each.relative_to(tree).as_posix()}\n"


def _set_modes(tree: Path) -> None:
    """As installed files are to be, whatever the umask of whoever builds them."""
    tree.chmod(0o755)
    for each in tree.rglob("*"):
        if not each.is_symlink():
            each.chmod(0o755 if each.is_dir() or each.name == NAME else 0o644)


def _copy(source: Path, target: Path) -> None:
    _write_bytes(target, source.read_bytes())


def _write(file: Path, text: str) -> None:
    _write_bytes(file, text.encode())


def _write_bytes(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)


def _run(*command: str) -> str:
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode != 0:
        raise BuildError(f"{command[0]} failed: {done.stderr.strip()}")
    return done.stdout
