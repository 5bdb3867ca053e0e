#!/usr/bin/env python3
"""Writes the table of keys into the user guide, as the program's table of actions has it.

    .venv/bin/python docs/update_key_table.py

Run it after an action, a key or the order of the lenses has changed; tests/test_guide.py tells.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GUIDE = ROOT / "resources" / "leaflets" / "user-guide.en.md"
HEADING = "## Keys {#keys}\n\n"
"""The table is all that follows this heading."""


def generated_table() -> str:
    """The table of keys, with the lenses that come with the program."""
    from viewer.highlight.lens_file import load_lenses
    from viewer.render.theme_file import load_themes
    from viewer.ui.actions import key_table

    colours = load_themes(ROOT / "resources" / "themes")[0].lenses
    lenses, errors = load_lenses((ROOT / "resources" / "lenses",), frozenset(colours))
    if errors:
        raise errors[0]
    return key_table(lens.name() for lens in lenses)


def with_table(guide: str, table: str) -> str:
    """The guide's text with this table of keys. Raises ValueError where it has no such heading."""
    before, heading, _ = guide.partition(HEADING)
    if not heading:
        raise ValueError(f"{GUIDE.name} has no heading {HEADING.strip()!r}")
    return before + heading + table


def main() -> None:
    """Brings the guide up to date."""
    guide = GUIDE.read_text(encoding="utf-8")
    GUIDE.write_text(with_table(guide, generated_table()), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
