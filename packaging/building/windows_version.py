"""What Windows shows of a program file under Properties, Details."""

from __future__ import annotations

from typing import Any


def version_resource(version: str) -> Any:  # noqa: ANN401  # PyInstaller has no types
    """The version of three numbers as PyInstaller's version resource; imports on Windows only."""
    from importlib import import_module

    info = import_module("PyInstaller.utils.win32.versioninfo")

    numbers = (*map(int, version.split(".")[:3]), 0)
    words = {
        "FileDescription": "Leaflet Viewer",
        "FileVersion": version,
        "InternalName": "leaflet-viewer",
        "LegalCopyright": "Leaflet Viewer contributors; MIT licence",
        "ProductName": "Leaflet Viewer",
        "ProductVersion": version,
    }
    strings = [info.StringStruct(name, value) for name, value in words.items()]
    return info.VSVersionInfo(
        ffi=info.FixedFileInfo(filevers=numbers, prodvers=numbers),
        kids=[
            info.StringFileInfo([info.StringTable("040904B0", strings)]),
            info.VarFileInfo([info.VarStruct("Translation", [0x0409, 1200])]),
        ],
    )
