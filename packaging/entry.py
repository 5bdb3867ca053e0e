"""What the packaged program starts with."""

from __future__ import annotations

import sys

from viewer.__main__ import main


def run() -> int:
    """The exit status of the program.

    On Windows the boot loader shows an error that nobody took care of in a window. A process that
    works for another one would wait in it for ever, so it writes to its standard error and ends;
    a program that a desktop started has none, and there the window is the only word.
    """
    try:
        return main()
    except Exception as error:
        if sys.stderr is None:
            raise
        sys.excepthook(type(error), error, error.__traceback__)
        return 1


sys.exit(run())
