"""XML from outside reads no other file, grows into nothing huge, and says where it is at fault."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.leaflet.errors import LeafletError, MalformedLeafletError, UnreadableFileError
from viewer.leaflet.safe_xml import MAX_XML_BYTES, MAX_XML_ELEMENTS, parse_xml

BOMB = (
    b'<?xml version="1.0"?>\n<!DOCTYPE a [<!ENTITY x "ha">'
    + b"".join(b'<!ENTITY x%d "%s">' % (n, b"&x;" * 10) for n in range(9))
    + b"]>\n<a>&x8;</a>"
)


def refusal(data: bytes | str, place: str = "") -> LeafletError:
    with pytest.raises(LeafletError) as caught:
        parse_xml("f.xml", data, place)
    return caught.value


@pytest.mark.parametrize(
    "data",
    [
        BOMB,
        b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
        b'\n<!doctype a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>',
        BOMB.decode().replace('"1.0"', '"1.0" encoding="utf-16"').encode("utf-16"),
        b'\xef\xbb\xbf<!DOCTYPE a [<!ATTLIST a b CDATA "c">]><a/>',
    ],
)
def test_a_document_type_is_refused_before_it_is_read(data: bytes) -> None:
    started = time.perf_counter()
    error = refusal(data)
    assert isinstance(error, MalformedLeafletError)
    assert error.place.startswith("line ")
    assert "DOCTYPE" in error.reason
    assert time.perf_counter() - started < 1


@pytest.mark.parametrize("name", ["utf-7", "utf-32", "ebcdic-cp-us", "cp037", "ucs-4"])
def test_an_encoding_in_which_markup_could_hide_is_refused(name: str) -> None:
    assert "encoding" in refusal(f'<?xml version="1.0" encoding="{name}"?><a/>'.encode()).reason
    assert isinstance(refusal("<!DOCTYPE a><a/>".encode("utf-32")), MalformedLeafletError)


def test_an_unknown_entity_is_refused_with_its_line() -> None:
    error = refusal(b"<a>\n&amp;\n&nbsp;</a>")
    assert (error.place, "nbsp" in error.reason) == ("line 3", True)


@pytest.mark.parametrize(
    ("data", "line"), [(b"<a>\n<b></a>", 2), (b"<a>\n5 < 6</a>", 2), (b"<a/>\n<a/>", 2), (b"", 1)]
)
def test_what_is_not_well_formed_is_refused_with_its_line(data: bytes, line: int) -> None:
    error = refusal(data)
    assert error.place == f"line {line}"
    assert "not well-formed" in error.reason


def test_a_text_within_a_file_is_told_by_its_section() -> None:
    assert refusal("<a>", "section 4.2").place == "section 4.2, line 1 of its text"


@pytest.mark.parametrize("depth", [65, 255, 300, 100_000])
def test_nesting_is_limited(depth: int) -> None:
    assert "64 deep" in refusal(b"<a>" * depth + b"</a>" * depth).reason
    parse_xml("f.xml", b"<a>" * 64 + b"</a>" * 64)


def test_the_number_of_elements_is_limited() -> None:
    started = time.perf_counter()
    error = refusal(b"<a>" + b"<b/>" * MAX_XML_ELEMENTS + b"</a>")
    assert "500,000 elements" in error.reason
    assert time.perf_counter() - started < 5


def test_the_size_is_limited() -> None:
    assert isinstance(refusal(b" " * (MAX_XML_BYTES + 1)), UnreadableFileError)


def test_other_files_are_never_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.xml"
    secret.write_text("<secret>42</secret>")
    link = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{secret.as_uri()}"/>'
    root = parse_xml("f.xml", f'<?xml-stylesheet href="{secret.as_uri()}"?><a>{link}</a>')
    assert "".join(map(str, root.itertext())) == ""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "iso-8859-1", "windows-1252", "utf-16"])
def test_the_usual_encodings_are_read(encoding: str) -> None:
    name = "utf-8" if encoding == "utf-8-sig" else encoding
    data = f'<?xml version="1.0" encoding="{name}"?><a>Qué ½</a>'.encode(encoding)
    assert parse_xml("f.xml", data).text == "Qué ½"


def test_comments_do_not_divide_a_text() -> None:
    assert parse_xml("f.xml", "<a>one <!-- x --><?y z?>two<![CDATA[ <3]]></a>").text == (
        "one two <3"
    )


@given(st.binary() | st.text().map(lambda text: f"<a>{text}</a>".encode("utf-8", "replace")))
def test_any_bytes_give_a_tree_or_a_refusal(data: bytes) -> None:
    with suppress(LeafletError):
        parse_xml("f.xml", data)


@given(st.text(st.characters()))
def test_any_text_gives_a_tree_or_a_refusal(text: str) -> None:
    with suppress(LeafletError):
        parse_xml("f.xml", f"<?xml?><a>{text}</a>")
    with suppress(LeafletError):
        parse_xml("f.xml", text)
