"""Pictures are taken for what their bytes say, and measured before anything unpacks them."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from contextlib import suppress
from struct import pack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.leaflet.images import MAX_IMAGES, PictureError, Pictures, picture_size


def png(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + pack(">II", width, height) + b"\x08\2\0\0\0IEND"


def gif(width: int, height: int) -> bytes:
    return b"GIF89a" + pack("<HH", width, height) + b"\0\0\0;"


def jpeg(width: int, height: int, before: bytes = b"\xff\xe0\0\x04ab") -> bytes:
    return (
        b"\xff\xd8"
        + before
        + b"\xff\xc2\0\x11\x08"
        + pack(">HH", height, width)
        + b"\3\xff\xda\xff\xd9"
    )


@pytest.mark.parametrize(
    "data",
    [
        *(png(640, 480), gif(640, 480), jpeg(640, 480)),
        jpeg(640, 480, b"\xff\xff\xff\xe1\0\2\xff\xc4\0\3x\xff\xd8"),
    ],
)
def test_the_size_is_read_from_the_header(data: bytes) -> None:
    assert picture_size(data) == (640, 480)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "neither PNG, JPEG nor GIF"),
        (b"BM\x10\0", "neither"),
        (b"", "neither"),
        (png(0, 5), "no size"),
        (b"\xff\xd8\xff\xe0\0\0", "JPEG header"),
        (b"\xff\xd8\xff\xe0\xff\xff", "JPEG header"),
        (png(100_000, 401), "more than 40 million"),
        (gif(65_535, 65_535), "more than 40 million"),
    ],
)
def test_what_is_no_fit_picture_is_refused_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(PictureError, match=reason):
        Pictures().add(data)


@pytest.mark.parametrize("whole", [png(64, 48), gif(64, 48), jpeg(64, 48)])
def test_a_picture_whose_end_is_missing_is_refused_and_one_with_more_behind_it_is_not(
    whole: bytes,
) -> None:
    Pictures().add(whole + b"\0\0\n")
    with pytest.raises(PictureError, match="end is missing"):
        Pictures().add(whole[:-1])


def test_the_end_of_a_small_picture_within_a_jpeg_is_not_its_own() -> None:
    small = jpeg(8, 8)
    whole = jpeg(64, 48, b"\xff\xe1" + pack(">H", len(small) + 2) + small)
    Pictures().add(whole)
    with pytest.raises(PictureError, match="end is missing"):
        Pictures().add(whole[:-1])


def test_a_picture_is_kept_once_under_its_hash() -> None:
    pictures = Pictures()
    data = png(1, 1)
    keys = {pictures.add(data), pictures.add(bytes(data))}
    assert keys == {hashlib.sha256(data).hexdigest()} == set(pictures.images)


def test_more_than_500_pictures_are_refused() -> None:
    pictures = Pictures()
    for number in range(MAX_IMAGES):
        pictures.add(png(1, 1) + pack(">I", number))
    pictures.add(png(1, 1) + pack(">I", 0))
    with pytest.raises(PictureError, match="500"):
        pictures.add(png(1, 1))


def test_a_data_address_is_read_whatever_type_it_claims() -> None:
    pictures = Pictures()
    text = b64encode(jpeg(2, 2)).decode()
    for kind in ("image/jpg", "image/svg+xml", ""):
        pictures.add_from_address(f"data:{kind};base64,{text[:8]}\n {text[8:]}")
    assert list(pictures.images.values()) == [jpeg(2, 2)]


@pytest.mark.parametrize(
    "address",
    ["", "file:///etc/passwd", "/etc/passwd", r"\\host\share\x.png", "http://a/x.png", "x.png"],
)
def test_no_other_address_is_read(address: str) -> None:
    with pytest.raises(PictureError, match="from elsewhere"):
        Pictures().add_from_address(address)


def test_damaged_base64_is_refused() -> None:
    with pytest.raises(PictureError, match="damaged"):
        Pictures().add_from_address("data:image/png;base64,abcde")


@given(st.binary(), st.sampled_from([b"", b"\xff\xd8\xff", b"GIF89a", b"\x89PNG\r\n\x1a\n"]))
def test_any_bytes_give_a_size_or_a_refusal(data: bytes, head: bytes) -> None:
    with suppress(PictureError):
        width, height = picture_size(head + data)
        assert width > 0
        assert height > 0


@given(st.text(st.characters()))
def test_any_address_gives_a_picture_or_a_refusal(text: str) -> None:
    with suppress(PictureError):
        Pictures().add_from_address("data:;base64," + text)
