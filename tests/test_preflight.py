"""A window that cannot be opened is explained in a sentence; Qt never gets to abort."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from viewer.preflight import LIBRARIES, qt_import_problem

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="only Linux can lack a display"
)

ROOT = Path(__file__).parent.parent
DISPLAY_VARIABLES = {
    "DISPLAY",
    "WAYLAND_DISPLAY",
    "QT_QPA_PLATFORM",
    "XAUTHORITY",
    "XDG_RUNTIME_DIR",
}
ASK = """
import sys
from viewer.preflight import problem_before_window
problem = problem_before_window()
assert not any(name.partition(".")[0] == "PySide6" for name in sys.modules), "Qt was imported"
print(problem or "")
"""
OPEN_QT = "from PySide6.QtWidgets import QApplication; QApplication([])"


def run_child(code: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Runs the code with these variables alone telling of displays."""
    environment = {k: v for k, v in os.environ.items() if k not in DISPLAY_VARIABLES}
    path = os.pathsep.join(filter(None, [variables.pop("PYTHONPATH", ""), str(ROOT)]))
    return subprocess.run(
        [sys.executable, "-c", code],
        check=False,
        capture_output=True,
        text=True,
        env={**environment, **variables, "PYTHONPATH": path},
    )


def problem(**variables: str) -> str:
    """The answer of problem_before_window(); empty for None."""
    child = run_child(ASK, **variables)
    assert child.returncode == 0, child.stderr
    return child.stdout.strip()


@pytest.fixture
def virtual_screen(tmp_path: Path) -> Iterator[str]:
    """The DISPLAY of a screen that lets everyone in."""
    yield from _screen(tmp_path, [])


@pytest.fixture
def guarded_screen(tmp_path: Path) -> Iterator[str]:
    """The DISPLAY of a screen that wants a cookie nobody has."""
    # An entry of an Xauthority file: family, then address, number, name and data with lengths.
    name, cookie = b"MIT-MAGIC-COOKIE-1", bytes(range(16))
    entry = b"\xff\xff" + b"".join(len(p).to_bytes(2, "big") + p for p in (b"", b"", name, cookie))
    (tmp_path / "authority").write_bytes(entry)
    yield from _screen(tmp_path, ["-auth", str(tmp_path / "authority")])


def _screen(folder: Path, options: list[str]) -> Iterator[str]:
    if not shutil.which("Xvfb"):
        pytest.skip("no virtual screen (Xvfb) on this system")
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-noreset", "-nolisten", "tcp", *options]
    with (folder / "screen.log").open("wb") as log:
        screen = subprocess.Popen(command, pass_fds=[writing], stdout=log, stderr=log)
    os.close(writing)
    with os.fdopen(reading) as numbers:
        number = numbers.readline().strip()
    assert number, (folder / "screen.log").read_text()
    yield f":{number}"
    screen.terminate()
    screen.wait()


@pytest.fixture
def trusted_qt(tmp_path: Path) -> str:
    """A folder with a PySide6 that keeps its plugins elsewhere, as Debian's own does."""
    package = tmp_path / "trusted" / "PySide6"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    return str(package.parent)


@pytest.fixture
def qt_without_a_library(tmp_path: Path) -> str:
    """A folder with the real PySide6 whose X11 part asks for a library that exists nowhere."""
    import PySide6

    real = Path(PySide6.__file__).parent
    package = tmp_path / "crippled" / "PySide6"
    plugins = package / "Qt" / "plugins" / "platforms"
    plugins.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "Qt" / "lib").symlink_to(real / "Qt" / "lib")
    plugin = (real / "Qt" / "plugins" / "platforms" / "libqxcb.so").read_bytes()
    assert b"libxcb-cursor.so.0\0" in plugin
    plugin = plugin.replace(b"libxcb-cursor.so.0\0", b"libxcb-absent.so.0\0")
    (plugins / "libqxcb.so").write_bytes(plugin)
    return str(package.parent)


def test_without_any_display_the_sentence_says_so() -> None:
    assert "no display" in problem()


def test_a_running_display_is_no_problem_and_qt_opens_there(virtual_screen: str) -> None:
    assert problem(DISPLAY=virtual_screen) == ""
    assert run_child(OPEN_QT, DISPLAY=virtual_screen).returncode == 0


def test_a_display_that_nobody_serves_is_named_where_qt_would_abort() -> None:
    assert ":987 " in problem(DISPLAY=":987")
    assert run_child(OPEN_QT, DISPLAY=":987").returncode != 0


def test_a_display_that_refuses_this_user_is_named(guarded_screen: str) -> None:
    assert f"{guarded_screen} " in problem(DISPLAY=guarded_screen, XAUTHORITY=os.devnull)


@pytest.mark.parametrize("platform", ["offscreen", "minimal", "offscreen:some=option"])
def test_a_platform_without_a_display_is_taken_as_it_is(platform: str) -> None:
    assert problem(QT_QPA_PLATFORM=platform) == ""


def test_x11_asked_for_by_name_still_needs_its_display(virtual_screen: str) -> None:
    assert "no display" in problem(QT_QPA_PLATFORM="xcb")
    assert problem(QT_QPA_PLATFORM="xcb", DISPLAY=virtual_screen) == ""


def test_a_missing_library_is_named(qt_without_a_library: str, virtual_screen: str) -> None:
    sentence = problem(DISPLAY=virtual_screen, PYTHONPATH=qt_without_a_library)
    assert "libxcb-absent.so.0" in sentence
    assert "missing" in sentence


def test_a_wayland_display_counts_when_somebody_listens(trusted_qt: str, tmp_path: Path) -> None:
    variables = {
        "PYTHONPATH": trusted_qt,
        "WAYLAND_DISPLAY": "wayland-7",
        "XDG_RUNTIME_DIR": str(tmp_path),
    }
    assert "wayland-7 " in problem(**variables)
    with socket.socket(socket.AF_UNIX) as compositor:
        compositor.bind(str(tmp_path / "wayland-7"))
        compositor.listen()
        assert problem(**variables) == ""
        assert problem(**variables, DISPLAY=":987") == "", "the dead X11 one does not matter then"


def test_a_dead_wayland_display_is_no_problem_beside_a_living_x11_one(virtual_screen: str) -> None:
    assert problem(WAYLAND_DISPLAY="wayland-none", DISPLAY=virtual_screen) == ""


def test_a_failed_import_of_qt_names_the_library_and_what_to_install() -> None:
    loader = "libEGL.so.1: cannot open shared object file: No such file or directory"
    sentence = qt_import_problem(ImportError(loader))
    assert "libEGL.so.1" in sentence
    assert ("libegl1" in sentence) == Path("/etc/debian_version").exists()


def test_an_absent_qt_is_said_to_be_absent() -> None:
    absent = ModuleNotFoundError("No module named 'PySide6'", name="PySide6")
    assert "not installed" in qt_import_problem(absent)


def test_any_other_failure_of_qt_is_told_in_the_loaders_words() -> None:
    error = ImportError("libQt6Core.so.6: undefined symbol: something")
    assert "undefined symbol: something" in qt_import_problem(error)


def test_every_library_of_the_table_is_loadable_after_the_set_up() -> None:
    from viewer.preflight import missing_libraries

    assert missing_libraries() == []
    assert all(LIBRARIES.values())
