"""What holds for all tests: widgets need no screen, whichever file is run first."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
