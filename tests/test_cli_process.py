"""The command line as a process of its own: exit statuses, streams, displays, installations."""

from __future__ import annotations

import json
import os
import pty
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import viewer
from viewer.paths import CACHE_VARIABLE, CONFIG_VARIABLE, LIBRARY_VARIABLE

ROOT = Path(viewer.__file__).parent.parent
LEAFLET = """\
---
id: sample
title: Muestra ≤ 5 µg
language: es
kind: package-leaflet
---

## Uso {#uso}

Tome ≤ 5 µg 服用.
"""

Arguments = tuple[str | Path, ...]
Run = Callable[..., "subprocess.CompletedProcess[bytes]"]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """No display and folders of its own."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("QT_", "PYTHON", "LC_"))}
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "LANG", "NO_COLOR", "COLUMNS"):
        kept.pop(name, None)
    return {
        **kept,
        CONFIG_VARIABLE: str(tmp_path / "config"),
        CACHE_VARIABLE: str(tmp_path / "cache"),
        LIBRARY_VARIABLE: str(tmp_path / "library"),
        "TERM": "xterm",
    }


@pytest.fixture
def run(environment: dict[str, str]) -> Run:
    def run_process(
        *arguments: str | Path, root: Path = ROOT, **variables: str
    ) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-m", "viewer", *map(str, arguments)],
            cwd=root,
            env={**environment, **variables},
            capture_output=True,
            timeout=60,
            check=False,
        )

    return run_process


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    file = tmp_path / "sample.md"
    file.write_text(LEAFLET, encoding="utf-8")
    return file


def on_terminal(environment: dict[str, str], *arguments: str, columns: int = 60) -> str:
    """What the program writes on a terminal so many columns wide."""
    import fcntl
    import struct
    import termios

    try:
        parent, child = pty.openpty()
    except OSError:
        pytest.skip("this system gives out no terminals")
    fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    process = subprocess.Popen(
        [sys.executable, "-m", "viewer", *arguments],
        cwd=ROOT,
        env={**environment, "LANG": "C.UTF-8"},
        stdin=child,
        stdout=child,
        stderr=child,
    )
    os.close(child)
    chunks = []
    while True:
        try:
            chunk = os.read(parent, 65536)
        except OSError:  # how Linux tells that the other end is closed
            break
        if not chunk:
            break
        chunks.append(chunk)
    os.close(parent)
    assert process.wait(timeout=60) == 0
    return b"".join(chunks).decode().replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("list", "--bundled"), 0),
        (("show", "klonopin", "--section", "interactions"), 0),
        (("show", "nowhere"), 1),
        (("show", "klonopin", "--lens", "nowhere"), 2),
        (("--bogus",), 2),
    ],
)
def test_the_process_ends_with_the_commands_status(
    run: Run, arguments: tuple[str, ...], status: int
) -> None:
    done = run(*arguments)
    assert done.returncode == status
    assert bool(done.stderr) == bool(status)
    assert b"Traceback" not in done.stderr


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="displays are X11 or Wayland")
@pytest.mark.parametrize("arguments", [(), ("klonopin",), ("open", "klonopin")])
def test_a_window_without_a_display_is_refused_with_2_and_a_sentence(
    run: Run, arguments: tuple[str, ...]
) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert done.stdout == b""
    assert done.stderr.startswith(b"leaflet-viewer: ")
    assert done.stderr.count(b"\n") == 1


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="displays are X11 or Wayland")
def test_without_a_display_the_text_can_be_had_instead(run: Run) -> None:
    done = run("--or-text", "--lens", "alcohol")
    assert done.returncode == 0
    assert b"clonazepam" in done.stdout
    assert "Alcohol: " in done.stdout.decode()
    assert b"shown as text instead" in done.stderr
    section = run("klonopin", "--section", "interactions", "--or-text")
    assert b"sections are shown here" in section.stdout


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="displays are X11 or Wayland")
@pytest.mark.parametrize("start", ["sample", "~/elsewhere/sample.md"])
@pytest.mark.parametrize("arguments", [("--or-text",), ("--section", "uso", "--or-text")])
def test_the_text_is_that_of_the_leaflet_that_the_settings_start_with(
    run: Run, tmp_path: Path, sample: Path, start: str, arguments: tuple[str, ...]
) -> None:
    settings = tmp_path / "config" / "settings.toml"
    for folder in (settings.parent / "leaflets", tmp_path / "elsewhere"):
        folder.mkdir(parents=True)
        shutil.copy(sample, folder)
    settings.write_text(f'start_leaflet = "{start}"\n')
    done = run(*arguments, HOME=str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert "Tome ≤ 5 µg".encode() in done.stdout


@pytest.mark.parametrize(
    "variables",
    [
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "cp1252"},
        {"PYTHONIOENCODING": "utf-8"},
    ],
)
def test_no_locale_makes_the_output_fail_or_turns_a_character_into_another(
    run: Run, sample: Path, variables: dict[str, str]
) -> None:
    shown = run("show", sample, **variables)
    assert shown.returncode == 0
    encoding = variables.get("PYTHONIOENCODING", "utf-8")
    assert "Tome ≤ 5 µg 服用.".encode(encoding, "backslashreplace") in shown.stdout
    printed = run("sections", sample, "--json", **variables)
    assert json.loads(printed.stdout.decode(encoding))["leaflet"]["title"] == "Muestra ≤ 5 µg"
    missing = run("show", sample.parent / "ñ≤.md", **variables)
    assert missing.returncode == 1
    assert b"Traceback" not in missing.stderr


@pytest.mark.skipif(os.name != "posix", reason="pipes close otherwise on Windows")
@pytest.mark.parametrize(
    "arguments",
    [("list", "--bundled"), ("show", "klonopin"), ("--or-text",), ("--help",), ("list", "--help")],
)
def test_a_reader_that_closes_the_pipe_ends_the_program_quietly(
    environment: dict[str, str], arguments: tuple[str, ...]
) -> None:
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-m", "viewer", *arguments],
        cwd=ROOT,
        env=environment,
        stdout=write,
        stderr=subprocess.PIPE,
        timeout=60,
        check=False,
    )
    os.close(write)
    told = done.stderr.splitlines()
    assert done.returncode == 141
    assert all(line.endswith(b"The leaflet is shown as text instead.") for line in told), told
    assert len(told) == (arguments == ("--or-text",))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("arguments", [("show", "klonopin"), ("--or-text",), ("--help",)])
def test_a_full_disk_is_said(environment: dict[str, str], arguments: tuple[str, ...]) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "viewer", *arguments],
            cwd=ROOT,
            env=environment,
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=60,
            check=False,
        )
    assert done.returncode == 1
    *told, last = done.stderr.splitlines()
    assert last == b"leaflet-viewer: the output cannot be written: No space left on device"
    assert len(told) == (arguments == ("--or-text",))


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
def test_on_a_terminal_text_takes_its_width_and_matches_are_in_reverse_video(
    environment: dict[str, str],
) -> None:
    arguments = ("show", "klonopin", "--section", "interactions", "--lens", "alcohol")
    out = on_terminal(environment, *arguments, columns=60)
    assert "\x1b[7m" in out
    plain = out.replace("\x1b[7m", "").replace("\x1b[27m", "").replace("\x1b[0m", "")
    plain = plain.replace("\x1b[1m", "").replace("\x1b[22m", "")
    assert 50 < max(map(len, plain.splitlines())) <= 60
    signed = on_terminal({**environment, "NO_COLOR": "1"}, *arguments)
    assert "\x1b" not in signed
    assert "‹" in signed


@pytest.fixture
def damaged(tmp_path: Path) -> Path:
    """A copy of the program without its resources."""
    root = tmp_path / "installed"
    shutil.copytree(
        ROOT / "viewer", root / "viewer", ignore=shutil.ignore_patterns("__pycache__", "ui")
    )
    return root


def test_missing_resources_are_said_and_a_leaflet_file_opens_all_the_same(
    run: Run, damaged: Path, sample: Path
) -> None:
    needing: tuple[Arguments, ...] = (
        ("list",),
        ("show", "klonopin"),
        ("show", sample, "--lens", "alcohol"),
    )
    for arguments in needing:
        done = run(*arguments, root=damaged)
        assert done.returncode == 1
        assert str(damaged / "viewer" / "resources").encode() in done.stderr
        assert done.stderr.endswith(b"are missing; install the program again\n")
    free: tuple[Arguments, ...] = (
        ("show", sample),
        ("sections", sample, "--json"),
        ("check", sample),
    )
    for arguments in free:
        done = run(*arguments, root=damaged)
        assert (done.returncode, done.stderr) == (0, b"")


def test_the_core_commands_work_where_qt_is_not_installed(
    run: Run, tmp_path: Path, sample: Path
) -> None:
    blocked = tmp_path / "blocked"
    (blocked / "PySide6").mkdir(parents=True)
    (blocked / "PySide6" / "__init__.py").write_text("raise ModuleNotFoundError(name='PySide6')")
    path = {"PYTHONPATH": str(blocked)}
    free: tuple[Arguments, ...] = (("list", "--bundled"), ("show", "klonopin"), ("check", sample))
    for arguments in free:
        assert run(*arguments, **path).returncode == 0
    needing: tuple[Arguments, ...] = (
        ("klonopin",),
        ("print", "klonopin", "--pdf", tmp_path / "x.pdf"),
    )
    for arguments in needing:
        done = run(*arguments, **path, QT_QPA_PLATFORM="offscreen")
        assert done.returncode == 2
        assert b"PySide6" in done.stderr
        assert b"Traceback" not in done.stderr


def test_a_home_that_cannot_be_written_stops_no_command(run: Run, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        if os.access(tmp_path, os.W_OK):
            pytest.skip("permissions do not bind this user")
        assert run("show", "klonopin", "--lens", "alcohol").returncode == 0
    finally:
        tmp_path.chmod(0o700)


def test_a_cache_folder_that_cannot_be_made_stops_no_command(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    done = run("show", "klonopin", **{CACHE_VARIABLE: str(tmp_path / "file" / "cache")})
    assert done.returncode == 0


def test_a_damaged_installation_is_said_where_a_window_was_asked_for(
    run: Run, tmp_path: Path
) -> None:
    root = tmp_path / "installed"
    shutil.copytree(ROOT / "viewer", root / "viewer", ignore=shutil.ignore_patterns("__pycache__"))
    pytest.importorskip("PySide6")
    done = run(root=root, QT_QPA_PLATFORM="offscreen")
    assert done.returncode == 1
    assert done.stderr.endswith(b"are missing; install the program again\n")
    assert b"Traceback" not in done.stderr


def test_print_writes_a_pdf_without_a_display(run: Run, tmp_path: Path) -> None:
    pytest.importorskip("PySide6")
    file = tmp_path / "driving.pdf"
    arguments = ("print", "klonopin", "--section", "driving", "--lens", "alcohol", "--pdf", file)
    done = run(*arguments, "--json")
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout) == {"file": str(file), "pages": 1}
    assert file.read_bytes().startswith(b"%PDF")
    told = run(*arguments).stdout.decode().splitlines()
    assert told[0] == f"{file}: 1 page"
    assert told[1] == "Alcohol: checked, no passage; 5 in the whole leaflet"


def test_a_pdf_that_cannot_be_written_ends_with_1_and_a_sentence(run: Run, tmp_path: Path) -> None:
    pytest.importorskip("PySide6")
    done = run("print", "klonopin", "--pdf", tmp_path / "nowhere" / "x.pdf")
    assert done.returncode == 1
    assert done.stdout == b""
    assert str(tmp_path / "nowhere").encode() in done.stderr
    assert b"Traceback" not in done.stderr
