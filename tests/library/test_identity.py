"""A leaflet's versions belong together, and its other languages are no versions of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from viewer.leaflet.errors import LeafletError
from viewer.leaflet.model import Leaflet
from viewer.leaflet.reader import read_leaflets
from viewer.library.identity import maker, medicine, origin

from .samples import ROOT, leaflet

CORPUS = ROOT.parent / "shared" / "corpus"
SET_ID = "0b0be196-0c62-461c-94f4-9a35339b4501"


def test_an_id_given_by_hand_stands_for_another_leaflet_in_each_language() -> None:
    english, spanish = leaflet("klonopin"), leaflet("klonopin", language="es")
    assert origin(english) != origin(spanish)
    assert medicine(english) == medicine(spanish)


def test_an_id_that_ends_with_its_language_is_tied_to_the_other_languages() -> None:
    english = leaflet("eu-1-18-1289-001-package-leaflet-en")
    danish = leaflet("eu-1-18-1289-001-package-leaflet-da", language="da")
    summary = leaflet("eu-1-18-1289-001-smpc-da", language="da")
    assert medicine(english) == medicine(danish) != medicine(summary)
    assert len({origin(each) for each in (english, danish, summary)}) == 3


def test_a_label_whose_newer_version_states_its_language_is_the_same_label() -> None:
    assert origin(leaflet(SET_ID)) == origin(leaflet(SET_ID, language="en-US"))


def test_other_holders_and_kinds_of_one_product_are_no_translations() -> None:
    mine = leaflet("a", product="Aspirin® 500 mg", holder="Bayer AG")
    assert maker(mine) == maker(leaflet("b", product="ASPIRIN 500 mg", holder="Bayer, AG"))
    assert maker(mine) != maker(leaflet("b", product="Aspirin 500 mg", holder="Other"))
    assert maker(mine) != maker(
        leaflet("b", product="Aspirin 500 mg", holder="Bayer AG", kind="smpc")
    )
    assert maker(leaflet("b", holder="")) == ""


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the folder of real leaflets is not here")
def test_the_languages_of_real_leaflets_are_found_and_no_two_are_taken_for_one() -> None:
    found = list(real_leaflets(CORPUS))
    languages: dict[str, set[str]] = {}
    for each in found:
        languages.setdefault(medicine(each), set()).add(each.language)
    assert languages["eu-1-18-1289-001-package-leaflet"] == {"da", "en", "es", "pt"}
    assert languages["eu-1-97-049-001-package-leaflet"] == {"en", "es"}
    zithromax = "zithromax-azithromycin-250-mg-capsules-pfizer-limited-package-leaflet"
    assert languages[zithromax] == {"ar", "en"}
    for name in {origin(each) for each in found}:
        assert len({each.language for each in found if origin(each) == name}) == 1


def real_leaflets(folder: Path) -> list[Leaflet]:
    found: list[Leaflet] = []
    for path in sorted(folder.rglob("*.[jx][sm]*")):
        try:
            found += read_leaflets(path)
        except LeafletError:
            continue
    return found
