"""Finds what the reader types, letter by letter as it is typed, in the open leaflet."""

from __future__ import annotations

from array import array

from viewer.highlight.folding import find_all, fold_wanted, is_word_character
from viewer.highlight.matches import Matches, Shifted
from viewer.highlight.words import WordIndex

FIND = "find"
"""Lens id of what was typed into the find field; no lens file may use it."""


def find_text(
    index: WordIndex, text: str, *, whole_words: bool = False, match_case: bool = False
) -> Matches:
    """The places where what was typed stands in what is indexed, from left to right.

    Case and diacritics are ignored unless `match_case`; white space, hyphens and apostrophes of
    any kind match their like, soft hyphens nothing. Nothing typed, or only blanks, finds nothing.
    """
    folded = index.exact if match_case else index.folded
    wanted = fold_wanted(text, keep_letters=match_case).text
    starts = array("Q")
    if wanted.strip():
        starts = array("Q", find_all(folded.text, wanted))
    if whole_words:
        starts = _whole(folded.text, starts, wanted)
    if folded.way_back is None:
        starts = _moved(starts, index.first)
        return Matches(index.text, FIND, starts, Shifted(starts, len(wanted)), (text,))
    ends = array("Q", [start + len(wanted) for start in starts])
    starts, ends = (_moved(each, index.first) for each in folded.originals(starts, ends))
    return Matches(index.text, FIND, starts, ends, (text,))


def _moved(offsets: array[int], by: int) -> array[int]:
    return array("Q", [offset + by for offset in offsets]) if by else offsets


def _whole(text: str, starts: array[int], wanted: str) -> array[int]:
    """Those of the places that neither begin nor end within a word."""
    if not starts:
        return starts
    length, last = len(wanted), len(text)
    opens, closes = is_word_character(wanted[0]), is_word_character(wanted[-1])
    return array(
        "Q",
        [
            start
            for start in starts
            if not (opens and start and is_word_character(text[start - 1]))
            and not (closes and start + length < last and is_word_character(text[start + length]))
        ],
    )
