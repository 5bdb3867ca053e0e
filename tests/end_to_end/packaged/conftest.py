"""The build, the clean system it is installed into, and the screen of somebody who sits there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Generator, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from viewer import __version__

from ..screen import Screen, virtual_screen  # noqa: TID252
from .clean_system import CleanSystem, CleanSystemError, clean_system
from .desk import PATIENCE, Desk
from .provided import not_here

BUILT = os.environ.get("LEAFLET_VIEWER_PACKAGED", "")
ROOT = Path(__file__).resolve().parents[3]

NOT_INSTALLED = "there is no clean system to install the package into"

collect_ignore_glob = [] if BUILT else ["test_*.py"]


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter,
) -> Generator[None, None, None]:
    """Says last, and in a line of its own, that the larger half of the tests was not done."""
    yield
    skipped = [str(each.longrepr) for each in terminalreporter.getreports("skipped")]
    reasons = [words for words in skipped if NOT_INSTALLED in words]
    if reasons:
        words = f"{len(reasons)} TESTS WERE NOT DONE: THE PACKAGE WAS INSTALLED NOWHERE"
        terminalreporter.section(words, red=True, bold=True)


@pytest.fixture(scope="session")
def built() -> Path:
    """The folder with what was built."""
    return Path(BUILT)


@pytest.fixture(scope="session")
def version() -> str:
    return __version__


@pytest.fixture(scope="session")
def deb(built: Path, version: str) -> Path:
    """The Debian package."""
    files = list(built.glob(f"leaflet-viewer_{version}_*.deb"))
    if not files:
        pytest.skip("no Debian package was built: there is no dpkg-deb on this system")
    return files[0]


@pytest.fixture(scope="session")
def elsewhere(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program, its folder copied to where nothing else of the project is."""
    folder = tmp_path_factory.mktemp("elsewhere") / "a folder"
    shutil.copytree(built / "leaflet-viewer", folder, symlinks=True)
    return folder / ("leaflet-viewer-console.exe" if sys.platform == "win32" else "leaflet-viewer")


@pytest.fixture(scope="session")
def screen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Screen]:
    """A virtual screen with a window manager."""
    missing = [name for name in ("Xvfb", "xdotool", "openbox") if not shutil.which(name)]
    if missing:
        not_here(f"not on this system: {', '.join(missing)}")
    folder = tmp_path_factory.mktemp("screen")
    with virtual_screen(folder / "server.log") as screen:
        environment = {**os.environ, "DISPLAY": screen.display, "HOME": str(folder)}
        with (folder / "manager.log").open("wb") as words:
            manager = subprocess.Popen(
                ["openbox", "--sm-disable"], env=environment, stdout=words, stderr=words
            )
        asked = ["xdotool", "get_num_desktops"]  # which the window manager answers
        end = time.monotonic() + PATIENCE
        while subprocess.run(asked, env=environment, capture_output=True, check=False).returncode:
            assert time.monotonic() < end, (folder / "manager.log").read_text()
            time.sleep(0.05)
        yield screen
        manager.terminate()
        manager.wait()


@pytest.fixture(scope="session")
def system(deb: Path) -> Iterator[CleanSystem]:
    """A system with a file manager and no Python, on which the program never was."""
    with ExitStack() as stack:
        try:
            system = stack.enter_context(clean_system())
        except CleanSystemError as error:
            pytest.skip(f"{NOT_INSTALLED}: {error}")
        system.provide_for(deb)  # where that fails, it is the package that asks for too much
        yield system


@pytest.fixture(scope="module")
def installed(system: CleanSystem, deb: Path) -> Iterator[CleanSystem]:
    """The same with the package installed."""
    system.install(deb)
    yield system
    system.purge()


@pytest.fixture
def desk(installed: CleanSystem, screen: Screen, built: Path) -> Iterator[Desk]:
    """A user of that system at the screen, the program's starter and a leaflet on the desktop."""
    with Desk(installed, screen, built / "screenshots") as desk:
        yield desk
