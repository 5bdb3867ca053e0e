"""Ends a watched program, saying how much memory it held."""

from __future__ import annotations

import os
import sys


def end() -> None:
    """Says how much memory the process held at most, where the system tells that, and ends it."""
    try:
        with open("/proc/self/status") as status:  # noqa: PTH123  # pathlib would be measured too
            line = next(line for line in status if line.startswith("VmHWM"))
        print("memory", int(line.split()[1]) / 1024)
    except OSError:
        pass
    sys.stdout.flush()
    os._exit(0)
