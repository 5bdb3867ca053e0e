"""From a request to a window, or to one clear sentence why there can be none.

Qt aborts the process without a traceback where a library or the display is missing, so both are
looked at before anything of Qt is imported.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable

from viewer.leaflet.errors import ResourceError
from viewer.open_request import OpenRequest

AT_FAULT = 1
"""Exit status: the program's own files are missing or damaged."""
NO_WINDOW = 2
"""Exit status: there is no display, or Qt cannot work here."""


class NoWindowError(Exception):
    """No window can be opened; the text is a sentence that says why and what to do."""


def window_opener() -> Callable[[OpenRequest], int]:
    """The function that runs a window until it is closed and gives the exit status.

    Raises NoWindowError.
    """
    from viewer.preflight import problem_before_window, qt_import_problem

    problem = problem_before_window()
    if problem:
        raise NoWindowError(problem)
    # Looking for garbage among the thousands of objects that Qt's import makes, and finding none,
    # takes 4 % of the start; `run_window` lets it begin again.
    gc.disable()
    try:
        from viewer.app import run_window
    except ImportError as error:
        raise NoWindowError(qt_import_problem(error)) from error
    return run_window


def open_window(request: OpenRequest, instead: Callable[[], int] | None = None) -> int:
    """Opens a window and runs it until it is closed; gives the exit status.

    Where no window can be opened, `instead` is done, if there is one.
    """
    try:
        run = window_opener()
    except NoWindowError as error:
        if instead is not None:
            return instead()
        print(f"leaflet-viewer: {error}", file=sys.stderr)
        return NO_WINDOW
    try:
        return run(request)
    except ResourceError as error:
        print(f"leaflet-viewer: {error}", file=sys.stderr)
        return AT_FAULT
