"""From a request to a window, or to one clear sentence why there can be none.

Qt aborts the process without a traceback where a library or the display is missing, so both are
looked at before anything of Qt is imported.
"""

from __future__ import annotations

import builtins
import gc
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from viewer.leaflet.errors import ResourceError
from viewer.open_request import OpenRequest, located

if TYPE_CHECKING:
    from viewer.instance import Listener

AT_FAULT = 1
"""Exit status: the program's own files are missing or damaged."""
NO_WINDOW = 2
"""Exit status: there is no display, or Qt cannot work here."""
_ERROR_SIGN = 0x10
"""MB_ICONERROR of MessageBox."""


class NoWindowError(Exception):
    """No window can be opened; the text is a sentence that says why and what to do."""


def tell_why(sentence: str) -> None:
    """Says why there is no window, in one of the system's where there is nothing to write to.

    On Windows a program that a desktop starts has no standard error.
    """
    if sys.stderr is not None:
        print(f"leaflet-viewer: {sentence}", file=sys.stderr)
    elif sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.MessageBoxW(None, sentence, "Leaflet Viewer", _ERROR_SIGN)


def open_window(
    request: OpenRequest,
    instead: Callable[[str], int] | None = None,
    *,
    new_window: bool = False,
) -> int:
    """Shows what is asked for in the window that is open, or opens one and runs it until its end.

    Gives the exit status. With `new_window` another one is opened in any case. Where no window can
    be opened, `instead` is done with the sentence that says why, if there is one.
    """
    from viewer.instance import hand_over, listen, meeting

    request, place = located(request), meeting()
    if place is not None and not new_window and hand_over(place, request):
        return 0
    listener: Listener | None = None
    try:
        _check_for_a_window()
        # Before Qt is imported: a second start in that time is to find this one.
        listener = listen(place) if place is not None else None
        run_window = _window_runner()
        if sys.platform == "win32" and place is not None and not new_window:
            from viewer.app.pipe import hand_over as hand_over_by_pipe

            if hand_over_by_pipe(place, request):
                return 0
        return run_window(request, listener)
    except NoWindowError as error:
        if instead is not None:
            return instead(str(error))
        tell_why(str(error))
        return NO_WINDOW
    except ResourceError as error:
        tell_why(str(error))
        return AT_FAULT
    finally:
        if listener is not None:
            listener.close()


def _check_for_a_window() -> None:
    """Raises NoWindowError."""
    from viewer.preflight import problem_before_window

    problem = problem_before_window()
    if problem:
        raise NoWindowError(problem)


def _window_runner() -> Callable[[OpenRequest, Listener | None], int]:
    """The function that runs a window until it is closed. Raises NoWindowError."""
    # Looking for garbage among the thousands of objects that Qt's import makes, and finding none,
    # takes 4 % of the start; `run_window` lets it begin again.
    gc.disable()
    try:
        from viewer.app import run_window
    except ImportError as error:
        from viewer.preflight import qt_import_problem

        raise NoWindowError(qt_import_problem(error)) from error
    _import_without_features()
    return run_window


def _import_without_features() -> None:
    """Gives Python its own import back, which PySide replaces by one that serves `__feature__`.

    That one reads and keeps the source text of every module imported, 4 MB of the whole program's,
    to see whether it may want other names for Qt's methods. None does, and the window is complete
    15 ms earlier.
    """
    plain = getattr(builtins, "__orig_import__", None)
    if plain is not None:
        builtins.__import__ = plain
