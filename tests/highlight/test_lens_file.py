"""Lens files: what loads, and what is said of a file at fault."""

import os
from pathlib import Path

import pytest

from viewer.highlight.lens_file import MOST_BYTES, load_lens, load_lenses
from viewer.leaflet.errors import ResourceError

COLOURS = ("amber", "blue", "own")

WHOLE = """\
id = "alcohol"
order = 1
colour = "amber"  # a comment
[name]
en = "Alcohol"
es = "Alcohol (es)"
[terms.en]
words = ["alcohol*",
    "wine"]
never = ["benzyl alcohol"]
[sections]
loinc = ["42228-7"]
"""


def write(folder: Path, text: str, name: str = "lens.toml") -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_bytes(text.encode())
    return path


def fault(tmp_path: Path, old: str, new: str) -> ResourceError:
    assert old in WHOLE
    with pytest.raises(ResourceError) as caught:
        load_lens(write(tmp_path, WHOLE.replace(old, new)), COLOURS)
    assert caught.value.file == str(tmp_path / "lens.toml")
    return caught.value


def test_a_whole_file_loads(tmp_path: Path) -> None:
    lens = load_lens(write(tmp_path, WHOLE), COLOURS)
    assert (lens.id, lens.order, lens.colour) == ("alcohol", 1, "amber")
    assert (lens.name("es"), lens.name("fi")) == ("Alcohol (es)", "Alcohol")
    assert lens.terms["en"].words == ("alcohol*", "wine")
    assert lens.terms["en"].never == ("benzyl alcohol",)
    assert lens.codes == {"loinc": ("42228-7",)}


def test_never_and_sections_may_be_left_out_and_windows_editors_are_welcome(tmp_path: Path) -> None:
    text = WHOLE.partition("never")[0].replace("\n", "\r\n")
    lens = load_lens(write(tmp_path, "\ufeff" + text), COLOURS)
    assert lens.terms["en"].never == ()
    assert lens.codes == {}


@pytest.mark.parametrize(
    ("old", "new", "place", "reason"),
    [
        ("order = 1", "order = ", "line 2", "not TOML"),
        ('loinc = ["42228-7"]', "loinc = [", "line 12", "not TOML"),
        ('loinc = ["42228-7"]', "x = " + "[" * 9999, "", "nested too deeply"),
        ("order = 1", "order = " + "1" * 5_000, "", "too many digits"),
        ('id = "alcohol"\n', "", "", '"id" is missing'),
        ("order = 1", "order = 1\ncolor = 1", "line 3", '"color" is unknown'),
        ("order = 1", 'order = "1"', "line 2", "whole number"),
        ("order = 1", "order = true", "line 2", "whole number"),
        ('"amber"', '"mauve"', "line 3", 'colour "mauve" is unknown'),
        ('"amber"', '"own"', "line 3", 'colour "own" is unknown'),
        ('id = "alcohol"', 'id = "find"', "line 1", "reserved"),
        ('id = "alcohol"', 'id = "own"', "line 1", "reserved"),
        ('id = "alcohol"', 'id = "Al cohol"', "line 1", "small letters"),
        ('id = "alcohol"', "id = 3", "line 1", "text"),
        ('en = "Alcohol"', 'en = ""', "line 5", "not empty"),
        ('en = "Alcohol"', "english = 'x'", "line 5", "language tag"),
        ("[terms.en]", "[terms.'*']", "line 7", "language tag"),
        ("[terms.en]", "[term.en]", "line 7", '"term" is unknown'),
        ("words =", "word =", "line 8", '"word" is unknown'),
        ('"alcohol*",\n    "wine"', "", "line 8", "no terms"),
        ('"wine"', '"w*ine"', "line 9", "elsewhere than at the end"),
        ('"wine"', '"*wine"', "line 9", "elsewhere than at the end"),
        ('"wine"', '"wine *"', "line 9", "elsewhere than at the end"),
        ('"wine"', '"*"', "line 9", "no letter"),
        ('"wine"', '""', "line 8", "no letter"),
        ('"wine"', "5", "line 8", "list of texts"),
        ('["benzyl alcohol"]', '"benzyl alcohol"', "line 10", "list of texts"),
        ('["42228-7"]', "[42228]", "line 12", "list of texts"),
    ],
)
def test_a_fault_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, place: str, reason: str
) -> None:
    error = fault(tmp_path, old, new)
    assert error.place == place
    assert reason in error.reason


def test_a_file_that_is_not_text_or_too_large_or_no_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "lens.toml"
    path.write_bytes(b'id = "a"\nname = "\xff"')
    with pytest.raises(ResourceError, match="line 2: this is not UTF-8"):
        load_lens(path, COLOURS)
    path.write_bytes(b"#" * (MOST_BYTES + 1))
    with pytest.raises(ResourceError, match="larger than 256 kB"):
        load_lens(path, COLOURS)
    with pytest.raises(ResourceError):
        load_lens(tmp_path, COLOURS)
    with pytest.raises(ResourceError):
        load_lens(tmp_path / "missing.toml", COLOURS)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_pipe_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "lens.toml")
    with pytest.raises(ResourceError, match="pipe"):
        load_lens(tmp_path / "lens.toml", COLOURS)


def test_a_faulty_lens_is_left_out_and_the_others_load_in_order(tmp_path: Path) -> None:
    write(tmp_path, WHOLE.replace("order = 1", "order = 2"), "a.toml")
    write(tmp_path, WHOLE.replace('id = "alcohol"', 'id = "b"'), "b.toml")
    write(tmp_path, WHOLE.replace('id = "alcohol"', 'id = "c"').replace("order = 1", "="), "c.toml")
    write(tmp_path, "not a lens", "notes.txt")
    lenses, errors = load_lenses([tmp_path, tmp_path / "of the user"], COLOURS)
    assert [lens.id for lens in lenses] == ["b", "alcohol"]
    assert [(error.file, error.place) for error in errors] == [(str(tmp_path / "c.toml"), "line 2")]


def test_of_two_lenses_with_one_id_the_later_is_left_out_and_both_files_are_named(
    tmp_path: Path,
) -> None:
    first = write(tmp_path / "bundled", WHOLE)
    later = write(tmp_path / "own", WHOLE.replace("amber", "blue"))
    lenses, (error,) = load_lenses([first.parent, later.parent], COLOURS)
    assert [lens.colour for lens in lenses] == ["amber"]
    assert (error.file, error.place) == (str(later), "line 1")
    assert str(first) in error.reason


def test_lenses_of_one_order_go_by_name(tmp_path: Path) -> None:
    write(tmp_path, WHOLE.replace('"alcohol"', '"z"').replace('"Alcohol"', '"Beer"'), "1.toml")
    write(tmp_path, WHOLE, "2.toml")
    lenses, _ = load_lenses([tmp_path], COLOURS)
    assert [lens.name() for lens in lenses] == ["Alcohol", "Beer"]


def test_a_missing_folder_of_the_program_is_said(tmp_path: Path) -> None:
    lenses, errors = load_lenses([tmp_path / "gone"], COLOURS)
    assert lenses == ()
    assert [error.file for error in errors] == [str(tmp_path / "gone")]
