"""The word that was meant, where the one typed stands nowhere.

One typing error is forgiven: a letter too many, missing, wrong, or two of them swapped. In a word
with a digit none is, and none leads to one: another number is another dose. Every
word that is one such step away is made and asked for, which costs a look-up in the index's
dictionary each: fewer than a thousand for the longest of words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

SHORTEST = 4
"""A shorter word is one step away from too many others."""
_LONGEST = 40

_ALPHABETS = (
    ("a", "z", "abcdefghijklmnopqrstuvwxyz"),
    ("\u0370", "\u03ff", "αβγδεζηθικλμνξοπρσςτυφχψω"),
    ("\u0400", "\u04ff", "абвгдежзиклмнопрстуфхцчшщъыьэюяієїґљњћџђј"),
    ("\u0590", "\u05ff", "אבגדהוזחטיכלמנסעפצקרשתךםןףץ"),
    ("\u0600", "\u06ff", "ابتثجحخدذرزسشصضطظعغفقكلمنهويةىء"),
    ("\u0b80", "\u0bff", "அஆஇஈஉஊஎஏஐஒஓஔகஙசஞடணதநபமயரலவழளறனாிீுூெேைொோௌ்"),
)
"""Folded letters of the scripts with an alphabet, after the range they lie in."""


def may_be_mistyped(word: str) -> bool:
    """Whether another word may be meant by a folded word that stands nowhere."""
    return SHORTEST <= len(word) <= _LONGEST and not any(map(str.isdigit, word))


def nearest_word(word: str, frequency: Callable[[str], int]) -> str:
    """The most frequent word one step away from a folded word; empty where there is none.

    `frequency` tells how often a word stands somewhere.
    """
    if not may_be_mistyped(word):
        return ""
    best, most = "", 0
    for near in sorted(set(_one_step_away(word))):
        count = frequency(near)
        if count > most:
            best, most = near, count
    return best


def _one_step_away(word: str) -> Iterator[str]:
    letters = next((all_ for low, high, all_ in _ALPHABETS if low <= word[0] <= high), "")
    for at in range(len(word) + 1):
        before, after = word[:at], word[at:]
        if after:
            yield before + after[1:]
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        for letter in letters:
            yield before + letter + after
            if after:
                yield before + letter + after[1:]
