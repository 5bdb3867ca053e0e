"""A small system of the same distribution in a folder, without Python, entered with chroot.

It is made once with debootstrap and kept in the user's cache; what a test installs there is purged
again. All of it needs root.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

USER = "clinic"
USER_ID = 1000
NAME = "leaflet-viewer"
_WITH = (
    "pcmanfm",
    "shared-mime-info",
    "desktop-file-utils",
    "hicolor-icon-theme",
    "libglib2.0-bin",
)
_CHANGING = ("/dev", "/home", "/proc", "/run", "/tmp", "/var/cache", "/var/lib/dpkg", "/var/log")
"""What is left out of account when a system is compared with itself; dpkg is asked instead."""


class CleanSystemError(Exception):
    """Why no clean system can be had here, as a sentence."""


class CleanSystem:
    """The system in the folder `root`."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def command(self, *words: str, as_user: bool = True) -> list[str]:
        """The command line that runs a command in there."""
        who = [f"--userspec={USER_ID}:{USER_ID}"] if as_user else []
        return ["chroot", *who, str(self.root), *words]

    def environment(self, **more: str) -> dict[str, str]:
        """The variables of the user's processes, nothing of our own among them."""
        return {
            "HOME": f"/home/{USER}",
            "USER": USER,
            "LANG": "C.UTF-8",
            "PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
            "XDG_RUNTIME_DIR": f"/run/user/{USER_ID}",
            **more,
        }

    @property
    def home(self) -> Path:
        """The user's home, as a folder of ours."""
        return self.root / "home" / USER

    def run(self, *words: str, as_user: bool = True) -> subprocess.CompletedProcess[str]:
        """Runs a command to its end."""
        return subprocess.run(
            self.command(*words, as_user=as_user),
            env=self.environment(DEBIAN_FRONTEND="noninteractive"),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
        )

    def done(self, *words: str) -> str:
        """What a command says that root runs and that must go well."""
        done = self.run(*words, as_user=False)
        if done.returncode:
            raise CleanSystemError(f"{' '.join(words)}: {done.stderr.strip()[-300:]}")
        return done.stdout

    def apt(self, *words: str) -> None:
        """Asks for packages; once more with new lists where the ones that were kept are too old."""
        command = ("apt-get", "--quiet", "--yes", "--no-install-recommends", *words)
        if self.run(*command, as_user=False).returncode:
            self.done("apt-get", "--quiet", "update")
            self.done(*command)
        self.done("apt-get", "clean")

    def provide_for(self, deb: Path) -> None:
        """Installs all that the package depends on."""
        self.apt("satisfy", _said("dpkg-deb", "--field", str(deb), "Depends"))

    def install(self, deb: Path) -> None:
        """Installs the package with dpkg alone, which refuses where a dependency is missing."""
        shutil.copy(deb, self.root / "tmp" / deb.name)
        self.done("dpkg", "--install", f"/tmp/{deb.name}")

    def purge(self) -> None:
        """Removes the package and all it brought, where it is installed."""
        if self.run("dpkg-query", "--show", NAME, as_user=False).returncode == 0:
            self.done("dpkg", "--purge", NAME)

    def files(self) -> set[str]:
        """The paths of all files, but for those that change by themselves."""
        found = set()
        for folder, folders, names in os.walk(self.root):
            inside = "/" + os.path.relpath(folder, self.root)
            folders[:] = [each for each in folders if _joined(inside, each) not in _CHANGING]
            found |= {_joined(inside, name) for name in [*names, *folders]}
        return found

    def give(self, path: str, text: str | bytes) -> None:
        """Writes a file of the user's, below the home."""
        file = self.home / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode() if isinstance(text, str) else text)
        for each in [file, *file.parents]:
            if each == self.home:
                break
            os.chown(each, USER_ID, USER_ID)

    def new_user(self) -> None:
        """The user as on the first day: an empty home, nothing running."""
        shutil.rmtree(self.home, ignore_errors=True)
        for folder, mode in ((self.home, 0o755), (self.root / "run/user" / str(USER_ID), 0o700)):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            folder.chmod(mode)
            os.chown(folder, USER_ID, USER_ID)


def _joined(folder: str, name: str) -> str:
    return os.path.normpath(f"{folder}/{name}")


@contextmanager
def clean_system() -> Iterator[CleanSystem]:
    """The system, without the package and what it depends on. Raises CleanSystemError."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        raise CleanSystemError("a clean system needs Linux and root: nothing was installed")
    if not shutil.which("debootstrap"):
        raise CleanSystemError("a clean system needs debootstrap, which is not on this system")
    release = platform.freedesktop_os_release().get("VERSION_CODENAME", "")
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache", f"{NAME}-package")
    root = cache / release
    if not root.exists():
        _make(root, release)
    system = CleanSystem(root)
    with _proc(root):
        system.purge()  # what a run left that was ended early
        system.apt("install", *_WITH)
        system.new_user()
        yield system


def _make(root: Path, release: str) -> None:
    """Makes it under another name first: it is there in full or not at all."""
    draft = root.with_name(f"{root.name}.draft")
    shutil.rmtree(draft, ignore_errors=True)
    draft.parent.mkdir(parents=True, exist_ok=True)
    mirrors = _said("apt-get", "indextargets", "--format", "$(REPO_URI)", f"Codename: {release}")
    made = subprocess.run(
        ["debootstrap", "--variant=minbase", release, str(draft), *mirrors.split()[:1]],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode:
        words = (made.stderr + made.stdout).strip().splitlines()[-1:]
        raise CleanSystemError(f"debootstrap cannot make a clean system: {' '.join(words)}")
    system = CleanSystem(draft)
    service_policy = draft / "usr/sbin/policy-rc.d"
    service_policy.write_text("#!/bin/sh\nexit 101\n")  # no service is to start in there
    service_policy.chmod(0o755)
    with _proc(draft):
        system.done("apt-get", "--quiet", "update")
        system.done("useradd", "--uid", str(USER_ID), "--create-home", USER)
        system.done("apt-get", "clean")
    draft.rename(root)


@contextmanager
def _proc(root: Path) -> Iterator[None]:
    """Its /proc mounted for as long; it would otherwise be missing to dpkg and the program."""
    if not (root / "proc" / "self").exists():
        subprocess.run(["mount", "-t", "proc", "proc", str(root / "proc")], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", str(root / "proc")], check=False)


def _said(*command: str) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError as error:
        raise CleanSystemError(f"a clean system needs apt and dpkg: {error}") from error
    return done.stdout.strip()
