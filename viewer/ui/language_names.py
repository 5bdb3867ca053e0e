"""Names of languages, in English, for lists of leaflets of any language."""

from __future__ import annotations

from PySide6.QtCore import QLocale

from viewer.render.provenance import language_name


def full_language_name(tag: str) -> str:
    """The name of a language tag: as everywhere where it has one, else as Qt knows it."""
    name = language_name(tag)
    if name != tag:
        return name
    language = QLocale.codeToLanguage(tag.partition("-")[0])
    if language in (QLocale.Language.AnyLanguage, QLocale.Language.C):
        return tag
    return QLocale.languageToString(language)
