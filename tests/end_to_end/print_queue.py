"""A print service of its own: CUPS on a loopback port, whose printers keep what they are sent."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from .program import PATIENCE

PATH = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"])
"""Where the programs of the service are looked for: a plain user's path may lack its own."""
NEEDED = ("cupsd", "lpadmin", "cupsdisable", "lpstat")
PAPERS = {"A4": (595, 842), "A6": (298, 420), "Letter": (612, 792)}
"""Papers that a printer here can have, in points."""
EDGE = 20
"""Points at every edge of the paper that a printer here cannot print on: 7 millimetres."""

# Anybody on this machine may do anything: it lasts for one test, on a port that nobody knows.
_RULES = """\
Listen 127.0.0.1:{port}
Browsing off
DefaultAuthType None
PreserveJobHistory yes
LogLevel warn
<Location />
  Order allow,deny
  Allow from 127.0.0.1
</Location>
<Policy default>
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
"""
_PLACES = """\
ServerRoot {root}/configuration
ServerBin {root}/programs
RequestRoot {root}/spool
TempDir {root}/spool
CacheDir {root}/cache
StateDir {root}/state
AccessLog {root}/access.log
ErrorLog {root}/error.log
PageLog {root}/page.log
Sandboxing relaxed
"""
# The service calls it with job, user, title, copies, options and file; no words: what it can do.
_PRINTER = """\
#!/bin/sh
[ $# = 0 ] && exit 0
job="${DEVICE_URI#capture:}/$1"
printf '%s\\n' "$3" "$4" "$5" > "$job.words"
cat "$6" > "$job.part" && mv "$job.part" "$job.pdf"
"""
_DRIVER = """\
*PPD-Adobe: "4.3"
*FormatVersion: "4.3"
*FileVersion: "1.0"
*LanguageVersion: English
*LanguageEncoding: ISOLatin1
*PCFileName: "DESK.PPD"
*Manufacturer: "Desk"
*Product: "(Desk)"
*ModelName: "Desk"
*ShortNickName: "Desk"
*NickName: "Desk"
*PSVersion: "(3010.000) 0"
*LanguageLevel: "3"
*ColorDevice: True
*DefaultColorSpace: RGB
*FileSystem: False
*Throughput: "1"
*cupsFilter2: "application/pdf application/pdf 0 -"
*OpenUI *PageSize/Paper: PickOne
*DefaultPageSize: {paper}
*PageSize {paper}/{paper}: ""
*CloseUI: *PageSize
*OpenUI *PageRegion/Paper: PickOne
*DefaultPageRegion: {paper}
*PageRegion {paper}/{paper}: ""
*CloseUI: *PageRegion
*DefaultImageableArea: {paper}
*ImageableArea {paper}/{paper}: "{edge} {edge} {right} {top}"
*DefaultPaperDimension: {paper}
*PaperDimension {paper}/{paper}: "{width} {height}"
"""


class Job(NamedTuple):
    """What a printer was sent."""

    title: str
    copies: int
    options: tuple[str, ...]
    pdf: Path


class PrintService:
    """A running print service with no printer yet; `server` is as CUPS_SERVER has it."""

    def __init__(self, root: Path, server: str, process: subprocess.Popen[bytes]) -> None:
        self._root = root
        self.server = server
        self._process = process

    def add(self, printer: str, paper: str = "A4") -> None:
        """Installs a printer that has this paper alone, or starts one again that was stopped."""
        width, height = PAPERS[paper]
        driver = self._root / f"{paper}.ppd"
        words = {"width": width, "height": height, "right": width - EDGE, "top": height - EDGE}
        driver.write_text(_DRIVER.format(paper=paper, edge=EDGE, **words))
        place = f"capture:{self._root}/jobs"
        self._ask("lpadmin", "-p", printer, "-E", "-v", place, "-P", str(driver))

    def remove(self, printer: str) -> None:
        """Takes a printer away."""
        self._ask("lpadmin", "-x", printer)

    def stop(self, printer: str) -> None:
        """Has a printer keep its jobs and print none."""
        self._ask("cupsdisable", printer)

    def refuse(self, printer: str) -> None:
        """Has a printer take no jobs."""
        self._ask("cupsreject", printer)

    def end(self) -> None:
        """Ends the service."""
        self._process.terminate()
        self._process.wait(PATIENCE)

    def jobs(self) -> list[Job]:
        """All jobs that were ever taken, in their order, once they are printed."""
        taken = [line.split()[0] for line in self._ask("lpstat", "-W", "all", "-o").splitlines()]
        return [self._printed(number) for number in sorted(int(j.split("-")[-1]) for j in taken)]

    def _printed(self, number: int) -> Job:
        pdf = self._root / "jobs" / f"{number}.pdf"
        end = time.monotonic() + PATIENCE
        while not pdf.exists():
            assert time.monotonic() < end, f"job {number} is not printed; {self.log()}"
            time.sleep(0.01)
        title, copies, options = pdf.with_suffix(".words").read_text().splitlines()
        return Job(title, int(copies), tuple(options.split()), pdf)

    def log(self) -> str:
        """What the service had to complain of."""
        log = self._root / "error.log"
        return log.read_text(errors="replace") if log.exists() else ""

    def _ask(self, program: str, *words: str) -> str:
        done = subprocess.run(
            [_found(program), *words],
            env={**os.environ, "CUPS_SERVER": self.server, "LC_ALL": "C"},
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert done.returncode == 0, f"{program} {words}: {done.stderr}; {self.log()}"
        return done.stdout


def missing_programs() -> list[str]:
    """The programs of a print service that this system has not."""
    return [name for name in NEEDED if not shutil.which(name, path=PATH)]


@contextmanager
def print_service(root: Path) -> Iterator[PrintService]:
    """A print service that keeps all it has in the folder `root`, which has to be there."""
    port = _free_port()
    rules, places = _furnish(root, port)
    with (root / "words.log").open("wb") as log:
        process = subprocess.Popen(
            [_found("cupsd"), "-f", "-c", rules, "-s", places],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
    service = PrintService(root, f"127.0.0.1:{port}", process)
    try:
        _wait_for(port, process, root)
        yield service
    finally:
        service.end()


def _furnish(root: Path, port: int) -> tuple[Path, Path]:
    """Makes the folders and files of a service; gives its files of rules and of places."""
    for name in ("configuration", "programs/backend", "spool", "cache", "state", "jobs"):
        (root / name).mkdir(parents=True)
    rules, places = root / "configuration" / "cupsd.conf", root / "configuration" / "places.conf"
    rules.write_text(_RULES.format(port=port))
    places.write_text(_PLACES.format(root=root))
    printer = root / "programs" / "backend" / "capture"
    printer.write_text(_PRINTER)
    printer.chmod(0o700)  # one that others may read is run as another user by a service of root's
    (root / "programs" / "daemon").symlink_to("/usr/lib/cups/daemon")
    return rules, places


def _wait_for(port: int, process: subprocess.Popen[bytes], root: Path) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            words = (root / "words.log").read_text(errors="replace")
            assert process.poll() is None, f"the print service has ended: {words}"
            assert time.monotonic() < end, f"the print service does not start: {words}"
            time.sleep(0.01)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _found(program: str) -> str:
    found = shutil.which(program, path=PATH)
    assert found, f"no {program}"
    return found
