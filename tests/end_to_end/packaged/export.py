"""A folder of nobody's medicines as regulators publish theirs: European ePI and US labels."""

from __future__ import annotations

from collections.abc import Iterator

EPI = "Alphadol", "Betadol"
"""The products in the European form."""
SPL = "Gammadol"
"""The one in the US form."""
WORDS = "grapefruit juice"
"""What the leaflets of `WARNED` speak of."""
WARNED = ("Alphadol", SPL)

_SECTION = (
    '<section><title value="{title}"/><code><coding><system value="x/200000029659"/>'
    '<code value="{code}"/></coding></code><text><status value="generated"/>'
    '<div xmlns="http://www.w3.org/1999/xhtml"><p>{text}</p></div></text></section>'
)
_EPI = (
    '<Bundle xmlns="http://hl7.org/fhir"><type value="document"/><entry><resource>'
    '<Composition><language value="en"/><type><coding><system value="x/100000155531"/>'
    '<code value="100000155532"/></coding></type><date value="2025-06-04"/>'
    '<title value="SmPC"/>{sections}</Composition></resource></entry></Bundle>'
)
_SPL = (
    '<document xmlns="urn:hl7-org:v3"><setId root="{name}"/><versionNumber value="1"/>'
    "<title>{name}</title><component><structuredBody><component><section>"
    '<code code="34073-7" codeSystem="2.16.840.1.113883.6.1"/><title>Drug interactions</title>'
    "<text><paragraph>{text}</paragraph></text>"
    "</section></component></structuredBody></component></document>"
)


def export() -> Iterator[tuple[str, str]]:
    """The name and the content of each file."""
    for number, name in enumerate(EPI):
        sections = "".join(
            _SECTION.format(title=title, code=code, text=text)
            for title, code, text in (
                ("1. Name of the medicinal product", 200000029792, name),
                ("4.5 Interactions", 200000029809, _text(name)),
                ("8. Marketing authorisation number", 200000029845, f"EU/1/00/{number:03}"),
            )
        )
        yield f"epi/{name.lower()}.xml", _EPI.format(sections=sections)
    yield f"spl/{SPL.lower()}.xml", _SPL.format(name=SPL, text=_text(SPL))


def _text(name: str) -> str:
    what = WORDS if name in WARNED else "water"
    return f"{name} is taken with {what} only if a doctor says so."
