"""What language a leaflet says it is in, as a BCP 47 tag."""

from __future__ import annotations

import re

UNKNOWN = "und"
"""The tag for a language that is not known (BCP 47): no lens has words for it, and says so."""
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def language_tag(stated: str) -> str:
    """The tag that a file states, also with "_" in it; empty where it is none."""
    tag = stated.strip().replace("_", "-")
    return tag if _TAG.fullmatch(tag) else ""
