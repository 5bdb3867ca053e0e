"""What is copied for whoever mends the program does not say whose home the program runs in."""

from __future__ import annotations

from pathlib import PurePosixPath, PureWindowsPath

import pytest

from viewer.app.diagnostics import without_home

ANN = PureWindowsPath(r"C:\Users\Ann Lee")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (r"Library: C:\Users\Ann Lee\lib, 3 leaflets", r"Library: ~\lib, 3 leaflets"),
        (f"library = {str(ANN / 'lib')!r} (user file)", r"library = '~\\lib' (user file)"),
        (f"leaflets = {(str(ANN),)!r}", "leaflets = ('~',)"),
        ("library = 'c:/users/ann lee/lib'", "library = '~/lib'"),
        (r"D:\Ann Lee\lib", r"D:\Ann Lee\lib"),
        (r"C:\Users\Ann Leeds\lib", r"C:\Users\Ann Leeds\lib"),
    ],
)
def test_a_home_on_windows_is_not_named_however_it_is_written(written: str, shown: str) -> None:
    assert without_home(written, ANN) == shown


def test_a_home_on_a_server_is_not_named() -> None:
    home = PureWindowsPath(r"\\server\homes\ann")
    assert without_home(rf"\\Server\homes\Ann\lib and {str(home)!r}", home) == r"~\lib and '~'"


def test_elsewhere_the_home_is_what_is_written_just_so() -> None:
    home = PurePosixPath("/home/ann")
    assert (
        without_home("/home/ann/lib, /home/anna, /Home/ann", home) == "~/lib, /home/anna, /Home/ann"
    )
