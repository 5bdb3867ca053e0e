"""What these tests need of the system besides the program, and what its absence means."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

import pytest


def not_here(reason: str) -> NoReturn:
    """Skips the test; fails it in a continuous run on Linux, where `run.py` installs all of it."""
    if os.environ.get("CI") == "true" and sys.platform.startswith("linux"):
        pytest.fail(reason)
    pytest.skip(reason)
