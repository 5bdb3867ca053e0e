"""The head of a Markdown leaflet."""

from __future__ import annotations

import pytest

from viewer.leaflet.errors import MalformedLeafletError
from viewer.leaflet.markdown_reader import read_markdown
from viewer.leaflet.model import Leaflet

FULL = """\
id: klonopin-1.0
title: "Klonopin: a title"
language: pt-BR
kind: package-leaflet
product: Klonopin
active_substance: clonazepam
atc: N03AE01
holder: A & B
version: 1.10
date: 2024-01-31
source: >
  Several
  lines
notice: ~
"""
REQUIRED = "id: a\ntitle: b\nlanguage: en\nkind: smpc\n"


def read(head: str) -> Leaflet:
    return read_markdown("f.md", f"---\n{head}---\n## A\n".encode())


def refusal(head: str) -> tuple[str, str]:
    with pytest.raises(MalformedLeafletError) as caught:
        read(head)
    return caught.value.place, caught.value.reason


def test_every_key_finds_its_place_in_the_leaflet() -> None:
    leaflet = read(FULL)
    origin = leaflet.provenance
    assert (leaflet.id, leaflet.title) == ("klonopin-1.0", "Klonopin: a title")
    assert (leaflet.language, leaflet.kind) == ("pt-BR", "package-leaflet")
    assert (leaflet.product, leaflet.active_substance) == ("Klonopin", "clonazepam")
    assert (leaflet.atc, leaflet.notice) == ("N03AE01", "")
    assert (origin.holder, origin.version, origin.date) == ("A & B", "1.10", "2024-01-31")
    assert (origin.source, origin.file, origin.verified) == ("Several lines", "f.md", False)


def test_values_stay_as_they_are_written() -> None:
    leaflet = read("id: 0123\ntitle: yes\nlanguage: no\nkind: smpc\nversion: 1e3\n")
    assert (leaflet.id, leaflet.title, leaflet.language) == ("0123", "yes", "no")
    assert leaflet.provenance.version == "1e3"


def test_a_leaflet_that_names_no_product_is_called_by_its_title() -> None:
    assert read(REQUIRED).product == "b"


@pytest.mark.parametrize(
    ("head", "place", "reason"),
    [
        ("id: a\ncolour: red\n", "line 3", "unknown key 'colour'"),
        ("id: a\n\nid: b\n", "line 4", "the key 'id' stands already in line 2"),
        ("id: a\ntitle: t\n", "line 1", "the front matter lacks language, kind"),
        ("title:\n" + REQUIRED.replace("title: b\n", ""), "line 1", "lacks title"),
        ("", "line 1", "lacks id, title, language, kind"),
        ("id: [a]\n", "line 2", "the value of 'id' is not a text"),
        ("id: a\ntitle:\n  x: y\n", "line 4", "the value of 'title' is not a text"),
        ("id: &x a\n", "line 2", "an anchor"),
        ("id: a\ntitle: *x\n", "line 3", "an alias"),
        ("id: !!python/name:os.system x\n", "line 2", "a tag"),
        ("!!map {id: a}\n", "line 2", "a tag"),
        ("id: 'a\n", "line 2", "not valid YAML"),
        ("id: a\ntitle: b: c\n", "line 3", "not valid YAML"),
        ("- id\n", "line 2", "'key: value'"),
        ("text\n", "line 2", "'key: value'"),
        ("? [a]\n: b\n", "line 2", "a key is not a plain text"),
        ("id: a\n--- b\n", "line 3", "a second document"),
        ("id: a b\n", "line 2", "the id may hold only"),
        ("id: ../a\n", "line 2", "the id may hold only"),
        ("id: é\n", "line 2", "the id may hold only"),
        ("language: English please\n", "line 2", "not a language tag"),
        ("id: a\nkind: book\n", "line 3", "unknown kind 'book'; known are package-leaflet, smpc"),
        ('title: "a\\u202eb"\n', "line 2", "holds the character U+202E"),
        ('title: "a\\ud800b"\n', "line 2", "holds the character U+D800"),
        ("notice: " + "x" * 40_000 + "\n", "line 1", "longer than 32,768 characters"),
        ("id: " + "[" * 20_000 + "\n", "line 2", "not a text"),
    ],
)
def test_a_fault_is_named_with_its_line(head: str, place: str, reason: str) -> None:
    found = refusal(head)
    assert found[0] == place
    assert reason in found[1]
    assert not found[1].endswith(".")


def test_front_matter_that_is_not_closed_is_refused() -> None:
    with pytest.raises(MalformedLeafletError, match="line 5: the front matter has no closing line"):
        read_markdown("f.md", b"---\nid: a\ntitle: b\nlanguage: en\nkind: sm")


def test_text_without_front_matter_is_refused() -> None:
    with pytest.raises(MalformedLeafletError, match="line 1: the leaflet does not begin"):
        read_markdown("f.md", b"## A\n")
