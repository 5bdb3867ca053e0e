"""The program's entry: `leaflet-viewer`, or `python -m viewer`.

A start without arguments goes straight to the window; argument parsing is imported for others
only.
"""

from __future__ import annotations

import sys

INTERRUPTED = 130
"""Exit status of a process that SIGINT ended, as shells give it."""


def main() -> int:
    """Runs the program with the process's arguments; gives the exit status."""
    try:
        if len(sys.argv) < 2:
            from viewer.launch import open_window
            from viewer.open_request import OpenRequest

            return open_window(OpenRequest())
        from viewer.cli import run

        return run(sys.argv[1:])
    except KeyboardInterrupt:
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())
