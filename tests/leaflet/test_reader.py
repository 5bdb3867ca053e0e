"""Files from outside: what is read, what is refused, and that nothing hangs."""

from __future__ import annotations

import hashlib
import os
import time
from contextlib import suppress
from pathlib import Path

import pytest

from viewer.leaflet.errors import LeafletError, UnknownFormatError, UnreadableFileError
from viewer.leaflet.reader import read_leaflets

HEAD = "---\nid: sample\ntitle: Sample\nlanguage: en\nkind: smpc\n---\n"
SECONDS = 5.0


def refusal(path: Path) -> LeafletError:
    with pytest.raises(LeafletError) as caught:
        read_leaflets(path)
    error = caught.value
    assert error.file == str(path)
    assert error.reason
    assert not error.reason.endswith(".")
    return error


def written(folder: Path, data: bytes) -> Path:
    path = folder / "leaflet.md"
    path.write_bytes(data)
    return path


def test_a_leaflet_carries_the_name_and_the_checksum_of_its_file(tmp_path: Path) -> None:
    data = f"{HEAD}## A\n\ntext\n".encode()
    path = written(tmp_path, data)
    (leaflet,) = read_leaflets(path)
    assert leaflet.provenance.file == str(path)
    assert leaflet.provenance.sha256 == hashlib.sha256(data).hexdigest()


def test_the_content_and_not_the_name_tells_the_format(tmp_path: Path) -> None:
    path = tmp_path / "leaflet.txt"
    path.write_text(f"{HEAD}## A\n")
    assert read_leaflets(path)[0].id == "sample"


@pytest.mark.parametrize(
    ("data", "place", "reason"),
    [
        (b"", "", "the file is empty"),
        (b"\xef\xbb\xbf \n\n", "", "the file is empty"),
        (HEAD.encode() + b"a\n\0b", "line 8", "binary"),
        (HEAD.encode() + b"a\r\nb\rc\n\xff", "line 10", "not UTF-8 (byte 0xff at offset 64)"),
        (HEAD.encode() + "aé".encode()[:-1], "line 7", "not UTF-8"),
        (HEAD.encode()[:20], "line 3", "no closing line"),
        (HEAD.replace("title: Sample\n", "").encode(), "line 1", "lacks title"),
        (HEAD.replace("kind: smpc", "colour: red").encode(), "line 5", "unknown key 'colour'"),
        (HEAD.encode(), "", "no section and no text"),
        (f"{HEAD}\n \n&#32;\n".encode(), "", "no section and no text"),
        (f"{HEAD}## A {{#k}}\n## B {{#k}}\n".encode(), "line 8", "stands already in line 7"),
        (f"{HEAD}## A\n<script>\n".encode(), "line 8", "raw HTML is not allowed"),
        ((HEAD + "## A\n" * 2_001).encode(), "line 2007", "more than 2,000 sections"),
        ((HEAD + "\n" * 30_000 + "a").encode(), "line 15001", "more than 15,000 lines"),
        ((HEAD + "[" * 20_001).encode(), "", "character [ more than 20,000 times"),
        ((HEAD + "x" * (1 << 20)).encode(), "", "larger than 1,024 KiB"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_faulty_file_is_refused_with_place_and_reason(
    tmp_path: Path, data: bytes, place: str, reason: str
) -> None:
    error = refusal(written(tmp_path, data))
    assert error.place == place
    assert reason in error.reason


@pytest.mark.parametrize(
    "data",
    [b"<html></html>", b"\x89PNG\r\n\0\0", b"---x\n", b"%PDF"],
)
def test_an_unknown_format_is_refused_saying_what_can_be_read(tmp_path: Path, data: bytes) -> None:
    error = refusal(written(tmp_path, data))
    assert isinstance(error, UnknownFormatError)
    assert "this program reads Markdown" in error.reason


def test_a_file_of_50_megabytes_is_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "large.md"
    with path.open("wb") as file:
        file.write(HEAD.encode())
        file.truncate(50 << 20)
    started = time.perf_counter()
    assert isinstance(refusal(path), UnreadableFileError)
    assert time.perf_counter() - started < SECONDS


@pytest.mark.parametrize("name", ["missing.md", "", "a\0b.md", "x" * 5_000])
def test_a_path_that_names_no_file_is_refused(tmp_path: Path, name: str) -> None:
    assert isinstance(refusal(tmp_path / name), UnreadableFileError)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_or_a_device_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.md"
    os.mkfifo(pipe)
    link = tmp_path / "link.md"
    link.symlink_to("/dev/zero")
    for path in (pipe, link):
        assert "not a file" in refusal(path).reason


def test_a_link_to_a_leaflet_is_followed(tmp_path: Path) -> None:
    link = tmp_path / "link.md"
    link.symlink_to(written(tmp_path, f"{HEAD}## A\n".encode()))
    assert read_leaflets(link)[0].id == "sample"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read all")
def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, HEAD.encode())
    path.chmod(0)
    assert refusal(path).reason == "reading it is not permitted"


def hostile_texts() -> dict[str, str]:
    """As much of each costly markup as the limits let through."""
    size = (1 << 20) - 500
    return {
        "20,000 brackets": "[" * 20_000,
        "half links": "[a](" * 20_000,
        "half images": "![" * 20_000,
        "stars": "*a " * 50_000,
        "both emphases": "**a _b" * 25_000,
        "backticks of every length": "".join("`" * n + " " for n in range(1_400)),
        "backslashes": "\\" * 100_000,
        "entities": "&amp;" * 100_000,
        "ampersands": "&" * 100_000,
        "half CDATA": "a <![CDATA[" * 4_999,
        "half comments": "a <!-- " * 4_999,
        "nested quotes": ">" * size,
        "nested lists": "- " * (size // 2),
        "deeper and deeper lists": "".join("  " * n + "- a\n" for n in range(900)),
        "deeper and deeper notes": "".join("    " * n + "!!! note\n" for n in range(500)),
        "very many items": "- a\n" * 14_900,
        "very many numbers": "1. a\n" * 14_900,
        "a long table": "|a|b|\n|-|-|\n" + "|a|b|\n" * 14_900,
        "a table of many columns": ("|a|b|c|\n|-|-|-|\n" + "|a|b|c|\n" * 12_000)[:99_000],
        "a wide table": "|" + "a|" * 5_000 + "\n|" + "-|" * 5_000 + "\n" + "|a\n" * 9_000,
        "empty notes": "!!! note\n" * 14_900,
        "one long word": "x" * size,
        "one long line of blanks": "a" + " " * size + "b",
        "tabs": "\t" * size,
        "hashes": "## " + "#" * size,
        "braces": "## a {" + "{" * 500_000 + "}" * 500_000,
    }


@pytest.mark.parametrize("name", hostile_texts())
def test_no_leaflet_takes_longer_than_five_seconds(tmp_path: Path, name: str) -> None:
    path = written(tmp_path, (HEAD + hostile_texts()[name]).encode())
    started = time.process_time()
    with suppress(LeafletError):
        read_leaflets(path)
    assert time.process_time() - started < SECONDS


def test_20000_brackets_are_text_like_any_other(tmp_path: Path) -> None:
    path = written(tmp_path, (HEAD + "[" * 20_000).encode())
    assert read_leaflets(path)[0].sections[0].texts() == ("", "[" * 20_000)


@pytest.mark.parametrize(
    "head", ["[" * 30_000, "a: " * 9_000, "- " * 15_000, "? " * 15_000, "'" * 9]
)
def test_no_front_matter_takes_longer_than_five_seconds(tmp_path: Path, head: str) -> None:
    path = written(tmp_path, f"---\n{head}\n---\n".encode())
    started = time.process_time()
    refusal(path)
    assert time.process_time() - started < SECONDS
