"""Where resources, configuration and cache are.

No function here creates a folder: only what writes into one does. Environment variables move
the folders, for locked-down machines, portable set-ups and tests: LEAFLET_VIEWER_CONFIG,
LEAFLET_VIEWER_CACHE and LEAFLET_VIEWER_LIBRARY those of the user, LEAFLET_VIEWER_MACHINE the
machine's.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from viewer.leaflet.errors import ResourceError
from viewer.leaflet.file_names import written_path

CONFIG_VARIABLE = "LEAFLET_VIEWER_CONFIG"
CACHE_VARIABLE = "LEAFLET_VIEWER_CACHE"
LIBRARY_VARIABLE = "LEAFLET_VIEWER_LIBRARY"
MACHINE_VARIABLE = "LEAFLET_VIEWER_MACHINE"

SETTINGS_NAME = "settings.toml"

_PROGRAM = "leaflet-viewer"
_PACKAGE = Path(__file__).resolve().parent


def resource_folder(package: Path = _PACKAGE) -> Path:
    """The folder with the bundled leaflets, lenses, themes and icons.

    An installed package carries it as `resources` inside itself; in the source tree it stands
    beside the package. `package` is the folder of the package. Raises ResourceError where
    neither is there.
    """
    # A folder beside an installed package could be anybody's: it counts with our leaflets only.
    inside, beside = package / "resources", package.parent / "resources"
    for folder in (inside, beside):
        if (folder / "leaflets").is_dir():
            return folder
    raise ResourceError(
        str(inside),
        "",
        "the program's own leaflets, lenses and themes are missing; install the program again",
    )


def named_folder(name: str) -> Path:
    """The folder that a variable or a setting names, by its whole path; see `written_path`."""
    return written_path(name).absolute()


def config_folder() -> Path:
    """The user's own settings, lenses and leaflets; it need not exist."""
    chosen = os.environ.get(CONFIG_VARIABLE)
    if chosen:
        return named_folder(chosen)
    import platformdirs

    # Not roaming: window geometry belongs to this machine's screens.
    return platformdirs.user_config_path(_PROGRAM, appauthor=False)


def cache_folder() -> Path:
    """What can be made again at any time, such as converted leaflets; it need not exist."""
    chosen = os.environ.get(CACHE_VARIABLE)
    if chosen:
        return named_folder(chosen)
    import platformdirs

    return platformdirs.user_cache_path(_PROGRAM, appauthor=False)


def library_folder() -> Path:
    """The library of imported leaflets; it need not exist."""
    chosen = os.environ.get(LIBRARY_VARIABLE)
    if chosen:
        return named_folder(chosen)
    import platformdirs

    # Not roaming either: a library can be larger than what networks carry at every login.
    return platformdirs.user_data_path(_PROGRAM, appauthor=False) / "library"


def user_leaflet_folder() -> Path:
    """Leaflet files that the user added; it need not exist."""
    return config_folder() / "leaflets"


def user_lens_folder() -> Path:
    """Lens files that the user added; it need not exist."""
    return config_folder() / "lenses"


def settings_file() -> Path:
    """Where settings are kept between runs; it need not exist."""
    return config_folder() / "settings.json"


def user_settings_file() -> Path:
    """Settings that the user writes by hand, or is given; it need not exist."""
    return config_folder() / SETTINGS_NAME


def machine_settings_file() -> Path:
    """Settings that an administrator gives a whole machine; it need not exist."""
    return machine_folder() / SETTINGS_NAME


def machine_folder() -> Path:
    """Where an administrator configures the program for all users; it need not exist.

    The places are those of the Filesystem Hierarchy Standard, of Windows' common application
    data and of Apple's file system guide.
    """
    chosen = os.environ.get(MACHINE_VARIABLE)
    if chosen:
        return named_folder(chosen)
    if sys.platform == "win32":
        return Path(os.environ.get("PROGRAMDATA") or r"C:\ProgramData") / "Leaflet Viewer"
    if sys.platform == "darwin":
        return Path("/Library/Application Support/Leaflet Viewer")
    return Path("/etc") / _PROGRAM


def state_folder() -> Path:
    """What only this machine and user need: the log, and what is open; it need not exist."""
    if os.environ.get(CONFIG_VARIABLE):
        return config_folder() / "state"
    import platformdirs

    return platformdirs.user_state_path(_PROGRAM, appauthor=False)


def log_folder() -> Path:
    """Where the program's log is; it need not exist."""
    if os.environ.get(CONFIG_VARIABLE):
        return state_folder() / "log"
    import platformdirs

    return platformdirs.user_log_path(_PROGRAM, appauthor=False)
