"""The process that reads starts from any folder, and from a program frozen into one piece."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from viewer.leaflet.reading_command import CHILD_OPTION, reading_command, reading_environment

ROOT = Path(__file__).parents[2]
LEAFLET = "---\nid: sample\ntitle: Sample\nlanguage: en\nkind: smpc\n---\n## A\n\ntext\n"
READ = (
    "import os, sys; from pathlib import Path;"
    "from viewer.leaflet.reading_process import read_in_child; os.chdir(sys.argv[1]);"
    "print(sys.argv[2], read_in_child(Path('leaflet.md'), None)[0].title)"
)


@pytest.mark.skipif(os.name == "nt", reason="Windows always tells the full path")
def test_a_python_found_by_a_relative_folder_starts_from_any_other(tmp_path: Path) -> None:
    (tmp_path / "leaflet.md").write_text(LEAFLET)
    python = Path(sys.prefix) / "bin" / "python"
    path = os.pathsep.join([os.path.relpath(python.parent, ROOT), os.environ["PATH"]])
    program = f"import sys; assert not sys.executable.startswith('/'), sys.executable; {READ}"
    done = subprocess.run(
        ["/usr/bin/env", "python", "-c", program, str(tmp_path), "read"],
        cwd=ROOT,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "read Sample\n", done.stderr


def test_a_frozen_program_starts_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", "/opt/leaflet-viewer/leaflet-viewer")
    assert reading_command() == ["/opt/leaflet-viewer/leaflet-viewer", CHILD_OPTION]


def test_the_program_with_the_hidden_option_reads(tmp_path: Path) -> None:
    path = tmp_path / "leaflet.md"
    path.write_text(LEAFLET)
    request = {"task": "format", "file": str(path), "topics": None, "seconds": 9, "memory": 1 << 30}
    program = "import sys; from viewer.__main__ import main; sys.exit(main())"
    with subprocess.Popen(
        [sys.executable, "-c", program, CHILD_OPTION],
        cwd=tmp_path,
        env=reading_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(request).encode() + b"\n")
        process.stdin.flush()
        answer = process.stdout.read(int(process.stdout.readline()))
        assert json.loads(answer) == {"format": "markdown"}
        process.stdin.close()
        assert process.wait(10) == 0


def test_the_process_that_reads_imports_nothing_of_the_window() -> None:
    program = (
        "import sys; import viewer.__main__; import viewer.leaflet.reading_child;"
        "print([name for name in sys.modules if name.startswith(('PySide6', 'viewer.ui'))])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=True
    )
    assert done.stdout == b"[]\n"
