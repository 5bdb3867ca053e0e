"""Leaflets by id and from files, and what happens to a reading that nobody waits for."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from viewer.app.file_leaflets import FileLeaflets
from viewer.leaflet.bundled import BundledLeaflets
from viewer.leaflet.errors import LeafletError
from viewer.leaflet.model import Leaflet
from viewer.ui.task_runner import TaskRunner

ROOT = Path(__file__).parents[2]
TOPICS = ROOT / "resources" / "topics.toml"
HEAD = "---\nid: sample\ntitle: Sample\nlanguage: en\nkind: smpc\n---\n"
SOON = 5_000

needs_proc = pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="needs /proc")


@pytest.fixture
def tasks(qapp: QApplication) -> Iterator[TaskRunner]:
    assert qapp is not None
    runner = TaskRunner()
    yield runner
    runner.finish()


@pytest.fixture
def leaflets(tmp_path: Path, tasks: TaskRunner) -> FileLeaflets:
    bundled = BundledLeaflets((ROOT / "resources" / "leaflets",), tmp_path / "cache", TOPICS)
    return FileLeaflets(bundled, TOPICS, tasks.is_unwanted)


def markdown(folder: Path) -> Path:
    path = folder / "quick.md"
    path.write_text(f"{HEAD}## A\n\ntext\n")
    return path


def slow(folder: Path) -> Path:
    """A leaflet that takes seconds, where others take hundredths."""
    path = folder / "slow.xml"
    path.write_text(
        '<Bundle xmlns="http://hl7.org/fhir"><type value="document"/><entry><resource>'
        '<Composition><language value="en"/><type><coding><code value="100000155538"/></coding>'
        '</type><title value="T"/><section><title value="1. A"/><text>'
        '<div xmlns="http://www.w3.org/1999/xhtml">'
        + "<p>a <b>b</b> c <i>d</i> e <b>f</b></p>" * 45_000
        + "</div></text></section></Composition></resource></entry></Bundle>"
    )
    return path


def children() -> set[int]:
    found: set[int] = set()
    for task in Path("/proc/self/task").iterdir():
        with suppress(FileNotFoundError):  # a thread that has ended meanwhile
            found |= {int(pid) for pid in (task / "children").read_text().split()}
    return found


def fail(error: Exception) -> None:
    raise error


def test_a_file_from_elsewhere_is_read(leaflets: FileLeaflets, tmp_path: Path) -> None:
    _, leaflet = leaflets.read(markdown(tmp_path))
    assert leaflet.title == "Sample"


def test_a_file_that_is_no_leaflet_is_refused(leaflets: FileLeaflets, tmp_path: Path) -> None:
    with pytest.raises(LeafletError, match="there is no such file"):
        leaflets.read(tmp_path / "absent.md")


def test_an_opened_file_can_be_gone_back_to_and_is_listed(
    leaflets: FileLeaflets, tmp_path: Path
) -> None:
    name, opened = leaflets.read(markdown(tmp_path))
    assert leaflets.open(name) is opened
    assert next(head.id for head in leaflets.heads()) == name
    assert "klonopin" in [head.id for head in leaflets.heads()]
    assert leaflets.beside(opened) == []


def test_a_file_never_takes_the_place_of_another_leaflet(
    leaflets: FileLeaflets, tmp_path: Path
) -> None:
    path = tmp_path / "guide.md"
    path.write_text(f"{HEAD}## A\n\ntext\n".replace("id: sample", "id: user-guide"))
    name, opened = leaflets.read(path)
    assert leaflets.open("user-guide").title == "User guide"
    assert leaflets.open(name) is opened
    other = tmp_path / "other.md"
    path.rename(other)
    leaflets.read(other)
    assert leaflets.open(name) is opened
    assert [head.title for head in leaflets.heads()].count("Sample") == 2


MASTER = ROOT.parent / "shared" / "corpus" / "epi-xml" / "97055008.xml"


@pytest.mark.skipif(not MASTER.exists(), reason="the real leaflets are not beside the project")
def test_a_file_with_two_leaflets_offers_both(leaflets: FileLeaflets) -> None:
    _, first = leaflets.read(MASTER)
    (other,) = leaflets.beside(first)
    ids = [head.id for head in leaflets.heads() if head.title == other]
    second = leaflets.open(ids[0])
    assert second.kind == "package-leaflet"
    assert leaflets.read(Path(f"{MASTER}#{second.id}"))[1].title == other


def test_a_leaflet_that_a_file_does_not_hold_is_not_opened(
    leaflets: FileLeaflets, tmp_path: Path
) -> None:
    file = markdown(tmp_path)
    with pytest.raises(LeafletError, match=r"quick\.md: it holds no leaflet"):
        leaflets.read(Path(f"{file}#other"))


@needs_proc
def test_opening_another_leaflet_ends_the_reading_of_the_first(
    qtbot: QtBot, tasks: TaskRunner, leaflets: FileLeaflets, tmp_path: Path
) -> None:
    first, second, shown, before = slow(tmp_path), markdown(tmp_path), list[Leaflet](), children()

    def show(read: tuple[str, Leaflet]) -> None:
        shown.append(read[1])

    tasks.run("open", lambda: leaflets.read(first), show, fail)
    qtbot.waitUntil(lambda: bool(children() - before), timeout=SOON)
    (reading,) = children() - before
    tasks.run("open", lambda: leaflets.read(second), show, fail)
    qtbot.waitUntil(lambda: reading not in children(), timeout=500)
    qtbot.waitUntil(lambda: bool(shown), timeout=SOON)
    assert [leaflet.title for leaflet in shown] == ["Sample"]
    assert children() == before


@needs_proc
def test_a_reading_called_off_ends_and_tells_nothing(
    qtbot: QtBot, tasks: TaskRunner, leaflets: FileLeaflets, tmp_path: Path
) -> None:
    path, told, before = slow(tmp_path), list[object](), children()
    tasks.run("open", lambda: leaflets.read(path), told.append, told.append)
    qtbot.waitUntil(lambda: bool(children() - before), timeout=SOON)
    tasks.cancel("open")
    qtbot.waitUntil(lambda: children() == before, timeout=500)
    assert told == []


@needs_proc
def test_the_end_of_the_program_does_not_wait_for_a_slow_file(
    qtbot: QtBot, tasks: TaskRunner, leaflets: FileLeaflets, tmp_path: Path
) -> None:
    path, before = slow(tmp_path), children()
    tasks.run("open", lambda: leaflets.read(path), lambda _: None, fail)
    qtbot.waitUntil(lambda: bool(children() - before), timeout=SOON)
    begin = time.monotonic()
    tasks.finish()
    assert time.monotonic() - begin < 0.5
    assert children() == before


def test_a_reading_that_is_stale_before_it_begins_never_does(
    qtbot: QtBot, tasks: TaskRunner
) -> None:
    done = list[str]()

    def noted(name: str) -> str:
        done.append(name)
        return name

    tasks.run("first", lambda: time.sleep(0.1), lambda _: None, fail)
    for name in ("stale", "staler", "wanted"):
        tasks.run("open", lambda name=name: noted(name), lambda _: None, fail)  # type: ignore[misc]
    qtbot.waitUntil(lambda: "wanted" in done, timeout=SOON)
    assert done == ["wanted"]
