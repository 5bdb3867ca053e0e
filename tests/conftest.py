"""How laws are tried: never against a clock, and when integrated on the same examples each time."""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("plain", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.register_profile("few", settings.get_profile("plain"), max_examples=5)
settings.load_profile("plain")
