"""A hostile leaflet names files, shares and hosts in every way it can; none is ever touched.

What the system is asked for is read from its own record of the program's calls, so that nothing
of the program has to be believed.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZipFile

import pytest

from . import seen, told
from .program import ROOT, Folders, Program
from .screen import Screen

CALLS = "openat,open,access,faccessat,faccessat2,stat,lstat,newfstatat,statx,readlink,connect"
FORBIDDEN = "forbidden"
"""In the name of everything that a leaflet has no business with."""
PATIENCE = 60.0
BACKSLASHED = r"\\\1"
PNG = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\0\0\0\0:~\x9bU"
    b"\0\0\0\nIDATx\x9cc`\0\0\0\2\0\1H\xaf\xa4q\0\0\0\0IEND\xaeB`\x82"
)

Make = Callable[[Path, int], Path]


@pytest.fixture(autouse=True, scope="module")
def may_record() -> None:
    """Skips where the tool is absent, or where the system lets nobody record."""
    trial = ["strace", "-qq", "-o", os.devnull, sys.executable, "-c", ""]
    if not shutil.which("strace") or subprocess.run(trial, capture_output=True).returncode:
        pytest.skip("not on this system: strace, or not allowed to work")


@contextmanager
def listening() -> Iterator[int]:
    """A port of this machine that a program could well connect to."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def temptations(folder: Path, port: int) -> list[str]:
    """Addresses of pictures that are there, and of ones elsewhere."""
    for where in (folder, folder / "leaflets"):
        where.mkdir(exist_ok=True)
        (where / f"{FORBIDDEN}.png").write_bytes(PNG)
    there = folder / f"{FORBIDDEN}.png"
    return [
        *(there.as_uri(), str(there), f"{FORBIDDEN}.png", f"../{FORBIDDEN}.png"),
        *(f"//{FORBIDDEN}.invalid/share/x.png", f"\\\\{FORBIDDEN}.invalid\\share\\x.png"),
        *(f"http://127.0.0.1:{port}/{FORBIDDEN}.png", f"https://{FORBIDDEN}.invalid/x.png"),
        *(f"file://{FORBIDDEN}.invalid/share/x.png", f"qrc:/{FORBIDDEN}.png"),
    ]


def bait(address: str) -> str:
    """A title or a name that Qt takes for mark-up with a picture, unless it is told not to."""
    return f'Sheep & <b>x</b> <img src="{address}">'


def hostile_markup(address: str) -> str:
    return (
        f'<p><img src="{address}" alt="a picture"/> <a href="{address}">a link</a></p>'
        f'<p style="background: url({address})">a background</p>'
        f"<style>@import url({address}); p {{ background-image: url({address}) }}</style>"
        f'<link rel="stylesheet" href="{address}"/><object data="{address}">an object</object>'
        f'<table background="{address}"><tr><td background="{address}">a cell</td></tr></table>'
    )


def hostile_epi(folder: Path, port: int) -> Path:
    """Every title is bait, and so is the name of the file."""
    bad = temptations(folder, port)
    body = "".join(map(hostile_markup, bad))
    titles = [quoteattr(bait(address)) for address in bad]
    sections = "".join(
        f'<section><title value={title}/><text><div xmlns="http://www.w3.org/1999/xhtml">'
        f"{body if n == 0 else '<p>Wool.</p>'}</div></text></section>"
        for n, title in enumerate(titles)
    )
    file = folder / "leaflets" / f"<b>x<b> <img src={FORBIDDEN}.png>.xml"
    file.write_text(
        '<Bundle xmlns="http://hl7.org/fhir"><type value="document"/><entry><resource><Composition>'
        '<language value="en"/><type><coding><code value="100000155538"/></coding></type>'
        f"<title value={titles[0]}/>{sections}"
        "</Composition></resource></entry></Bundle>"
    )
    return file


def hostile_markdown(folder: Path, port: int) -> Path:
    bad = temptations(folder, port)
    named = "".join(f"[{n}]: {address}\n\n![a picture][{n}]\n\n" for n, address in enumerate(bad))
    bare = "".join(f"{address}\n\n" for address in bad)
    file = folder / "leaflets" / "hostile.md"
    told = "".join(
        f"{key}: '{bait(bad[n])}'\n"
        for n, key in enumerate(("title", "product", "active_substance", "holder", "source"))
    )
    sections = "".join(
        f"## {re.sub(r'([^A-Za-z0-9 ])', BACKSLASHED, bait(address))}\n\nWool.\n\n"
        for address in bad
    )
    head = f"---\nid: sheep\nlanguage: en\nkind: smpc\n{told}---\n"
    file.write_text(
        f"{head}{sections}## Clothing\n\n{named}{bare}[a link](http://127.0.0.1:{port}/{FORBIDDEN}.png)\n"
    )
    return file


def hostile_label(folder: Path, port: int) -> str:
    """A US label; its pictures are named beside it, and elsewhere in every way."""
    bad = temptations(folder, port)
    media = "".join(
        f'<component><observationMedia ID="m{n}"><text>a picture</text>'
        f'<value mediaType="image/png"><reference value="{address}"/></value>'
        "</observationMedia></component>"
        for n, address in enumerate(bad)
    )
    lure = escape(bait(str(folder / f"{FORBIDDEN}.png")))
    shown = "".join(f'<renderMultiMedia referencedObject="m{n}"/>' for n in range(len(bad)))
    links = "".join(f'<linkHtml href="{address}">a link</linkHtml> ' for address in bad)
    tables = "".join(
        f'<table background="{address}" styleCode="{address}">'
        "<tbody><tr><td>a cell</td></tr></tbody></table>"
        for address in bad
    )
    return (
        f'<?xml-stylesheet type="text/xsl" href="http://127.0.0.1:{port}/{FORBIDDEN}.xsl"?>'
        '<document xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
        f' xsi:schemaLocation="urn:hl7-org:v3 http://127.0.0.1:{port}/{FORBIDDEN}.xsd">'
        '<code code="34391-3" codeSystem="2.16.840.1.113883.6.1"/>'
        f"<title>{lure}</title><author><assignedEntity><representedOrganization><name>{lure}"
        "</name></representedOrganization></assignedEntity></author>"
        f"<component><structuredBody><component><section><title>{lure}</title>"
        f"<text><paragraph>Wool.</paragraph></text></section></component>"
        f"<component><section><title>{lure}</title>"
        f"<text><paragraph>{links}</paragraph>{shown}{tables}</text>{media}"
        "</section></component></structuredBody></component></document>"
    )


def hostile_spl(folder: Path, port: int) -> Path:
    """Only pictures by a bare name are the label's own, so the one beside it may be read."""
    label = hostile_label(folder, port).replace(f'value="{FORBIDDEN}.png"', 'value="own.png"')
    (folder / "leaflets" / "own.png").write_bytes(PNG)
    file = folder / "leaflets" / "hostile-label.xml"
    file.write_text(label)
    return file


def hostile_zip(folder: Path, port: int) -> Path:
    """The same label in an archive, where no picture outside of it is its own."""
    label, file = hostile_label(folder, port), folder / "leaflets" / "hostile.zip"
    with ZipFile(file, "w") as archive:
        archive.writestr("label.xml", label)
        archive.writestr("own.png", PNG)
    return file


HOSTILE = [hostile_epi, hostile_markdown, hostile_spl, hostile_zip]


def misdeeds(record: Path, file: Path) -> list[str]:
    """The calls that concern what is forbidden, or reach for another machine."""
    calls = record.read_text(errors="replace").splitlines()
    assert any(str(file) in call for call in calls), "the record does not even show the leaflet"
    return [
        call
        for call in calls
        # The leaflet's own name, and that of a file to print to, may be bait themselves.
        if FORBIDDEN in re.sub(r"[^/]*\.pdf\"", "", call.replace(file.name, ""))
        or "sa_family=AF_INET" in call
    ]


def recorded(record: Path, *arguments: str | Path) -> list[str]:
    """The command that runs the program and records what it and its processes ask the system."""
    return [*strace(record), sys.executable, "-m", "viewer", *map(str, arguments)]


def strace(record: Path) -> list[str]:
    """A command that runs another one and records what it and its processes ask the system."""
    options = ["-f", "-qq", "-s", "4096", "-e", f"trace={CALLS}", "-o", str(record)]
    return ["strace", *options]


@pytest.mark.parametrize("make", HOSTILE)
@pytest.mark.parametrize("scale", ["1", "2"])
def test_a_leaflet_that_is_opened_touches_no_other_file_and_no_other_machine(
    screen: Screen, folders: Folders, tmp_path: Path, make: Make, scale: str
) -> None:
    record = tmp_path / "calls"
    environment = {**folders.environment(screen.display), "QT_SCALE_FACTOR": scale}
    with listening() as port:
        file = make(tmp_path, port)
        with subprocess.Popen(
            recorded(record, file), cwd=ROOT, env=environment, start_new_session=True
        ) as process:
            try:
                screen.wait_for_window("Sheep")
                screen.keys("Page_Down", "End", "ctrl+q")
                assert process.wait(PATIENCE) == 0
            finally:
                with suppress(ProcessLookupError):  # where all went well
                    os.killpg(process.pid, signal.SIGKILL)
    assert misdeeds(record, file) == []


@pytest.fixture
def walk(screen: Screen, folders: Folders, tmp_path: Path) -> Iterator[Callable[[Path], Program]]:
    """Opens a leaflet in the program, everything that it asks the system for in a record."""
    programs = []

    def open_recorded(file: Path) -> Program:
        screen.put_mouse_aside()
        under = strace(tmp_path / "calls")
        programs.append(Program(screen, folders, (str(file),), under))
        return programs[0].ready()

    yield open_recorded
    for program in programs:
        if program.process.poll() is None:
            program.process.terminate()  # the recorder, which ends what it records
            program.process.wait(PATIENCE)
        program.end()


@pytest.mark.parametrize("make", HOSTILE)
def test_titles_and_names_that_look_like_mark_up_are_words_wherever_they_are_shown(
    walk: Callable[[Path], Program], tmp_path: Path, make: Make
) -> None:
    with listening() as port:
        file = make(tmp_path, port)
        program = walk(file)
        lure = bait(str(tmp_path / f"{FORBIDDEN}.png"))
        places = set()
        for _ in range(12):
            program.press("ctrl+Next")
            places.add(program.see(seen.status_section))
            program.see(told.tip_of, "status_section")
        assert lure in places
        program.see(told.tip_of, "status_provenance")
        assert any(lure in tip for tip in program.see(told.row_tips, "section_tree"))
        program.press("ctrl+k")
        program.write("sheep")
        assert any("<img" in tip for tip in program.see(told.row_tips, "goto_results"))
        program.press("Escape")
        place = program.see(seen.rectangle_of, "status_provenance")
        program.click(place.x + place.width // 2, place.y + place.height // 2)
        program.until(seen.dialog, "facts_dialog")
        assert "<img" in program.see(seen.dialog_words)
        program.press("Escape")
        program.until(seen.dialog, "")
        program.press("ctrl+p")
        program.until(seen.dialog, "print_dialog")
        program.press("Escape")
        program.until(seen.dialog, "")
        assert program.quit() == 0
    assert misdeeds(tmp_path / "calls", file) == []


@pytest.mark.parametrize("make", HOSTILE)
def test_a_leaflet_that_is_printed_touches_no_other_file_and_no_other_machine(
    folders: Folders, tmp_path: Path, make: Make
) -> None:
    record, paper = tmp_path / "calls", tmp_path / "paper.pdf"
    with listening() as port:
        file = make(tmp_path, port)
        command = recorded(record, "print", file, "--pdf", paper)
        subprocess.run(command, cwd=ROOT, env=folders.environment(""), check=True, timeout=PATIENCE)
    assert paper.exists()
    assert misdeeds(record, file) == []


@pytest.mark.parametrize("out", ["..", "../..", "/tmp", "\\\\host\\share"])
def test_an_archive_whose_names_lead_out_of_it_is_refused_and_nothing_is_unpacked(
    folders: Folders, tmp_path: Path, out: str
) -> None:
    record, file = tmp_path / "calls", tmp_path / "hostile.zip"
    with listening() as port, ZipFile(file, "w") as archive:
        archive.writestr("label.xml", hostile_label(tmp_path, port))
        archive.writestr(f"{out}/{FORBIDDEN}.png", PNG)
    command = recorded(record, "check", file)
    environment = folders.environment("")
    done = subprocess.run(command, cwd=ROOT, env=environment, check=False, capture_output=True)
    assert done.returncode == 1
    assert b"this name leads out of the archive" in done.stderr
    assert misdeeds(record, file) == []


def test_the_record_shows_what_is_touched(folders: Folders, tmp_path: Path) -> None:
    record, file = tmp_path / "calls", tmp_path / FORBIDDEN / "sheep.md"
    file.parent.mkdir()
    file.write_text("no leaflet")
    command = recorded(record, "check", file)
    environment = folders.environment("")
    subprocess.run(command, cwd=ROOT, env=environment, check=False, capture_output=True)
    assert misdeeds(record, file) != []
