"""What the program is built with, as it tells it."""

from __future__ import annotations

import importlib.metadata
from pathlib import Path

from viewer.notices import PACKAGED, components, notices


def test_every_library_is_named_with_the_version_that_is_there_and_a_licence() -> None:
    rows = {name: (version, licence) for name, version, licence in components()}
    for name in ("lxml", "markdown-it-py", "mdurl", "PyYAML", "tantivy", "platformdirs"):
        assert rows[name][0] == importlib.metadata.version(name)
        assert rows[name][1]
    assert any(name.startswith("PySide6") for name in rows)
    assert "pytest" not in rows
    assert all("\n" not in licence for _, licence in rows.values())


def test_the_terms_of_qt_and_how_to_replace_it_are_told(tmp_path: Path) -> None:
    text = notices(tmp_path)
    for words in ("GNU Lesser General Public License", "put changed ones into their place"):
        assert words in " ".join(text.split())


def test_a_packaged_program_tells_what_was_packaged_with_it(tmp_path: Path) -> None:
    (tmp_path / PACKAGED).write_text("all of it", encoding="utf-8")
    assert notices(tmp_path) == "all of it"
