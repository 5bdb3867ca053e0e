"""Where a leaflet came from, in words: for its head, the status bar and the foot of a page."""

from __future__ import annotations

from viewer.leaflet.model import Leaflet, Provenance
from viewer.render.languages import LANGUAGES

NOT_STATED = "not stated"

_KINDS = {
    "package-leaflet": "Package leaflet",
    "smpc": "Summary of product characteristics",
    "label": "Prescribing information",
    "guide": "User guide",
}


def kind_name(kind: str) -> str:
    """The name of a leaflet's kind."""
    return _KINDS.get(kind, kind)


def language_name(language: str) -> str:
    """The English name of a language tag (BCP 47), or the tag itself."""
    return LANGUAGES.get(language.partition("-")[0].lower(), language)


def notice_lead(leaflet: Leaflet) -> str:
    """The first sentence of the notice without its full stop, or nothing."""
    return leaflet.notice.partition(". ")[0].rstrip(".")


def provenance_line(provenance: Provenance) -> str:
    """Source, version and date in one line, each "not stated" where the source is silent."""
    return " · ".join(
        f"{label}: {value or NOT_STATED}"
        for label, value in (
            ("Source", provenance.source),
            ("Version", provenance.version),
            ("Date", provenance.date),
        )
    )


def status_line(leaflet: Leaflet) -> str:
    """Kind, language, source, date and the notice's lead, for the status bar."""
    provenance = leaflet.provenance
    if leaflet.kind == "guide":
        return kind_name(leaflet.kind)
    missing = [
        name
        for name, value in (("source", provenance.source), ("date", provenance.date))
        if not value
    ]
    parts = [
        kind_name(leaflet.kind),
        language_name(leaflet.language) + (" (assumed)" if leaflet.language_assumed else ""),
        provenance.source,
        provenance.date,
        f"{' and '.join(missing)} {NOT_STATED}" if missing else "",
        notice_lead(leaflet).lower(),
    ]
    return " · ".join(part for part in parts if part)


def provenance_rows(leaflet: Leaflet) -> tuple[tuple[str, str], ...]:
    """Everything known of where the leaflet came from, as (label, value) rows."""
    known = leaflet.provenance
    language = language_name(leaflet.language)
    return (
        ("Title", leaflet.title),
        ("Kind", kind_name(leaflet.kind)),
        ("Language", language + (" (assumed)" if leaflet.language_assumed else "")),
        ("Active substance", leaflet.active_substance or NOT_STATED),
        ("ATC code", leaflet.atc or NOT_STATED),
        ("Holder", known.holder or NOT_STATED),
        ("Source", known.source or NOT_STATED),
        ("Version", known.version or NOT_STATED),
        ("Date", known.date or NOT_STATED),
        ("Imported", known.imported or "no, read from its file"),
        ("Verified", "yes" if known.verified else "no"),
        ("File", known.file),
        ("SHA-256", known.sha256),
        ("Notice", leaflet.notice),
    )
