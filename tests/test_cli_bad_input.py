"""Files at fault, on the command line: a clear reason with file and place, and nothing hangs."""

from __future__ import annotations

import json
import os
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from viewer.cli import run
from viewer.paths import CACHE_VARIABLE, CONFIG_VARIABLE, LIBRARY_VARIABLE

HEAD = "---\nid: bad\ntitle: Bad\nlanguage: en\nkind: package-leaflet\n---\n"
GOOD = HEAD + "\n## One {#one}\n\nText of one.\n"
LENS = 'id = "tea"\norder = 40\ncolour = "amber"\n[name]\nen = "Tea"\n[terms.en]\nwords = ["tea"]\n'


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv(CONFIG_VARIABLE, str(tmp_path / "config"))
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "cache"))
    monkeypatch.setenv(LIBRARY_VARIABLE, str(tmp_path / "library"))
    start = time.monotonic()
    yield
    assert time.monotonic() - start < 5


Check = Callable[..., tuple[int, list[dict[str, Any]], str]]


@pytest.fixture
def check(capsys: pytest.CaptureFixture[str]) -> Check:
    """Checks files; gives the exit status, the report of each file, and stderr."""

    def check_files(*files: Path) -> tuple[int, list[dict[str, Any]], str]:
        status = run(["check", "--json", *map(str, files)])
        out, err = capsys.readouterr()
        return status, json.loads(out)["files"], err

    return check_files


def test_sound_files_are_counted(tmp_path: Path, check: Check) -> None:
    leaflet, lens = tmp_path / "good.md", tmp_path / "tea.toml"
    leaflet.write_text(GOOD + "\n- a\n- b\n\n| H |\n|---|\n| c |\n")
    lens.write_text(LENS)
    status, (first, second), err = check(leaflet, lens)
    assert (status, err) == (0, "")
    assert (first["ok"], first["leaflets"], first["sections"], first["blocks"]) == (True, 1, 1, 5)
    assert first["errors"] == first["warnings"] == []
    assert (second["ok"], second["lenses"], second["leaflets"]) == (True, 1, 0)


LEAFLETS: dict[str, tuple[bytes, str, str]] = {
    "empty": (b"", "", "empty"),
    "binary": (b"\x7fELF\x02\x01\x01\0\0\0", "", "binary"),
    "truncated": (GOOD[:30].encode(), "line", "closing"),
    "not-utf-8": (GOOD.replace("Text", "T\xe9xt").encode("latin-1"), "line 10", "UTF-8"),
    "50-mb": (HEAD.encode() + b"x" * 50_000_000, "", "larger"),
    "unknown-key": (
        GOOD.replace("title: Bad", "title: Bad\ncolour: red").encode(),
        "line 4",
        "colour",
    ),
    "no-title": (GOOD.replace("title: Bad\n", "").encode(), "line 1", "title"),
    "doubled-key": ((GOOD + "\n## Two {#one}\n\nMore.\n").encode(), "line 12", "one"),
    "raw-html": ((GOOD + "\n<script>alert(1)</script>\n").encode(), "line 12", "HTML"),
    "brackets": (GOOD.encode() + b"\n" + b"[" * 20_000 + b"\n", "", ""),
}


@pytest.mark.parametrize("name", [name for name in LEAFLETS if name != "brackets"])
def test_a_leaflet_at_fault_is_named_with_place_and_reason(
    tmp_path: Path, check: Check, name: str
) -> None:
    content, place, reason = LEAFLETS[name]
    file = tmp_path / f"{name}.md"
    file.write_bytes(content)
    status, (report,), err = check(file)
    assert status == 1
    assert report["ok"] is False
    (error,) = report["errors"]
    assert place in error["place"]
    assert reason.lower() in error["reason"].lower()
    assert str(file) in err
    assert error["reason"] in err


def test_20000_brackets_are_read_or_refused_in_time(tmp_path: Path, check: Check) -> None:
    file = tmp_path / "brackets.md"
    file.write_bytes(LEAFLETS["brackets"][0])
    status, (report,), _ = check(file)
    assert (status, report["ok"]) in {(0, True), (1, False)}


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("syntax", LENS.replace('"tea"]', '"tea"'), "TOML"),
        ("no-terms", LENS.replace('["tea"]', "[]"), "no terms"),
        ("colour", LENS.replace("amber", "mauve"), "mauve"),
        ("reserved", LENS.replace('id = "tea"', 'id = "own"'), "reserved"),
        ("empty", "", "missing"),
    ],
)
def test_a_lens_file_at_fault_is_named_with_place_and_reason(
    tmp_path: Path, check: Check, name: str, content: str, reason: str
) -> None:
    file = tmp_path / f"{name}.toml"
    file.write_text(content)
    status, (report,), err = check(file)
    assert status == 1
    (error,) = report["errors"]
    assert error["place"].startswith("line ") or name == "empty"
    assert reason in error["reason"]
    assert str(file) in err


def test_two_lens_files_with_one_id_are_told_of_each_other(tmp_path: Path, check: Check) -> None:
    first, second = tmp_path / "a.toml", tmp_path / "b.toml"
    first.write_text(LENS)
    second.write_text(LENS)
    status, (good, bad), err = check(first, second)
    assert (status, good["ok"], bad["ok"]) == (1, True, False)
    assert str(first) in bad["errors"][0]["reason"]
    assert str(second) in err


def test_every_file_is_reported_whatever_stands_before_it(
    tmp_path: Path, check: Check, capsys: pytest.CaptureFixture[str]
) -> None:
    bad, good, missing = tmp_path / "bad.md", tmp_path / "good.md", tmp_path / "missing.md"
    bad.write_bytes(b"")
    good.write_text(GOOD)
    files = (bad, missing, tmp_path, good)
    status, reports, _ = check(*files)
    assert status == 1
    assert [report["ok"] for report in reports] == [False, False, False, True]
    assert run(["check", *map(str, files)]) == 1
    out, err = capsys.readouterr()
    assert [line.split()[0] for line in out.splitlines()] == ["fault", "fault", "fault", "ok"]
    assert out.splitlines()[3].endswith("1 leaflet, 1 section, 1 block")
    assert len(err.splitlines()) == 3


@pytest.mark.parametrize("command", ["show", "sections"])
@pytest.mark.parametrize("name", ["empty", "binary", "truncated", "not-utf-8", "50-mb", "raw-html"])
def test_reading_a_leaflet_at_fault_ends_with_1_and_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str, name: str
) -> None:
    file = tmp_path / f"{name}.md"
    file.write_bytes(LEAFLETS[name][0])
    assert run([command, str(file)]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"leaflet-viewer: {file}: ")
    assert err.count("\n") == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_or_device_is_refused_and_not_waited_for(tmp_path: Path, check: Check) -> None:
    pipe = tmp_path / "pipe.md"
    os.mkfifo(pipe)
    status, reports, _ = check(pipe, Path("/dev/zero"))
    assert status == 1
    assert not any(report["ok"] for report in reports)


def test_control_characters_in_a_file_name_do_not_reach_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["show", str(tmp_path / "\x1b[2Jx.md")]) == 1
    assert "\x1b" not in capsys.readouterr().err
    file = tmp_path / "\u009b2J\u202e.md"
    file.write_text(GOOD)
    assert run(["sections", "--json", str(file)]) == 0
    out = capsys.readouterr().out
    assert json.loads(out)["leaflet"]["file"] == str(file)
    assert not set("\u009b\u202e") & set(out)


# -- leaflets as regulators publish them ---------------------------------------------------------

ROW = "<tr><td><paragraph>a</paragraph></td><td><paragraph>b</paragraph></td></tr>"
LABEL = f"""<document xmlns="urn:hl7-org:v3"><code code="34391-3"/><setId root="a"/>
<component><structuredBody><component><section><title>A</title><text><paragraph>One.</paragraph>
<table><tbody>{ROW}</tbody></table><renderMultiMedia referencedObject="m"/></text>
<component><observationMedia ID="m"><value><reference value="gone.png"/></value></observationMedia>
</component></section></component></structuredBody></component></document>"""
DIV = '<div xmlns="http://www.w3.org/1999/xhtml"><p>Uno.</p></div>'


def product_information(language: str) -> dict[str, Any]:
    resource = {
        "resourceType": "Composition",
        "language": language,
        "type": {"coding": [{"code": "100000155538"}]},
        "title": f"In {language}",
        "section": [{"title": "A", "text": {"div": DIV}}],
    }
    return {"resourceType": "Bundle", "type": "document", "entry": [{"resource": resource}]}


FHIR_XML = f"""<Bundle xmlns="http://hl7.org/fhir"><type value="document"/><entry><resource>
<Composition><language value="da"/><type><coding><code value="100000155532"/></coding></type>
<title value="T"/><section><title value="A"/><text>{DIV}</text></section></Composition></resource>
</entry></Bundle>"""


def test_the_format_is_told_by_the_content_of_each_file(tmp_path: Path, check: Check) -> None:
    contents = {
        "markdown": (GOOD.encode(), ["en"]),
        "fhir-xml": (FHIR_XML.encode(), ["da"]),
        "fhir-json": (json.dumps(product_information("es")).encode(), ["es"]),
        "spl": (LABEL.encode(), ["en"]),
    }
    packed = tmp_path / "spl-zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("label.xml", LABEL)
    for name, (content, _) in contents.items():
        (tmp_path / name).write_bytes(content)
    status, reports, _ = check(*(tmp_path / name for name in [*contents, "spl-zip"]))
    assert status == 0
    assert [report["format"] for report in reports] == [*contents, "spl-zip"]
    assert [report["languages"] for report in reports[:4]] == [
        each for _, each in contents.values()
    ]
    assert all(report["leaflets"] == report["sections"] == 1 for report in reports)


def test_what_a_label_holds_is_counted_and_what_is_missing_is_named(
    tmp_path: Path, check: Check, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "label.xml"
    file.write_text(LABEL)
    _, (report,), _ = check(file)
    assert (report["tables"], report["images"]) == (1, 0)
    (note,) = [note for note in report["notes"] if "gone.png" in note]
    reasons = [warning["reason"] for warning in report["warnings"]]
    assert set(report["notes"]) < set(reasons)
    assert any("no language is stated; 'en' is assumed" in reason for reason in reasons)
    assert run(["check", str(file)]) == 0
    out = capsys.readouterr().out
    assert "spl, en, 1 leaflet, 1 section" in out
    assert "1 table" in out
    assert out.count(f"note: {file}: {note}") == 1
    assert out.count("gone.png") == 1
    assert out.count(f"warning: {file}: ") == 1


def test_tables_inside_tables_and_the_languages_of_all_leaflets_are_told(
    tmp_path: Path, check: Check
) -> None:
    nested = "<table><tr><td><p>a</p><table><tr><td>b</td></tr></table></td></tr></table>"
    one, other = product_information("es"), product_information("pt")
    one["entry"][0]["resource"]["section"][0]["text"]["div"] = DIV.replace("<p>Uno.</p>", nested)
    whole = {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [{"resource": one}, {"resource": other}],
    }
    file = tmp_path / "two.json"
    file.write_text(json.dumps(whole))
    _, (report,), _ = check(file)
    assert (report["leaflets"], report["languages"], report["tables"]) == (2, ["es", "pt"], 2)


def test_a_file_at_fault_tells_its_format_where_it_begins_like_one(
    tmp_path: Path, check: Check
) -> None:
    cut, other = tmp_path / "cut.xml", tmp_path / "other.xml"
    cut.write_text(LABEL[:200])
    other.write_text("<html/>")
    status, reports, _ = check(cut, other)
    assert (status, [report["ok"] for report in reports]) == (1, [False, False])
    assert [report["format"] for report in reports] == ["spl", ""]
