"""What language a leaflet says it is in, as a BCP 47 tag."""

from __future__ import annotations

import re

UNKNOWN = "und"
"""The tag for a language that is not known (BCP 47): no lens has words for it, and says so."""
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
# Three letters (ISO 639-2, both forms of those that have two) and names, for what BCP 47 writes.
_SHORT = {
    longer: short
    for short, stated in {
        "ar": "ara arabic",
        "bg": "bul bulgarian",
        "cs": "ces cze czech",
        "da": "dan danish dansk",
        "de": "deu ger german deutsch",
        "el": "ell gre greek",
        "en": "eng english anglais",
        "es": "spa spanish español",
        "et": "est estonian",
        "fi": "fin finnish",
        "fr": "fra fre french français",
        "ga": "gle irish",
        "hr": "hrv croatian",
        "hu": "hun hungarian",
        "is": "isl ice icelandic",
        "it": "ita italian italiano",
        "ja": "jpn japanese",
        "ko": "kor korean",
        "lt": "lit lithuanian",
        "lv": "lav latvian",
        "mt": "mlt maltese",
        "nl": "nld dut dutch nederlands",
        "no": "nor norwegian",
        "pl": "pol polish",
        "pt": "por portuguese português",
        "ro": "ron rum romanian",
        "ru": "rus russian",
        "sk": "slk slo slovak",
        "sl": "slv slovenian",
        "sv": "swe swedish",
        "zh": "zho chi chinese",
    }.items()
    for longer in stated.split()
}


def language_tag(stated: str) -> str:
    """The tag that a file states, also with "_" in it or by its name; empty where it is none."""
    language, dash, rest = stated.strip().replace("_", "-").partition("-")
    tag = _SHORT.get(language.casefold(), language) + dash + rest
    return tag if _TAG.fullmatch(tag) else ""


def same_language(one: str, other: str) -> bool:
    """Whether two tags are of one language, in whatever country it is spoken."""
    return one.partition("-")[0].casefold() == other.partition("-")[0].casefold()
