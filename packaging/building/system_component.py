"""A library of the system that goes into the folder, as the system's own records tell of it."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from building.component import Component


def system_component(file: Path) -> Component:
    """The Debian package that brought this library; elsewhere only what the file's name tells."""
    package = _package_of(file)
    if not package:
        name, _, version = file.name.partition(".so.")
        return Component(name, version, "")
    version = _answer("dpkg-query", "--show", "--showformat=${Version}", package)
    plain = package.partition(":")[0]
    text = _copyright(plain)
    licence = re.search(r"(?m)^License: *(\S.*)$", text)
    return Component(
        plain,
        version,
        licence[1].strip() if licence else "",
        texts=(text,) if text else (),
        purl=f"pkg:deb/debian/{plain}@{version}",
        source=f"https://packages.debian.org/source/{plain}",
    )


def _package_of(file: Path) -> str:
    # Where /lib is /usr/lib, the package may have its file under either name.
    for path in (file, Path("/", *file.parts[2:]) if file.parts[1:2] == ("usr",) else file):
        answer = _answer("dpkg-query", "--search", str(path))
        if answer:
            return answer.partition(": ")[0].partition(",")[0]
    return ""


def _copyright(package: str) -> str:
    path = Path("/usr/share/doc", package, "copyright")
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""


def _answer(*command: str) -> str:
    try:
        done = subprocess.run(command, check=False, capture_output=True, text=True)
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
