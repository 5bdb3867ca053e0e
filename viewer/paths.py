"""Where resources, configuration and cache are.

No function here creates a folder: only what writes into one does. Environment variables move
the user's folders, for locked-down machines, portable set-ups and tests: LEAFLET_VIEWER_CONFIG,
LEAFLET_VIEWER_CACHE and LEAFLET_VIEWER_LIBRARY.
"""

from __future__ import annotations

import os
from pathlib import Path

from viewer.leaflet.errors import ResourceError

CONFIG_VARIABLE = "LEAFLET_VIEWER_CONFIG"
CACHE_VARIABLE = "LEAFLET_VIEWER_CACHE"
LIBRARY_VARIABLE = "LEAFLET_VIEWER_LIBRARY"

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


def config_folder() -> Path:
    """The user's own settings, lenses and leaflets; it need not exist."""
    chosen = os.environ.get(CONFIG_VARIABLE)
    if chosen:
        return Path(chosen).expanduser().absolute()
    import platformdirs

    # Not roaming: window geometry belongs to this machine's screens.
    return platformdirs.user_config_path(_PROGRAM, appauthor=False)


def cache_folder() -> Path:
    """What can be made again at any time, such as converted leaflets; it need not exist."""
    chosen = os.environ.get(CACHE_VARIABLE)
    if chosen:
        return Path(chosen).expanduser().absolute()
    import platformdirs

    return platformdirs.user_cache_path(_PROGRAM, appauthor=False)


def library_folder() -> Path:
    """The library of imported leaflets; it need not exist."""
    chosen = os.environ.get(LIBRARY_VARIABLE)
    if chosen:
        return Path(chosen).expanduser().absolute()
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
