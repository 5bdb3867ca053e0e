"""Two cores find what one finds, in the same order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tantivy import Index

from viewer.library.query import parse_query
from viewer.library.search_index import SearchIndex
from viewer.library.search_state import index_folders
from viewer.library.search_terms import Compiled, Compiler
from viewer.library.text_analysis import Stems
from viewer.library.two_cores import WORTH, TwoCores

from .search_samples import add, index_of, library_of, sample

WORDS = ("liver", "kidney", "wine", "dose")
QUESTIONS = ("liver", "liver kidney", '"wine dose"', "lens:alcohol liver", "do", "liver -wine")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    """Many sections that differ in what they hold and how long they are, by several commits."""
    library = library_of(tmp_path_factory.mktemp("cores"))
    for part in range(3):
        leaflets = (sample(f"P{part}{n}", _sections(7 * part + n)) for n in range(7))
        add(library, *leaflets)
        index = index_of(library)
    return index


def _sections(seed: int) -> dict[str, list[str]]:
    rows = (
        [WORDS[(seed + row) * k % 4] for k in range(1, 3 + (seed * row) % 5)] for row in range(4)
    )
    return {f"{row[0]} {number}": [" ".join(row)] for number, row in enumerate(rows)}


def engine(index: SearchIndex) -> Index:
    (folder,) = index_folders(index.folder)
    return Index.open(str(folder))


def compiled(index: SearchIndex, question: str) -> Compiled:
    opened = engine(index)
    compiler = Compiler(opened.searcher(), opened.schema, {"en": Stems("en")})
    return compiler.compile(parse_query(question, typing=True))


@given(st.sampled_from(QUESTIONS), st.integers(1, 30), st.integers(0, 30))
def test_two_cores_find_what_one_finds_in_the_same_order(
    index: SearchIndex, question: str, limit: int, offset: int
) -> None:
    opened = engine(index)
    cores = TwoCores(opened.searcher(), opened.schema)
    query = compiled(index, question).query
    assert query is not None
    one, two = (cores.search(query, limit, offset, compared) for compared in (0, WORTH))
    assert two.total == one.total > 0
    assert _listed(two.hits) == _listed(one.hits)


def _listed(hits: object) -> list[tuple[float, int, int]]:
    assert isinstance(hits, list)
    return [(score, address.segment_ord, address.doc) for score, address in hits]


@pytest.mark.parametrize("question", ["liver", "liv", "lens:alcohol"])
def test_a_word_by_itself_is_left_to_one_core(index: SearchIndex, question: str) -> None:
    assert compiled(index, question).compared == 0


@pytest.mark.parametrize(
    "question", ["liver kidney", '"liver kidney"', "lens:alcohol liver", "liver kidn"]
)
def test_words_beside_something_else_count_as_often_as_the_rarest_stands(
    index: SearchIndex, question: str
) -> None:
    sections = [compiled(index, question).compared, engine(index).searcher().num_docs]
    assert 0 < sections[0] < sections[1]
