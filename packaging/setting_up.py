"""The long way of run.py: system packages, .venv, Python packages, in this order.

The stamp is written last, so a set-up that was interrupted counts as none and the next start
builds .venv anew. A lock on the folder's own run.py keeps two starts from working at once.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from system_packages import SetUpError, provide_system_packages


class Environment(NamedTuple):
    """Where the project, its .venv, the Python in it and the stamp lie; what .venv cannot miss."""

    root: Path
    folder: Path
    python: Path
    stamp: Path
    parts: tuple[Path, ...]

    @classmethod
    def of(
        cls, root: str, folder: str, python: str, stamp: str, parts: Sequence[str]
    ) -> Environment:
        return cls(Path(root), Path(folder), Path(python), Path(stamp), tuple(map(Path, parts)))

    def is_whole(self) -> bool:
        return all(part.exists() for part in self.parts)

    def is_ready(self, stamp: bytes) -> bool:
        return self.is_whole() and self.read_stamp().startswith(stamp)

    def read_stamp(self) -> bytes:
        return self.stamp.read_bytes() if self.stamp.exists() else b""


def set_up(
    environment: Environment,
    requirements: Sequence[str],
    stamp: bytes,
    with_tools: bool,
    with_packager: bool = False,
) -> None:
    """Make the environment hold these requirements and the project itself.

    Ends the process, with one sentence: status 2 where it cannot be done, 130 on Ctrl+C.
    """
    try:
        with _only_one_at_a_time(environment):
            if not environment.is_ready(stamp):
                _set_up(environment, requirements, stamp, with_tools, with_packager)
    except SetUpError as error:
        print(f"run.py: {error}", file=sys.stderr)
        sys.exit(2)
    except OSError as error:
        print(f"run.py: setting up failed: {error}.", file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        print("\nrun.py: stopped; the next start sets up anew.", file=sys.stderr)
        sys.exit(130)


def _set_up(
    environment: Environment,
    requirements: Sequence[str],
    stamp: bytes,
    with_tools: bool,
    with_packager: bool,
) -> None:
    if not os.access(environment.root, os.W_OK):
        raise SetUpError(
            f"the folder {environment.root} cannot be written to:"
            " copy it to a folder of your own and start it there."
        )
    _refuse_what_is_no_folder(environment.folder)
    print("Setting up Leaflet Viewer; the next start skips this.", file=sys.stderr)
    provide_system_packages(with_tools, say, with_packager)
    _make_venv(environment, stamp)
    say("Python packages (about 100 MB)" if not with_tools else "Python packages and test tools")
    _install(environment, requirements)
    _write(environment, stamp)


def _refuse_what_is_no_folder(folder: Path) -> None:
    """Making .venv empties it first: what a link leads to is somebody else's."""
    if folder.resolve() != folder:  # the folder of the project is resolved already
        raise SetUpError(
            f"{folder} is a link to {folder.resolve()}, which is not emptied for a set-up:"
            " remove the link, then start again."
        )
    if folder.exists() and not folder.is_dir():
        raise SetUpError(
            f"{folder} is a file where a folder is to be made: remove it, then start again."
        )


def _make_venv(environment: Environment, stamp: bytes) -> None:
    """An empty .venv, unless a finished one of this Python and folder can be brought up to date."""
    old = environment.read_stamp()
    fits = old.splitlines()[:2] == stamp.splitlines()[:2] and environment.is_whole()
    if old:
        environment.stamp.unlink()
    if fits:
        return
    say("Python environment in .venv")
    # The base Python: run.py may be started by the very .venv that is made anew.
    base = getattr(sys, "_base_executable", None) or sys.executable
    done = _run([base, "-I", "-m", "venv", "--clear", str(environment.folder)])
    if done.returncode != 0:
        raise SetUpError(f"the Python environment .venv cannot be made: {_last_line(done.stdout)}")


def _install(environment: Environment, requirements: Sequence[str]) -> None:
    python = [str(environment.python)]
    pip = [*python, "-I", "-m", "pip", "install", "--quiet", "--no-input"]
    files = [word for path in requirements for word in ("-r", path)]
    # The project itself: no dependencies, no download, built by the hatchling just installed.
    project = [
        "--no-deps",
        "--no-index",
        "--no-build-isolation",
        "--editable",
        str(environment.root),
    ]
    for words in (["--require-hashes", "--only-binary", ":all:", *files], project):
        done = _run([*pip, *words])
        if done.returncode != 0:
            log = environment.folder / "set-up.log"
            log.write_text(done.stdout, encoding="utf-8")
            raise SetUpError(
                f"the Python packages cannot be installed: {_pip_reason(done.stdout)}"
                f" (all that pip said: {log})"
            )
    write_path_in_ascii(environment)
    # Where the folder is later read by others, nobody else can keep the compiled modules.
    _run([*python, "-I", "-m", "compileall", "-q", str(environment.root / "viewer")])
    done = _run([*python, "-P", "-c", "import viewer"], cwd=environment.folder)
    if done.returncode != 0:
        raise SetUpError(
            f"Python cannot read its packages from {environment.root}:"
            " move the folder to a path of plain letters."
        )


def write_path_in_ascii(environment: Environment) -> None:
    """Lets Python find the project whatever the letters of its folder and the encoding of the day.

    The file that names the folder is in UTF-8, and Python before 3.13 reads it in the encoding of
    the locale: Latin-1 on many a Windows, ASCII where LC_ALL is C. It runs a line that is code.
    """
    root = str(environment.root)
    if root.isascii():
        return
    for file in environment.folder.rglob("site-packages/_leaflet_viewer.pth"):
        file.write_text(f"import sys; sys.path.append({root!a})\n", encoding="ascii")


def _write(environment: Environment, stamp: bytes) -> None:
    """Write the stamp in one step: it is there in full or not at all."""
    draft = environment.stamp.with_suffix(".draft")
    draft.write_bytes(stamp)
    draft.replace(environment.stamp)


def _pip_reason(output: str) -> str:
    """The one line of pip's output that says why."""
    lost = ("Retrying (", "NewConnectionError", "Temporary failure in name resolution")
    if any(sign in output for sign in lost):
        return "the package index does not answer; is this machine online?"
    errors = [line[7:] for line in output.splitlines() if line.startswith("ERROR: ")]
    return (errors or [_last_line(output)])[0].rstrip(".") + "."


def _last_line(output: str) -> str:
    lines = output.strip().splitlines()
    return lines[-1].strip() if lines else "it ended without a word."


def _run(command: Sequence[str], cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run quietly, both streams together; settings that would lead pip elsewhere are undone."""
    environment = {**os.environ, "PIP_USER": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    for name in ("PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_REQUIRE_HASHES", "PYTHONHOME"):
        environment.pop(name, None)
    return subprocess.run(
        command,
        check=False,
        cwd=cwd,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )


def say(step: str) -> None:
    """Tell the person which step is under way."""
    print(f"  {step} …", file=sys.stderr, flush=True)


@contextmanager
def _only_one_at_a_time(environment: Environment) -> Iterator[None]:
    """Hold the lock of this folder, waiting for whoever has it; its end frees it in any case."""
    with (environment.root / "run.py").open("rb") as file:
        if sys.platform == "win32":
            _lock_on_windows(file.fileno())
        else:
            _lock_on_posix(file.fileno())
        yield


if sys.platform == "win32":

    def _lock_on_windows(descriptor: int) -> None:
        """Lock a byte far beyond the end of the file, which keeps nobody from reading it."""
        import msvcrt

        os.lseek(descriptor, 1 << 30, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            _tell_to_wait()
        except OSError:
            return  # a file system without locks: better unguarded than not at all
        else:
            return
        while True:
            with suppress(OSError):  # raised after ten seconds of waiting
                msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)
                return

else:

    def _lock_on_posix(descriptor: int) -> None:
        import fcntl

        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            _tell_to_wait()
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        except OSError:
            return  # a file system without locks: better unguarded than not at all


def _tell_to_wait() -> None:
    print("Waiting for another start that is setting up this folder …", file=sys.stderr)
