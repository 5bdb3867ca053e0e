"""Which components are in the program folder: asked of the very files that go into it.

A file belongs to a Python distribution, to Python itself, or to a package of the system that the
folder is made on; what was linked into it shows in it. Qt and PyInstaller's boot loader have no
file list of their own and are added.
"""

from __future__ import annotations

import ctypes
import json
import sys
import sysconfig
import tomllib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from importlib.metadata import Distribution, distribution, distributions
from pathlib import Path
from types import ModuleType

from building.built_in import built_in
from building.component import Component
from building.system_component import system_component

_PARTS_OF_QT = Path(__file__).resolve().parent.parent / "qt_parts.toml"
_LICENCES = Path(__file__).resolve().parent.parent / "licences"
_QT_SOURCE = "https://download.qt.io/official_releases/qt/"
_PYSIDE_SOURCE = "https://download.qt.io/official_releases/QtForPython/pyside6/"
_NOT_COMPONENTS = frozenset({"leaflet-viewer", "pyinstaller"})
"""The program itself, and the modules that go with the boot loader."""


def bundled_components(entries: Iterable[tuple[str, str, str]]) -> tuple[Component, ...]:
    """The components of PyInstaller's entries (name, source file, kind), by name, each once."""
    owners = _owners()
    python_folder = Path(sys.base_prefix).resolve()
    found: dict[str, Component] = {}
    files: defaultdict[str, list[Path]] = defaultdict(list)
    for _, source, _ in entries:
        file = Path(source).resolve() if source and source != "-" else None
        if file is None or not file.is_file():
            continue
        owner = owners.get(file)
        if owner is not None:
            found.setdefault(owner.name, _of_distribution(owner))
            files[owner.name].append(file)
        elif file.is_relative_to(python_folder) and "site-packages" not in file.parts:
            found.setdefault("Python", _python())
            files["Python"].append(file)
        elif "site-packages" not in file.parts and ".so" in file.name:
            component = system_component(file)
            found.setdefault(component.name, component)
    for name in _NOT_COMPONENTS & found.keys():
        del found[name]
    found.setdefault("Python", _python())
    found["PyInstaller boot loader"] = _boot_loader()
    if any(name.startswith("PySide6") for name in found):
        found["Qt"] = _qt()
        files["Qt"] = files.pop("PySide6_Essentials", [])
    for name in files.keys() & found.keys():
        found[name] = _with_parts(found[name], built_in(files[name]))
    return tuple(sorted(found.values(), key=lambda each: each.name.casefold()))


def _with_parts(component: Component, seen: tuple[Component, ...]) -> Component:
    """With the parts that were seen in its files; of those that it tells itself, they tell more."""
    names = {each.name for each in seen}
    told = tuple(each for each in component.parts if each.name not in names)
    return replace(component, parts=tuple(sorted(told + seen, key=lambda each: each.name)))


def write_bill(components: Iterable[Component], file: Path, version: str) -> None:
    """Write the bill of materials: CycloneDX 1.6 in JSON."""
    from building.bill import bill

    text = json.dumps(bill(tuple(components), version), indent=2, ensure_ascii=False)
    file.write_text(text + "\n", encoding="utf-8")


def _owners() -> dict[Path, Distribution]:
    """Each installed file with the distribution it belongs to."""
    return {
        Path(str(each.locate_file(path))).resolve(): each
        for each in distributions()
        for path in each.files or ()
        if not path.name.endswith(".pyc")
    }


def _of_distribution(owner: Distribution) -> Component:
    about = owner.metadata
    name = about["Name"]
    told = [about[key] for key in ("License-Expression", "License") if key in about]
    licence = next(filter(None, told), "") or _classified(owner)
    homes = dict(_address(line) for line in about.get_all("Project-URL") or ())
    source = next(
        (homes[key] for key in ("Source", "Source Code", "Repository") if key in homes), ""
    )
    qt = name.lower().startswith(("pyside6", "shiboken6"))
    return Component(
        name,
        owner.version,
        # One line of it: some put the whole text there.
        (licence or "").strip().splitlines()[0] if licence else "",
        texts=_lgpl() if qt else _licence_texts(owner),
        purl=f"pkg:pypi/{name.lower().replace('_', '-').replace('.', '-')}@{owner.version}",
        source=_PYSIDE_SOURCE if qt else source,
        parts=_built_in(owner),
    )


def _address(line: str) -> tuple[str, str]:
    label, _, address = line.partition(",")
    return label.strip(), address.strip()


def _classified(owner: Distribution) -> str:
    """The licence as the classifiers have it."""
    start = "License :: OSI Approved :: "
    classifiers = owner.metadata.get_all("Classifier") or ()
    return next((each.removeprefix(start) for each in classifiers if each.startswith(start)), "")


def _licence_texts(owner: Distribution) -> tuple[str, ...]:
    words = ("licen", "copying", "notice")
    return tuple(
        Path(str(owner.locate_file(path))).read_text(encoding="utf-8", errors="replace")
        for path in owner.files or ()
        if any(path.name.lower().startswith(word) for word in words)
        and path.suffix not in (".py", ".pyc")
    )


def _built_in(owner: Distribution) -> tuple[Component, ...]:
    """The crates and libraries that a distribution says, in a bill or in words, it is built of."""
    parts = []
    for path in owner.files or ():
        if path.parent.name == "sboms" and path.name.endswith(".cyclonedx.json"):
            told = json.loads(Path(str(owner.locate_file(path))).read_text(encoding="utf-8"))
            parts += [_told(each) for each in told["components"] if each.get("scope") != "excluded"]
    if owner.name == "lxml":
        parts = _libraries_of_lxml()
    if owner.name == "backports.zstd":
        from backports import zstd

        parts = [Component("Zstandard", zstd.zstd_version, "BSD-3-Clause OR GPL-2.0-only")]
    return tuple(parts)


def _told(each: dict[str, object]) -> Component:
    licences = each.get("licenses")
    licence = ""
    if isinstance(licences, list) and licences:
        first = licences[0]
        named = first.get("license", {})
        licence = first.get("expression") or named.get("id") or named.get("name") or ""
    text = {key: str(each.get(key, "")) for key in ("name", "version", "purl", "author")}
    return Component(
        text["name"], text["version"], licence, purl=text["purl"], author=text["author"]
    )


def _libraries_of_lxml() -> list[Component]:
    from lxml import etree

    versions = {"libxml2": etree.LIBXML_VERSION, "libxslt": etree.LIBXSLT_VERSION}
    libraries = [Component(name, ".".join(map(str, v)), "MIT") for name, v in versions.items()]
    source = "https://ftp.gnu.org/pub/gnu/libiconv/"
    iconv = Component("libiconv", _version_of_iconv(etree), "LGPL-2.1-or-later", source=source)
    return [*libraries, iconv]  # its licence file says so of every wheel


def _version_of_iconv(etree: ModuleType) -> str:
    """As the library itself has it for others to read, where the file still names it."""
    try:
        number = ctypes.c_int.in_dll(ctypes.CDLL(str(etree.__file__)), "_libiconv_version").value
    except ValueError:
        return ""
    return f"{number >> 8}.{number & 0xFF}"


def _python() -> Component:
    version = ".".join(map(str, sys.version_info[:3]))
    places = [Path(sysconfig.get_path("stdlib")), Path(sys.base_prefix)]
    texts = [folder / "LICENSE.txt" for folder in places if (folder / "LICENSE.txt").is_file()]
    return Component(
        "Python",
        version,
        "PSF-2.0",
        texts=tuple(file.read_text(encoding="utf-8", errors="replace") for file in texts[:1]),
        purl=f"pkg:generic/python@{version}",
        source="https://www.python.org/downloads/source/",
    )


def _boot_loader() -> Component:
    owner = distribution("pyinstaller")
    return Component(
        "PyInstaller boot loader",
        owner.version,
        "GPL-2.0-or-later WITH Bootloader-exception",
        texts=_licence_texts(owner),
        purl=f"pkg:pypi/pyinstaller@{owner.version}",
        source="https://pyinstaller.org",
    )


def _qt() -> Component:
    from PySide6.QtCore import qVersion

    told = tomllib.loads(_PARTS_OF_QT.read_text(encoding="utf-8"))["parts"]
    return Component(
        "Qt",
        qVersion(),
        "LGPL-3.0-only",
        texts=_lgpl(),
        purl=f"pkg:generic/qt@{qVersion()}",
        author="The Qt Company Ltd. and other contributors",
        source=_QT_SOURCE,
        parts=tuple(Component(name, "", licence) for name, licence in told),
    )


def _lgpl() -> tuple[str, ...]:
    names = ("LGPL-3.0.txt", "GPL-3.0.txt")
    return tuple((_LICENCES / name).read_text(encoding="utf-8") for name in names)
