"""The program's entry: `leaflet-viewer`, or `python -m viewer`.

A start without arguments goes straight to the window; argument parsing is imported for others
only. With one hidden argument the program is the process that reads for another, or that
asks for printers.
"""

from __future__ import annotations

import sys

INTERRUPTED = 130
"""Exit status of a process that SIGINT ended, as shells give it."""


def main() -> int:
    """Runs the program with the process's arguments; gives the exit status."""
    try:
        if sys.argv[1:] == ["--reading-child"]:
            from viewer.leaflet import reading_child

            reading_child.main()
        if sys.argv[1:2] == ["--printers-child"]:
            from viewer.ui import printers_child

            return printers_child.main(sys.argv[2:])
        if sys.argv[1:] in ([], ["--or-text"]):
            from viewer.launch import open_window
            from viewer.open_request import OpenRequest

            return open_window(OpenRequest(), _show_as_text if sys.argv[1:] else None)
        return _run_command()
    except KeyboardInterrupt:
        return INTERRUPTED


def _show_as_text(reason: str) -> int:
    del reason  # the command finds and says it again
    return _run_command()


def _run_command() -> int:
    from viewer.cli import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
