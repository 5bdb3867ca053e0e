"""Reading in a process of its own: the same leaflets and errors, and nothing that outlasts it."""

from __future__ import annotations

import gc
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Thread
from time import process_time
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from viewer.leaflet.errors import (
    LeafletError,
    MalformedLeafletError,
    ResourceError,
    UnreadableFileError,
)
from viewer.leaflet.model import Leaflet, Paragraph
from viewer.leaflet.reader import file_format, read_leaflets
from viewer.leaflet.reading_child import limited
from viewer.leaflet.reading_process import ReadingProcess, read_in_child
from viewer.leaflet.topics import load_topics

ROOT = Path(__file__).parents[2]
CORPUS = ROOT.parent / "shared" / "corpus"
TOPICS = ROOT / "resources" / "topics.toml"
HEAD = "---\nid: sample\ntitle: Sample\nlanguage: en\nkind: smpc\n---\n"
SOON = 5.0
"""Seconds in which a process that is killed is surely gone; it takes hundredths."""

needs_proc = pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="needs /proc")
needs_limits = pytest.mark.skipif(sys.platform == "win32", reason="no limits on Windows")


def markdown(folder: Path, body: str = "## A\n\ntext\n") -> Path:
    path = folder / "leaflet.md"
    path.write_text(HEAD + body, encoding="utf-8")
    return path


def xml(folder: Path, body: str = "<p>a &amp; b</p>", before: str = "", documents: int = 1) -> Path:
    document = (
        '<entry><resource><Bundle><type value="document"/><entry><resource><Composition>'
        '<language value="en"/><type><coding><code value="100000155538"/></coding></type>'
        '<title value="T"/><section><title value="1. A"/><text>'
        f'<div xmlns="http://www.w3.org/1999/xhtml">{body}</div></text></section></Composition>'
        "</resource></entry></Bundle></resource></entry>"
    )
    path = folder / "leaflet.xml"
    path.write_text(
        f'{before}<Bundle xmlns="http://hl7.org/fhir"><type value="collection"/>'
        f"{document * documents}</Bundle>",
        encoding="utf-8",
    )
    return path


def slow(folder: Path) -> Path:
    """Leaflets within all limits that take their time: seconds, where others take hundredths."""
    return xml(folder, "<p>a <b>b</b> c <i>d</i> e <b>f</b></p>" * 40_000, documents=3)


def spaces(folder: Path) -> Path:
    """A leaflet of 25 MB that is one long text."""
    return xml(folder, f"<p>{'a ' * (12 << 20)}</p>")


SPL = (
    '<document xmlns="urn:hl7-org:v3"><code code="34391-3" codeSystem="2.16.840.1.113883.6.1"/>'
    "<title>Sheep</title><component><structuredBody>{}</structuredBody></component></document>"
)
PART = "<component><section><title>A</title><text>{}</text></section></component>"


def zipped(folder: Path) -> Path:
    """A US label in a zip archive that is many times as large when it is unpacked."""
    path = folder / "label.zip"
    body = PART.format("<paragraph>a <sub>b</sub> <content>c</content></paragraph>" * 40_000)
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr("label.xml", SPL.format(body))
    return path


def json_leaflet(folder: Path) -> Path:
    path = folder / "leaflet.json"
    div = '<div xmlns="http://www.w3.org/1999/xhtml"><p>a &amp; b</p></div>'
    composition = {
        "resourceType": "Composition",
        "language": "en",
        "type": {"coding": [{"code": "100000155538"}]},
        "title": "T",
        "section": [{"title": "1. A", "text": {"div": div}}],
    }
    bundle = {"resourceType": "Bundle", "type": "document", "entry": [{"resource": composition}]}
    path.write_text(json.dumps(bundle))
    return path


def outcome(read: Callable[[], tuple[Leaflet, ...]]) -> object:
    """The leaflets, or all that an error tells."""
    try:
        return read()
    except ResourceError as error:
        return type(error), error.file, error.place, error.reason


def refusal(path: Path, **limits: float | int) -> LeafletError:
    seconds, memory = limits.get("seconds", 30.0), int(limits.get("memory", 2 << 30))
    with pytest.raises(LeafletError) as caught:
        read_in_child(path, None, seconds=seconds, memory=memory)
    assert caught.value.file == str(path)
    return caught.value


def children(process: int | str = "self") -> set[int]:
    found: set[int] = set()
    for task in Path(f"/proc/{process}/task").iterdir():
        with suppress(FileNotFoundError):  # a thread that has ended meanwhile
            found |= {int(pid) for pid in (task / "children").read_text().split()}
    return found


def comes_true(happens: Callable[[], bool], seconds: float = SOON) -> bool:
    end = time.monotonic() + seconds
    while not (happened := happens()) and time.monotonic() < end:
        time.sleep(0.01)
    return happened


@pytest.mark.parametrize(
    "name",
    [
        "epi-xml/karvea-uv-epi-official.xml",
        "epi-xml/106380007-large.xml",
        "epi-json/zithromax-ar.json",
        "spl/viagra/64f8040f-938d-4236-8e22-c838c9b5f8da.xml",
        "spl/METHOXSALEN.xml",
    ],
)
def test_a_real_leaflet_reads_as_it_does_in_process(name: str) -> None:
    path = CORPUS / name
    if not path.exists():
        pytest.skip("the corpus is not here")
    topics = load_topics(TOPICS)
    here = outcome(lambda: read_leaflets(path, topics))
    assert outcome(lambda: read_in_child(path, TOPICS)) == here


def test_a_leaflet_of_the_own_format_reads_as_it_does_in_process(tmp_path: Path) -> None:
    path = markdown(tmp_path, "## A\n\n*caf\xe9* \U0001f48a 薬\n\n- item\n")
    assert read_in_child(path, None) == read_leaflets(path)


@pytest.mark.parametrize("body", ["<script>\n", "", "## A {#k}\n## B {#k}\n"])
def test_a_faulty_leaflet_is_refused_in_the_same_words(tmp_path: Path, body: str) -> None:
    path = markdown(tmp_path, body)
    error = outcome(lambda: read_leaflets(path))
    assert isinstance(error, tuple)
    assert outcome(lambda: read_in_child(path, None)) == error


@pytest.mark.parametrize("name", ["absent.md", "a\0b", "-h", "", "with\nline.md", "\udcff.md"])
def test_a_strange_name_is_refused_in_the_same_words(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    error = outcome(lambda: read_leaflets(path))
    assert isinstance(error, tuple)
    assert outcome(lambda: read_in_child(path, None)) == error


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_refused_and_nothing_waits_for_it(tmp_path: Path) -> None:
    path = tmp_path / "leaflet.md"
    os.mkfifo(path)
    assert refusal(path).reason == "this is a device or a pipe, not a file"


def test_a_file_that_grows_when_it_is_read_is_refused(tmp_path: Path) -> None:
    lines = [f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9)]
    bomb = f'<!DOCTYPE Bundle [<!ENTITY l0 "lol">{"".join(lines)}]>\n'
    error = refusal(xml(tmp_path, "<p>&l9;</p>", bomb))
    assert isinstance(error, MalformedLeafletError)
    assert "<!DOCTYPE is not allowed" in error.reason


def test_a_fault_in_the_table_of_topics_is_told_as_one_of_that_file(tmp_path: Path) -> None:
    topics = tmp_path / "topics.toml"
    topics.write_text("[topics\n")
    with pytest.raises(ResourceError) as caught:
        read_in_child(markdown(tmp_path), topics)
    assert (caught.value.file, caught.value.place) == (str(topics), "line 1")
    assert not isinstance(caught.value, LeafletError)


@needs_proc
def test_reading_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    before = children()
    error = refusal(slow(tmp_path), seconds=0.2)
    assert isinstance(error, UnreadableFileError)
    assert error.reason == "reading took longer than 0.2 seconds"
    assert children() == before


@needs_limits
@pytest.mark.parametrize("megabytes", [1, 16, 32, 64, 96, 128])
@pytest.mark.parametrize("make", [slow, zipped, spaces])
def test_reading_that_takes_too_much_memory_is_ended(
    tmp_path: Path, make: Callable[[Path], Path], megabytes: int
) -> None:
    error = refusal(make(tmp_path), memory=megabytes << 20)
    assert isinstance(error, UnreadableFileError)
    assert error.reason == f"reading it takes more than {megabytes} MiB of memory"


@pytest.mark.parametrize("make", [markdown, xml, zipped, json_leaflet])
def test_nothing_is_imported_once_memory_is_limited(
    tmp_path: Path, make: Callable[[Path], Path]
) -> None:
    """An import that lacks memory fails in ways that do not tell why."""
    path = make(tmp_path)
    program = (
        "import sys; from importlib import import_module; from pathlib import Path;"
        "from viewer.leaflet.reading_child import NEEDED;"
        "from viewer.leaflet.reader import file_format, read_leaflets;"
        "path = Path(sys.argv[1]);"
        "list(map(import_module, NEEDED[file_format(path)]));"
        "before = set(sys.modules); read_leaflets(path); print(sorted(set(sys.modules) - before))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)], cwd=ROOT, capture_output=True, check=True
    )
    assert done.stdout == b"[]\n"


def test_words_about_memory_in_a_file_are_no_lack_of_it(tmp_path: Path) -> None:
    path = tmp_path / "leaflet.md"
    path.write_text("---\nid: [out of memory\n---\n")
    assert outcome(lambda: read_in_child(path, None)) == outcome(lambda: read_leaflets(path))


@needs_proc
def test_reading_called_off_ends_at_once_and_leaves_no_process(tmp_path: Path) -> None:
    path, before, started = slow(tmp_path), children(), list[float]()

    def cancelled() -> bool:
        if children() - before:
            started.append(time.monotonic())
        return bool(started)

    with pytest.raises(LeafletError, match="reading it was cancelled"):
        read_in_child(path, None, cancelled=cancelled)
    assert time.monotonic() - started[0] < 0.5
    assert children() == before


@needs_proc
def test_a_good_reading_leaves_neither_process_nor_open_file(tmp_path: Path) -> None:
    path, before = markdown(tmp_path), children()
    read_in_child(path, None)
    files = len(list(Path("/proc/self/fd").iterdir()))
    read_in_child(path, None)
    assert len(list(Path("/proc/self/fd").iterdir())) == files
    assert children() == before


@needs_proc
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_the_reading_ends_with_the_program_however_that_ends(
    tmp_path: Path, number: signal.Signals
) -> None:
    program = (
        "import sys; from pathlib import Path;"
        "from viewer.leaflet.reading_process import read_in_child;"
        "read_in_child(Path(sys.argv[1]), None)"
    )
    path = slow(tmp_path)
    with subprocess.Popen([sys.executable, "-c", program, str(path)], cwd=ROOT) as parent:
        assert comes_true(lambda: bool(children(parent.pid)))
        (child,) = children(parent.pid)
        assert comes_true(lambda: b"--reading-child" in Path(f"/proc/{child}/cmdline").read_bytes())
        parent.send_signal(number)
    assert comes_true(lambda: has_ended(child), 1.0)


def has_ended(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return True
    return state == "Z"  # ended, and for the system's first process to clear away


@needs_proc
def test_a_process_that_dies_while_it_reads_is_told_as_such(tmp_path: Path) -> None:
    path, before = slow(tmp_path), children()

    def kill() -> bool:
        for process in children() - before:
            os.kill(process, signal.SIGSEGV)
        return False

    with pytest.raises(LeafletError) as caught:
        read_in_child(path, None, cancelled=kill)
    assert caught.value.reason == "the process that reads it was ended by the signal SIGSEGV"
    assert children() == before


@needs_proc
def test_one_process_reads_many_files(tmp_path: Path) -> None:
    before, good, bad = children(), markdown(tmp_path), tmp_path / "absent.md"
    with ReadingProcess(TOPICS) as process:
        assert process.read(good) == read_leaflets(good)
        reading = children() - before
        assert len(reading) == 1
        assert outcome(lambda: process.read(bad)) == outcome(lambda: read_leaflets(bad))
        assert process.read(xml(tmp_path, "<p>a</p>"))[0].sections[0].title == "1. A"
        assert process.read(good) == read_leaflets(good)
        assert children() - before == reading
    assert children() == before


@pytest.mark.parametrize("make", [markdown, xml, zipped, json_leaflet])
def test_the_format_of_a_file_is_told(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    path = make(tmp_path)
    with ReadingProcess(None) as process:
        assert process.format(path) == file_format(path)
        with pytest.raises(LeafletError, match="there is no such file"):
            process.format(tmp_path / "absent")


@needs_proc
def test_a_process_that_took_too_long_is_replaced(tmp_path: Path) -> None:
    good, before = markdown(tmp_path), children()
    with ReadingProcess(None, seconds=0.6) as process:
        process.read(good)
        first = children() - before
        with pytest.raises(LeafletError, match=r"took longer than 0\.6 seconds"):
            process.read(slow(tmp_path))
        assert children() == before
        process.read(good)
        assert len(children() - before) == 1
        assert children() - before != first


@needs_limits
def test_each_file_may_take_the_whole_time_on_the_processor() -> None:
    """The system counts the time of the process, and not that of a file."""
    import resource

    before = resource.getrlimit(resource.RLIMIT_CPU)
    begin = process_time()
    with limited(5.0, sys.maxsize):
        limit, _ = resource.getrlimit(resource.RLIMIT_CPU)
        assert begin + 5 <= limit <= process_time() + 7
    assert resource.getrlimit(resource.RLIMIT_CPU) == before


@needs_proc
@needs_limits
def test_memory_that_one_file_takes_is_no_lack_for_the_next(tmp_path: Path) -> None:
    small, before = markdown(tmp_path), children()
    with ReadingProcess(None, memory=128 << 20) as process:
        with pytest.raises(LeafletError, match="takes more than 128 MiB of memory"):
            process.read(slow(tmp_path))
        assert children() == before
        assert process.read(small) == read_leaflets(small)


@needs_proc
def test_a_file_is_no_worse_for_what_befell_the_process_before(tmp_path: Path) -> None:
    path, before = markdown(tmp_path), children()
    with ReadingProcess(None) as process:
        process.read(path)
        for child in children() - before:
            os.kill(child, signal.SIGKILL)
        assert process.read(path) == read_leaflets(path)
    assert children() == before


@needs_proc
def test_two_processes_read_at_once(tmp_path: Path) -> None:
    paths, before = [markdown(tmp_path), xml(tmp_path, "<p>a</p>")], children()
    read = dict[Path, list[tuple[Leaflet, ...]]]()

    def read_often(path: Path) -> None:
        with ReadingProcess(None) as process:
            read[path] = [process.read(path) for _ in range(20)]

    threads = [Thread(target=read_often, args=(path,)) for path in paths]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert read == {path: [read_leaflets(path)] * 20 for path in paths}
    assert children() == before


@needs_proc
def test_a_large_leaflet_is_made_without_a_search_for_garbage(tmp_path: Path) -> None:
    """Such a search stops all threads, and a window with them."""
    searched = list[int]()

    def note(phase: str, details: dict[str, int]) -> None:
        searched.append(details["generation"] if phase == "start" else -1)

    path = xml(tmp_path, "<p>a <b>b</b> c <i>d</i> e <b>f</b></p>" * 5_000)
    gc.callbacks.append(note)
    try:
        (leaflet,) = read_in_child(path, None)
    finally:
        gc.callbacks.remove(note)
    blocks = leaflet.sections[0].blocks
    runs = sum(len(block.runs) for block in blocks if isinstance(block, Paragraph))
    assert runs == 30_000
    assert len(searched) < 10
    assert gc.isenabled()
    assert gc.get_freeze_count() > runs


def test_the_folder_the_user_is_in_has_no_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("json", "viewer", "lxml"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit(3)")
    monkeypatch.chdir(tmp_path)
    markdown(tmp_path)
    assert read_in_child(Path("leaflet.md"), None)[0].provenance.file == "leaflet.md"
