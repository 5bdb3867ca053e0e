"""What the program uses goes into its folder, and what it never opens does not."""

from __future__ import annotations

from pathlib import Path

import pytest
from building.pruning import OF_WINDOWS, UNUSED_MODULES, is_wanted, unneeded_modules

VENV = "/project/.venv/lib/python3.11/site-packages"


@pytest.mark.parametrize(
    "target",
    [
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6/Qt/plugins/platforms/libqoffscreen.so",
        "PySide6/plugins/platforms/qwindows.dll",
        "PySide6/Qt/plugins/platforms/libqcocoa.dylib",
        "PySide6/Qt/plugins/imageformats/libqjpeg.so",
        "PySide6/Qt/plugins/printsupport/libcupsprintersupport.so",
        "PySide6/Qt/plugins/wayland-shell-integration/libxdg-shell.so",
        "PySide6/Qt/lib/libQt6Widgets.so.6",
        "PySide6/Qt/lib/libicudata.so.73",
        "tantivy/tantivy.abi3.so",
    ],
)
def test_what_is_used_stays(target: str) -> None:
    assert is_wanted(target, f"{VENV}/{target}", on_linux=True)


@pytest.mark.parametrize(
    "target",
    [
        "PySide6/Qt/plugins/platforms/libqeglfs.so",
        "PySide6/Qt/plugins/platforms/libqvnc.so",
        "PySide6/Qt/plugins/platformthemes/libqgtk3.so",
        "PySide6/Qt/plugins/imageformats/libqtiff.so",
        "PySide6/Qt/plugins/tls/libqopensslbackend.so",
        "PySide6/Qt/lib/libQt6Network.so.6",
        "PySide6/Qt/lib/libQt6EglFSDeviceIntegration.so.6",
        "PySide6/Qt/lib/libQt6EglFsKmsSupport.so.6",
        "PySide6/Qt/translations/qtbase_da.qm",
    ],
)
def test_what_is_never_opened_is_left_out(target: str) -> None:
    assert not is_wanted(target, f"{VENV}/{target}", on_linux=True)


@pytest.mark.parametrize("name", ["libX11.so.6", "libcups.so.2", "libstdc++.so.6", "libz.so.1"])
def test_libraries_of_the_system_are_left_to_the_system(name: str) -> None:
    assert not is_wanted(name, f"/usr/lib/x86_64-linux-gnu/{name}", on_linux=True)


@pytest.mark.parametrize("name", ["libffi.so.8", "libsqlite3.so.0", "libpython3.13.so.1.0"])
def test_what_python_itself_loads_is_taken_along(name: str) -> None:
    assert is_wanted(name, f"/usr/lib/x86_64-linux-gnu/{name}", on_linux=True)


def test_modules_of_qt_that_no_source_names_are_unused(tmp_path: Path) -> None:
    package, qt = tmp_path / "viewer", tmp_path / "PySide6"
    package.mkdir()
    qt.mkdir()
    (package / "window.py").write_text("from PySide6.QtWidgets import QLabel\n")
    for name in ("QtWidgets.abi3.so", "QtSql.abi3.so", "QtSql.pyi"):
        (qt / name).touch()
    unneeded = {
        system: set(unneeded_modules(package, qt, on_windows=system == "Windows"))
        for system in ("Windows", "Linux")
    }
    assert unneeded["Windows"] == {*UNUSED_MODULES, "PySide6.QtSql"}
    assert unneeded["Linux"] == {*UNUSED_MODULES, "PySide6.QtSql", *OF_WINDOWS}


def test_what_only_windows_needs_of_qt_is_left_out_elsewhere(tmp_path: Path) -> None:
    package, qt = tmp_path / "viewer", tmp_path / "PySide6"
    (package / "app").mkdir(parents=True)
    qt.mkdir()
    (qt / "QtNetwork.abi3.so").touch()
    (package / "app" / "pipe.py").write_text("from PySide6.QtNetwork import QLocalServer\n")
    assert "PySide6.QtNetwork" not in unneeded_modules(package, qt, on_windows=True)
    assert "PySide6.QtNetwork" in unneeded_modules(package, qt, on_windows=False)
