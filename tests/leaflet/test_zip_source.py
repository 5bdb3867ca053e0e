"""Labels in zip archives: read in place, and every trick of an archive refused by its reason."""

from __future__ import annotations

import io
import time
import tracemalloc
import warnings
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.leaflet.errors import LeafletError
from viewer.leaflet.media_files import MAX_MEDIA_BYTES
from viewer.leaflet.model import Image
from viewer.leaflet.zip_members import is_zip
from viewer.leaflet.zip_source import MAX_MEMBERS, ZipSource, read_spl_zip

SECONDS = 5.0
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x02\x00\x00\x00\x02\x08\x00\x00\x00\x00"
    b"\x00\x00\x00\x00IEND"
)
LABEL = (
    b'<document xmlns="urn:hl7-org:v3"><setId root="a"/><component><structuredBody><component>'
    b"<section><title>A</title><text><paragraph>text</paragraph><renderMultiMedia "
    b'referencedObject="M"/></text><component><observationMedia ID="M"><value><reference '
    b'value="pack.png"/></value></observationMedia></component></section></component>'
    b"</structuredBody></component></document>"
)


def archive(*members: tuple[str, bytes]) -> bytes:
    file = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        warnings.simplefilter("ignore", UserWarning)  # a name that stands twice is what is tested
        for name, content in members:
            packed.writestr(name, content)
    return file.getvalue()


def refusal(data: bytes) -> LeafletError:
    started = time.monotonic()
    with pytest.raises(LeafletError) as caught:
        read_spl_zip("label.zip", data)
    assert time.monotonic() - started < SECONDS
    assert caught.value.file == "label.zip"
    assert not caught.value.reason.endswith(".")
    return caught.value


def shown_picture(data: bytes) -> bytes | None:
    (leaflet,) = read_spl_zip("label.zip", data)
    for section in leaflet.walk():
        for block in section.blocks:
            if isinstance(block, Image):
                return leaflet.images[block.key]
    return None


def test_an_archive_is_told_by_its_first_bytes() -> None:
    assert is_zip(archive(("label.xml", LABEL)))
    assert not is_zip(LABEL)


@pytest.mark.parametrize("folder", ["", "20171107_0b0be196/"])
def test_a_label_is_read_with_the_pictures_beside_it_and_nothing_is_unpacked(
    folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    data = archive((f"{folder}label.xml", LABEL), (f"{folder}pack.png", PNG), ("spl.css", b"p {}"))
    assert shown_picture(data) == PNG
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "name", ["PACK.PNG", "images/pack.png", "images\\pack.png", "images/large/Pack.png"]
)
def test_a_picture_is_found_below_the_label_and_whatever_its_case(name: str) -> None:
    data = archive(("a\\label.xml", LABEL), (f"a/{name}", PNG))
    assert shown_picture(data) == PNG


def test_a_picture_elsewhere_in_the_archive_or_one_of_several_is_not_the_labels() -> None:
    for names in (("b/pack.png",), ("pack.png",), ("a/b/pack.png", "a/c/pack.png")):
        pictures = [(name, PNG) for name in names]
        assert shown_picture(archive(("a/label.xml", LABEL), *pictures)) is None


def test_a_label_is_read_where_an_index_of_substances_lies_beside_it() -> None:
    code = b'<code code="60685-5" codeSystem="2.16.840.1.113883.6.1"/><setId'
    index = LABEL.replace(b"<setId", code)
    (leaflet,) = read_spl_zip("label.zip", archive(("index.xml", index), ("a.xml", LABEL)))
    assert leaflet.id == "a"
    assert "60685-5" in refusal(archive(("index.xml", index))).reason


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (archive(), "holds no drug label"),
        (archive(("readme.txt", b"hello"), ("a.xml", b"<a/>")), "holds no drug label"),
        (archive(("a.xml", LABEL), ("b.xml", LABEL)), "2 labels (a.xml and b.xml)"),
        (archive(("a.zip", archive(("a.xml", LABEL)))), "further archives"),
        (archive(("a.xml", LABEL), ("../pack.png", PNG)), "leads out"),
        (archive(("a.xml", LABEL), ("/etc/pack.png", PNG)), "leads out"),
        (archive(("a.xml", LABEL), ("..\\pack.png", PNG)), "leads out"),
        (archive(("a.xml", LABEL), ("C:pack.png", PNG)), "leads out"),
        (archive(("a.xml", LABEL), ("pack.png", PNG), ("Pack.png", PNG)), "have this name"),
        (
            archive(("a.xml", LABEL), *((f"{n}", b"") for n in range(MAX_MEMBERS))),
            "more than 1,000",
        ),
        (archive(("a.xml", LABEL))[:-30], "damaged or incomplete"),
        (archive(("a.xml", LABEL))[:60], "damaged or incomplete"),
        (b"PK\x03\x04", "damaged or incomplete"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",  # an archive holds the time of day
)
def test_an_archive_that_is_not_one_label_is_refused_with_its_reason(
    data: bytes, reason: str
) -> None:
    assert reason in refusal(data).reason


def test_an_encrypted_label_is_refused_as_such() -> None:
    data = bytearray(archive(("a.xml", LABEL)))
    data[6] |= 1  # the flag in the member's own header
    data[data.index(b"PK\x01\x02") + 8] |= 1  # and in the archive's directory
    assert "encrypted" in refusal(bytes(data)).reason


def test_a_rare_way_of_packing_is_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_LZMA) as packed:
        packed.writestr("a.xml", LABEL)
    assert "packed in a way" in refusal(file.getvalue()).reason


def test_a_label_that_unpacks_to_too_much_is_refused_before_it_does() -> None:
    bomb = archive(("a.xml", LABEL + b" " * (64 << 20)))
    tracemalloc.start()
    error = refusal(bomb)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "larger than" in error.reason
    assert "a.xml" in error.place
    assert peak < 8 << 20


def test_a_picture_that_unpacks_to_too_much_is_refused() -> None:
    data = archive(("a.xml", LABEL), ("pack.png", PNG + b"\0" * MAX_MEDIA_BYTES))
    assert "limit for a picture" in refusal(data).reason


def test_a_stated_size_that_is_a_lie_is_found_out() -> None:
    data = bytearray(archive(("a.xml", LABEL + b" " * (64 << 20))))
    directory = data.index(b"PK\x01\x02")
    data[directory + 24 : directory + 28] = len(LABEL).to_bytes(4, "little")
    started = time.monotonic()
    assert "damaged" in refusal(bytes(data)).reason
    assert time.monotonic() - started < SECONDS


def test_a_picture_with_another_check_sum_is_refused_and_not_shown() -> None:
    data = archive(("a.xml", LABEL))
    file = io.BytesIO(data)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_STORED) as packed:
        packed.writestr("pack.png", PNG)
    broken = file.getvalue().replace(PNG, PNG[:-1] + b"\x01")
    error = refusal(broken)
    assert "damaged" in error.reason
    assert "pack.png" in error.place


def test_an_archive_of_half_a_million_empty_files_is_refused_at_once() -> None:
    one = archive(("a", b""))
    start, end = one.index(b"PK\x01\x02"), one.index(b"PK\x05\x06")
    entries = one[start:end] * 500_000
    size = len(entries).to_bytes(4, "little")
    data = one[:start] + entries + one[end : end + 12] + size + one[end + 16 :]
    assert "more than 1,000" in refusal(data).reason


def test_a_link_in_an_archive_is_only_the_bytes_it_holds() -> None:
    link = zipfile.ZipInfo("pack.png")
    link.external_attr = 0o120777 << 16
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("a.xml", LABEL)
        packed.writestr(link, b"/etc/passwd")
    assert shown_picture(file.getvalue()) is None


def test_a_picture_is_asked_for_by_its_mere_name() -> None:
    source = ZipSource("label.zip", archive(("x/a.xml", LABEL), ("x/pack.png", PNG)))
    assert source.media("pack.png") == PNG
    for name in ("x/pack.png", "../x/pack.png", "", "."):
        assert source.media(name) is None


@given(st.data())
def test_a_damaged_archive_gives_the_label_or_a_refusal_and_nothing_else(
    data: st.DataObject,
) -> None:
    whole = bytearray(archive(("a.xml", LABEL), ("pack.png", PNG)))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    with suppress(LeafletError):
        (leaflet,) = read_spl_zip("label.zip", bytes(whole))
        assert [section.title for section in leaflet.sections] == ["A"]
