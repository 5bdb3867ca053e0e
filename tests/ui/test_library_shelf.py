from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.library.entry import LibraryEntry
from viewer.library.identity import origin
from viewer.render.provenance import language_name
from viewer.ui.library_shelf import Grouping, Head, Listing, arrange, best_places, fill_shelf

from .library_entries import entry

ENTRIES = [
    entry(1, "Zoré 10 mg", active_substance="alphazine", holder="North", language="es"),
    entry(2, "Zoré 5 mg", active_substance="alphazine", holder="South", language="en"),
    entry(3, "Ámbar", active_substance="betazine", holder="North", language="pt", kind="smpc"),
    entry(4, "Middle", holder="South", language="da", atc="N03AE01"),
    entry(5, "薬の名", active_substance="gammazine", language="ja"),
]


def listing(
    typed: str = "",
    grouping: Grouping = Grouping.PRODUCT,
    pinned: tuple[str, ...] = (),
    opened: tuple[str, ...] = (),
    keep: str = "",
) -> Listing:
    return arrange(fill_shelf(ENTRIES, language_name), typed, grouping, pinned, opened, keep)


def shown(made: Listing) -> list[str]:
    """What the rows say: heads in brackets, leaflets by product."""
    return [f"[{r.title} {r.count}]" if isinstance(r, Head) else r.product for r in made.rows]


def test_leaflets_stand_by_product_whatever_the_accents_and_strengths_by_number() -> None:
    assert shown(listing()) == ["Ámbar", "Middle", "Zoré 5 mg", "Zoré 10 mg", "薬の名"]


@pytest.mark.parametrize(
    ("typed", "products"),
    [
        ("zore", ["Zoré 5 mg", "Zoré 10 mg"]),
        ("ZORÉ 10", ["Zoré 10 mg"]),
        ("10 zo", ["Zoré 10 mg"]),
        ("betaz", ["Ámbar"]),
        ("spanish", ["Zoré 10 mg"]),
        ("summary", ["Ámbar"]),
        ("amb SmPC", ["Ámbar"]),
        ("south zo", ["Zoré 5 mg"]),
        ("n03", ["Middle"]),
        ("の", ["薬の名"]),
        ("azine", []),
        ("zore ambar", []),
        ("  ", ["Ámbar", "Middle", "Zoré 5 mg", "Zoré 10 mg", "薬の名"]),
        ("–", ["Ámbar", "Middle", "Zoré 5 mg", "Zoré 10 mg", "薬の名"]),
    ],
)
def test_a_leaflet_is_listed_if_every_word_typed_begins_one_of_its_words(
    typed: str, products: list[str]
) -> None:
    assert shown(listing(typed)) == products


def test_pinned_leaflets_come_first_then_those_opened_the_last_first_and_each_stands_once() -> None:
    made = listing(pinned=("leaflet-2",), opened=("leaflet-4", "leaflet-2", "leaflet-1"))
    assert shown(made) == [
        *("[Pinned 1]", "Zoré 5 mg"),
        *("[Opened since the start 2]", "Middle", "Zoré 10 mg"),
        *("[Other leaflets 2]", "Ámbar", "薬の名"),
    ]
    assert made.leaflets == 5


def test_the_filter_holds_for_pinned_and_opened_leaflets_too() -> None:
    made = listing("zore", pinned=("leaflet-3", "leaflet-1"), opened=("leaflet-4",))
    assert shown(made) == ["[Pinned 1]", "Zoré 10 mg", "[Other leaflets 1]", "Zoré 5 mg"]


def test_a_pinned_leaflet_that_the_library_no_longer_has_is_passed_over() -> None:
    assert shown(listing("middle", pinned=("gone",), opened=("gone too",))) == ["Middle"]


def test_groups_are_named_and_leaflets_that_state_nothing_come_last() -> None:
    assert shown(listing(grouping=Grouping.SUBSTANCE)) == [
        *("[alphazine 2]", "Zoré 5 mg", "Zoré 10 mg"),
        *("[betazine 1]", "Ámbar", "[gammazine 1]", "薬の名", "[Not stated 1]", "Middle"),
    ]
    assert shown(listing("zore", Grouping.LANGUAGE)) == [
        *("[English 1]", "Zoré 5 mg", "[Spanish 1]", "Zoré 10 mg"),
    ]


def test_the_row_of_a_leaflet_is_told_where_it_is_listed() -> None:
    pinned = ("leaflet-2",)
    assert listing(pinned=pinned, keep="leaflet-3").kept == 3
    assert listing("zore", keep="leaflet-3").kept == -1
    assert listing(keep="gone").kept == -1


HANDMADE = [
    entry(1, "Zeta", id="handmade", language="en"),
    entry(2, "Zeta", id="handmade", language="fr"),
]


def test_a_leaflet_is_pinned_in_its_own_language_alone_whatever_its_id() -> None:
    shelf = fill_shelf(HANDMADE, language_name)
    for one in HANDMADE:
        made = arrange(shelf, "", Grouping.PRODUCT, (origin(one),), (), origin(one))
        assert made.rows[:2] == [Head("Pinned", 1), one]
        assert made.kept == 1


def test_a_pin_that_was_kept_as_an_id_holds_for_each_language_of_it() -> None:
    made = arrange(fill_shelf(HANDMADE, language_name), "", Grouping.PRODUCT, ("handmade",), ())
    assert made.rows == [Head("Pinned", 2), *HANDMADE]


def test_of_many_leaflets_those_whose_name_begins_with_what_is_typed_come_first() -> None:
    brands = [entry(n, f"Brand{n:02}", active_substance="ibuprofen") for n in range(30)]
    named = [entry(30, "Zeta Ibuprofen"), entry(31, "Ibuprofen Zeta"), entry(32, "Other")]
    shelf = fill_shelf([*brands, *named], language_name)
    places, more = best_places(shelf, "IBU", 20)
    names = [shelf.entries[place].product for place in places]
    assert names[:3] == ["Ibuprofen Zeta", "Zeta Ibuprofen", "Brand00"]
    assert (len(names), more) == (20, 12)
    assert best_places(shelf, "xyzzy", 20) == ([], 0)


@given(
    st.lists(st.sampled_from(["Aa", "áb 5", "b", "", "ab 10"]), max_size=30),
    st.sampled_from(["", "a", "ab", "5", "b a"]),
    st.sampled_from(Grouping),
    st.sets(st.integers(0, 9)),
    st.lists(st.integers(0, 9), max_size=5),
)
def test_no_leaflet_is_listed_twice_and_none_is_lost(
    products: list[str], typed: str, grouping: Grouping, pinned: set[int], opened: list[int]
) -> None:
    entries = [entry(n, p, active_substance=p[:1]) for n, p in enumerate(products)]
    shelf = fill_shelf(entries, language_name)
    ids = {f"leaflet-{n}" for n in pinned}
    made = arrange(shelf, typed, grouping, ids, [f"leaflet-{n}" for n in opened])
    listed = [row.number for row in made.rows if isinstance(row, LibraryEntry)]
    plain = arrange(shelf, typed, Grouping.PRODUCT, (), ())
    assert sorted(listed) == sorted(r.number for r in plain.rows if isinstance(r, LibraryEntry))
    assert made.leaflets == len(listed)
    heads = [row.count for row in made.rows if isinstance(row, Head)]
    assert sum(heads) in (len(listed), 0)
    if not typed:
        assert sorted(listed) == list(range(len(products)))
