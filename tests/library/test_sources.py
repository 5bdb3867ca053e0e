"""A kept source comes back to the byte, and its pictures are not kept twice."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.leaflet.errors import LeafletError
from viewer.leaflet.reader import read_leaflets
from viewer.library.library import Library
from viewer.library.sources import pack_source, unpack_source

from .samples import IMPORTED, PICTURE, ROOT

CORPUS = ROOT.parent / "shared" / "corpus"
KEY = hashlib.sha256(PICTURE).hexdigest()
PIECES = st.sampled_from([b64encode(PICTURE), b64encode(PICTURE[:200]), b64encode(PICTURE[3:])])


@given(
    st.lists(st.one_of(st.binary(max_size=20), PIECES), max_size=6),
    st.lists(st.sampled_from([PICTURE, PICTURE[:200], PICTURE[3:], b"", b"x"]), unique=True),
)
def test_any_source_comes_back_whatever_pictures_it_holds(
    parts: list[bytes], pictures: list[bytes]
) -> None:
    source = b"".join(parts)
    images = {hashlib.sha256(picture).hexdigest(): picture for picture in pictures}
    packed = pack_source(source, images)
    assert packed.size == len(source)
    assert unpack_source(packed.data, packed.cuts_text(), images.__getitem__) == source


def test_a_picture_is_cut_out_as_often_as_it_stands_there() -> None:
    text = b64encode(PICTURE)
    packed = pack_source(b"<a>" + text + b"</a><b>" + text + b"</b>", {KEY: PICTURE})
    assert [cut.image for cut in packed.cuts] == [KEY, KEY]
    assert len(packed.data) < 60


def test_a_picture_in_broken_lines_stays_in_the_source() -> None:
    lines = b"\n".join(b64encode(PICTURE)[at : at + 76] for at in range(0, 640, 76))
    packed = pack_source(lines, {KEY: PICTURE})
    assert packed.cuts == ()
    assert unpack_source(packed.data, "[]", {KEY: PICTURE}.__getitem__) == lines


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the folder of real leaflets is not here")
def test_real_sources_come_back_and_their_pictures_are_kept_once(tmp_path: Path) -> None:
    library = Library.open(tmp_path, create=True)
    sources: dict[str, bytes] = {}
    for path in sorted(CORPUS.rglob("*.[jx][sm]*")):
        try:
            leaflets = read_leaflets(path)
        except LeafletError:
            continue
        data = path.read_bytes()
        library.add(data, leaflets, imported=IMPORTED)
        sources[hashlib.sha256(data).hexdigest()] = data
        for leaflet in leaflets:
            entry = library.current(leaflet.id, leaflet.language)
            assert entry is not None
            kept = library.leaflet(entry.number)
            if entry.sha256 == leaflet.provenance.sha256:
                assert kept.sections == leaflet.sections
                assert kept.images == leaflet.images
    for sha256, data in sources.items():
        assert library.source(sha256) == data
    assert [each.fault for each in library.verify() if each.fault] == []
    info = library.info()
    # Nothing of the 5.6 MB of base64 is in the sources any more.
    assert info.source_bytes < sum(map(len, sources.values())) / 5
